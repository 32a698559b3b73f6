"""Opening a round, locking it, opening it again."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from congdoan.areas.reporting import policies
from congdoan.areas.reporting.forms import ReasonForm, RoundForm, WordsForm, between
from congdoan.areas.reporting.models import Round
from congdoan.areas.reporting.selectors.choices import (
    days_of,
    due_by_level,
    kinds_below,
    levels_below,
    likely_period,
    offered_periods,
    offered_versions,
)
from congdoan.areas.reporting.selectors.rounds import visible_round
from congdoan.areas.reporting.selectors.standing import own_unit
from congdoan.areas.reporting.services.opening import (
    RoundData,
    lock_round,
    open_round,
    unlock_round,
)
from congdoan.foundation import clock
from congdoan.foundation.acting import act
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.kernel.organisations.api import name_of
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.periods.models import Period


@needs(policies.OPEN)
def open_(request: ActorRequest) -> HttpResponse:
    """Open a round for everybody below the unit one works for."""
    actor = request.actor
    unit = own_unit(actor, policies.OPEN)
    versions = offered_versions(unit, on=actor.today)
    periods = offered_periods(on=actor.today)
    likely = likely_period(periods, versions[0].form.kind, on=actor.today) if versions else None
    form = RoundForm(
        request.POST or None,
        actor=actor,
        versions=versions,
        periods=[(one.pk, one.title) for one in periods],
        levels=levels_below(unit, on=actor.today),
        kinds=kinds_below(unit, on=actor.today),
        initial={
            "version": versions[0].pk if versions else None,
            "period": likely.pk if likely else None,
        },
    )

    def do() -> str:
        made = open_round(
            actor=actor,
            organisation=unit,
            data=_data(form, {one.pk: one for one in periods}, versions, unit, actor.today),
            on=actor.today,
            at=clock.now(),
        )
        return reverse("reporting:round", args=[made.pk])

    page = {
        "title": _("Mở đợt báo cáo"),
        "action": _("Mở đợt"),
        "crumb": _("Đợt báo cáo"),
        "name": name_of(unit, on=actor.today),
    }
    return act(
        request,
        form,
        do,
        back=reverse("reporting:rounds"),
        page=page,
        template="reporting/act.html",
        done=_("Đã mở đợt; các đơn vị phải nộp đã có việc trong “Việc của tôi”."),
    )


def _data(
    form: RoundForm, periods: dict[int, Period], versions: Any, unit: Organisation, today: Any
) -> RoundData:
    said = form.cleaned_data
    period = periods.get(said["period"] or 0)
    version = next(one for one in versions if one.pk == said["version"])
    kind = said["kind"] or version.form.kind
    days = days_of(kind, period, on=today) if period else None
    first, last = between(days, said["first"], said["last"])
    named = f"{version.form.title} – {period.title[:1].lower()}{period.title[1:]}" if period else ""
    return RoundData(
        version=version,
        title=said["title"] or named,
        first=first,
        last=last,
        due_on=said["due_on"],
        kind=kind,
        period=period,
        hierarchy=said["hierarchy"],
        levels=said["levels"],
        kinds=said["kinds"],
        dues=due_by_level(unit, first=said["due_on"], step=said["step_days"], on=today),
        note=said["note"],
    )


def _own(request: ActorRequest, pk: int) -> Round:
    found = visible_round(request.actor, pk)
    request.actor.require(policies.OPEN, on=found.organisation)
    return found


@needs(policies.OPEN)
def lock(request: ActorRequest, pk: int) -> HttpResponse:
    """Lock a round."""
    found = _own(request, pk)
    form = WordsForm(request.POST or None, actor=request.actor)
    form.fields.pop("words")

    def do() -> None:
        lock_round(actor=request.actor, found=found, at=clock.now())

    page = {
        "title": _("Khóa đợt báo cáo"),
        "action": _("Khóa đợt"),
        "name": found.title,
        "about": _("Sau khi khóa không ai ghi, nộp, nhận hay điều chỉnh trong đợt này được nữa; có thể mở khóa lại."),  # noqa: E501
        "danger": "1",
    }  # fmt: skip
    back = reverse("reporting:round", args=[pk])
    return act(
        request,
        form,
        do,
        back=back,
        page=page,
        template="reporting/act.html",
        done=_("Đã khóa đợt."),
        already=_("Đợt này đã khóa."),
    )


@needs(policies.OPEN)
def unlock(request: ActorRequest, pk: int) -> HttpResponse:
    """Open a locked round again."""
    found = _own(request, pk)
    form = ReasonForm(request.POST or None, actor=request.actor)

    def do() -> None:
        unlock_round(
            actor=request.actor,
            found=found,
            reason=form.cleaned_data["words"],
            on=request.actor.today,
        )

    page = {"title": _("Mở khóa đợt báo cáo"), "action": _("Mở khóa"), "name": found.title}
    back = reverse("reporting:round", args=[pk])
    return act(
        request,
        form,
        do,
        back=back,
        page=page,
        template="reporting/act.html",
        done=_("Đã mở khóa đợt."),
    )
