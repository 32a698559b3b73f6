"""The duties of an agreement and the page of one of them."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from congdoan.areas.agreements import policies
from congdoan.areas.agreements.enums import Cadence, DutyState
from congdoan.areas.agreements.forms.duties import DutyFilter
from congdoan.areas.agreements.models import Agreement, Duty, DutyStep, Obligation
from congdoan.areas.agreements.rules import duties as rules
from congdoan.areas.agreements.rules.duties import DutyAction
from congdoan.areas.agreements.selectors.duties import (
    acting_party,
    bearers_of,
    duties_of,
    duty_subject,
    find_duty,
    in_force_on,
    judges_of,
    obligations_of,
    requesters_of,
    seats_of,
)
from congdoan.areas.agreements.selectors.evidence import shown_evidence
from congdoan.areas.agreements.selectors.handing import roll_ups
from congdoan.areas.agreements.views.pages import frame, load
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.htmx import render_page
from congdoan.foundation.tables import Column, Empty, Table
from congdoan.foundation.templatetags.ui import badge, number
from congdoan.kernel.organisations.api import names
from congdoan.support.discussion.api import unscoped_thread

TONES = {
    DutyState.OPEN: "neutral",
    DutyState.DONE: "info",
    DutyState.ACCEPTED: "good",
    DutyState.DISPUTED: "warn",
    DutyState.WAIVED: "neutral",
    DutyState.CARRIED: "info",
}
_STEPS = {
    DutyAction.REQUEST: (_("Yêu cầu thực hiện"), "send", ""),
    DutyAction.REPORT: (_("Báo cáo đã làm"), "check", ""),
    DutyAction.WITHDRAW: (_("Rút báo cáo"), "arrow-left", ""),
    DutyAction.ACCEPT: (_("Xác nhận"), "check-circle", "good"),
    DutyAction.DISPUTE: (_("Trả lại, cần bổ sung"), "reply", "warn"),
    DutyAction.WAIVE: (_("Cho miễn"), "dash-circle", ""),
    DutyAction.REINSTATE: (_("Yêu cầu lại"), "arrow-clockwise", ""),
    DutyAction.LAPSE: (_("Không còn phải làm"), "dash-circle", ""),
    DutyAction.CARRY: (_("Chuyển sang văn bản sau"), "arrow-right", ""),
}


def duty_badge(duty: Duty, today: Any) -> SafeString:
    """Return the state in words; what is owed and late says so."""
    if duty.state in rules.OWED and duty.due < today:
        late = badge(str(_("Quá hạn {days} ngày")).format(days=(today - duty.due).days), "bad")
        if duty.state == DutyState.DISPUTED:
            return format_html("{} {}", badge(str(DutyState.DISPUTED.label), "warn"), late)
        return late
    state = DutyState(duty.state)
    return badge(str(state.label), TONES[state])


def period_words(duty: Duty) -> str:
    if duty.period is not None:
        return duty.period.title
    return str(_("Theo yêu cầu")) if duty.number else str(_("Một lần"))


class Duties(Table):
    """The duties of one agreement; filters in the address."""

    caption = _("Nhiệm vụ")
    default_sort = "state"
    page_size = 20
    empty = Empty(
        _("Chưa có nhiệm vụ nào"),
        _(
            "Nhiệm vụ được lập từ các điều khoản có bên chịu trách nhiệm và định kỳ, "
            "khi văn bản có hiệu lực."
        ),
        "list-check",
    )
    request: ActorRequest

    def __init__(self, agreement: Agreement, request: ActorRequest) -> None:
        self.agreement = agreement
        super().__init__(duties_of(agreement).by_turn(request.actor.today), request)

    def _filter(self) -> DutyFilter:
        return DutyFilter(
            self.request.GET,
            actor=self.request.actor,
            agreement=self.agreement,
            auto_id="filter-%s",
        )

    @property
    def columns(self) -> list[Column]:  # type: ignore[override]
        today = self.request.actor.today
        return [
            Column("words", _("Việc phải làm"), _words, link=self._page),
            Column("party", _("Bên làm"), _party),
            Column("period", _("Kỳ"), period_words, minor=True, room="short"),
            Column("due", _("Hạn"), sort=("due",), kind="day"),
            Column("done", _("Làm ngày"), "done_on", kind="day", minor=True),
            Column("state", _("Trạng thái"), lambda duty: duty_badge(duty, today), ("turn", "due")),
        ]

    def _page(self, duty: Duty) -> str:
        return reverse("agreements:duty", args=[self.agreement.pk, duty.pk])


def _words(duty: Duty) -> str:
    words = duty.obligation.words
    return words if len(words) <= 140 else f"{words[:139]}…"


def _party(duty: Duty) -> str:
    party = duty.obligation.party
    return party.label if party else str(_("Các bên cùng làm"))


@needs(policies.VIEW)
def duties(request: ActorRequest, pk: int) -> HttpResponse:
    """Show what each party has to do, by period and state."""
    agreement = load(request, pk)
    seats = seats_of(agreement)
    asked = obligations_of(agreement).filter(
        cadence__in=[Cadence.ON_REQUEST, Cadence.NONE], ends__isnull=True
    )
    running = in_force_on(agreement, request.actor.today)
    everyone = acting_party(
        request.actor, policies.ACCEPT_DUTY, {seat.organisation_id for seat in seats}
    )
    own = everyone.pk if everyone is not None and running else 0
    context = {
        **frame(request, agreement, "duties"),
        "table": Duties(agreement, request),
        "on_request": [
            (one, own in requesters_of(one.party, seats))
            for one in asked.select_related("party").order_by("order", "pk")
        ],
    }
    return render_page(request, "agreements/duties.html", context)


@needs(policies.VIEW)
def duty(request: ActorRequest, pk: int, duty_pk: int) -> HttpResponse:
    """Show a duty: what is owed, what was done, who said what, what comes next."""
    agreement = load(request, pk)
    one = find_duty(agreement, duty_pk)
    actor = request.actor
    seats = seats_of(agreement)
    bearers = bearers_of(one, seats)
    steps = list(one.steps.select_related("organisation").order_by("-pk"))
    ids = bearers | {step.organisation_id for step in steps if step.organisation_id}
    parties = {seat.organisation_id for seat in seats}
    called = names(ids | parties | {one.done_by_id or 0, one.judged_by_id or 0}, on=actor.as_of)
    context = {
        **frame(request, agreement, "duties"),
        "duty": one,
        "obligation": one.obligation,
        "period": period_words(one),
        "duty_state": duty_badge(one, actor.today),
        "bearers": [called[pk] for pk in sorted(bearers) if pk in called],
        "done_by": called.get(one.done_by_id or 0, ""),
        "judged_by": called.get(one.judged_by_id or 0, ""),
        "goal": goal_words(one.obligation),
        "evidence": shown_evidence(actor, one.evidence.select_related("file").order_by("pk")),
        "thread": list(unscoped_thread(duty_subject(one), "")),
        "called": called,
        "disputed_by": _disputed_by(one, called),
        "roll_ups": roll_ups(one, called, on=actor.today),
        "timeline": [_entry(step, called) for step in steps],
        "act": acts_open_to(request, agreement, one),
        "origin": one.origin,
        "carried_on": getattr(one, "carried_on", None),
    }
    return render_page(request, "agreements/duties_one.html", context)


def _disputed_by(one: Duty, called: dict[int, str]) -> str:
    """Return who has not agreed, as the text calls them: "Bên B (Sở …) chưa thống nhất"."""
    if one.state != DutyState.DISPUTED or one.judged_by_id is None:
        return ""
    party = one.obligation.agreement.parties.filter(organisation=one.judged_by_id).first()
    label = party.label if party else ""
    who = f"{label} ({called.get(one.judged_by_id, '')})" if label else called[one.judged_by_id]
    return str(_("{party} chưa thống nhất")).format(party=who)


def goal_words(obligation: Obligation) -> str:
    """Return what is measured and how much of it is asked: "Lớp tập huấn – 2 lớp"."""
    target = obligation.target
    if obligation.goal is not None:
        target = f"{number(obligation.goal.normalize())} {obligation.measure}".strip()
    return " – ".join(filter(None, [obligation.indicator or obligation.measure, target]))


def _entry(step: DutyStep, called: dict[int, str]) -> dict[str, Any]:
    title, icon, tone = _STEPS[DutyAction(step.action)]
    who = [step.by_name, called.get(step.organisation_id or 0, "")]
    return {
        "day": step.on,
        "title": title,
        "who": " · ".join(filter(None, who)),
        "text": step.text,
        "icon": icon,
        "tone": tone,
    }


def acts_open_to(request: ActorRequest, agreement: Agreement, one: Duty) -> dict[str, bool]:
    """Return what the actor may do with a duty, given its state and whom they act for."""
    actor = request.actor
    seats = seats_of(agreement)
    bearer = acting_party(actor, policies.DO_DUTY, bearers_of(one, seats))
    judge = acting_party(actor, policies.ACCEPT_DUTY, judges_of(one, seats))
    own = one.done_by_user_id is not None and one.done_by_user_id == actor.user_id
    can = {action: rules.allowed(one.state, action) for action in DutyAction}
    judges = judge is not None and not own
    return {
        "report": bearer is not None and can[DutyAction.REPORT] and one.starts <= actor.today,
        "later": bearer is not None and can[DutyAction.REPORT] and actor.today < one.starts,
        "withdraw": bearer is not None and can[DutyAction.WITHDRAW] and bearer.pk == one.done_by_id,
        "accept": judges and can[DutyAction.ACCEPT],
        "dispute": judges and can[DutyAction.DISPUTE],
        "waive": judges and can[DutyAction.WAIVE],
        "reinstate": judges and can[DutyAction.REINSTATE] and in_force_on(agreement, actor.today),
        "evidence": actor.may(policies.MANAGE, on=agreement.drafting),
        "talk": acting_party(actor, policies.COMMENT, [seat.organisation_id for seat in seats])
        is not None,
        "hand": _hands_down(request, agreement, one),
    }


def _hands_down(request: ActorRequest, agreement: Agreement, one: Duty) -> bool:
    """Tell whether the actor's party may give this to its units now."""
    party = one.obligation.party
    owing = (
        {party.organisation_id} if party else {seat.organisation_id for seat in seats_of(agreement)}
    )
    own = acting_party(request.actor, policies.HAND_DOWN, owing)
    if own is None or not in_force_on(agreement, request.actor.today):
        return False
    running = one.obligation.hand_downs.filter(organisation=own, ended_on__isnull=True)
    return not running.exists()


def duty_page(agreement: Agreement, one: Duty) -> str:
    return reverse("agreements:duty", args=[agreement.pk, one.pk])
