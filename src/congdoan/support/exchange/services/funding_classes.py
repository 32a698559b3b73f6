"""Another funding class for many employers (and unions) at once, from one sheet."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
import re

from django.utils.translation import gettext_noop as _

from congdoan.foundation import vietnamese
from congdoan.foundation.valid_time import contains
from congdoan.kernel.organisations import api as organisations
from congdoan.kernel.organisations.models import Organisation, OrganisationProfile
from congdoan.kernel.rulebook import api as rulebook
from congdoan.support.exchange.rules.kinds import Column, Context, Done, ImportKind, RowDraft
from congdoan.support.exchange.services.organisation_events import decision_of, undo_events

FUNDING = "organisation.funding_class"
_RATE = re.compile(r"^\s*([0-9]+(?:[.,][0-9]+)?)\s*%?\s*$")

COLUMNS = (
    Column(
        "code",
        _("Mã cơ sở"),
        ("mã", "mã đơn vị", "mã tổ chức", "mã trường", "code"),
        required=True,
        help=_("Mã của cơ sở (trường, công ty) hoặc của công đoàn cơ sở đã có."),
    ),
    Column(
        "funding_class",
        _("Nhóm tự chủ"),
        ("tự chủ", "nhóm tự chủ tài chính", "mức tự chủ", "mức tự bảo đảm", "tỷ lệ tự bảo đảm"),
        required=True,
        help=_("Mã, tên nhóm, hoặc mức tự bảo đảm chi thường xuyên, ví dụ 8%."),
    ),
    Column("name", _("Tên cơ sở"), ("tên", "tên đơn vị"), help=_("Chỉ để bạn dễ đọc tệp.")),
)
EXAMPLES = (
    ("TR-HOASEN", "G3C", "Trường Tiểu học Hoa Sen"),
    ("TR-SAOMAI", "8%", "Trường Mầm non Sao Mai"),
)


def plan_classes(rows: list[RowDraft], context: Context) -> None:
    """Judge the rows: known codes, a class of the day, the actor's right, no double."""
    with rulebook.one_edition():
        _plan(rows, context)


def _plan(rows: list[RowDraft], context: Context) -> None:
    day = context.day("on") or context.actor.today
    codes = {row.cell("code").strip() for row in rows} - {""}
    known = {one.code: one for one in Organisation.objects.filter(code__in=codes)}
    ids = [one.pk for one in known.values()]
    profiles = OrganisationProfile.objects.on(day).filter(organisation_id__in=ids)
    now = dict(profiles.values_list("organisation_id", "funding_class"))
    reached = context.actor.reach(organisations.CHANGE).filter(pk__in=ids)
    mine = set(reached.values_list("pk", flat=True))
    mine |= organisations.kept_among(
        context.actor, set(ids) - mine, organisations.CHANGE, on=context.actor.today
    )
    first: dict[str, int] = {}
    for row in rows:
        row.plan = "UPDATE"
        _read(row, day)
        one = known.get(row.parsed["code"])
        if row.failed:
            continue
        if one is None or one.pk not in mine:
            # One sentence for both: who may not see an employer does not learn that it exists.
            text = _("Không có đơn vị mã {code}, hoặc đơn vị không thuộc quyền của bạn.")
            row.fail("code", text, code=row.parsed["code"][:40])
        elif not contains(one.valid, day) or one.pk not in now:
            text = _("Đơn vị {code} không tồn tại vào ngày {day}.")
            row.fail("code", text, code=one.code, day=f"{day:%d/%m/%Y}")
        elif one.code in first:
            row.fail("code", _("Mã {code} đã có ở dòng {n}."), code=one.code, n=first[one.code])
        else:
            first[one.code] = row.n
            row.target_id = one.pk
            _compare(row, now[one.pk], day)


def _read(row: RowDraft, day: date) -> None:
    text = vietnamese.tidy(row.cell("funding_class"))
    row.parsed = {"code": row.cell("code").strip(), "funding_class": class_of(text, day)}
    if not row.parsed["code"]:
        row.fail("code", _("Thiếu mã."))
    if not row.parsed["funding_class"]:
        unknown = _("Nhóm tự chủ “{text}” không có trong danh mục ngày {day}.")
        row.fail("funding_class", unknown, text=text[:40], day=f"{day:%d/%m/%Y}")


def class_of(text: str, day: date) -> str:
    """Return the class that a code, a name or a self-financing rate means on the day."""
    rate = _RATE.match(text)
    if rate:
        return _class_of_rate(rate.group(1), day)
    said = vietnamese.fold(text)
    for entry in rulebook.catalogue(FUNDING, on=day):
        names = (entry.code, entry.label_vi, entry.label_en)
        if said and said in {vietnamese.fold(name) for name in names}:
            return entry.code
    return ""


def _class_of_rate(text: str, day: date) -> str:
    try:
        rate = Decimal(text.replace(",", "."))
    except InvalidOperation:
        return ""
    for entry in rulebook.catalogue(FUNDING, on=day):
        limits = entry.attributes
        lowest, below = limits.get("self_financing_from"), limits.get("self_financing_below")
        # Two classes begin at 100 %: investment tells them apart, a rate means the lower one.
        if entry.code == "G1" or (lowest is None and below is None):
            continue
        if (lowest is None or rate >= lowest) and (below is None or rate < below):
            return entry.code
    return ""


def _compare(row: RowDraft, before: str, day: date) -> None:
    after = row.parsed["funding_class"]
    if after == before:
        row.skip("funding_class", _("Đã ở nhóm này; không có gì thay đổi."))
        return
    row.note(
        "funding_class",
        _("{before} → {after} từ ngày {day}."),
        before=before or "–",
        after=after,
        day=f"{day:%d/%m/%Y}",
    )
    if not organisations.unionisable(after, day):
        row.warn("funding_class", _("Nhóm này không có công đoàn; cấp trên sẽ nhận việc xem lại."))


def commit_classes(rows: Sequence[RowDraft], context: Context) -> list[Done]:
    """Write a checkpoint as one event with its decision."""
    known = Organisation.objects.in_bulk([row.target_id for row in rows if row.target_id])
    event = organisations.reclass_organisations(
        actor=context.actor,
        classes={known[row.target_id or 0]: row.parsed["funding_class"] for row in rows},
        on=context.day("on") or context.actor.today,
        decision=decision_of(context),
        at=context.at,
    )
    return [Done(row.target_id or 0, {"event": event.pk}) for row in rows]


def choices(day: date) -> list[tuple[str, list[tuple[str, str]]]]:
    entries = rulebook.catalogue(FUNDING, on=day)
    return [(_("Nhóm tự chủ"), [(entry.code, entry.label) for entry in entries])]


FUNDING_CLASSES = ImportKind(
    code="tu-chu",
    label=_("Nhóm tự chủ của cơ sở"),
    description=_("Đổi nhóm tự chủ tài chính của nhiều trường, cơ sở theo một quyết định."),
    needs=organisations.CHANGE,
    columns=COLUMNS,
    examples=EXAMPLES,
    plan=plan_classes,
    commit=commit_classes,
    undo=undo_events,
    named_by=("code", "name"),
    choices=choices,
)
