"""What is done with a duty: each act a page with one form that names what follows."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from congdoan.areas.agreements import api, policies
from congdoan.areas.agreements.enums import Evidence
from congdoan.areas.agreements.forms import duties as forms
from congdoan.areas.agreements.models import Agreement, Duty, Obligation
from congdoan.areas.agreements.selectors.duties import (
    acting_party,
    bearers_of,
    find_duty,
    judges_of,
    obligations_of,
    requesters_of,
    running_days,
    seats_of,
)
from congdoan.areas.agreements.selectors.evidence import record_choices
from congdoan.areas.agreements.views.duties import duty_page, goal_words
from congdoan.areas.agreements.views.duties_form import answer_form, sent
from congdoan.areas.agreements.views.pages import frame, load
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.forms import Form
from congdoan.foundation.refusal import NotAllowed, NotFound
from congdoan.kernel.organisations.models import Organisation

_DAYS = 15


def _for_bearer(request: ActorRequest, pk: int, duty_pk: int) -> tuple[Duty, Organisation]:
    """:raises NotAllowed: when the actor reports for none of those who owe it"""
    duty = find_duty(load(request, pk), duty_pk)
    seats = seats_of(duty.obligation.agreement)
    own = acting_party(request.actor, policies.DO_DUTY, bearers_of(duty, seats))
    if own is None:
        raise NotAllowed
    return duty, own


def _for_judge(request: ActorRequest, pk: int, duty_pk: int) -> tuple[Duty, Organisation]:
    """:raises NotAllowed: when the actor acts for none of the other party"""
    duty = find_duty(load(request, pk), duty_pk)
    seats = seats_of(duty.obligation.agreement)
    own = acting_party(request.actor, policies.ACCEPT_DUTY, judges_of(duty, seats))
    if own is None:
        raise NotAllowed
    return duty, own


def _answer(
    request: ActorRequest,
    duty: Duty,
    form: Form,
    do: Callable[[dict[str, Any]], Any],
    *,
    heading: str,
    action: str,
    said: str,
    consequences: Sequence[str] = (),
    tone: str = "",
) -> HttpResponse:
    agreement = duty.obligation.agreement
    context = {
        **frame(request, agreement, "duties"),
        "heading": heading,
        "action": action,
        "about": duty.obligation.words,
        "consequences": consequences,
        "tone": tone,
    }
    return answer_form(request, form, do, context, said=said, done=duty_page(agreement, duty))


@needs(policies.DO_DUTY)
def report(request: ActorRequest, pk: int, duty_pk: int) -> HttpResponse:
    """Report that a duty was done, with its evidence."""
    duty, own = _for_bearer(request, pk, duty_pk)
    obligation = duty.obligation
    goal = goal_words(obligation)
    form = forms.Report(
        sent(request),
        request.FILES or None,
        actor=request.actor,
        initial={"done_on": request.actor.today},
        indicator=goal,
        demanded=obligation.evidence == Evidence.REQUIRED and not duty.evidence.exists(),
        records=record_choices(request.actor, obligation.agreement_id),
    )

    def do(values: dict[str, Any]) -> Duty:
        return api.report_duty(
            actor=request.actor,
            duty=duty,
            organisation=own,
            done_on=values["done_on"],
            result=values["result"],
            measured=values.get("measured"),
            uploads=[values["upload"]] if values["upload"] else [],
            links=[values["link"]] if values["link"] else [],
            records=form.records,
            on=request.actor.today,
            at=clock.now(),
        )

    return _answer(
        request,
        duty,
        form,
        do,
        heading=_("Báo cáo kết quả"),
        action=_("Gửi bên kia xác nhận"),
        said=_("Đã gửi báo cáo. Bên kia xác nhận hoặc trả lại kèm lý do."),
    )


@needs(policies.DO_DUTY)
def withdraw(request: ActorRequest, pk: int, duty_pk: int) -> HttpResponse:
    """Take a report back."""
    duty, own = _for_bearer(request, pk, duty_pk)
    return _answer(
        request,
        duty,
        Form(sent(request), actor=request.actor),
        lambda _values: api.withdraw_report(
            actor=request.actor,
            duty=duty,
            organisation=own,
            on=request.actor.today,
            at=clock.now(),
        ),
        heading=_("Rút báo cáo"),
        action=_("Rút báo cáo"),
        said=_("Đã rút báo cáo; nhiệm vụ trở lại danh sách việc phải làm."),
        consequences=[_("Báo cáo đã gửi vẫn còn trong lịch sử.")],
    )


@needs(policies.ACCEPT_DUTY)
def accept(request: ActorRequest, pk: int, duty_pk: int) -> HttpResponse:
    """Confirm that the other party has done it."""
    duty, own = _for_judge(request, pk, duty_pk)
    return _answer(
        request,
        duty,
        forms.Remark(sent(request), actor=request.actor),
        lambda values: api.accept_duty(
            actor=request.actor,
            duty=duty,
            organisation=own,
            remark=values["remark"],
            on=request.actor.today,
            at=clock.now(),
        ),
        heading=_("Xác nhận kết quả"),
        action=_("Xác nhận"),
        said=_("Đã xác nhận kết quả."),
        consequences=[_("Kết quả đã xác nhận không đổi được nữa.")],
    )


def _with_reason(
    request: ActorRequest,
    pk: int,
    duty_pk: int,
    service: Callable[..., Duty],
    *,
    heading: str,
    said: str,
    consequences: Sequence[str] = (),
) -> HttpResponse:
    duty, own = _for_judge(request, pk, duty_pk)
    return _answer(
        request,
        duty,
        forms.Why(sent(request), actor=request.actor),
        lambda values: service(
            actor=request.actor,
            duty=duty,
            organisation=own,
            reason=values["reason"],
            on=request.actor.today,
            at=clock.now(),
        ),
        heading=heading,
        action=heading,
        said=said,
        consequences=consequences,
    )


@needs(policies.ACCEPT_DUTY)
def dispute(request: ActorRequest, pk: int, duty_pk: int) -> HttpResponse:
    """Send a report back with its reason."""
    return _with_reason(
        request,
        pk,
        duty_pk,
        api.dispute_duty,
        heading=_("Trả lại để bổ sung"),
        said=_("Đã trả lại kèm lý do; bên kia thấy trong việc của mình."),
        consequences=[_("Nhiệm vụ trở lại bên kia với lý do này; hạn cũ vẫn giữ nguyên.")],
    )


@needs(policies.ACCEPT_DUTY)
def waive(request: ActorRequest, pk: int, duty_pk: int) -> HttpResponse:
    """Release the bearer in one period."""
    return _with_reason(
        request,
        pk,
        duty_pk,
        api.waive_duty,
        heading=_("Cho miễn kỳ này"),
        said=_("Đã cho miễn nhiệm vụ kỳ này."),
        consequences=[_("Chỉ kỳ này không phải làm; các kỳ sau vẫn như văn bản.")],
    )


@needs(policies.ACCEPT_DUTY)
def reinstate(request: ActorRequest, pk: int, duty_pk: int) -> HttpResponse:
    """Ask again for what was waived."""
    return _with_reason(
        request,
        pk,
        duty_pk,
        api.reinstate_duty,
        heading=_("Yêu cầu lại"),
        said=_("Đã yêu cầu lại nhiệm vụ."),
    )


def find_obligation(agreement: Agreement, pk: int) -> Obligation:
    rows = obligations_of(agreement).select_related("party", "agreement__drafting")
    found: Obligation | None = rows.filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


@needs(policies.ACCEPT_DUTY)
def ask(request: ActorRequest, pk: int, obligation_pk: int) -> HttpResponse:
    """Ask for what is owed on request."""
    agreement = load(request, pk)
    obligation = find_obligation(agreement, obligation_pk)
    actor = request.actor
    own = acting_party(
        actor, policies.ACCEPT_DUTY, requesters_of(obligation.party, seats_of(agreement))
    )
    if own is None:
        raise NotAllowed
    due = min(running_days(agreement)[1], actor.today + timedelta(days=_DAYS))
    form = forms.Request(sent(request), actor=actor, initial={"due": due})
    context = {
        **frame(request, agreement, "duties"),
        "heading": _("Yêu cầu thực hiện"),
        "action": _("Gửi yêu cầu"),
        "consequences": [obligation.words, _("Bên kia có việc này trong “Việc của tôi”.")],
        "back": reverse("agreements:duties", args=[pk]),
    }
    return answer_form(
        request,
        form,
        lambda values: api.request_duty(
            actor=actor,
            obligation=obligation,
            organisation=own,
            text=values["text"],
            due=values["due"],
            on=actor.today,
            at=clock.now(),
        ),
        context,
        said=_("Đã gửi yêu cầu."),
        done=lambda made: duty_page(agreement, made),
        field="due",
    )


@needs(policies.MANAGE)
def evidence(request: ActorRequest, pk: int, obligation_pk: int) -> HttpResponse:
    """Say whether reports must come with a file or a link."""
    agreement = load(request, pk)
    obligation = find_obligation(agreement, obligation_pk)
    if not request.actor.may(policies.MANAGE, on=agreement.drafting):
        raise NotAllowed
    form = forms.EvidenceWanted(
        sent(request), actor=request.actor, initial={"evidence": obligation.evidence}
    )
    context = {
        **frame(request, agreement, "duties"),
        "heading": _("Yêu cầu minh chứng"),
        "action": _("Lưu"),
        "consequences": [obligation.words, _("Áp dụng cho mọi kỳ chưa báo cáo của việc này.")],
    }
    return answer_form(
        request,
        form,
        lambda values: api.set_evidence(
            actor=request.actor, obligation=obligation, evidence=values["evidence"]
        ),
        context,
        said=_("Đã lưu yêu cầu minh chứng."),
        done=reverse("agreements:duties", args=[pk]),
    )
