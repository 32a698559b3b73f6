"""Giving and taking roles beside offices."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.htmx import render_page
from congdoan.foundation.once import once
from congdoan.foundation.refusal import NotAllowed, Refusal
from congdoan.foundation.valid_time import EndsBeforeItBegins
from congdoan.kernel.access import forms, policies
from congdoan.kernel.access.enums import Reach, Role
from congdoan.kernel.access.selectors.records import get_unscoped_grant
from congdoan.kernel.access.services.granting import (
    GrantedAlready,
    NeedsDocument,
    end_grant,
    grant_role,
)
from congdoan.kernel.organisations.api import name_of, visible_organisation
from congdoan.kernel.people.api import visible_people

_FIELDS: dict[type[Refusal], str] = {
    GrantedAlready: "role",
    NeedsDocument: "decision_no",
    EndsBeforeItBegins: "last_day",
}


@needs(policies.GRANT)
def grant(request: ActorRequest, pk: int) -> HttpResponse:
    organisation = visible_organisation(request.actor, pk)
    request.actor.require(policies.GRANT, on=organisation)
    form = forms.GrantForm(
        request.POST or None, actor=request.actor, initial={"start": clock.today()}
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        person = get_object_or_404(visible_people(request.actor), pk=data["person"])
        try:
            with once(request):
                grant_role(
                    actor=request.actor,
                    person=person,
                    organisation=organisation,
                    role=Role(data["role"]),
                    reach=Reach(data["reach"]),
                    start=data["start"],
                    until=form.until if data["last_day"] else None,
                    decision_no=data["decision_no"],
                )
        except NotAllowed:
            raise
        except Refusal as refusal:
            form.refuse(refusal, _FIELDS.get(type(refusal)))
        else:
            messages.success(request, _("Đã giao quyền."))
            return redirect("access:explain", organisation.pk)
    return render_page(
        request,
        "access/form.html",
        {
            "form": form,
            "title": _("Giao quyền"),
            "action": _("Giao quyền"),
            "hint": "",
            "lead": name_of(organisation, on=request.actor.today),
            "organisation": organisation,
        },
        status=422 if form.is_bound and form.errors else 200,
    )


@needs(policies.GRANT)
@require_POST
def end(request: ActorRequest, pk: int) -> HttpResponse:
    row = get_unscoped_grant(pk)
    visible_organisation(request.actor, row.organisation_id)
    try:
        end_grant(actor=request.actor, grant=row, on=clock.today())
    except NotAllowed:
        raise
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("Đã thu hồi quyền từ hôm nay."))
    return redirect("access:explain", row.organisation_id)
