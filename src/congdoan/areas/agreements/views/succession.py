"""Who takes a party's place: the question, and the answers of both sides."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from congdoan.areas.agreements import api, policies
from congdoan.areas.agreements.enums import SuccessionState
from congdoan.areas.agreements.forms.acts import Nothing, Reason
from congdoan.areas.agreements.forms.succession import Choose, Leave, Start
from congdoan.areas.agreements.models import Succession
from congdoan.areas.agreements.rules import states
from congdoan.areas.agreements.rules.states import Action
from congdoan.areas.agreements.selectors.successions import find_succession, find_successor
from congdoan.areas.agreements.services.succession_work import called
from congdoan.areas.agreements.views.duties_form import answer_form, sent
from congdoan.areas.agreements.views.pages import frame, load
from congdoan.areas.agreements.views.parties import find_party
from congdoan.foundation import clock
from congdoan.foundation.actor import Actor, ActorRequest, needs
from congdoan.foundation.forms import Form
from congdoan.foundation.htmx import render_page
from congdoan.kernel.organisations.api import name_of


def _rights(actor: Actor, one: Succession) -> dict[str, bool]:
    open_ = one.state == SuccessionState.ASKED
    keeper = open_ and actor.may(policies.MANAGE, on=one.keeper)
    heir = one.successor
    successor = open_ and heir is not None and actor.may(policies.MANAGE, on=heir)
    return {
        "choose": keeper,
        "leave": keeper and one.agreement.parties.staying().count() > 2,
        "accept": successor and one.accepted_at is None,
        "refuse": successor,
        "terminate": keeper and states.allowed(one.agreement.state, Action.TERMINATE),
    }


def _frame(request: ActorRequest, one: Succession) -> dict[str, Any]:
    return {
        **frame(request, one.agreement, "parties"),
        "succession": one,
        "called": called(one),
        "keeper": name_of(one.keeper, on=request.actor.as_of),
        "act": _rights(request.actor, one),
    }


def _page_of(one: Succession) -> str:
    return reverse("agreements:succession", args=[one.agreement_id, one.pk])


@needs(policies.VIEW)
def succession(request: ActorRequest, pk: int, succession_pk: int) -> HttpResponse:
    """Show who leaves, who may take the place, and whose answer is missing."""
    one = find_succession(load(request, pk), succession_pk)
    return render_page(request, "agreements/succession.html", _frame(request, one))


@needs(policies.MANAGE)
def start(request: ActorRequest, pk: int, party_pk: int) -> HttpResponse:
    """Ask by hand who takes a party's place."""
    agreement = load(request, pk)
    party = find_party(agreement, party_pk)
    party.agreement = agreement
    actor = request.actor
    form = Start(request.POST or None, actor=actor, initial={"from_day": actor.today})
    return answer_form(
        request,
        form,
        lambda values: api.start_succession(
            actor=actor, party=party, on=actor.today, at=clock.now(), **values
        ),
        {
            **frame(request, agreement, "parties"),
            "heading": _("Thay {label}").format(label=party.label),
            "action": _("Tiếp: chọn đơn vị thay"),
            "back": reverse("agreements:parties", args=[pk]),
            "consequences": [
                _("Chữ ký và kết quả đã có giữ nguyên của đơn vị cũ."),
                _("Chỉ thay khi đơn vị mới nhận; nhiệm vụ còn mở chuyển theo."),
            ],
        },
        said=_("Đã ghi. Hãy chọn đơn vị thay."),
        done=_page_of,
    )


def _act(
    request: ActorRequest,
    pk: int,
    succession_pk: int,
    make: Callable[[Succession], Form],
    do: Callable[[Succession, Mapping[str, Any]], Any],
    *,
    heading: str,
    said: str,
    consequences: Sequence[str] = (),
    tone: str = "",
    field: str | None = None,
) -> HttpResponse:
    one = find_succession(load(request, pk), succession_pk)
    return answer_form(
        request,
        make(one),
        lambda values: do(one, values),
        {
            **_frame(request, one),
            "heading": heading,
            "action": heading,
            "consequences": consequences,
            "tone": tone,
        },
        said=said,
        done=_page_of(one),
        field=field,
    )


@needs(policies.MANAGE)
def choose(request: ActorRequest, pk: int, succession_pk: int) -> HttpResponse:
    """Agree for the agreement who takes the place."""
    actor = request.actor

    def make(one: Succession) -> Form:
        heir = one.successor
        initial = {"from_day": one.on, "successor": heir.code if heir else None}
        return Choose(request.POST or None, actor=actor, initial=initial)

    def do(one: Succession, values: Mapping[str, Any]) -> Succession:
        return api.choose_successor(
            actor=actor,
            succession=one,
            successor=find_successor(values["successor"]),
            from_day=values["from_day"],
            on=actor.today,
            at=clock.now(),
        )

    return _act(
        request,
        pk,
        succession_pk,
        make,
        do,
        heading=_("Chọn đơn vị thay"),
        said=_("Đã ghi. Đơn vị thay nhận thì mới có hiệu lực."),
        field="successor",
    )


@needs(policies.MANAGE)
def accept(request: ActorRequest, pk: int, succession_pk: int) -> HttpResponse:
    """Take the place for the successor."""
    actor = request.actor
    return _act(
        request,
        pk,
        succession_pk,
        lambda _one: Nothing(sent(request), actor=actor),
        lambda one, _values: api.accept_succession(
            actor=actor, succession=one, on=actor.today, at=clock.now()
        ),
        heading=_("Nhận thay"),
        said=_("Đã nhận thay."),
        consequences=[
            _("Nhiệm vụ còn mở của bên cũ chuyển sang đơn vị của bạn từ ngày thay."),
            _("Chữ ký và kết quả đã có giữ nguyên của bên cũ."),
        ],
    )


@needs(policies.MANAGE)
def refuse(request: ActorRequest, pk: int, succession_pk: int) -> HttpResponse:
    """Refuse the place for the successor."""
    actor = request.actor
    return _act(
        request,
        pk,
        succession_pk,
        lambda _one: Reason(request.POST or None, actor=actor),
        lambda one, values: api.refuse_succession(
            actor=actor,
            succession=one,
            reason=values["reason"],
            on=actor.today,
            at=clock.now(),
        ),
        heading=_("Từ chối thay"),
        said=_("Đã từ chối và báo đơn vị quyết định."),
    )


@needs(policies.MANAGE)
def leave(request: ActorRequest, pk: int, succession_pk: int) -> HttpResponse:
    """Go on without the party."""
    actor = request.actor
    return _act(
        request,
        pk,
        succession_pk,
        lambda one: Leave(request.POST or None, actor=actor, initial={"from_day": one.on}),
        lambda one, values: api.let_party_leave(
            actor=actor, succession=one, on=actor.today, at=clock.now(), **values
        ),
        heading=_("Cho bên này thôi tham gia"),
        said=_("Đã ghi bên này thôi tham gia."),
        consequences=[_("Nhiệm vụ chưa đến hạn của bên này không còn phải làm; các bên được báo.")],
        tone="danger",
    )
