"""Links beside the tree: counterparts; cụm, khối, câu lạc bộ, địa bàn."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.htmx import render_page
from congdoan.foundation.keys import read_key
from congdoan.foundation.once import once
from congdoan.foundation.refusal import NotAllowed, Refusal
from congdoan.kernel.organisations import forms, policies
from congdoan.kernel.organisations.enums import GroupingKind
from congdoan.kernel.organisations.models import Grouping
from congdoan.kernel.organisations.selectors import name_of, visible_organisation
from congdoan.kernel.organisations.selectors.groupings import (
    grouping_rows,
    known_partner,
    members_of,
    visible_counterpart,
    visible_grouping,
)
from congdoan.kernel.organisations.services import (
    add_to_grouping,
    create_grouping,
    end_counterpart,
    link_counterpart,
    remove_from_grouping,
)


@needs(policies.VIEW)
def grouping_list(request: ActorRequest) -> HttpResponse:
    return render_page(
        request,
        "organisations/groupings.html",
        {
            "rows": grouping_rows(request.actor),
            "may": {"add": request.actor.may_somewhere(policies.GROUP)},
        },
    )


@needs(policies.VIEW)
def grouping_page(request: ActorRequest, pk: int) -> HttpResponse:
    grouping = visible_grouping(request.actor, pk)
    may = request.actor.may(policies.GROUP, on=grouping.superior)
    form = _member_form(grouping)(actor=request.actor, initial={"on": clock.today()})
    return _grouping(request, grouping, form, may=may)


def _member_form(grouping: Grouping) -> type[forms.GroupingMemberForm | forms.ServedCommuneForm]:
    serves = grouping.kind == GroupingKind.SERVICE_AREA
    return forms.ServedCommuneForm if serves else forms.GroupingMemberForm


def _grouping(
    request: ActorRequest, grouping: Any, form: Any, *, may: bool, status: int = 200
) -> HttpResponse:
    return render_page(
        request,
        "organisations/grouping.html",
        {
            "grouping": grouping,
            "superior": name_of(grouping.superior, on=request.actor.as_of),
            "members": members_of(grouping, request.actor.as_of),
            "form": form,
            "may": {"change": may},
        },
        status=status,
    )


@needs(policies.GROUP)
def grouping_add(request: ActorRequest) -> HttpResponse:
    form = forms.GroupingForm(
        request.POST or None,
        actor=request.actor,
        initial={"on": clock.today(), "superior": request.actor.organisation_id},
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        superior = visible_organisation(request.actor, data["superior"])
        try:
            with once(request):
                made = create_grouping(
                    actor=request.actor,
                    superior=superior,
                    kind=GroupingKind(data["kind"]),
                    name=data["name"],
                    on=data["on"],
                )
        except NotAllowed:
            raise
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Đã lập."))
            return redirect("organisations:grouping", made.pk)
    return _plain(request, form, _("Lập cụm, khối, địa bàn"))


@needs(policies.GROUP)
@require_POST
def grouping_member_add(request: ActorRequest, pk: int) -> HttpResponse:
    grouping = visible_grouping(request.actor, pk)
    form = _member_form(grouping)(request.POST, actor=request.actor)
    if form.is_valid():
        chosen = form.cleaned_data["organisation"]
        if grouping.kind == GroupingKind.SERVICE_AREA:
            organisation = known_partner(chosen)
        else:
            organisation = visible_organisation(request.actor, chosen)
        try:
            add_to_grouping(
                actor=request.actor,
                grouping=grouping,
                organisation=organisation,
                on=form.cleaned_data["on"],
            )
        except NotAllowed:
            raise
        except Refusal as refusal:
            form.refuse(refusal, "organisation")
        else:
            messages.success(request, _("Đã thêm đơn vị."))
            return redirect("organisations:grouping", grouping.pk)
    return _grouping(request, grouping, form, may=True, status=422)


@needs(policies.GROUP)
@require_POST
def grouping_member_end(request: ActorRequest, pk: int, member: int) -> HttpResponse:
    grouping = visible_grouping(request.actor, pk)
    row = get_object_or_404(grouping.members, pk=member)
    try:
        remove_from_grouping(actor=request.actor, member=row, on=clock.today())
    except NotAllowed:
        raise
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("Đã đưa đơn vị ra từ hôm nay."))
    return redirect("organisations:grouping", grouping.pk)


@needs(policies.GROUP)
def counterpart_add(request: ActorRequest, pk: int) -> HttpResponse:
    organisation = visible_organisation(request.actor, pk)
    initial: dict[str, Any] = {"on": clock.today()}
    initial["partner"] = read_key(request.GET.get("doi-tac", "")) or None
    form = forms.CounterpartForm(request.POST or None, actor=request.actor, initial=initial)
    if request.method == "POST" and form.is_valid():
        partner = known_partner(form.cleaned_data["partner"])
        try:
            with once(request):
                link_counterpart(
                    actor=request.actor,
                    union=organisation,
                    partner=partner,
                    on=form.cleaned_data["on"],
                    exception=form.cleaned_data.get("exception", ""),
                )
        except NotAllowed:
            raise
        except Refusal as refusal:
            form.refuse(refusal, "partner")
        else:
            messages.success(request, _("Đã ghi đơn vị đồng cấp."))
            return redirect("organisations:detail", organisation.pk)
    return _plain(
        request,
        form,
        _("Ghi chuyên môn đồng cấp"),
        organisation=organisation,
        name=name_of(organisation, on=request.actor.as_of),
    )


@needs(policies.GROUP)
@require_POST
def counterpart_end(request: ActorRequest, pk: int, partner: int) -> HttpResponse:
    link = visible_counterpart(request.actor, pk, partner)
    try:
        end_counterpart(actor=request.actor, link=link, on=clock.today())
    except NotAllowed:
        raise
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    return redirect("organisations:detail", pk)


def _plain(request: ActorRequest, form: Any, title: str, **extra: Any) -> HttpResponse:
    status = 422 if form.is_bound and form.errors else 200
    context = {
        "form": form,
        "title": title,
        "organisation": None,
        "name": "",
        "consequences": [],
        "confirming": False,
        "action": _("Lưu"),
        "rules": getattr(form, "rules", ()),
        **extra,
    }
    return render_page(request, "organisations/change.html", context, status=status)
