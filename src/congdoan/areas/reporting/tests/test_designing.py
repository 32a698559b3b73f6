"""Drawing up forms: acts on a draft, publishing, versions, series, two designers, who may."""

from decimal import Decimal

from django.urls import reverse
import pytest

from congdoan.areas.reporting.api import FormVersion
from congdoan.areas.reporting.models import Form
from congdoan.areas.reporting.rules.packs import CheckSpec, LineSpec
from congdoan.areas.reporting.selectors.choices import offered_versions
from congdoan.areas.reporting.selectors.designing import fate_of, mark_of, spec_of
from congdoan.areas.reporting.services import designing, publishing
from congdoan.foundation.refusal import NotFound

pytestmark = pytest.mark.django_db

MADE = {"by": [], "number": "9"}


@pytest.fixture
def at_design(drawn, lan, signed_in):
    """Post to a page of the draft as Lan."""
    client = signed_in(lan)

    def post(page, *keys, **typed):
        return client.post(reverse(f"reporting:form_{page}", args=[drawn.pk, *keys]), typed)

    return post


def codes(version):
    return [one.code for part in spec_of(version).sections for one in part.lines]


def test_a_form_is_made_drawn_up_published_and_asked(
    tree, lan, signed_in, at_design, drawn, make_round
):
    client = signed_in(lan)
    assert drawn not in offered_versions(tree.middle, on=lan.today)
    page = client.get(reverse("reporting:form_design", args=[drawn.pk])).content.decode()
    assert "Phần “Bảng hai” chưa có dòng nào" in page
    assert at_design("publish").status_code == 422
    picked = client.get(reverse("reporting:form_line_pick", args=[drawn.pk, "p1"]) + "?tim=ket nap")
    assert "MEM_NEW" in picked.content.decode()
    at_design("line_pick", "p1", code="MEM_NEW")
    own = {"title": "Buổi sinh hoạt", "unit": "buổi", "measure": "FLOW", "by": ["FEMALE"]}
    assert at_design("line_own", "p1", **own).status_code == 302
    assert codes(drawn)[-2:] == ["MEM_NEW", f"F{drawn.form_id}_1"]
    check = {"kind": "EQUATION", "series": f"F{drawn.form_id}_1.FEMALE", "operator": "<="}
    more = {"plus": [f"F{drawn.form_id}_1"], "severity": "HARD", "message": "Nữ là một phần."}
    assert at_design("check_add", **check, **more).status_code == 302
    seen = client.get(reverse("reporting:form_preview", args=[drawn.pk])).content.decode()
    assert "Buổi sinh hoạt" in seen
    assert "<fieldset disabled>" in seen
    assert at_design("publish").status_code == 302
    drawn.refresh_from_db()
    assert drawn in offered_versions(tree.middle, on=lan.today)
    made = make_round(version=drawn)
    drawn.refresh_from_db()
    assert drawn.is_frozen
    assert made.version.cells.filter(series=f"F{drawn.form_id}_1.FEMALE").exists()
    with pytest.raises(publishing.UsedAlready):
        publishing.withdraw_version(actor=lan, version=drawn)


def test_lines_and_sections_move_by_buttons_and_positions_follow(at_design, drawn):
    at_design("line_pick", "p1", code="MEM_NEW")
    at_design("draw", "dong", "MEM_NEW", to="len")
    parts = spec_of(drawn).sections
    assert parts[0].lines[-1].code == "MEM_NEW"
    assert parts[2].lines == ()
    at_design("draw", "dong", "MEM_NEW", to="len")
    at_design("draw", "phan", "words", to="len")
    assert [one.code for one in spec_of(drawn).sections] == ["words", "figures", "p1"]
    cells = list(drawn.cells.order_by("position"))
    assert [one.position for one in cells] == list(range(7))
    rate = drawn.cells.get(series="T_RATE")
    assert [cells[one].series for one in rate.parts] == ["T_MEM", "T_EMP"]
    assert at_design("draw", "dong", "NOBODY", to="len").status_code == 404
    assert at_design("draw", "kiem-tra", "0", to="len").status_code == 404


def test_a_line_taken_out_takes_its_checks_and_what_rests_on_it_is_told(at_design, drawn, lan, now):
    line = next(
        one for part in spec_of(drawn).sections for one in part.lines if one.code == "T_EMP"
    )
    at_design("draw", "dong", "T_EMP", to="bo", seen=mark_of(line))
    assert "T_EMP" not in codes(drawn)
    with pytest.raises(publishing.NotFinished, match="T_EMP"):
        publishing.publish_version(actor=lan, version=drawn, at=now)


def test_two_designers_at_one_line_the_second_is_told_and_nothing_is_lost(
    at_design, drawn, lan, now
):
    line = next(
        one for part in spec_of(drawn).sections for one in part.lines if one.code == "T_MEM"
    )
    typed = {"title": "Đoàn viên có mặt", "number": "2", "seen": mark_of(line)}
    assert at_design("line", "T_MEM", **typed).status_code == 302
    late = at_design("line", "T_MEM", **{**typed, "title": "Đoàn viên khác"})
    assert late.status_code == 422
    assert "vừa sửa chỗ này" in late.content.decode()
    assert "Đoàn viên khác" in late.content.decode()
    assert drawn.cells.get(series="T_MEM").line.title == "Đoàn viên có mặt"
    other = next(
        one for part in spec_of(drawn).sections for one in part.lines if one.code == "T_FEM"
    )
    fine = at_design("line", "T_FEM", title="Nữ", number="", seen=mark_of(other))
    assert fine.status_code == 302


def test_the_next_version_keeps_its_series_and_says_which_begin_and_end(
    drawn, lan, now, make_round, at_design
):
    at_design("line_own", "p1", title="Buổi", unit="buổi", measure="FLOW")
    own = f"F{drawn.form_id}_1"
    publishing.publish_version(actor=lan, version=drawn, at=now)
    round_ = make_round(version=drawn)
    after = publishing.next_version(actor=lan, version=drawn, at=now)
    with pytest.raises(publishing.DraftThere):
        publishing.next_version(actor=lan, version=drawn, at=now)
    given = {"actor": lan, "version": after, "at": now}
    held = next(one for part in spec_of(after).sections for one in part.lines if one.code == own)
    with pytest.raises(designing.SeriesWouldBreak):
        designing.put_line(
            **given,
            section="p1",
            seen=mark_of(held),
            made=LineSpec("", own, "Buổi", "người", "STOCK", "SUM"),
        )
    designing.remove(**given, what="line", code=own, seen=mark_of(held))
    designing.put_line(**given, section="p1", made=LineSpec("", "", "Khác", "cuộc", "FLOW", "SUM"))
    assert codes(after)[-1] == f"F{drawn.form_id}_2"
    fate = fate_of(after)
    assert (fate.begins, fate.ends, fate.goes_on) == (["Khác"], ["Buổi"], 6)
    round_.refresh_from_db()
    assert round_.version == drawn
    assert drawn.cells.filter(series=own).exists()


def test_what_is_shipped_is_copied_not_changed(small_form, lan, now, tree, signed_in):
    with pytest.raises(NotFound):
        publishing.next_version(actor=lan, version=small_form, at=now)
    with pytest.raises(NotFound):
        publishing.withdraw_version(actor=lan, version=small_form)
    client = signed_in(lan)
    page = client.get(reverse("reporting:form_new") + f"?tu={small_form.pk}")
    assert "Chép từ: Biểu thử" in page.content.decode()
    typed = {"code": "bieu moi", "title": "Mới", "kind": "ANNUAL", "source": small_form.pk}
    assert client.post(reverse("reporting:form_new"), typed).status_code == 422
    assert client.post(reverse("reporting:form_new"), {**typed, "code": "THU"}).status_code == 422
    client.post(reverse("reporting:form_new"), {**typed, "code": "moi-1"})
    made = FormVersion.objects.get(form__code="MOI-1")
    assert spec_of(made).sections == spec_of(small_form).sections
    assert made.form.owner_id == tree.middle.pk


def test_a_draft_is_its_own_units_alone(drawn, minh, hoa, signed_in):
    client = signed_in(minh)
    assert client.get(reverse("reporting:version", args=[drawn.pk])).status_code == 404
    assert client.get(reverse("reporting:form_design", args=[drawn.pk])).status_code == 404
    assert "Biểu riêng" not in client.get(reverse("reporting:forms")).content.decode()
    client = signed_in(hoa)
    assert client.get(reverse("reporting:version", args=[drawn.pk])).status_code in {403, 404}


def test_a_draft_is_thrown_away_with_a_form_that_has_nothing_else(drawn, lan):
    assert publishing.discard_version(actor=lan, version=drawn) is False
    assert not Form.objects.filter(code="RIENG").exists()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"kind": "EQUATION"}, "ít nhất một ô"),
        ({"kind": "RANGE"}, "số nhỏ nhất hoặc"),
        ({"kind": "RANGE", "low": "9", "high": "1"}, "từ số nhỏ nhất trở lên"),
        ({"kind": "OUTLIER", "high": "nhiều"}, "không phải là số"),
        ({"kind": "OUTLIER"}, "số phần trăm"),
        ({"kind": "EQUATION", "plus": ["T_MEM"]}, "chính nó"),
    ],
)
def test_a_check_that_says_nothing_is_refused_with_the_way_out(at_design, typed, said):
    given = {"series": "T_MEM", "operator": "=", "severity": "SOFT", **typed}
    page = at_design("check_add", **given)
    assert page.status_code == 422
    assert said in page.content.decode()


def test_a_check_of_ones_own_speaks_its_words_with_the_numbers(
    drawn, lan, now, make_round, tree, write
):
    from congdoan.areas.reporting.api import layout_of
    from congdoan.areas.reporting.selectors.findings import found_in

    spec = CheckSpec("EQUATION", "HARD", "T_NEW", "<=", ("+T_MEM",), message="Xem lại kết nạp.")
    designing.put_check(actor=lan, version=drawn, made=spec, at=now)
    layout = layout_of(drawn)
    figures = layout.blank()
    figures[layout.by_series["T_NEW"].position] = Decimal(9)
    figures[layout.by_series["T_MEM"].position] = Decimal(4)
    (found,) = found_in(layout, figures, {}, {})
    assert found.sentence.startswith("Xem lại kết nạp. Dòng 3 (Kết nạp) ghi 9, lớn hơn dòng")
