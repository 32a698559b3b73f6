"""Looking at people."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from congdoan.foundation.actor import ActorRequest, needs, signed_in
from congdoan.foundation.htmx import render_page
from congdoan.foundation.refusal import NotAllowed
from congdoan.kernel.organisations.api import name_of, names
from congdoan.kernel.organisations.api import visible_organisation as get_organisation
from congdoan.kernel.people import forms, policies
from congdoan.kernel.people.models import Person
from congdoan.kernel.people.selectors import visible_offices
from congdoan.kernel.people.selectors.page import HeldOffice, offices_of, visible_person
from congdoan.kernel.people.selectors.words import in_rank, office_notes, office_title
from congdoan.kernel.people.services.persons import change_person, look_at_person
from congdoan.kernel.people.tables import OfficeTable


@needs(policies.VIEW)
def register(request: ActorRequest) -> HttpResponse:
    return render_page(
        request, "people/list.html", {"table": OfficeTable(visible_offices(request.actor), request)}
    )


@signed_in
def detail(request: ActorRequest, pk: int) -> HttpResponse:
    """A person: offices over time. Private facts only to themselves; to others, ``contact``."""
    person = visible_person(request.actor, pk)
    if person.pk != pk:
        return redirect("people:detail", person.pk)
    return _person_page(request, person, shown=request.actor.person_id == pk)


@needs(policies.CHANGE)
def contact(request: ActorRequest, pk: int) -> HttpResponse:
    """Show the day of birth and contact data to who may change them; who looked is written down."""
    person = visible_person(request.actor, pk)
    home = _home(request, person)
    form = forms.PurposeForm(request.POST or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        look_at_person(
            actor=request.actor,
            organisation=home.office.organisation,
            person=person,
            purpose=form.cleaned_data["purpose"],
        )
        return _person_page(request, person, shown=True)
    return _person_page(request, person, shown=False, form=form)


def _person_page(
    request: ActorRequest, person: Person, *, shown: bool, form: forms.PurposeForm | None = None
) -> HttpResponse:
    offices = offices_of(request.actor, person)
    home = next((held for held in offices if held.may_end), None)
    return render_page(
        request,
        "people/detail.html",
        {
            "person": person,
            "offices": offices,
            "home": home,
            "form": form or forms.PurposeForm(actor=request.actor),
            "shown": shown,
            "may": {"change": home is not None},
        },
        status=422 if form and form.errors else 200,
    )


def _home(request: ActorRequest, person: Person) -> HeldOffice:
    """:raises NotAllowed: when the actor may change the person nowhere"""
    home = next((held for held in offices_of(request.actor, person) if held.may_end), None)
    if home is None:
        raise NotAllowed
    return home


@needs(policies.VIEW)
def offices_panel(request: ActorRequest, pk: int) -> HttpResponse:
    """The panel "Cán bộ" of an organisation's page."""
    organisation = get_organisation(request.actor, pk)
    request.actor.require(policies.VIEW, on=organisation)
    rows = visible_offices(request.actor).filter(organisation=organisation)
    rows = rows.select_related("person", "organisation", "term", "in_charge_of")
    ranked = in_rank(rows.order_by("person__sort_key")[:60], on=request.actor.as_of)
    called = names(
        {row.represents_id for row in ranked if row.represents_id}, on=request.actor.as_of
    )
    held = [
        {"office": row, "title": office_title(row), "notes": office_notes(row, called)}
        for row in ranked
    ]
    return render_page(
        request,
        "people/panel.html",
        {
            "organisation": organisation,
            "name": name_of(organisation, on=request.actor.as_of),
            "held": held,
            # Nobody takes an office where there is no organisation any more.
            "may": {
                "appoint": organisation.exists_on(request.actor.today)
                and request.actor.may(policies.CHANGE, on=organisation)
            },
        },
        part="offices",
    )


@needs(policies.CHANGE)
def change(request: ActorRequest, pk: int) -> HttpResponse:
    person = visible_person(request.actor, pk)
    home = _home(request, person)
    initial = {name: getattr(person, name) for name in forms.PersonForm.base_fields}
    if request.method != "POST":
        look_at_person(
            actor=request.actor,
            organisation=home.office.organisation,
            person=person,
            purpose=_("Sửa thông tin"),
        )
    form = forms.PersonForm(request.POST or None, actor=request.actor, initial=initial)
    if request.method == "POST" and form.is_valid():
        change_person(
            actor=request.actor,
            organisation=home.office.organisation,
            person=person,
            data=form.person,
        )
        messages.success(request, _("Đã lưu."))
        return redirect("people:detail", person.pk)
    return render_page(
        request,
        "people/form.html",
        {
            "form": form,
            "title": _("Sửa thông tin"),
            "lead": person.full_name,
            "back": person,
            "action": _("Lưu"),
        },
        status=422 if form.errors else 200,
    )
