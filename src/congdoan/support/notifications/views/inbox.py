from django.contrib import messages
from django.db.models import Max
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, signed_in
from congdoan.foundation.htmx import render_page
from congdoan.foundation.keys import read_key
from congdoan.support.notifications import rules
from congdoan.support.notifications.selectors import inbox, receipts, unread_count
from congdoan.support.notifications.services.reading import mark_all_read, mark_read
from congdoan.support.notifications.tables import Inbox, Receipts


@signed_in
@require_safe
def inbox_list(request: ActorRequest) -> HttpResponse:
    table = Inbox(inbox(request.actor).prefetch_related("deliveries"), request)
    newest = inbox(request.actor).aggregate(pk=Max("pk"))["pk"]
    labels = {category.code: category.label for category in rules.categories()}
    context = {
        "table": table,
        "entries": [
            {"told": row.source, "category": labels.get(row.source.category, "")}
            for row in table.rows
        ],
        "unread": unread_count(request.actor),
        "newest": newest or 0,
    }
    return render_page(request, "notifications/list.html", context)


@signed_in
@require_safe
def receipt_list(request: ActorRequest) -> HttpResponse:
    """Whom one's own messages reached, and how."""
    table = Receipts(receipts(request.actor).prefetch_related("deliveries"), request)
    return render_page(request, "notifications/receipts.html", {"table": table})


@signed_in
@require_safe
def open_notification(request: ActorRequest, pk: int) -> HttpResponse:
    """Go to what a notification is about; going there is reading it."""
    told = get_object_or_404(inbox(request.actor), pk=pk)
    mark_read(actor=request.actor, notification=told, at=clock.now())
    return redirect(told.url or "notifications:list")


@signed_in
@require_POST
def read_one(request: ActorRequest, pk: int) -> HttpResponse:
    told = get_object_or_404(inbox(request.actor), pk=pk)
    mark_read(actor=request.actor, notification=told, at=clock.now())
    return _back(request)


@signed_in
@require_POST
def read_all(request: ActorRequest) -> HttpResponse:
    """Mark what the person saw; what came since the page was drawn stays unread."""
    until = read_key(request.POST.get("newest", ""))
    count = mark_all_read(actor=request.actor, at=clock.now(), until=until)
    if count:
        messages.success(
            request,
            ngettext(
                "Đã đánh dấu %(count)d thông báo là đã đọc.",
                "Đã đánh dấu %(count)d thông báo là đã đọc.",
                count,
            )
            % {"count": count},
        )
    return _back(request)


def _back(request: ActorRequest) -> HttpResponse:
    """Return to the list the person stood on, with its filter."""
    query = request.POST.get("query", "")
    answer = redirect("notifications:list")
    if query:
        answer["Location"] += f"?{query}"
    return answer
