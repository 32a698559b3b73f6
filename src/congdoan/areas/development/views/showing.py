"""A unit's year: what it was given, what it gave, how far it has come."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from congdoan.areas.development import forms, policies
from congdoan.areas.development.enums import Indicator
from congdoan.areas.development.selectors import Sheet, given_to, sheet_of, visible_unit
from congdoan.areas.development.selectors.targets import Reached, default_year
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.downloads import XLSX, as_file
from congdoan.foundation.htmx import render_page
from congdoan.foundation.keys import read_key
from congdoan.foundation.refusal import NotFound
from congdoan.foundation.workbook import plain_sheet
from congdoan.kernel.organisations.api import name_of
from congdoan.kernel.organisations.models import Organisation


@dataclass(frozen=True)
class Asked:
    """Which unit and year the address asks for."""

    organisation: Organisation
    year: int
    form: forms.YearForm


def asked(request: ActorRequest) -> Asked:
    """
    Read the unit (else the one the actor works for) and the year.

    :raises NotFound: when the unit is none the actor may see targets of
    """
    actor = request.actor
    given = {name: value for name, value in request.GET.dict().items() if value}
    plain = read_key(given.get("don-vi", ""))
    year = default_year(actor.as_of) if "nam" not in given else given["nam"]
    unit = given.get("don_vi") or plain or actor.organisation_id
    form = forms.YearForm({"don_vi": unit, "nam": year}, actor=actor)
    if not form.is_valid() and "nam" in form.errors:
        form = forms.YearForm({"don_vi": unit, "nam": default_year(actor.as_of)}, actor=actor)
        form.is_valid()
    chosen = form.cleaned_data.get("don_vi") or plain or actor.organisation_id
    return Asked(visible_unit(actor, chosen), form.cleaned_data["nam"], form)


@needs(policies.VIEW)
def targets(request: ActorRequest) -> HttpResponse:
    """The year of a unit: given to it, given by it, reached."""
    wanted, actor = asked(request), request.actor
    day = actor.as_of
    own = given_to(wanted.organisation, year=wanted.year, on=day)
    sheet = sheet_of(wanted.organisation, year=wanted.year, on=day)
    may_assign = actor.may(policies.ASSIGN, on=wanted.organisation)
    drafted = sheet.round is not None and not sheet.round.is_given
    # What is only prepared is the superior's own business.
    shown = may_assign or not drafted
    context = {
        "form": wanted.form,
        "organisation": wanted.organisation,
        "name": name_of(wanted.organisation, on=day),
        "year": wanted.year,
        "indicators": list(Indicator),
        "own": own,
        "own_round": own[0].target.round if own and own[0].target else None,
        "sheet": sheet if shown else Sheet(None, []),
        "start": f"{reverse('development:grid')}?don-vi={wanted.organisation.pk}&nam={wanted.year}",
        "handed_on": _handed_on(own, sheet) if shown else [],
        "may": {
            "assign": may_assign and bool(sheet.lines) and day == actor.today,
            "give": may_assign and drafted and day == actor.today,
        },
    }
    return render_page(request, "development/targets.html", context)


def _handed_on(own: list[Reached], sheet: Sheet) -> list[tuple[str, int, int]]:
    """Return of each own target: its name, what was given, what has been handed on."""
    if not sheet.sums:
        return []
    passed = {one: sum_.value for one, sum_ in zip(Indicator, sheet.sums, strict=True)}
    return [
        (str(target.get_indicator_display()), target.value, handed)
        for one in own
        if (target := one.target)
        and not Indicator(target.indicator).is_share
        and (handed := passed[Indicator(target.indicator)]) is not None
    ]


@needs(policies.VIEW)
def sheet(request: ActorRequest) -> HttpResponse:
    """
    The subordinates' targets and what has been reached, as a workbook.

    :raises NotFound: when there is nothing the actor may take
    """
    wanted, actor = asked(request), request.actor
    found = sheet_of(wanted.organisation, year=wanted.year, on=actor.as_of)
    if found.round is None:
        raise NotFound
    if not found.round.is_given and not actor.may(policies.ASSIGN, on=wanted.organisation):
        raise NotFound
    heads = [_("Đơn vị"), _("Đoàn viên hiện có")]
    for one in Indicator:
        heads += [f"{one.label} – {what}" for what in (_("mức giao"), _("đã đạt"), "%")]
    heads.append(_("Trả lời"))
    rows = []
    for line in found.lines:
        cells = [line.name, str(line.members)]
        for figure in line.figures:
            cells += [_text(figure.value), _text(figure.reached), _text(figure.percent)]
        rows.append([*cells, str(line.state.label) if line.state else ""])
    name = name_of(wanted.organisation, on=actor.as_of)
    note = _("Chỉ tiêu phát triển năm %(year)d của %(name)s, số đã đạt đến ngày %(day)s.") % {
        "year": wanted.year,
        "name": name,
        "day": f"{actor.as_of:%d/%m/%Y}",
    }
    content = plain_sheet(_("Chỉ tiêu"), heads, rows, notes=[note])
    return as_file(content, XLSX, f"chi-tieu-{wanted.organisation.code}-{wanted.year}.xlsx")


def _text(value: int | None) -> str:
    return "" if value is None else str(value)
