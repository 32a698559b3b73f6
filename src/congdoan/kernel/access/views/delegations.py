"""Ủy quyền: what one gave and received; giving and taking back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, signed_in
from congdoan.foundation.htmx import render_page
from congdoan.foundation.once import once
from congdoan.foundation.refusal import NotAllowed, Refusal
from congdoan.foundation.valid_time import EndsBeforeItBegins
from congdoan.kernel.access import forms
from congdoan.kernel.access.selectors.delegations import delegations_of, own_offices, tasks_to_lend
from congdoan.kernel.access.selectors.holdings import capabilities_of_position
from congdoan.kernel.access.selectors.records import (
    get_own_delegation,
    get_own_office,
    get_person,
)
from congdoan.kernel.access.services.delegating import (
    DelegatesToSelf,
    DelegationOutlivesOffice,
    NothingDelegated,
    NotInOffice,
    delegate,
    revoke_delegation,
)
from congdoan.kernel.organisations.api import names
from congdoan.kernel.people.models import Office
from congdoan.kernel.rulebook.api import label

_FIELDS: dict[type[Refusal], str] = {
    DelegatesToSelf: "to",
    DelegationOutlivesOffice: "last_day",
    EndsBeforeItBegins: "last_day",
    NothingDelegated: "capabilities",
    NotInOffice: "start",
}


@signed_in
def delegations(request: ActorRequest) -> HttpResponse:
    today = request.actor.today
    offices = [
        office
        for office in own_offices(request.actor.person_id, on=today)
        if "access.delegate" in capabilities_of_position(office.position)
    ]
    known = names([office.organisation_id for office in offices], on=today)
    return render_page(
        request,
        "access/delegations.html",
        {
            "rows": delegations_of(request.actor.person_id or 0, on=today),
            "offices": [
                {
                    "office": office,
                    "where": known[office.organisation_id],
                    "title": label("position", office.position, today),
                }
                for office in offices
            ],
        },
    )


@signed_in
def delegate_office(request: ActorRequest, pk: int) -> HttpResponse:
    office = get_own_office(request.actor.person_id, pk, on=request.actor.today)
    form = forms.DelegateForm(
        request.POST or None,
        actor=request.actor,
        capabilities=_choices(office),
        initial={"start": clock.today()},
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            with once(request):
                delegate(
                    actor=request.actor,
                    office=office,
                    to=get_person(data["to"]),
                    capabilities=data["capabilities"],
                    start=data["start"],
                    until=form.until,
                    decision_no=data["decision_no"],
                    reason=data["reason"],
                )
        except NotAllowed:
            raise
        except Refusal as refusal:
            form.refuse(refusal, _FIELDS.get(type(refusal)))
        else:
            messages.success(request, _("Đã ghi ủy quyền."))
            return redirect("access:delegations")
    where = names([office.organisation_id], on=request.actor.today)[office.organisation_id]
    return render_page(
        request,
        "access/form.html",
        {
            "form": form,
            "title": _("Ủy quyền"),
            "action": _("Ghi ủy quyền"),
            "lead": where,
            "organisation": None,
            "hint": _(
                "Người được ủy quyền làm thay tại đơn vị này trong thời gian ghi ở đây; "
                "chữ ký của họ ghi rõ là thừa ủy quyền."
            ),
        },
        status=422 if form.is_bound and form.errors else 200,
    )


def _choices(office: Office) -> list[tuple[str, list[tuple[str, str]]]]:
    return [
        (area, [(one.name, one.title) for one in tasks]) for area, tasks in tasks_to_lend(office)
    ]


@signed_in
@require_POST
def revoke(request: ActorRequest, pk: int) -> HttpResponse:
    row = get_own_delegation(request.actor.person_id, pk)
    revoke_delegation(actor=request.actor, delegation=row, on=clock.today())
    messages.success(request, _("Đã thu hồi ủy quyền từ hôm nay."))
    return redirect("access:delegations")
