"""Figures of an organisation: one with its definition, all that records answer, over periods."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from congdoan.areas.indicators import policies
from congdoan.areas.indicators.forms import USUAL, FigureForm, SeriesForm
from congdoan.areas.indicators.rules import parts_of
from congdoan.areas.indicators.selectors.by_units import BY_UNITS, may_split, split_by_units
from congdoan.areas.indicators.selectors.catalogue import Indicator, formula_on, indicator
from congdoan.areas.indicators.selectors.figures import (
    Figure,
    all_figures,
    countable_union,
    figures_of,
    is_answered,
    is_large,
    may_see_key,
)
from congdoan.areas.indicators.selectors.opening import behind
from congdoan.areas.indicators.selectors.periods import last_periods
from congdoan.areas.indicators.selectors.series import Dot, has_series, series_over
from congdoan.areas.indicators.tables import standing
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.downloads import XLSX, as_file
from congdoan.foundation.htmx import render_page
from congdoan.foundation.keys import read_key
from congdoan.foundation.pictures import lines
from congdoan.foundation.refusal import NotAllowed, NotFound
from congdoan.foundation.templatetags.ui import day as shown_day
from congdoan.foundation.templatetags.ui import number
from congdoan.foundation.workbook import plain_sheet
from congdoan.kernel.organisations.api import name_of
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.periods.enums import PeriodKind


@dataclass(frozen=True)
class Asked:
    """What the address asks for; no days where it asks for something impossible."""

    form: FigureForm
    organisation: Organisation
    days: tuple[date, date] | None

    @property
    def context(self) -> dict[str, Any]:
        first, last = self.days or (None, None)
        unfinished = self.form.period if self.days else None
        return {
            "form": self.form,
            "unit": self.organisation,
            "unit_name": name_of(self.organisation, on=last or self.form.day),
            "first": first,
            "last": last,
            "unfinished": unfinished is not None and unfinished.last_day != last,
            "there": last is None or self.organisation.exists_on(last),
            "query": self.query,
        }

    @property
    def query(self) -> str:
        if self.days is None:
            return f"?nhanh={self.organisation.pk}"
        first, last = self.days
        days = f"tu={first.isoformat()}&den={last.isoformat()}"
        return f"?nhanh={self.organisation.pk}&{days}"


def _given(request: ActorRequest) -> dict[str, Any]:
    """Return what the address asks, days as people write them here."""
    given: dict[str, Any] = {name: text for name, text in request.GET.dict().items() if text}
    plain = read_key(str(given.get("nhanh", "")))
    asked: dict[str, Any] = {"don_vi": plain or request.actor.organisation_id, **given}
    for name in ("tu", "den"):
        with suppress(ValueError):
            asked[name] = date.fromisoformat(str(given.get(name, "")))
    return asked


def _organisation(request: ActorRequest, form: Any) -> Organisation:
    """
    Return whose figures are asked for, the actor's own union where nobody is named.

    :raises NotFound: when they are not the actor's to see
    :raises NotAllowed: when the actor works for no union and names none
    """
    plain = request.GET.get("nhanh", "")
    key = read_key(plain)
    if plain and not key:
        raise NotFound
    key = form.cleaned_data.get("don_vi") or key
    if key:
        return countable_union(request.actor, key)
    try:
        return countable_union(request.actor, request.actor.organisation_id)
    except NotFound:
        raise NotAllowed from None


def _asked(request: ActorRequest) -> Asked:
    given, today = _given(request), request.actor.as_of
    if not {"ky", "tu", "den"} & given.keys():
        given |= {"tu": today.replace(month=1, day=1), "den": today}
    form = FigureForm(given, actor=request.actor, day=today)
    fine = form.is_valid()
    organisation = _organisation(request, form)
    return Asked(form, organisation, form.days if fine else None)


@needs(policies.VIEW)
def indicator_page(request: ActorRequest, code: str) -> HttpResponse:
    """What an indicator means and rests on, and its figure of an organisation and a period."""
    actor = request.actor
    found = indicator(code, actor.as_of)
    asked = _asked(request)
    context = asked.context | {
        "found": found,
        "standing": standing(found),
        "parts": _parts(found, actor.as_of),
        "answered": is_answered(found.code, actor.as_of),
        "has_series": has_series(found.code, actor.as_of),
        "entered_only": () if may_split(found, actor.as_of) else BY_UNITS,
    }
    if asked.days is not None:
        first, last = asked.days
        context["figures"] = figures_of(actor, asked.organisation, found, first, last)
        context["behind"] = behind(actor, found.code, asked.organisation.pk, first, last)
        context["branch"] = any(one.total for one in context["figures"])
        context |= _by_units(request, asked, found)
    status = 422 if asked.form.errors else 200
    return render_page(request, "indicators/indicator.html", context, status=status)


def _by_units(request: ActorRequest, asked: Asked, found: Indicator) -> dict[str, Any]:
    """Return the ways a branch's figure is split by its units, and the one asked for."""
    if asked.days is None or not may_split(found, asked.days[1]):
        return {}
    first, last = asked.days
    seen = may_see_key(request.actor, found.code, asked.organisation, last)
    if not seen or is_large(asked.organisation, last):
        return {}
    chosen = next((one for one in BY_UNITS if one == request.GET.get("tach", "")), None)
    return {
        "splits": BY_UNITS,
        "split": chosen,
        "groups": split_by_units(asked.organisation, found, chosen, first, last) if chosen else [],
        "split_digits": 2 if found.formula.is_ratio else 0,
    }


def _parts(found: Indicator, on: date) -> list[tuple[str, Indicator]]:
    """Return what a figure is made of, with the sign or place of each."""
    formula = found.formula
    signs = {
        **dict.fromkeys(formula.plus, "+"),
        **dict.fromkeys(formula.minus, "−"),
        formula.numerator: _("tử số"),
        formula.denominator: _("mẫu số"),
    }
    keys = parts_of(found.code, lambda code: formula_on(code, on))
    return [(signs.get(key, "="), indicator(key.partition(".")[0], on)) for key in keys]


@needs(policies.VIEW)
def figures(request: ActorRequest) -> HttpResponse:
    """Everything that records answer about an organisation and a period."""
    asked = _asked(request)
    context = asked.context
    if asked.days is not None:
        rows = all_figures(request.actor, asked.organisation, *asked.days)
        context |= {
            "figures": rows,
            "branch": any(one.total for one in rows),
            "large": is_large(asked.organisation, asked.days[1]),
        }
    status = 422 if asked.form.errors else 200
    return render_page(request, "indicators/figures.html", context, status=status)


@needs(policies.VIEW)
def sheet(request: ActorRequest) -> HttpResponse:
    """The same as a workbook."""
    asked = _asked(request)
    if asked.days is None:
        raise NotFound
    first, last = asked.days
    rows = all_figures(request.actor, asked.organisation, first, last)
    heads = [
        _("Mã"),
        _("Chỉ tiêu"),
        _("Đơn vị tính"),
        _("Của tổ chức"),
        _("Cả cấp dưới"),
        _("Số tổ chức có số liệu"),
    ]
    notes = [
        f"{name_of(asked.organisation, on=last)}. {shown_day(first)} – {shown_day(last)}",
        _("“—” là chưa có dữ liệu để tính, không phải bằng 0."),
    ]
    title = _("Số liệu tự tính")
    content = plain_sheet(title, heads, [_cells(one) for one in rows], notes=notes)
    name = f"so-lieu-{asked.organisation.code}-{first.isoformat()}-{last.isoformat()}.xlsx"
    return as_file(content, XLSX, name)


def _cells(one: Figure) -> list[str]:
    total = one.total
    return [
        one.key,
        one.label,
        one.indicator.unit,
        number(one.own, one.digits),
        number(total.value, one.digits) if total else "",
        f"{total.known}/{total.places}" if total else "",
    ]


@needs(policies.VIEW)
def series(request: ActorRequest, code: str) -> HttpResponse:
    """A figure of a branch over periods on three trees, with what broke it."""
    actor = request.actor
    found = indicator(code, actor.as_of)
    if not has_series(found.code, actor.as_of):
        raise NotFound
    given = {"loai": PeriodKind.CALENDAR_YEAR.value, "so_ky": USUAL, **_given(request)}
    form = SeriesForm(given, actor=actor)
    fine = form.is_valid()
    branch = _organisation(request, form)
    if not may_see_key(actor, found.code, branch, actor.as_of):
        raise NotFound
    context: dict[str, Any] = {
        "found": found,
        "form": form,
        "unit": branch,
        "unit_name": name_of(branch, on=actor.as_of),
    }
    if fine:
        kind, many = PeriodKind(form.cleaned_data["loai"]), form.cleaned_data["so_ky"]
        dots = series_over(actor, branch, found.code, last_periods(kind, many, actor.as_of))
        context |= {
            "dots": dots,
            "digits": 2 if found.formula.is_ratio else 0,
            "picture": _chart(dots),
        }
    return render_page(
        request, "indicators/series.html", context, status=422 if form.errors else 200
    )


def _chart(dots: list[Dot]) -> Any:
    """Draw the series; not where some period is not known: a line would make it zero."""
    views = [
        (_("Cây của thời điểm đó"), "one", [dot.then.value for dot in dots]),
        (_("Cây hiện nay"), "two", [dot.today.value for dot in dots]),
        (_("So cùng phạm vi"), "three", [dot.alike.value for dot in dots]),
    ]
    known = [
        (label, look, [max(0, round(value)) for value in values if value is not None])
        for label, look, values in views
        if all(value is not None for value in values)
    ]
    if not dots or not known:
        return None
    breaks = [
        (place, capfirst(str(dot.point.breaks[0].kind.label)))
        for place, dot in enumerate(dots)
        if dot.point.breaks
    ]
    return lines(known, [dot.period.title for dot in dots], breaks)
