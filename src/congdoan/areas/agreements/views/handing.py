"""Handing a duty down: the party's choice, the units' list, a unit's own page."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congdoan.areas.agreements import api, policies
from congdoan.areas.agreements.forms import duties as duty_forms
from congdoan.areas.agreements.forms import handing as forms
from congdoan.areas.agreements.models import Agreement, Duty, HandDown, UnitReport
from congdoan.areas.agreements.selectors.duties import acting_party, find_duty, seats_of
from congdoan.areas.agreements.selectors.handing import (
    get_unit_duty,
    hand_downs_of,
    reported,
    reports_of,
)
from congdoan.areas.agreements.views.duties import duty_page, goal_words, period_words
from congdoan.areas.agreements.views.duties_form import answer_form, sent
from congdoan.areas.agreements.views.pages import frame, load
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.htmx import render_page
from congdoan.foundation.refusal import NotAllowed, NotFound
from congdoan.foundation.tables import Column, Empty, Row, Table
from congdoan.foundation.templatetags.ui import badge
from congdoan.kernel.organisations.api import name_of
from congdoan.kernel.organisations.models import Organisation


def _page(request: ActorRequest, agreement: Agreement, heading: str, **more: Any) -> dict[str, Any]:
    return {
        **frame(request, agreement, "duties"),
        "heading": heading,
        "action": heading,
        **more,
    }


@needs(policies.HAND_DOWN)
def hand(request: ActorRequest, pk: int, duty_pk: int) -> HttpResponse:
    """Give the units below their part of what a duty's obligation asks."""
    agreement = load(request, pk)
    duty = find_duty(agreement, duty_pk)
    party = duty.obligation.party
    owing = (
        [party.organisation_id] if party else [seat.organisation_id for seat in seats_of(agreement)]
    )
    own = acting_party(request.actor, policies.HAND_DOWN, owing)
    if own is None:
        raise NotAllowed
    told = [
        duty.obligation.words,
        _("Mỗi đơn vị có việc này trong “Việc của tôi” ở kỳ này và các kỳ sau."),
        _("Đơn vị của bạn vẫn báo cáo chung với bên kia; kết quả các đơn vị được cộng sẵn."),
    ]
    return answer_form(
        request,
        forms.HandOver(sent(request), actor=request.actor, initial={"spread": "BRANCH"}),
        lambda values: api.hand_down(
            actor=request.actor,
            obligation=duty.obligation,
            organisation=own,
            on=request.actor.today,
            at=clock.now(),
            **values,
        ),
        _page(request, agreement, _("Giao cho cấp dưới"), consequences=told),
        said=_("Đã giao cho các đơn vị cấp dưới."),
        done=duty_page(agreement, duty),
        field="spread",
    )


def _hand_down(duty: Duty, pk: int) -> HandDown:
    for one in hand_downs_of(duty):
        if one.pk == pk:
            return one
    raise NotFound


@needs(policies.HAND_DOWN)
def stop(request: ActorRequest, pk: int, duty_pk: int, hand_pk: int) -> HttpResponse:
    """Take it back from the units."""
    agreement = load(request, pk)
    duty = find_duty(agreement, duty_pk)
    one = _hand_down(duty, hand_pk)
    if not request.actor.may(policies.HAND_DOWN, on=one.organisation):
        raise NotAllowed
    told = [_("Các đơn vị không còn việc này; báo cáo đã gửi được giữ lại.")]
    return answer_form(
        request,
        duty_forms.Why(sent(request), actor=request.actor),
        lambda values: api.stop_handing_down(
            actor=request.actor,
            hand_down=one,
            reason=values["reason"],
            on=request.actor.today,
            at=clock.now(),
        ),
        _page(request, agreement, _("Thôi giao cấp dưới"), consequences=told),
        said=_("Đã thôi giao cấp dưới."),
        done=duty_page(agreement, duty),
    )


class Units(Table):
    """The units a duty was handed down to; reports of one page are read in one query."""

    caption = gettext_lazy("Đơn vị được giao")
    default_sort = "name"
    filter_form = forms.UnitFilter
    empty = Empty(gettext_lazy("Không có đơn vị nào"), "", "diagram-3")

    def __init__(self, hand_down: HandDown, duty: Duty, request: ActorRequest) -> None:
        self.hand_down, self.duty = hand_down, duty
        super().__init__(reported(hand_down, duty, on=request.actor.today), request)

    @property
    def columns(self) -> list[Column]:  # type: ignore[override]
        return [
            Column("name", _("Đơn vị"), sort=("sort_key", "organisation"), link=self._page_of),
            Column("state", _("Báo cáo"), lambda row: _badge(row.report)),
            Column("done", _("Làm ngày"), _of("done_on"), kind="day"),
            Column("result", _("Kết quả"), _of("result"), minor=True),
            Column("measured", _("Số đạt được"), _measured, kind="number"),
        ]

    def _page_of(self, row: Any) -> str:
        return reverse(
            "agreements:unit_duty", args=[self.hand_down.pk, self.duty.pk, row.organisation_id]
        )

    @property
    def rows(self) -> list[Row]:
        if not hasattr(self, "_filled"):
            ids = [row.organisation_id for row in self.page.rows]
            by_unit = reports_of(self.hand_down, self.duty, ids)
            for row in self.page.rows:
                row.report = by_unit.get(row.organisation_id)
            self._filled = [self._row(row) for row in self.page.rows]
        return self._filled


def _of(name: str) -> Callable[[Any], Any]:
    return lambda row: getattr(row.report, name) if row.report else None


def _badge(report: UnitReport | None) -> Any:
    return badge(_("đã báo cáo"), "good") if report else badge(_("chưa báo cáo"), "warn")


def _measured(row: Any) -> Any:
    return row.report and row.report.measured is not None and row.report.measured.normalize()


@needs(policies.VIEW)
def units(request: ActorRequest, pk: int, duty_pk: int, hand_pk: int) -> HttpResponse:
    """Show which units have done their part; for the party that handed it down and above."""
    agreement = load(request, pk)
    duty = find_duty(agreement, duty_pk)
    one = _hand_down(duty, hand_pk)
    if not request.actor.may(policies.VIEW, on=one.organisation):
        raise NotFound
    context = {
        **frame(request, agreement, "duties"),
        "duty": duty,
        "period": period_words(duty),
        "hand_down": one,
        "above": name_of(one.organisation, on=request.actor.as_of),
        "table": Units(one, duty, request),
        "may_stop": one.ended_on is None
        and request.actor.may(policies.HAND_DOWN, on=one.organisation),
    }
    return render_page(request, "agreements/hand_units.html", context)


def _loaded(
    request: ActorRequest, hand_pk: int, duty_pk: int, unit_pk: int
) -> tuple[HandDown, Duty, Organisation, dict[str, Any]]:
    one, duty, unit = get_unit_duty(request.actor, hand_pk, duty_pk, unit_pk)
    report = reports_of(one, duty, [unit.pk]).get(unit.pk)
    context = {
        "hand_down": one,
        "duty": duty,
        "obligation": duty.obligation,
        "agreement_title": duty.obligation.agreement.title,
        "period": period_words(duty),
        "goal": goal_words(duty.obligation),
        "unit": unit,
        "unit_name": name_of(unit, on=request.actor.today),
        "above": name_of(one.organisation, on=request.actor.today),
        "report": report,
        "may_report": one.ended_on is None and request.actor.may(policies.DO_DUTY, on=unit),
    }
    return one, duty, unit, context


@needs(policies.VIEW)
def unit(request: ActorRequest, hand_pk: int, duty_pk: int, unit_pk: int) -> HttpResponse:
    """Show a unit what it is asked to do for the agreement above it, and what it reported."""
    *_rest, context = _loaded(request, hand_pk, duty_pk, unit_pk)
    return render_page(request, "agreements/hand_unit.html", context)


@needs(policies.DO_DUTY)
def unit_report(request: ActorRequest, hand_pk: int, duty_pk: int, unit_pk: int) -> HttpResponse:
    """Report a unit's part."""
    one, duty, unit, context = _loaded(request, hand_pk, duty_pk, unit_pk)
    if not request.actor.may(policies.DO_DUTY, on=unit):
        raise NotAllowed
    before = context["report"]
    start = {"done_on": request.actor.today}
    if before is not None:
        start = {name: getattr(before, name) for name in ("done_on", "result", "measured")}
    form = forms.UnitReport(
        sent(request), actor=request.actor, initial=start, indicator=context["goal"]
    )
    return answer_form(
        request,
        form,
        lambda values: api.report_for_unit(
            actor=request.actor,
            hand_down=one,
            duty=duty,
            organisation=unit,
            on=request.actor.today,
            at=clock.now(),
            **values,
        ),
        context,
        said=_("Đã gửi kết quả lên cấp trên."),
        done=reverse("agreements:unit_duty", args=[hand_pk, duty_pk, unit_pk]),
        template="agreements/hand_report.html",
    )
