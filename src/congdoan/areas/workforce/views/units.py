"""The units of a branch with members, employees and density; the panel of a page."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from congdoan.areas.members.api import COUNT
from congdoan.areas.workforce.enums import Show, Source
from congdoan.areas.workforce.forms import UnitsFilter
from congdoan.areas.workforce.rules import added_up, is_stale
from congdoan.areas.workforce.selectors.density import Unit, unscoped_density, unscoped_listed
from congdoan.areas.workforce.selectors.numbers import (
    may_record,
    takes_numbers,
    unscoped_numbers,
    visible_place,
)
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.downloads import XLSX, as_file
from congdoan.foundation.htmx import render_page
from congdoan.foundation.keys import read_key
from congdoan.foundation.refusal import NotAllowed, NotFound
from congdoan.foundation.vietnamese import fold
from congdoan.foundation.workbook import plain_sheet
from congdoan.kernel.organisations.api import name_of
from congdoan.kernel.organisations.enums import Family
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.rulebook.api import value

#: Units on one page.
PAGE = 50
#: What a list is ordered by; what is unknown stands last either way.
_ORDERS: dict[str, Callable[[Unit], Any]] = {
    "ten": lambda one: one.sort_key,
    "doan-vien": lambda one: one.members,
    "lao-dong": lambda one: one.employees,
    "ty-le": lambda one: one.percent,
    "ngay": lambda one: one.stated.counted_on if one.stated else None,
}


@dataclass(frozen=True)
class Asked:
    """What the address asks for."""

    form: UnitsFilter
    branch: Organisation
    everyone: list[Unit]
    found: list[Unit]
    low: int
    stale_days: int


def _asked(request: ActorRequest) -> Asked:
    """
    Read the branch, what is shown of it and in which order.

    :raises NotFound: when the branch is none the actor counts in
    :raises NotAllowed: when the actor works for no union
    """
    actor, day = request.actor, request.actor.as_of
    given: dict[str, Any] = {name: text for name, text in request.GET.dict().items() if text}
    plain = read_key(str(given.get("nhanh", "")))
    form = UnitsFilter({"don_vi": plain or actor.organisation_id, **given}, actor=actor)
    fine = form.is_valid()
    key = form.cleaned_data.get("don_vi") or plain or actor.organisation_id
    if not key:
        raise NotAllowed
    branch = Organisation.objects.filter(pk=key, family=Family.UNION).first()
    if branch is None or not actor.may(COUNT, on=branch):
        # A partner has no union of its own; somebody else's is not told from none.
        raise NotFound if plain or given.get("don_vi") else NotAllowed
    everyone = unscoped_listed(branch.pk, on=day)
    low = int(value("workforce.rule.low_density", on=day, for_=branch.pk))
    stale = int(value("workforce.rule.stale_days", on=day, for_=branch.pk))
    words = fold(form.cleaned_data.get("q") or "").split() if fine else []
    show = form.cleaned_data.get("loc") or "" if fine else ""
    found = [
        one
        for one in everyone
        if fits(one, show, low=low, stale=stale, day=day)
        and all(word in fold(f"{one.name} {one.code}") for word in words)
    ]
    return Asked(form, branch, everyone, _ordered(request, found), low, stale)


def fits(one: Unit, show: str, *, low: int, stale: int, day: Any) -> bool:
    """Tell whether a unit belongs in what is shown."""
    if show == Show.LOW:
        return one.percent is not None and one.percent < low
    if show == Show.UNKNOWN:
        return one.stated is None
    if show == Show.STALE:
        return one.stated is not None and is_stale(one.stated.counted_on, on=day, days=stale)
    return one.is_over if show == Show.OVER else True


def _order(request: ActorRequest) -> tuple[str, bool]:
    asked = request.GET.get("sap", "")
    code = asked.removeprefix("-")
    return (code, asked.startswith("-")) if code in _ORDERS else ("ten", False)


def _ordered(request: ActorRequest, rows: list[Unit]) -> list[Unit]:
    code, downward = _order(request)
    key = _ORDERS[code]
    known = [one for one in rows if key(one) is not None]
    return [
        *sorted(known, key=key, reverse=downward),
        *[one for one in rows if key(one) is None],
    ]


def _heads(request: ActorRequest) -> list[dict[str, Any]]:
    """Return the columns with the address that orders by each."""
    code, downward = _order(request)
    labels = {
        "ten": _("Đơn vị"),
        "doan-vien": _("Đoàn viên"),
        "lao-dong": _("Lao động"),
        "ty-le": _("Tỷ lệ (%)"),
        "ngay": _("Số của ngày"),
    }
    return [
        {
            "code": one,
            "label": label,
            "turn": f"-{one}" if one == code and not downward else one,
            "state": ("descending" if downward else "ascending") if one == code else "",
        }
        for one, label in labels.items()
    ]


@needs(COUNT)
def units(request: ActorRequest) -> HttpResponse:
    """The units of a branch: sortable, filtered by what is low or not known."""
    asked = _asked(request)
    actor, day = request.actor, request.actor.as_of
    last = max(1, -(-len(asked.found) // PAGE))
    number = min(max(1, read_key(request.GET.get("trang", ""))), last)
    density = added_up((one.members, one.employees) for one in asked.everyone)
    tabs = [
        (one, n)
        for one in Show
        if (
            n := sum(
                fits(row, one, low=asked.low, stale=asked.stale_days, day=day)
                for row in asked.everyone
            )
        )
    ]
    context = {
        "form": asked.form,
        "branch": asked.branch,
        "branch_name": name_of(asked.branch, on=day),
        "density": density,
        "heads": _heads(request),
        "rows": asked.found[(number - 1) * PAGE : number * PAGE],
        "tabs": tabs,
        "show": request.GET.get("loc", ""),
        "low": asked.low,
        "total": len(asked.found),
        "everyone": len(asked.everyone),
        "page_number": number,
        "pages": last,
        "previous": number - 1 if number > 1 else None,
        "following": number + 1 if number < last else None,
        "may": {"record": may_record(actor, asked.branch)},
    }
    status = 422 if asked.form.errors else 200
    return render_page(request, "workforce/units.html", context, status=status)


@needs(COUNT)
def sheet(request: ActorRequest) -> HttpResponse:
    """The listed units as a workbook."""
    asked, day = _asked(request), request.actor.as_of
    heads = [
        _("Mã đơn vị"),
        _("Đơn vị"),
        _("Cấp trên trực tiếp"),
        _("Đoàn viên"),
        _("Lao động"),
        _("Trong đó nữ"),
        _("Tỷ lệ (%)"),
        _("Số của ngày"),
        _("Nguồn"),
        _("Theo"),
    ]
    rows = [_cells(one) for one in asked.found]
    density = added_up((one.members, one.employees) for one in asked.everyone)
    cover = _("Tỷ lệ đoàn viên {percent}%; bao phủ: {known} của {units} đơn vị có số.").format(
        percent=_comma(density.percent) or "—", known=density.known, units=density.units
    )
    note = f"{name_of(asked.branch, on=day)}, {day:%d/%m/%Y}. {cover}"
    content = plain_sheet(_("Lao động"), heads, rows, notes=[note])
    return as_file(content, XLSX, f"lao-dong-{asked.branch.code}-{day.isoformat()}.xlsx")


def _cells(one: Unit) -> list[str]:
    said = one.stated
    return [
        one.code,
        one.name,
        one.superior,
        str(one.members),
        str(said.total) if said else "",
        str(said.women) if said and said.women is not None else "",
        _comma(one.percent),
        f"{said.counted_on:%d/%m/%Y}" if said else "",
        source_label(said.source) if said else "",
        said.said_by if said else "",
    ]


def source_label(code: str) -> str:
    return str(Source(code).label) if code in Source.values else code


def _comma(percent: float | None) -> str:
    return "" if percent is None else str(percent).replace(".", ",")


@needs(COUNT)
def panel(request: ActorRequest, pk: int) -> HttpResponse:
    """Members for a hundred employees, on an organisation's, an employer's or a movement page."""
    found, day = visible_place(request.actor, pk), request.actor.as_of
    is_union = found.family == Family.UNION
    context = {
        "place": found,
        "name": name_of(found, on=day),
        "is_union": is_union,
        "density": unscoped_density(pk, on=day) if is_union else None,
        "said": unscoped_numbers([pk], on=day).get(pk),
        "counted": takes_numbers(found, on=day),
        "may": {"record": may_record(request.actor, found)},
    }
    return render_page(request, "workforce/panel.html", context, part="density")
