"""A member's consents and requests for the officers of their union, and what came on paper."""

from datetime import datetime, time
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from congdoan.areas.members.api import get_membership
from congdoan.areas.privacy import policies
from congdoan.areas.privacy.enums import ConsentMethod
from congdoan.areas.privacy.forms.asking import PaperRequestForm
from congdoan.areas.privacy.forms.consenting import EndConsentForm, PaperConsentForm
from congdoan.areas.privacy.selectors.consents import (
    get_consent_at,
    history,
    purpose_label,
    purposes,
)
from congdoan.areas.privacy.selectors.proposals import unscoped_about
from congdoan.areas.privacy.services.asking import record_request
from congdoan.areas.privacy.services.consenting import record_consent, withdraw_consent
from congdoan.areas.privacy.views.frame import act, frame
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.capabilities import Capability
from congdoan.foundation.htmx import render_page
from congdoan.foundation.refusal import NotFound


def _member(request: ActorRequest, pk: int, right: Capability) -> Any:
    found = get_membership(request.actor, pk, at=clock.now(), keeping=True)
    if not request.actor.may(policies.VIEW, on=found.organisation):
        raise NotFound
    request.actor.require(right, on=found.organisation)
    return found


def _crumbs(request: ActorRequest, member: Any) -> dict[str, Any]:
    return {
        **frame(request, member.organisation, "requests"),
        "member": member,
        "lead": member.person.full_name,
    }


@needs(policies.VIEW)
def panel(request: ActorRequest, pk: int) -> HttpResponse:
    """The panel "Dữ liệu cá nhân" of a member's page."""
    member = _member(request, pk, policies.VIEW)
    person = member.person_id
    proposals, requests = unscoped_about(person)
    context = _crumbs(request, member) | {
        "given": [one for one in purposes(person, on=request.actor.today) if one.given],
        "history": [(one, purpose_label(one)) for one in history(person)],
        "proposals": proposals,
        "requests": requests,
        "may_receive": request.actor.may(policies.RECEIVE, on=member.organisation),
    }
    return render_page(request, "privacy/member.html", context, part="about")


@needs(policies.RECEIVE)
def paper_consent(request: ActorRequest, pk: int) -> HttpResponse:
    member = _member(request, pk, policies.RECEIVE)
    today = request.actor.today
    form = PaperConsentForm(
        request.POST or None,
        request.FILES or None,
        actor=request.actor,
        person=member.person_id,
        on=today,
        initial={"given_on": today},
    )

    def do() -> None:
        data = form.cleaned_data
        record_consent(
            actor=request.actor,
            organisation=member.organisation,
            person=member.person,
            code=data["purpose"],
            method=ConsentMethod(data["method"]),
            given_at=timezone.make_aware(datetime.combine(data["given_on"], time.min)),
            upload=data["scan"],
            at=clock.now(),
        )

    page = {
        **_crumbs(request, member),
        "title": _("Ghi sự đồng ý bằng giấy"),
        "action": _("Ghi"),
    }
    back = reverse("privacy:member", args=[pk])
    return act(request, form, do, back=back, done=_("Đã ghi sự đồng ý."), page=page)


@needs(policies.RECEIVE)
def paper_withdrawal(request: ActorRequest, pk: int, consent: int) -> HttpResponse:
    member = _member(request, pk, policies.RECEIVE)
    found = get_consent_at(member.person_id, consent)
    form = EndConsentForm(request.POST or None, actor=request.actor)

    def do() -> None:
        withdraw_consent(
            actor=request.actor,
            consent=found,
            method=ConsentMethod(form.cleaned_data["method"]),
            at=clock.now(),
        )

    page = {
        **_crumbs(request, member),
        "title": _("Ghi việc rút sự đồng ý"),
        "action": _("Ghi"),
        "warning": purpose_label(found),
    }
    back = reverse("privacy:member", args=[pk])
    return act(request, form, do, back=back, done=_("Đã ghi việc rút sự đồng ý."), page=page)


@needs(policies.RECEIVE)
def paper_request(request: ActorRequest, pk: int) -> HttpResponse:
    member = _member(request, pk, policies.RECEIVE)
    today = request.actor.today
    form = PaperRequestForm(
        request.POST or None,
        request.FILES or None,
        actor=request.actor,
        initial={"received_on": today},
    )

    def do() -> str:
        data = form.cleaned_data
        made = record_request(
            actor=request.actor,
            organisation=member.organisation,
            person=member.person,
            data=form.wish,
            received_on=data["received_on"],
            upload=data["scan"],
            on=today,
            at=clock.now(),
        )
        return reverse("privacy:request", args=[made.pk])

    page = {**_crumbs(request, member), "title": _("Ghi yêu cầu bằng giấy"), "action": _("Ghi")}
    back = reverse("privacy:member", args=[pk])
    done = _("Đã ghi; hạn tính từ ngày nhận đơn.")
    return act(request, form, do, back=back, done=done, page=page)
