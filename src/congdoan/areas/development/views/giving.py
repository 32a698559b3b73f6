"""A superior's grid of targets, and giving them."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from congdoan.areas.development import forms, policies
from congdoan.areas.development.enums import Indicator
from congdoan.areas.development.rules.sharing import share
from congdoan.areas.development.selectors import Sheet, progress, sheet_of, visible_round
from congdoan.areas.development.services import AnswerDayPast, give_targets, save_targets
from congdoan.areas.development.views.showing import Asked, asked
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.htmx import render_page
from congdoan.foundation.once import once
from congdoan.foundation.refusal import NotAllowed, Refusal
from congdoan.kernel.organisations.api import name_of


def _page(organisation_id: int, year: int) -> str:
    return f"{reverse('development:targets')}?don-vi={organisation_id}&nam={year}"


@needs(policies.ASSIGN)
def grid(request: ActorRequest) -> HttpResponse:
    """Write the figures of all direct subordinates; sums can be shared out by members."""
    wanted, actor = asked(request), request.actor
    actor.require(policies.ASSIGN, on=wanted.organisation)
    today = clock.today()
    found = sheet_of(wanted.organisation, year=wanted.year, on=today)
    sharing = forms.ShareForm(request.GET if "chia" in request.GET else None, actor=actor)
    form = forms.GridForm(
        request.POST or None,
        actor=actor,
        units=[(line.organisation_id, line.name) for line in found.lines],
        initial=_initial(found, sharing),
    )
    if request.method == "POST" and form.is_valid():
        try:
            with once(request):
                save_targets(
                    actor=actor,
                    superior=wanted.organisation,
                    year=wanted.year,
                    figures=form.figures,
                    on=today,
                    at=clock.now(),
                )
        except NotAllowed:
            raise
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Đã lưu chỉ tiêu."))
            return redirect(_page(wanted.organisation.pk, wanted.year))
    return _grid_page(request, wanted, found, form, sharing)


def _initial(found: Sheet, sharing: forms.ShareForm) -> dict[str, int]:
    held = {
        f"v-{line.organisation_id}-{one.value}": figure.value
        for line in found.lines
        for one, figure in zip(Indicator, line.figures, strict=True)
        if figure.value is not None
    }
    if not sharing.is_bound or not sharing.is_valid():
        return held
    members = {line.organisation_id: line.members for line in found.lines if line.there}
    shared = {
        f"v-{pk}-{one.value}": part
        for one, total in sharing.totals.items()
        for pk, part in _parts(one, total, members).items()
    }
    return held | shared


def _parts(indicator: Indicator, total: int, members: dict[int, int]) -> dict[int, int]:
    """Return what each is given: its part, or the same share for all."""
    return dict.fromkeys(members, total) if indicator.is_share else share(total, members)


def _grid_page(
    request: ActorRequest,
    wanted: Asked,
    found: Sheet,
    form: forms.GridForm,
    sharing: forms.ShareForm,
) -> HttpResponse:
    ids = [line.organisation_id for line in found.lines]
    last = progress(ids, year=wanted.year - 1, on=clock.today())
    rows: list[tuple[Any, list[tuple[Any, int | None]]]] = [
        (
            line,
            [
                (form[f"v-{line.organisation_id}-{one.value}"], last[one][line.organisation_id])
                for one in Indicator
            ],
        )
        for line in found.lines
    ]
    context = {
        "form": form,
        "sharing": sharing,
        "rows": rows,
        "indicators": list(Indicator),
        "organisation": wanted.organisation,
        "name": name_of(wanted.organisation, on=clock.today()),
        "year": wanted.year,
        "given": found.round is not None and found.round.is_given,
        "back": _page(wanted.organisation.pk, wanted.year),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render_page(request, "development/grid.html", context, status=status)


@needs(policies.ASSIGN)
def give(request: ActorRequest, pk: int) -> HttpResponse:
    """Give the prepared targets, with the day to answer by."""
    found = visible_round(request.actor, pk)
    request.actor.require(policies.ASSIGN, on=found.superior)
    today = clock.today()
    form = forms.GiveForm(request.POST or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        try:
            with once(request):
                give_targets(
                    actor=request.actor,
                    target_round=found,
                    giving=form.giving,
                    on=today,
                    at=clock.now(),
                )
        except NotAllowed:
            raise
        except Refusal as refusal:
            form.refuse(refusal, "answer_by" if isinstance(refusal, AnswerDayPast) else None)
        else:
            messages.success(request, _("Đã giao chỉ tiêu; các đơn vị đã được báo."))
            return redirect(_page(found.superior_id, found.year))
    sheet = sheet_of(found.superior, year=found.year, on=today)
    context = {
        "form": form,
        "round": found,
        "name": name_of(found.superior, on=today),
        "units": sum(bool(line.targets) for line in sheet.lines),
        "sums": list(zip(Indicator, sheet.sums, strict=True)),
        "back": _page(found.superior_id, found.year),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render_page(request, "development/give.html", context, status=status)
