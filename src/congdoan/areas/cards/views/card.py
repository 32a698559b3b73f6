"""One member's cards, and what is done about one of them."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from congdoan.areas.cards import policies
from congdoan.areas.cards.enums import CardEnd
from congdoan.areas.cards.forms import ReplaceForm, WithdrawForm
from congdoan.areas.cards.models import Card
from congdoan.areas.cards.selectors.holding import cards_of, get_card, open_card, standing_of
from congdoan.areas.cards.selectors.photos import unscoped_agreed_to_photo, unscoped_photos
from congdoan.areas.cards.services.issuing import replace_card, withdraw_card
from congdoan.areas.cards.views.frame import act, place, print_cards
from congdoan.areas.members.api import get_membership
from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest, needs
from congdoan.foundation.htmx import render_page
from congdoan.foundation.refusal import NotFound
from congdoan.kernel.organisations.models import Organisation


@needs(policies.VIEW)
def member(request: ActorRequest, pk: int) -> HttpResponse:
    """The panel "Thẻ đoàn viên" of a member's page: the card today, and those before."""
    actor = request.actor
    membership = get_membership(actor, pk, at=clock.now())
    unit = membership.organisation
    if not actor.may(policies.VIEW, on=unit):
        raise NotFound
    standing = standing_of(membership.person_id, unit, on=actor.today)
    context = {
        **place(request, unit),
        "member": membership,
        "card": open_card(membership.person_id),
        "cards": cards_of(membership.person_id),
        "standing": standing,
        "photo": {
            "there": bool(unscoped_photos([membership.person_id])),
            "agreed": bool(unscoped_agreed_to_photo([membership.person_id])),
        },
        "may": {"issue": standing is not None and actor.may(policies.ISSUE, on=unit)},
    }
    return render_page(request, "cards/member.html", context, part="cards")


def _load(request: ActorRequest, pk: int) -> tuple[Card, Organisation]:
    card, keeper = get_card(request.actor, pk, at=clock.now())
    request.actor.require(policies.ISSUE, on=keeper)
    return card, keeper


@needs(policies.ISSUE)
def replace(request: ActorRequest, pk: int) -> HttpResponse:
    """Another card for one that was lost or is damaged."""
    card, keeper = _load(request, pk)
    form = ReplaceForm(request.POST or None, actor=request.actor)

    def do() -> str:
        made = replace_card(
            actor=request.actor,
            card=card,
            reason=CardEnd(form.cleaned_data["reason"]),
            note=form.cleaned_data["note"],
            on=request.actor.today,
            at=clock.now(),
        )
        there = print_cards(request, keeper, [made.pk], form.cleaned_data["layout"])
        messages.success(request, _("Đã cấp lại thẻ; thẻ cũ không còn hiệu lực."))
        return there

    page = {
        **place(request, keeper),
        "title": _("Cấp lại thẻ"),
        "action": _("Cấp lại, lập tệp in"),
        "card": card,
        "warning": _("Thẻ đang dùng hết hiệu lực ngay; người quét mã trên thẻ cũ sẽ thấy như vậy."),
    }
    return act(request, form, do, back=_back(keeper), page=page)


@needs(policies.ISSUE)
def withdraw(request: ActorRequest, pk: int) -> HttpResponse:
    card, keeper = _load(request, pk)
    form = WithdrawForm(request.POST or None, actor=request.actor)

    def do() -> str:
        withdraw_card(
            actor=request.actor,
            card=card,
            reason=form.cleaned_data["reason"],
            on=request.actor.today,
            at=clock.now(),
        )
        messages.success(request, _("Đã thu hồi thẻ; khi cần thì cấp thẻ mới."))
        return _back(keeper)

    page = {
        **place(request, keeper),
        "title": _("Thu hồi thẻ"),
        "action": _("Thu hồi"),
        "tone": "danger",
        "card": card,
        "warning": _("Thẻ hết hiệu lực ngay. Người này vẫn là đoàn viên; khi cần thì cấp thẻ mới."),
    }
    return act(request, form, do, back=_back(keeper), page=page)


def _back(unit: Organisation) -> str:
    return reverse("cards:of", args=[unit.pk])
