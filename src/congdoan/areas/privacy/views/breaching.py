"""The register of breaches: the list, one breach with its steps, the paper."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from congdoan.areas.privacy import policies
from congdoan.areas.privacy.forms.breaching import (
    AssessForm,
    CloseForm,
    NoteForm,
    ReportForm,
    TellForm,
)
from congdoan.areas.privacy.models import Breach
from congdoan.areas.privacy.selectors.breaches import breaches_at, get_breach, next_step
from congdoan.areas.privacy.selectors.units import get_unit
from congdoan.areas.privacy.services.breaching import (
    assess_breach,
    close_breach,
    note_breach,
    report_breach,
    tell_people,
)
from congdoan.areas.privacy.views.frame import act, frame
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.forms import Form
from congdoan.foundation.htmx import render_page
from congdoan.kernel.rulebook.api import rule

_RULE = "privacy.rule.breach_hours"


@needs(policies.VIEW)
def breaches(request: ActorRequest, unit: int) -> HttpResponse:
    found = get_unit(request.actor, unit)
    context = frame(request, found, "breaches") | {
        "lines": breaches_at(found, at=clock.now()),
        "rule": rule(_RULE, on=request.actor.today),
        "may_note": request.actor.may(policies.RECEIVE, on=found),
    }
    return render_page(request, "privacy/breaches.html", context)


@needs(policies.RECEIVE)
def note(request: ActorRequest, unit: int) -> HttpResponse:
    found = get_unit(request.actor, unit)
    request.actor.require(policies.RECEIVE, on=found)
    form = NoteForm(request.POST or None, actor=request.actor)

    def do() -> str:
        made = note_breach(
            actor=request.actor,
            organisation=found,
            data=form.breach,
            on=request.actor.today,
            at=clock.now(),
        )
        return reverse("privacy:breach", args=[made.pk])

    page = {
        **frame(request, found, "breaches"),
        "title": _("Ghi sự cố dữ liệu cá nhân"),
        "action": _("Ghi vào sổ"),
        "warning": _("Hạn báo cơ quan có thẩm quyền chạy từ giờ phát hiện; ghi ngay, bổ sung sau."),
    }
    back = reverse("privacy:breaches", args=[unit])
    return act(request, form, do, back=back, done=_("Đã ghi vào sổ."), page=page)


def _shown(request: ActorRequest, found: Breach) -> dict[str, Any]:
    return frame(request, found.keeper, "breaches") | {
        "found": found,
        "step": next_step(found),
        "late": found.late_at(clock.now()),
        "rule_key": _RULE,
    }


@needs(policies.VIEW)
def breach(request: ActorRequest, pk: int) -> HttpResponse:
    found = get_breach(request.actor, pk)
    return render_page(request, "privacy/breach.html", _shown(request, found))


@needs(policies.VIEW)
def printed(request: ActorRequest, pk: int) -> HttpResponse:
    """The record on paper: what the notice to the authority is made of."""
    found = get_breach(request.actor, pk)
    return render_page(request, "privacy/breach_print.html", _shown(request, found))


def _step(
    request: ActorRequest,
    found: Breach,
    form: Form,
    do: Callable[[], None],
    title: str,
    action: str,
) -> HttpResponse:
    page = {
        **frame(request, found.keeper, "breaches"),
        "title": title,
        "lead": found.title,
        "action": action,
    }
    back = reverse("privacy:breach", args=[found.pk])
    return act(request, form, do, back=back, done=_("Đã ghi."), page=page)


def _load(request: ActorRequest, pk: int) -> Breach:
    found = get_breach(request.actor, pk)
    request.actor.require(policies.ANSWER, on=found.keeper)
    return found


@needs(policies.ANSWER)
def assess(request: ActorRequest, pk: int) -> HttpResponse:
    found = _load(request, pk)
    names = ("risk", "data_kinds", "people_count", "sensitive", "consequences")
    form = AssessForm(
        request.POST or None,
        actor=request.actor,
        initial={name: getattr(found, name) for name in names},
    )

    def do() -> None:
        assess_breach(
            actor=request.actor,
            breach=found,
            data=form.assessment,
            on=request.actor.today,
            at=clock.now(),
        )

    return _step(request, found, form, do, _("Đánh giá sự cố"), _("Ghi đánh giá"))


@needs(policies.ANSWER)
def report(request: ActorRequest, pk: int) -> HttpResponse:
    found = _load(request, pk)
    form = ReportForm(request.POST or None, actor=request.actor)

    def do() -> None:
        report_breach(
            actor=request.actor,
            breach=found,
            said_at=form.said_at,
            number=form.cleaned_data["number"],
            why_late=form.cleaned_data["why_late"],
            on=request.actor.today,
            at=clock.now(),
        )

    return _step(request, found, form, do, _("Đã báo cơ quan có thẩm quyền"), _("Ghi đã báo"))


@needs(policies.ANSWER)
def tell(request: ActorRequest, pk: int) -> HttpResponse:
    found = _load(request, pk)
    form = TellForm(request.POST or None, actor=request.actor)

    def do() -> None:
        tell_people(
            actor=request.actor,
            breach=found,
            said_at=form.said_at,
            how=form.cleaned_data["how"],
            on=request.actor.today,
            at=clock.now(),
        )

    return _step(request, found, form, do, _("Đã báo người bị ảnh hưởng"), _("Ghi đã báo"))


@needs(policies.ANSWER)
def close(request: ActorRequest, pk: int) -> HttpResponse:
    found = _load(request, pk)
    form = CloseForm(request.POST or None, actor=request.actor)

    def do() -> None:
        close_breach(
            actor=request.actor,
            breach=found,
            measures=form.cleaned_data["measures"],
            on=request.actor.today,
            at=clock.now(),
        )

    return _step(request, found, form, do, _("Kết thúc sự cố"), _("Kết thúc"))
