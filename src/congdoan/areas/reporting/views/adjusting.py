"""A superior's corrections of its total: listed, added, taken back."""

from contextlib import suppress
from decimal import Decimal

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from congdoan.areas.reporting import policies
from congdoan.areas.reporting.forms import AdjustForm
from congdoan.areas.reporting.rules.figures import read_figure
from congdoan.areas.reporting.selectors.cells import label_of, layout_of
from congdoan.areas.reporting.selectors.findings import shown
from congdoan.areas.reporting.selectors.rounds import visible_round
from congdoan.areas.reporting.selectors.standing import adjustment_of, taking_unit
from congdoan.areas.reporting.services.adjusting import (
    AdjustmentData,
    adjust_total,
    withdraw_adjustment,
)
from congdoan.foundation import clock
from congdoan.foundation.acting import act
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.refusal import AlreadyDone
from congdoan.kernel.organisations.api import name_of


@needs(policies.JUDGE)
def adjust(request: ActorRequest, pk: int) -> HttpResponse:
    """Add a line to one's total; the lines of the round stand below."""
    actor = request.actor
    found = visible_round(actor, pk)
    unit = taking_unit(actor, found)
    layout = layout_of(found.version)
    cells = [one for one in layout.cells if one.roll_up not in {"RATIO", "WEIGHTED"}]
    lines = [(one.position, label_of(one)) for one in cells]
    form = AdjustForm(request.POST or None, actor=actor, lines=lines)

    def do() -> None:
        place = form.cleaned_data["position"]
        cell = layout.cells[place]
        delta = read_figure(
            form.cleaned_data["delta"],
            line=label_of(cell),
            whole=cell.line.whole,
            negative=True,
            money=cell.line.unit == "đồng",
            comma=(get_language() or "vi").startswith("vi"),
        )
        adjust_total(
            actor=actor,
            found=found,
            superior=unit,
            data=AdjustmentData(place, delta or Decimal(0), form.cleaned_data["reason"]),
            at=clock.now(),
        )

    held = list(found.adjustments.filter(superior=unit).order_by("-pk"))
    page = {
        "title": _("Điều chỉnh số tổng hợp"),
        "action": _("Ghi điều chỉnh"),
        "name": name_of(unit, on=found.on),
        "round": found,
        "about": _("Điều chỉnh là một dòng riêng của đơn vị bạn, ai xem số tổng hợp cũng thấy; báo cáo của cấp dưới giữ nguyên."),  # noqa: E501
        "adjustments": [
            (one, label_of(layout.cells[one.position]), shown(one.delta)) for one in held
        ],
    }  # fmt: skip
    back = reverse("reporting:round_adjust", args=[pk])
    return act(
        request,
        form,
        do,
        back=back,
        page=page,
        template="reporting/adjust.html",
        done=_("Đã ghi điều chỉnh."),
        field="delta",
    )


@needs(policies.JUDGE)
@require_POST
def withdraw(request: ActorRequest, pk: int, adjustment: int) -> HttpResponse:
    """Take a correction back."""
    found = visible_round(request.actor, pk)
    one = adjustment_of(request.actor, found, adjustment)
    with suppress(AlreadyDone):
        withdraw_adjustment(actor=request.actor, adjustment=one, at=clock.now())
    return redirect("reporting:round_adjust", pk)
