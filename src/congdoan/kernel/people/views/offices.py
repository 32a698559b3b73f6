"""Taking and leaving office; accounts."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.forms import Form
from congdoan.foundation.htmx import render_page
from congdoan.foundation.once import once
from congdoan.foundation.refusal import NotAllowed, Refusal
from congdoan.foundation.valid_time import EndsBeforeItBegins, OutsideItsSpan
from congdoan.kernel.accounts.api import INVITE
from congdoan.kernel.organisations.api import name_of, visible_organisation
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.people import forms, policies
from congdoan.kernel.people.models import Office, Person
from congdoan.kernel.people.selectors import visible_people
from congdoan.kernel.people.selectors.page import get_unscoped_office, visible_person
from congdoan.kernel.people.selectors.words import office_title
from congdoan.kernel.people.services.accounts import invite_person
from congdoan.kernel.people.services.offices import (
    EndsAfterOrganisation,
    OfficeTwice,
    end_office,
)
from congdoan.kernel.people.services.offices import appoint as appoint_person
from congdoan.kernel.people.services.persons import look_at_person, register_person

_FIELDS: dict[type[Refusal], str] = {
    EndsAfterOrganisation: "last_day",
    EndsBeforeItBegins: "last_day",
    OutsideItsSpan: "last_day",
    OfficeTwice: "position",
}


def _refuse(form: Form, refusal: Refusal) -> None:
    field = _FIELDS.get(type(refusal))
    form.refuse(refusal, field if field in form.fields else None)


@needs(policies.CHANGE)
def appoint(request: ActorRequest, organisation: int) -> HttpResponse:
    place = visible_organisation(request.actor, organisation)
    request.actor.require(policies.CHANGE, on=place)
    form = forms.AppointForm(
        request.POST or None,
        actor=request.actor,
        day=clock.today(),
        organisation=place,
        initial={"start": clock.today()},
    )
    if request.method == "POST" and form.is_valid():
        try:
            with once(request):
                office = _seat(request, place, form)
        except NotAllowed:
            raise
        except Refusal as refusal:
            _refuse(form, refusal)
        else:
            messages.success(request, _("Đã ghi chức vụ."))
            return redirect("people:detail", office.person_id)
    return _page(
        request,
        form,
        _("Ghi chức vụ"),
        name_of(place, on=request.actor.as_of),
        organisation=place,
        action=_("Ghi chức vụ"),
    )


def _seat(request: ActorRequest, place: Organisation, form: forms.AppointForm) -> Office:
    """Appoint the chosen person, or the new one, in one transaction (``once``)."""
    known = form.cleaned_data["person"]
    if known:
        person = get_object_or_404(visible_people(request.actor), pk=known)
    else:
        person = register_person(actor=request.actor, organisation=place, data=form.new_person)
    return appoint_person(actor=request.actor, person=person, organisation=place, data=form.office)


@needs(policies.CHANGE)
def end(request: ActorRequest, pk: int) -> HttpResponse:
    office = get_unscoped_office(pk)
    visible_organisation(request.actor, office.organisation_id)
    form = forms.EndOfficeForm(
        request.POST or None, actor=request.actor, initial={"last_day": clock.today()}
    )
    if request.method == "POST" and form.is_valid():
        try:
            with once(request):
                end_office(
                    actor=request.actor,
                    office=office,
                    on=form.on,
                    reason=form.cleaned_data["reason"],
                )
        except NotAllowed:
            raise
        except Refusal as refusal:
            _refuse(form, refusal)
        else:
            messages.success(request, _("Đã ghi ngày thôi giữ chức vụ; quyền chấm dứt theo."))
            return redirect("people:detail", office.person_id)
    return _page(
        request,
        form,
        _("Thôi giữ chức vụ"),
        f"{office.person.full_name} · {office_title(office)}",
        back=office.person,
        action=_("Ghi nhận"),
        tone="danger",
    )


@needs(INVITE)
def invite(request: ActorRequest, pk: int, organisation: int) -> HttpResponse:
    """Make an account (or a new code) and show the code once, on a page that can be printed."""
    person = visible_person(request.actor, pk)
    place = visible_organisation(request.actor, organisation)
    request.actor.require(INVITE, on=place)
    initial = {"email": person.email, "phone": person.phone}
    if person.user is not None:
        initial["username"] = person.user.username
    if request.method != "POST":
        look_at_person(
            actor=request.actor,
            organisation=place,
            person=person,
            purpose=_("Cấp tài khoản"),
            right=INVITE,
        )
    form = forms.InviteForm(request.POST or None, actor=request.actor, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            with once(request):
                invited = invite_person(
                    actor=request.actor,
                    person=person,
                    organisation=place,
                    at=clock.now(),
                    **form.cleaned_data,
                )
        except NotAllowed:
            raise
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return render_page(
                request,
                "accounts/slip.html",
                {
                    "invited": invited,
                    "address": request.build_absolute_uri(reverse("accounts:activate")),
                    "organisation": name_of(place, on=request.actor.today),
                    "back": reverse("people:detail", args=[person.pk]),
                },
            )
    title = _("Cấp lại mã kích hoạt") if person.user else _("Cấp tài khoản")
    return _page(request, form, title, person.full_name, back=person, action=title)


def _page(
    request: ActorRequest,
    form: Form,
    title: str,
    lead: str,
    *,
    back: Person | None = None,
    organisation: Organisation | None = None,
    action: str = "",
    tone: str = "",
) -> HttpResponse:
    return render_page(
        request,
        "people/form.html",
        {
            "form": form,
            "title": title,
            "lead": lead,
            "back": back,
            "organisation": organisation,
            "action": action,
            "tone": tone,
        },
        status=422 if form.is_bound and form.errors else 200,
    )
