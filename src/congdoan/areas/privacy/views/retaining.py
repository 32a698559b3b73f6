"""Whose facts are to go, and what is held."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from congdoan.areas.privacy import policies
from congdoan.areas.privacy.forms.asking import HoldForm
from congdoan.areas.privacy.selectors.retaining import closed_cases, get_case, waiting_cases
from congdoan.areas.privacy.selectors.units import get_unit
from congdoan.areas.privacy.services.retaining import hold_facts, release_facts
from congdoan.areas.privacy.views.frame import act, frame
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.forms import Form
from congdoan.foundation.htmx import render_page
from congdoan.kernel.rulebook.api import rule


@needs(policies.VIEW)
def retention(request: ActorRequest, unit: int) -> HttpResponse:
    found = get_unit(request.actor, unit)
    context = frame(request, found, "retention") | {
        "cases": list(waiting_cases(found)[:200]),
        "erased": list(closed_cases(found)[:50]),
        "rule": rule("privacy.rule.keep_months", on=request.actor.today),
    }
    return render_page(request, "privacy/retention.html", context)


@needs(policies.ANSWER)
def hold(request: ActorRequest, pk: int) -> HttpResponse:
    case = get_case(request.actor, pk)
    request.actor.require(policies.ANSWER, on=case.keeper)
    form = HoldForm(request.POST or None, actor=request.actor)

    def do() -> None:
        hold_facts(
            actor=request.actor,
            case=case,
            reason=form.cleaned_data["reason"],
            until=form.cleaned_data["until"],
            on=request.actor.today,
            at=clock.now(),
        )

    page = {
        **frame(request, case.keeper, "retention"),
        "title": _("Giữ lại dữ liệu"),
        "lead": case.person.full_name,
        "action": _("Giữ lại"),
    }
    back = reverse("privacy:retention", args=[case.keeper_id])
    return act(request, form, do, back=back, done=_("Đã giữ lại đến ngày đã chọn."), page=page)


@needs(policies.ANSWER)
def release(request: ActorRequest, pk: int) -> HttpResponse:
    case = get_case(request.actor, pk)
    request.actor.require(policies.ANSWER, on=case.keeper)

    def do() -> None:
        release_facts(actor=request.actor, case=case, on=request.actor.today, at=clock.now())

    form = Form(request.POST if request.method == "POST" else None, actor=request.actor)
    page = {
        **frame(request, case.keeper, "retention"),
        "title": _("Thôi giữ lại"),
        "lead": case.person.full_name,
        "action": _("Thôi giữ lại"),
        "warning": _("Dữ liệu riêng của người này được xóa vào ngày đã báo, hoặc đêm tới."),
    }
    back = reverse("privacy:retention", args=[case.keeper_id])
    return act(request, form, do, back=back, done=_("Đã thôi giữ lại."), page=page)
