"""Reports of the standing tree: a round of a small form, opened by Lan's unit."""

from datetime import date

import pytest

from tests.addresses import SECRET

SMALL = """
form: THU
title: "Biểu thử"
kind: ANNUAL
number: 1
sections:
  - code: figures
    title: "Số liệu"
    lines:
      - {n: "1", code: T_EMP, title: "Lao động", unit: "người", measure: STOCK}
      - {n: "2", code: T_MEM, title: "Đoàn viên", unit: "người", measure: STOCK, required: true}
      - {n: "", code: T_FEM, title: "Trong đó: nữ", unit: "người", measure: STOCK, depth: 1}
      - {n: "3", code: T_NEW, title: "Kết nạp", unit: "người", measure: FLOW}
      - {n: "4", code: T_RATE, title: "Tỷ lệ", unit: "%", measure: RATIO, of: [T_MEM, T_EMP]}
      - {n: "5", code: T_PAY, title: "Lương", unit: "đồng", measure: AVERAGE, weight: T_EMP}
  - {code: words, kind: NARRATIVE, title: "Nhận xét"}
checks:
  - hard: T_FEM <= T_MEM
  - soft: T_MEM = previous + T_NEW
  - soft: T_MEM within 30% from 3
"""


_PLACES = ("totals", "totals_print", "pivot", "behind", "series", "words")
_DRAWN = [
    f"reporting:form_{page}"
    for page in (
        "preview", "next", "publish", "withdraw", "discard", "design", "section_add", "section",
        "line_pick", "line_own", "check_add", "check", "draw",
    )
]  # fmt: skip


@pytest.fixture
def small_form(db, now):
    from congdoan.areas.reporting.models import Form
    from congdoan.areas.reporting.rules.packs import read_pack
    from congdoan.areas.reporting.services.loading import write_version

    form = Form.objects.create(code="THU", title="Biểu thử", kind="ANNUAL")
    return write_version(form, 1, read_pack("thu.yaml", SMALL.encode()), now)


@pytest.fixture
def make_round(tree, small_form, lan, today, now):
    from congdoan.areas.reporting.api import RoundData, open_round
    from congdoan.kernel.periods.models import Period

    def make(*, year=2026, actor=lan, unit=None, due=date(2026, 3, 20), **more):
        period = Period.objects.get(code=str(year))
        data = RoundData(
            version=more.pop("version", small_form),
            title=more.pop("title", f"Báo cáo năm {year}"),
            first=date(year, 1, 1),
            last=date(year, 12, 31),
            due_on=due,
            period=period,
            **more,
        )
        return open_round(
            actor=actor, organisation=unit or tree.middle, data=data, on=today, at=now
        )

    return make


@pytest.fixture
def report(make_round, tree):
    """Minh's report of this year, owed to Lan's unit."""
    found = make_round(note="", year=2026)
    return found.reports.select_related("round", "organisation", "superior").get(
        organisation=tree.leaf
    )


@pytest.fixture
def write(minh, now):
    from congdoan.areas.reporting.api import Change, Entry, layout_of, save_entry

    def act(report, figures=(), *, actor=minh, **texts):
        places = layout_of(report.round.version).by_series
        report.refresh_from_db()
        held = report.entered or [None] * len(places)
        changes = {
            places[series].position: Change(value, held[places[series].position])
            for series, value in dict(figures).items()
        }
        given = {
            kind: {place: Change(text, "") for place, text in said.items()}
            for kind, said in texts.items()
        }
        return save_entry(actor=actor, report=report, entry=Entry(figures=changes, **given), at=now)

    return act


@pytest.fixture
def submitted(report, write, minh, today, now):
    from congdoan.areas.reporting.api import submit_report

    write(report, {"T_MEM": 40, "T_FEM": 30}, narrative={"words": SECRET})
    return submit_report(actor=minh, report=report, on=today, at=now)


@pytest.fixture
def reporting(submitted, drawn, lan, tree, now):
    """What the walks over all addresses find of reports."""
    from congdoan.areas.reporting.api import AdjustmentData, adjust_total, comment_report

    line = adjust_total(
        actor=lan,
        found=submitted.round,
        superior=tree.middle,
        data=AdjustmentData(1, 2, SECRET),
        at=now,
    )
    said = comment_report(actor=lan, report=submitted, anchor="cell:T_MEM", text=SECRET, at=now)
    frozen = submitted.snapshots.get()
    type(submitted.round.version.form).objects.update(owner=tree.middle)
    part = {"pk": drawn.pk, "code": "figures", "place": 0, "what": "phan"}
    figures = {"pk": submitted.round_id, "position": 1, "code": "words"}
    return {
        "reporting:round": {"pk": submitted.round_id, "adjustment": line.pk},
        "reporting:report": {"pk": submitted.pk, "frozen": frozen.pk, "comment": said.pk},
        **{f"reporting:{page}": figures for page in _PLACES},
        "reporting:version": {"pk": submitted.round.version_id},
        **dict.fromkeys(_DRAWN, part),
        "reporting:form_line": {"pk": drawn.pk, "code": "T_MEM"},
        **{f"analysis:{page}": {"pk": submitted.round_id} for page in ("charts", "map")},
    }


@pytest.fixture
def drawn(tree, lan, small_form, now):
    """A form Lan's unit draws up from the small one: two tables, words, checks."""
    from congdoan.areas.reporting.rules.packs import SectionSpec
    from congdoan.areas.reporting.services.designing import put_section
    from congdoan.areas.reporting.services.publishing import FormData, make_form

    made = make_form(
        actor=lan,
        organisation=tree.middle,
        data=FormData("RIENG", f"Biểu riêng {SECRET}", "ANNUAL"),
        source=small_form,
        at=now,
    )
    put_section(actor=lan, version=made, made=SectionSpec("", "Bảng hai", "TABLE"), at=now)
    return made
