"""Numbers of employees of many units from one sheet."""

from collections.abc import Iterable, Sequence
from datetime import date
import re
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop as _

from congdoan.areas.workforce import policies
from congdoan.areas.workforce.enums import Source
from congdoan.areas.workforce.models import EmployeeCount
from congdoan.areas.workforce.selectors.density import unscoped_listed
from congdoan.areas.workforce.selectors.numbers import Stated, unscoped_numbers, unscoped_pairs
from congdoan.areas.workforce.services.stating import (
    CountData,
    NotCurrent,
    correct_employees,
    state_employees,
)
from congdoan.foundation import vietnamese
from congdoan.foundation.valid_time import contains
from congdoan.kernel.audit.api import record
from congdoan.kernel.organisations.api import grassroots_levels, kept_among, name_of
from congdoan.kernel.organisations.enums import Family
from congdoan.kernel.organisations.models import Organisation, OrganisationProfile
from congdoan.support.exchange.api import Column, Context, Done, ImportKind, RowDraft, read_day

#: The largest number a unit can have.
MOST = 200_000
_NUMBER = re.compile(r"^\d{1,3}([. ]\d{3})+$|^\d{1,6}([.,]0+)?$")

COLUMNS = (
    Column(
        "code",
        _("Mã đơn vị"),
        ("mã", "mã tổ chức", "mã cơ sở", "mã trường", "code"),
        required=True,
        help=_("Mã của công đoàn cơ sở, hoặc của trường, cơ sở chưa có công đoàn."),
    ),
    Column("name", _("Tên đơn vị"), ("tên", "tên trường"), help=_("Chỉ để bạn dễ đọc tệp.")),
    Column(
        "total",
        _("Số lao động"),
        ("lao động", "tổng số lao động", "cbgvnv", "số người", "tổng số cbccvclđ"),
        required=True,
        help=_("Tổng số người lao động của đơn vị, kể cả chưa là đoàn viên."),
    ),
    Column("women", _("Trong đó nữ"), ("nữ", "lao động nữ", "số nữ")),
    Column(
        "counted_on",
        _("Số của ngày"),
        ("ngày", "tại ngày", "ngày chốt"),
        help=_("Để trống thì lấy ngày có hiệu lực ghi khi tải tệp lên."),
    ),
    Column("said_by", _("Theo văn bản, người cung cấp"), ("nguồn", "theo")),
)
EXAMPLES = (
    ("CS-HOASEN", "CĐCS Trường Tiểu học Hoa Sen", "42", "35", "31/05/2026", "Báo cáo của trường"),
    ("TR-SAOMAI", "Trường Mầm non Sao Mai", "18", "18", "31/05/2026", ""),
)


def plan_counts(rows: list[RowDraft], context: Context) -> None:
    """Judge the rows: known codes of one's own branch, sound numbers, no double."""
    codes = {row.cell("code").strip() for row in rows} - {""}
    known = {one.code: one for one in Organisation.objects.filter(code__in=codes)}
    mine = _mine(context, [one.pk for one in known.values()])
    pairs = unscoped_pairs(mine, on=context.actor.today)
    places = {
        one.pk: pairs.get(one.pk, one.pk) if one.family == Family.PARTNER else one.pk
        for one in known.values()
    }
    held = _held(places.values())
    last = unscoped_numbers(mine, on=context.actor.today)
    levels = OrganisationProfile.objects.filter(organisation__in=mine)
    basic = set(
        levels.filter(level__in=grassroots_levels()).values_list("organisation_id", flat=True)
    )
    first: dict[tuple[int, str], int] = {}
    for row in rows:
        _read(row, context)
        one = known.get(row.parsed["code"])
        if one is None or one.pk not in mine:
            text = _("Không có đơn vị mã {code}, hoặc đơn vị không thuộc quyền của bạn.")
            row.fail("code", text, code=row.parsed["code"][:40])
        elif not row.failed:
            day = date.fromisoformat(row.parsed["counted_on"])
            place = row.target_id = places[one.pk]
            if one.family == Family.UNION and one.pk not in basic:
                row.fail("code", _("Số lao động ghi ở công đoàn cơ sở hoặc ở trường, cơ sở."))
            elif not contains(one.valid, day):
                text = _("Đơn vị {code} không tồn tại vào ngày {day}.")
                row.fail("code", text, code=one.code, day=f"{day:%d/%m/%Y}")
            elif (place, row.parsed["counted_on"]) in first:
                n = first[place, row.parsed["counted_on"]]
                row.fail("code", _("Mã {code} đã có ở dòng {n}."), code=one.code, n=n)
            else:
                first[place, row.parsed["counted_on"]] = row.n
                _compare(row, held.get((place, day)), last.get(one.pk))


def _held(places: Iterable[int]) -> dict[tuple[int, date], EmployeeCount]:
    rows = EmployeeCount.objects.filter(organisation__in=set(places), replaced_at__isnull=True)
    return {(one.organisation_id, one.counted_on): one for one in rows}


def _mine(context: Context, ids: list[int]) -> set[int]:
    reached = context.actor.reach(policies.RECORD).filter(pk__in=ids)
    mine = set(reached.values_list("pk", flat=True))
    return mine | kept_among(
        context.actor, set(ids) - mine, policies.RECORD, on=context.actor.today
    )


def _read(row: RowDraft, context: Context) -> None:
    text = row.cell("counted_on").strip()
    day = read_day(text).day if text else context.day("on") or context.actor.today
    row.parsed = {
        "code": row.cell("code").strip(),
        "total": _whole(row, "total"),
        "women": _whole(row, "women"),
        "counted_on": day.isoformat() if day else "",
        "said_by": vietnamese.tidy(row.cell("said_by"))[:200],
    }
    total, women = row.parsed["total"], row.parsed["women"]
    if not row.cell("total").strip():
        row.fail("total", _("Thiếu số lao động."))
    elif total is not None and not 1 <= total <= MOST:
        row.fail("total", _("Số lao động phải từ 1 đến 200.000."))
    if total is not None and women is not None and women > total:
        row.fail("women", _("Số nữ lớn hơn tổng số lao động."))
    if day is None:
        row.fail("counted_on", _("Ngày “{text}” chưa đúng; ví dụ 31/05/2026."), text=text[:40])
    elif day > context.actor.today:
        row.fail("counted_on", _("Số lao động là của ngày đã qua hoặc hôm nay."))


def _whole(row: RowDraft, column: str) -> int | None:
    text = row.cell(column).strip()
    if not text:
        return None
    if not _NUMBER.match(text):
        row.fail(column, _("“{text}” không phải là một số nguyên."), text=text[:40])
        return None
    if re.match(r"^\d+[.,]0+$", text) and not re.match(r"^\d{1,3}\.000$", text):
        text = re.split(r"[.,]", text)[0]
    return int(re.sub(r"\D", "", text))


def _compare(row: RowDraft, held: EmployeeCount | None, last: Stated | None) -> None:
    said = (row.parsed["total"], row.parsed["women"])
    newest = (last.total, last.women) if last else None
    if held is None and last and said == newest and not row.cell("counted_on").strip():
        day = f"{last.counted_on:%d/%m/%Y}"
        row.skip("total", _("Vẫn là số của ngày {day}; không có gì thay đổi."), day=day)
        return
    if held is None:
        row.plan = "CREATE"
    elif (held.total, held.women) == said:
        row.skip("total", _("Ngày này đã có đúng số này; không có gì thay đổi."))
    else:
        row.plan = "UPDATE"
        row.note(
            "total",
            _("Sửa số của ngày này: {before} → {after}; số cũ vẫn xem được."),
            before=held.total,
            after=row.parsed["total"],
        )


def commit_counts(rows: Sequence[RowDraft], context: Context) -> list[Done]:
    """Write a checkpoint; what has a number of that day already is corrected."""
    known = Organisation.objects.in_bulk([row.target_id for row in rows if row.target_id])
    said: dict[str, Any] = {"actor": context.actor, "on": context.actor.today, "at": context.at}
    done = []
    for row in rows:
        organisation = known[row.target_id or 0]
        day = date.fromisoformat(row.parsed["counted_on"])
        said_by = row.parsed["said_by"] or context.options.get("decision_no", "")
        data = CountData(day, row.parsed["total"], row.parsed["women"], said_by)
        held = EmployeeCount.objects.filter(
            organisation=organisation, counted_on=day, replaced_at__isnull=True
        ).first()
        if held is None:
            made = state_employees(
                organisation=organisation, data=data, source=Source.IMPORTED, **said
            )
        else:
            # Words in the register are Vietnamese, whoever imports.
            reason = "Nhập từ bảng tính"
            made = correct_employees(
                count=held, data=data, reason=reason, source=Source.IMPORTED, **said
            )
        done.append(Done(organisation.pk, {"count": made.pk, "held": held.pk if held else None}))
    return done


@transaction.atomic
def undo_counts(inverses: Sequence[dict[str, Any]], context: Context, reason: str) -> None:
    """
    Take a batch back, newest first: what stood before holds again.

    :raises NotCurrent: when one was corrected since
    """
    made = EmployeeCount.objects.select_for_update(of=("self",)).in_bulk(
        [one["count"] for one in inverses]
    )
    for inverse in inverses:
        count = made.get(inverse["count"])
        if count is None or not count.holds:
            raise NotCurrent
        organisation = count.organisation
        count.delete()
        EmployeeCount.objects.filter(pk=inverse["held"]).update(
            replaced_at=None, replaced_by_name="", replace_reason=""
        )
        record(
            actor=context.actor,
            verb="workforce.withdrawn",
            target=organisation,
            organisation_id=organisation.pk,
            changes={"total": [count.total, None]},
            reason=reason,
            label=name_of(organisation, on=context.actor.today),
        )


def current_counts(context: Context) -> list[list[str]]:
    """Return the units of the branch with the numbers of today, to be filled in and sent back."""
    home = Organisation.objects.filter(pk=context.organisation_id or 0).first()
    if home is None:
        return []
    context.actor.require(policies.RECORD, on=home)
    rows = []
    for unit in unscoped_listed(home.pk, on=context.actor.today):
        said = unit.stated
        rows.append(
            [
                unit.code,
                unit.name,
                str(said.total) if said else "",
                str(said.women) if said and said.women is not None else "",
                # A number that is changed is one of the day it is sent back.
                "",
                said.said_by if said else "",
            ]
        )
    return rows


EMPLOYEES = ImportKind(
    code="lao-dong",
    label=_("Số lao động của đơn vị, cơ sở"),
    description=_("Ghi số lao động của nhiều đơn vị, trường một lần, để tính tỷ lệ đoàn viên."),
    needs=policies.RECORD,
    columns=COLUMNS,
    examples=EXAMPLES,
    plan=plan_counts,
    commit=commit_counts,
    undo=undo_counts,
    current=current_counts,
    named_by=("code", "name"),
)
