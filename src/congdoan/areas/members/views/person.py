"""One member at one union, and what is written down about them."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from congdoan.areas.members import policies
from congdoan.areas.members.forms.person import (
    PurposeForm,
    RecordForm,
    SensitiveForm,
    WorkForm,
)
from congdoan.areas.members.models import Membership
from congdoan.areas.members.selectors.person import (
    disciplines_of,
    facts_in_words,
    get_membership,
    is_restricted,
    life_of,
    looks_at,
    sealed_kinds,
)
from congdoan.areas.members.services.records import (
    seal_facts,
    set_work,
    unseal_facts,
    write_record,
)
from congdoan.areas.members.views.frame import act
from congdoan.foundation import clock, panels
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.capabilities import Capability
from congdoan.foundation.htmx import render_page
from congdoan.kernel.organisations.api import name_of


def load(request: ActorRequest, pk: int, right: Capability = policies.MANAGE) -> Membership:
    """Return the membership, whose union the actor holds ``right`` on."""
    membership = get_membership(request.actor, pk, at=clock.now())
    request.actor.require(right, on=membership.organisation)
    return membership


def crumbs(request: ActorRequest, membership: Membership) -> dict[str, Any]:
    return {
        "unit": membership.organisation,
        "unit_name": name_of(membership.organisation, on=request.actor.as_of),
        "member": membership,
        "lead": membership.person.full_name,
    }


def page_of(membership: Membership) -> str:
    return reverse("members:detail", args=[membership.pk])


@needs(policies.COUNT)
def detail(request: ActorRequest, pk: int) -> HttpResponse:
    membership = get_membership(request.actor, pk, at=clock.now(), keeping=True)
    if is_restricted(membership.person_id):
        return _kept(request, membership)
    return _page(request, membership)


def _page(
    request: ActorRequest,
    membership: Membership,
    *,
    form: PurposeForm | None = None,
    facts: dict[str, str] | None = None,
) -> HttpResponse:
    actor, unit = request.actor, membership.organisation
    own = actor.may(policies.VIEW, on=unit)
    restricted = actor.may(policies.RESTRICTED, on=unit)
    context = {
        **crumbs(request, membership),
        "life": life_of(membership, on=actor.as_of),
        "shown": facts is not None,
        "facts": facts_in_words(facts, on=actor.as_of) if facts is not None else [],
        "sealed": sealed_kinds(membership.person_id) if restricted else [],
        "form": form or PurposeForm(actor=actor),
        "disciplines": disciplines_of(actor, membership),
        "panels": panels.links("members.detail", actor=actor, organisation=unit, pk=membership.pk),
        "looks": list(looks_at(membership.person))[:30] if own else None,
        "may": {
            "view": own,
            "manage": actor.may(policies.MANAGE, on=unit)
            and not is_restricted(membership.person_id),
            "restricted": restricted,
            "discipline": actor.may(policies.DISCIPLINE, on=unit),
        },
    }
    status = 422 if form and form.errors else 200
    return render_page(request, "members/detail.html", context, status=status)


def _kept(
    request: ActorRequest, membership: Membership, *, form: PurposeForm | None = None
) -> HttpResponse:
    """Say that the record may only be kept; who must open it names the purpose."""
    actor, unit = request.actor, membership.organisation
    may_open = actor.may(policies.RESTRICTED, on=unit)
    context = {
        **crumbs(request, membership),
        "form": (form or PurposeForm(actor=actor)) if may_open else None,
    }
    status = 422 if form and form.errors else 200
    return render_page(request, "members/kept.html", context, status=status)


@needs(policies.RESTRICTED)
def facts(request: ActorRequest, pk: int) -> HttpResponse:
    """Show private and sensitive facts for a purpose; who looked is written down."""
    membership = get_membership(request.actor, pk, at=clock.now(), keeping=True)
    request.actor.require(policies.RESTRICTED, on=membership.organisation)
    form = PurposeForm(request.POST or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        found = unseal_facts(
            actor=request.actor,
            organisation=membership.organisation,
            person=membership.person,
            purpose=form.cleaned_data["purpose"],
        )
        return _page(request, membership, facts=found)
    if is_restricted(membership.person_id):
        return _kept(request, membership, form=form)
    return _page(request, membership, form=form)


@needs(policies.MANAGE)
def change(request: ActorRequest, pk: int) -> HttpResponse:
    """Correct the record; opening it shows private facts, which is written down."""
    membership = load(request, pk)
    person = membership.person
    record = life_of(membership, on=request.actor.today).record
    initial = {
        name: getattr(person if hasattr(person, name) else record, name, None)
        for name in RecordForm.base_fields
    }
    initial["revision"] = record.revision
    if request.method != "POST":
        unseal_facts(
            actor=request.actor,
            organisation=membership.organisation,
            person=person,
            purpose=_("Sửa hồ sơ"),
        )
    form = RecordForm(request.POST or None, actor=request.actor, initial=initial)

    def do() -> None:
        write_record(
            actor=request.actor,
            organisation=membership.organisation,
            person=person,
            facts=form.facts,
            data=form.record,
            revision=form.cleaned_data["revision"],
            on=request.actor.today,
        )

    page = {"title": _("Sửa hồ sơ"), "action": _("Lưu"), **crumbs(request, membership)}
    return act(request, form, do, back=page_of(membership), done=_("Đã lưu hồ sơ."), page=page)


@needs(policies.MANAGE)
def work(request: ActorRequest, pk: int) -> HttpResponse:
    membership = load(request, pk)
    now = life_of(membership, on=request.actor.today).work
    names = [name for name in WorkForm.base_fields if name != "since"]
    initial = {name: getattr(now, name, "") for name in names} | {"since": request.actor.today}
    form = WorkForm(request.POST or None, actor=request.actor, initial=initial)

    def do() -> None:
        set_work(
            actor=request.actor,
            organisation=membership.organisation,
            person=membership.person,
            data=form.work,
            on=request.actor.today,
        )

    page = {"title": _("Ghi công việc"), "action": _("Ghi"), **crumbs(request, membership)}
    done = _("Đã ghi; công việc trước đó kết thúc từ ngày này.")
    return act(request, form, do, back=page_of(membership), done=done, page=page, field="since")


@needs(policies.RESTRICTED)
def sensitive(request: ActorRequest, pk: int) -> HttpResponse:
    """Write sensitive facts; the form shows what there is, so opening it is written down."""
    membership = load(request, pk, policies.RESTRICTED)
    request.actor.require(policies.MANAGE, on=membership.organisation)
    found: dict[str, str] = {}
    if request.method != "POST":
        found = unseal_facts(
            actor=request.actor,
            organisation=membership.organisation,
            person=membership.person,
            purpose=_("Ghi dữ liệu nhạy cảm"),
        )
    form = SensitiveForm(
        request.POST or None,
        actor=request.actor,
        on=request.actor.today,
        initial=SensitiveForm.initial_of(found),
    )

    def do() -> None:
        seal_facts(
            actor=request.actor,
            organisation=membership.organisation,
            person=membership.person,
            values=form.values,
        )

    page = {
        "title": _("Dữ liệu nhạy cảm"),
        "action": _("Lưu, mã hóa"),
        "private": True,
        **crumbs(request, membership),
    }
    done = _("Đã lưu; dữ liệu được mã hóa.")
    return act(request, form, do, back=page_of(membership), done=done, page=page)
