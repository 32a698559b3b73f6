"""What is written down about one hand-over, each a form with one act behind it."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from congdoan.areas.restructuring import policies
from congdoan.areas.restructuring.forms import hand_over as forms
from congdoan.areas.restructuring.models import HandOver
from congdoan.areas.restructuring.models.hand_over import STEP_FIELDS
from congdoan.areas.restructuring.rules import hand_over as rules
from congdoan.areas.restructuring.selectors.hand_over import (
    find_hand_over,
    find_item,
    find_receipt,
)
from congdoan.areas.restructuring.services import hand_over as services
from congdoan.areas.restructuring.views.acts import act, answer_form, sent
from congdoan.areas.restructuring.views.hand_over import frame, page_of
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.forms import Form
from congdoan.foundation.refusal import NotAllowed, Refusal


def _writing(request: ActorRequest, pk: int) -> HandOver:
    """Load a hand-over the actor writes in; who only receives may look at it."""
    row = find_hand_over(request.actor, pk)
    may = request.actor.may(policies.HAND_OVER, on=row.giver) or request.actor.may(
        policies.HAND_OVER, on=row.overseer
    )
    if not may:
        raise NotAllowed
    return row


def _now(request: ActorRequest) -> dict[str, Any]:
    return {"actor": request.actor, "on": request.actor.today, "at": clock.now()}


def _page(
    request: ActorRequest,
    row: HandOver,
    form: Form,
    do: Callable[[dict[str, Any]], Any],
    heading: str,
    *,
    said: str,
    field: dict[type[Refusal], str] | None = None,
    **context: Any,
) -> HttpResponse:
    return answer_form(
        request,
        form,
        do,
        {**frame(request, row), "heading": heading, **context},
        said=said,
        done=page_of(row),
        field=field or {},
    )


@needs(policies.HAND_OVER)
def steps(request: ActorRequest, pk: int) -> HttpResponse:
    """The days of the steps."""
    row = _writing(request, pk)
    initial = {name: getattr(row, name) for name in STEP_FIELDS.values()}
    form = forms.Steps(
        sent(request),
        actor=request.actor,
        steps=row.steps,
        initial={**initial, "archive_note": row.archive_note},
    )
    return _page(
        request,
        row,
        form,
        lambda values: services.mark_steps(
            **_now(request),
            hand_over=row,
            days=form.days,
            archive_note=values.get("archive_note"),
        ),
        _("Ghi ngày các bước"),
        said=_("Đã lưu ngày các bước."),
        field={rules.StepsMissing: "archived_on"},
    )


@needs(policies.HAND_OVER)
def minutes(request: ActorRequest, pk: int) -> HttpResponse:
    """Who hands over to whom."""
    row = _writing(request, pk)
    names = ("place", "givers", "receivers", "remarks")
    form = forms.WriteMinutes(
        sent(request),
        actor=request.actor,
        initial={name: getattr(row, name) for name in names},
    )
    return _page(
        request,
        row,
        form,
        lambda _values: services.write_minutes(**_now(request), hand_over=row, data=form.as_data()),
        _("Người giao, người nhận"),
        said=_("Đã lưu phần đầu biên bản."),
    )


@needs(policies.HAND_OVER)
def item_add(request: ActorRequest, pk: int) -> HttpResponse:
    """One more line of the minutes."""
    row = _writing(request, pk)
    form = forms.Item(sent(request), actor=request.actor)
    return _page(
        request,
        row,
        form,
        lambda _values: services.add_item(**_now(request), hand_over=row, data=form.as_data()),
        _("Thêm mục bàn giao"),
        said=_("Đã thêm mục bàn giao."),
    )


@needs(policies.HAND_OVER)
def item(request: ActorRequest, pk: int, item_pk: int) -> HttpResponse:
    """Correct a line of the minutes."""
    row = _writing(request, pk)
    one = find_item(row, item_pk)
    fields = ("kind", "what", "quantity", "amount", "condition")
    form = forms.Item(
        sent(request),
        actor=request.actor,
        initial={name: getattr(one, name) for name in fields},
    )
    return _page(
        request,
        row,
        form,
        lambda _values: services.change_item(**_now(request), item=one, data=form.as_data()),
        _("Sửa mục bàn giao"),
        said=_("Đã sửa mục bàn giao."),
    )


@needs(policies.HAND_OVER)
@require_POST
def item_remove(request: ActorRequest, pk: int, item_pk: int) -> HttpResponse:
    row = _writing(request, pk)
    one = find_item(row, item_pk)
    return act(
        request,
        lambda: services.remove_item(**_now(request), item=one),
        said=_("Đã bỏ mục bàn giao."),
        done=page_of(row),
    )


@needs(policies.HAND_OVER)
def receipt_add(request: ActorRequest, pk: int) -> HttpResponse:
    """What came in after collecting had to stop."""
    row = _writing(request, pk)
    form = forms.Receipt(sent(request), actor=request.actor)
    return _page(
        request,
        row,
        form,
        lambda _values: services.note_receipt(**_now(request), hand_over=row, data=form.as_data()),
        _("Ghi khoản thu sau ngày dừng"),
        said=_("Đã ghi; khoản này được đánh dấu cần hoàn cho tới khi ghi hoàn trả."),
        field={rules.InTheFuture: "received_on", rules.BeforeTheStop: "received_on"},
    )


@needs(policies.HAND_OVER)
def receipt_refund(request: ActorRequest, pk: int, receipt_pk: int) -> HttpResponse:
    """It was paid back."""
    row = _writing(request, pk)
    one = find_receipt(row, receipt_pk)
    form = forms.Refund(sent(request), actor=request.actor, initial={"day": request.actor.today})
    return _page(
        request,
        row,
        form,
        lambda values: services.refund_receipt(**_now(request), receipt=one, **values),
        _("Ghi hoàn trả"),
        said=_("Đã ghi hoàn trả."),
        field={rules.InTheFuture: "day", rules.RefundBeforeReceipt: "day"},
        about=f"{one.payer}: {one.amount:,.0f} đồng".replace(",", "."),
    )
