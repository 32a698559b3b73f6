"""Forms that open, change and close a campaign."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from congdoan.areas.campaigns import policies
from congdoan.areas.campaigns.enums import State
from congdoan.areas.campaigns.forms import CampaignForm, CloseForm
from congdoan.areas.campaigns.selectors.campaigns import (
    colleagues,
    open_campaign_at,
    owner_of,
    visible_campaign,
)
from congdoan.areas.campaigns.services import running
from congdoan.areas.workforce.api import unscoped_numbers
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.forms import Form
from congdoan.foundation.htmx import render_page
from congdoan.foundation.once import once
from congdoan.foundation.refusal import AlreadyDone, NotAllowed, NotFound, Refusal
from congdoan.kernel.organisations.api import name_of
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.rulebook.api import value

BESIDE = {
    running.NotAColleague: "responsible",
    running.ContactAhead: "day",
    running.ReasonMissing: "reason",
}


def did(request: ActorRequest, form: Form, do: Callable[[], Any], said: str) -> Any:
    """Do the act once and return what it made; a refusal stands beside its field."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        with once(request):
            made = do()
    except (AlreadyDone, NotAllowed, NotFound):
        raise
    except Refusal as refusal:
        beside = BESIDE.get(type(refusal), "")
        if isinstance(refusal, running.DayPast):
            past = form.cleaned_data["next_due"] < request.actor.today
            beside = "next_due" if past or "target_day" not in form.fields else "target_day"
        form.refuse(refusal, beside if beside in form.fields else None)
        return None
    messages.success(request, said)
    return made


def _page(request: ActorRequest, form: Form, **context: Any) -> HttpResponse:
    status = 422 if form.is_bound and form.errors else 200
    page = {"form": form, "about": "", **context}
    return render_page(request, "campaigns/form.html", page, status=status)


@needs(policies.MANAGE)
def start(request: ActorRequest, place: int) -> HttpResponse:
    """
    Open a campaign at an employer or a union.

    :raises NotFound: when it is none the actor's union may work on
    """
    actor, today = request.actor, request.actor.today
    found = Organisation.objects.filter(pk=place).first()
    owner = owner_of(found, on=today) if found else None
    if found is None or owner is None or not actor.may(policies.VIEW, on=owner):
        raise NotFound
    actor.require(policies.MANAGE, on=owner)
    if request.method != "POST" and (there := open_campaign_at(place)):
        return redirect("campaigns:campaign", there.pk)
    said = unscoped_numbers([place], on=today).get(place)
    days = int(value("campaign.rule.first_step_days", on=today, for_=owner.pk))
    first = {
        "responsible": actor.person_id,
        "target_members": said.total if said else None,
        "target_day": f"31/12/{today.year if today.month < 10 else today.year + 1}",
        "next_step": _("Liên hệ người sử dụng lao động, hẹn gặp"),
        "next_due": today + timedelta(days=days),
    }
    people = colleagues(owner, on=today)
    form = CampaignForm(request.POST or None, actor=actor, people=people, initial=first)

    def do() -> Any:
        return running.start_campaign(
            actor=actor, place=found, data=form.as_data, on=today, at=clock.now()
        )

    made = did(request, form, do, _("Đã mở việc vận động."))
    if made is not None:
        return redirect("campaigns:campaign", made.pk)
    return _page(
        request,
        form,
        heading=_("Mở việc vận động"),
        name=name_of(found, on=today),
        action=_("Mở việc vận động"),
        back=reverse("campaigns:proposed"),
        about=_(
            "Số đã đạt không phải nhập: phần mềm đếm từ đơn gia nhập, sổ đoàn viên và thủ tục "
            "thành lập."
        ),
    )


@needs(policies.MANAGE)
def change(request: ActorRequest, pk: int) -> HttpResponse:
    """Change who is responsible, the target, the next step."""
    held, actor = _held(request, pk), request.actor
    people = colleagues(held.organisation, on=actor.today)
    first = {name: getattr(held, name) for name in CampaignForm.base_fields}
    first["responsible"] = held.responsible_id
    form = CampaignForm(request.POST or None, actor=actor, people=people, initial=first)

    def do() -> Any:
        return running.change_campaign(
            actor=actor, campaign=held, data=form.as_data, on=actor.today, at=clock.now()
        )

    if did(request, form, do, _("Đã lưu.")):
        return redirect("campaigns:campaign", pk)
    return _page(
        request,
        form,
        heading=_("Sửa việc vận động"),
        name=name_of(held.place, on=actor.today),
        action=_("Lưu"),
        back=reverse("campaigns:campaign", args=[pk]),
    )


@needs(policies.MANAGE)
def close(request: ActorRequest, pk: int) -> HttpResponse:
    """Close a campaign with what came of it."""
    held, actor = _held(request, pk), request.actor
    form = CloseForm(request.POST or None, actor=actor)

    def do() -> Any:
        return running.close_campaign(
            actor=actor,
            campaign=held,
            reached=form.cleaned_data["outcome"] == State.REACHED,
            reason=form.cleaned_data["reason"],
            on=actor.today,
            at=clock.now(),
        )

    if did(request, form, do, _("Đã đóng việc vận động.")):
        return redirect("campaigns:campaign", pk)
    return _page(
        request,
        form,
        heading=_("Đóng việc vận động"),
        name=name_of(held.place, on=actor.today),
        action=_("Đóng"),
        back=reverse("campaigns:campaign", args=[pk]),
    )


def _held(request: ActorRequest, pk: int) -> Any:
    held = visible_campaign(request.actor, pk)
    request.actor.require(policies.MANAGE, on=held.organisation)
    return held
