from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.contrib import messages
from django.db.models import Value
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, public, signed_in
from congdoan.foundation.htmx import render_page
from congdoan.foundation.once import once
from congdoan.foundation.refusal import AlreadyDone
from congdoan.foundation.tables import Table
from congdoan.kernel.access.api import actor_for
from congdoan.kernel.organisations import api as organisations
from congdoan.support.worklist import policies, tables
from congdoan.support.worklist.enums import Group, WorkState
from congdoan.support.worklist.forms import AssignForm, NoteForm
from congdoan.support.worklist.models import WorkItem, WorkItemQuerySet
from congdoan.support.worklist.rules import kinds
from congdoan.support.worklist.selectors import lists
from congdoan.support.worklist.selectors.feeds import own_feed, user_of_feed
from congdoan.support.worklist.services.doing import (
    EmptyNote,
    NotAColleague,
    NoteTooLong,
    NotOpen,
    add_note,
    assign_work,
    finish_work,
)
from congdoan.support.worklist.services.feeds import calendar_of, renew_feed, stop_feed

#: Rows of each part on the first page; the rest is one click away.
SHOWN = 10
PRINTED = 500
NEVER = date(9999, 12, 31)
_OPEN_GROUPS = (Group.OVERDUE, Group.THIS_WEEK, Group.LATER)
_TABLES: dict[str, type[Table]] = {Group.DONE: tables.DoneWork, Group.BELOW: tables.BelowWork}


@signed_in
@require_safe
def work_list(request: ActorRequest) -> HttpResponse:
    """Show everything open part by part, or one part whole (``?nhom=``)."""
    group = request.GET.get("nhom", "")
    counts = lists.group_counts(request.actor)
    context: dict[str, Any] = {"tabs": _tabs(request, group, counts), "group": group}
    if group in Group.values:
        context["table"] = _whole_part(request, group)
    else:
        context["parts"] = _parts(request, counts)
    return render_page(request, "worklist/list.html", context)


@signed_in
@require_safe
def work_print(request: ActorRequest) -> HttpResponse:
    rows = _drawn(lists.own_work(request.actor).open())
    items = list(rows.order_by("due_or_never", "pk")[:PRINTED])
    _name(items, on=request.actor.today)
    context = {"items": items, "today": request.actor.today, "limit": PRINTED}
    return render_page(request, "worklist/print.html", context)


@signed_in
@require_safe
def work_detail(request: ActorRequest, pk: int) -> HttpResponse:
    return _detail(request, lists.get_own_item(request.actor, pk))


@signed_in
@require_POST
def work_assign(request: ActorRequest, pk: int) -> HttpResponse:
    item = lists.get_own_item(request.actor, pk)
    form = _assign_form(request, item, bound=True)
    if form.is_valid():
        try:
            assign_work(
                actor=request.actor,
                item=item,
                person=form.cleaned_data["person"],
                on=request.actor.today,
                at=clock.now(),
            )
        except (NotAColleague, NotOpen) as refusal:
            form.refuse(refusal, "person")
        else:
            messages.success(request, _("Đã ghi người làm việc này."))
            return redirect("worklist:detail", pk)
    return _detail(request, item, assign=form)


@signed_in
@require_POST
def work_note(request: ActorRequest, pk: int) -> HttpResponse:
    item = lists.get_own_item(request.actor, pk)
    form = NoteForm(request.POST, actor=request.actor)
    if form.is_valid():
        try:
            with once(request):
                add_note(actor=request.actor, item=item, at=clock.now(), **form.cleaned_data)
        except AlreadyDone:
            return redirect("worklist:detail", pk)
        except (EmptyNote, NoteTooLong) as refusal:
            form.refuse(refusal, "text")
        else:
            return redirect("worklist:detail", pk)
    return _detail(request, item, note=form)


@signed_in
@require_POST
def work_finish(request: ActorRequest, pk: int) -> HttpResponse:
    item = lists.get_own_item(request.actor, pk)
    finish_work(actor=request.actor, item=item, at=clock.now())
    messages.success(request, _("Đã ghi việc “%(title)s” là xong.") % {"title": item.title})
    return redirect("worklist:list")


def _detail(
    request: ActorRequest,
    item: WorkItem,
    *,
    assign: AssignForm | None = None,
    note: NoteForm | None = None,
) -> HttpResponse:
    actor = request.actor
    kind = kinds.find_kind(item.kind)
    is_open = item.state == WorkState.OPEN
    does = actor.may(policies.DO, on=item.organisation)
    mine = item in lists.own_work(actor).filter(pk=item.pk)
    names = organisations.names(
        [pk for pk in (item.organisation_id, item.escalated_to_id, item.stands_for_id) if pk],
        on=actor.today,
    )
    context = {
        "item": item,
        "kind": kind.label if kind else "",
        "organisation": names.get(item.organisation_id, ""),
        "stands_for": names.get(item.stands_for_id or 0, ""),
        "escalated_to": names.get(item.escalated_to_id or 0, ""),
        "is_open": is_open,
        "overdue": is_open and item.due is not None and item.due < actor.today,
        "notes": item.notes.order_by("at", "pk"),
        "reminders": item.reminders.order_by("pk"),
        "may": {
            "assign": is_open and does,
            "note": mine,
            "finish": is_open and mine and kind is not None and kind.by_hand,
        },
        "assign": assign or _assign_form(request, item),
        "note": note or NoteForm(actor=actor),
    }
    status = 422 if assign or note else 200
    return render_page(request, "worklist/detail.html", context, status=status)


def _assign_form(request: ActorRequest, item: WorkItem, *, bound: bool = False) -> AssignForm:
    return AssignForm(
        request.POST if bound else None,
        actor=request.actor,
        colleagues=lists.colleagues(item, on=request.actor.today),
        initial={"person": str(item.assignee_id or "")},
    )


def _tabs(request: ActorRequest, group: str, counts: dict[str, int]) -> list[dict[str, Any]]:
    address = reverse("worklist:list")
    below = lists.escalated_work(request.actor).count()
    numbers: dict[str, int | None] = {
        **{part: counts[part.name] for part in _OPEN_GROUPS},
        Group.BELOW: below,
    }
    whole = {
        "label": _("Đang chờ"),
        "url": address,
        "current": group not in Group.values,
        "count": sum(counts.values()),
    }
    return [
        whole,
        *(
            {
                "label": part.label,
                "url": f"{address}?nhom={part.value}",
                "current": group == part,
                "count": numbers.get(part),
            }
            for part in Group
            if part != Group.BELOW or below or group == part
        ),
    ]


def _whole_part(request: ActorRequest, group: str) -> Table:
    actor = request.actor
    if group == Group.BELOW:
        rows = lists.escalated_work(actor)
    else:
        rows = lists.group_of(lists.own_work(actor), group, on=actor.today)
    table = _TABLES.get(group, tables.OpenWork)(_drawn(rows), request)
    _name(table.page.rows, on=actor.today)
    return table


def _parts(request: ActorRequest, counts: dict[str, int]) -> list[dict[str, Any]]:
    """Return the beginnings of the parts that hold something, overdue first."""
    actor = request.actor
    parts = []
    for part in _OPEN_GROUPS:
        if not counts[part.name]:
            continue
        rows = _drawn(lists.group_of(lists.own_work(actor), part, on=actor.today))
        items = list(rows.order_by("due_or_never", "pk")[:SHOWN])
        _name(items, on=actor.today)
        parts.append(
            {
                "label": part.label,
                "overdue": part == Group.OVERDUE,
                "table": tables.SomeWork(items, request, part=part),
                "url": f"{reverse('worklist:list')}?nhom={part.value}",
                "rest": counts[part.name] - len(items),
                "count": counts[part.name],
            }
        )
    return parts


def _drawn(rows: WorkItemQuerySet) -> Any:
    return rows.select_related("assignee").annotate(due_or_never=Coalesce("due", Value(NEVER)))


def _name(items: Sequence[Any], *, on: date) -> None:
    """Give the rows of a page what drawing them needs: names in one query, and the day."""
    names = organisations.names({item.organisation_id for item in items}, on=on)
    for item in items:
        item.organisation_name = names.get(item.organisation_id, "")
        item.seen_on = on


@signed_in
@require_safe
def feed(request: ActorRequest) -> HttpResponse:
    """Show whether the person has a calendar address, and how to put it into a phone."""
    return _feed(request)


@signed_in
@require_POST
def feed_renew(request: ActorRequest) -> HttpResponse:
    """Make a new address and show it this once; an older one stops working."""
    token = renew_feed(actor=request.actor, at=clock.now())
    return _feed(request, token)


@signed_in
@require_POST
def feed_stop(request: ActorRequest) -> HttpResponse:
    """Switch the address off."""
    stop_feed(actor=request.actor)
    messages.success(request, _("Đã tắt địa chỉ lịch; lịch trên điện thoại không cập nhật nữa."))
    return redirect("worklist:feed")


def _feed(request: ActorRequest, token: str = "") -> HttpResponse:
    address = ""
    if token:
        address = urljoin(settings.SITE_ADDRESS, reverse("worklist:calendar", args=[token]))
    context = {
        "feed": own_feed(request.actor),
        "address": address,
        "webcal": f"webcal:{address.partition(':')[2]}" if address else "",
    }
    return render_page(request, "worklist/feed.html", context)


@public("lịch của điện thoại không đăng nhập được; địa chỉ bí mật thay cho mật khẩu")
@require_safe
def calendar(request: ActorRequest, token: str) -> HttpResponse:
    """Return the deadlines of whose address this is; only what they may see today."""
    actor = actor_for(user_of_feed(token), today=clock.today())
    return HttpResponse(
        calendar_of(actor, at=clock.now()),
        content_type="text/calendar; charset=utf-8",
        headers={
            "Cache-Control": "private, no-store",
            "Content-Disposition": 'inline; filename="cong-doan-so.ics"',
            "X-Robots-Tag": "noindex, nofollow",
        },
    )
