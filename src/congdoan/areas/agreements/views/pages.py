"""What every page of one agreement shows: its head, its tabs, what the actor may do."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from congdoan.areas.agreements import policies
from congdoan.areas.agreements.enums import State
from congdoan.areas.agreements.models import Agreement
from congdoan.areas.agreements.rules import states
from congdoan.areas.agreements.rules.states import FROZEN, RAN, Action
from congdoan.areas.agreements.selectors.agreements import get_visible_agreement, own_parties
from congdoan.areas.agreements.selectors.consultations import open_consultation, replied_ids
from congdoan.areas.agreements.tables import amended_badge
from congdoan.foundation.actor import Actor, ActorRequest
from congdoan.kernel.organisations.api import name_of
from congdoan.kernel.rulebook.api import label


@dataclass(frozen=True)
class Tab:
    label: str
    url: str
    current: bool
    count: int | None = None


def load(request: ActorRequest, pk: int) -> Agreement:
    """:raises NotFound: also for what belongs to another branch"""
    return get_visible_agreement(request.actor, pk)


def rights(actor: Actor, agreement: Agreement) -> dict[str, bool]:
    """Return what the actor may do here, given who they are and the state it is in."""
    own = agreement.drafting
    holds = {
        "draft": actor.may(policies.DRAFT, on=own),
        "manage": actor.may(policies.MANAGE, on=own),
        "freeze": actor.may(policies.FREEZE, on=own),
        "answer": actor.may(policies.ANSWER, on=own),
    }
    can = {action: states.allowed(agreement.state, action) for action in Action}
    return {
        "describe": holds["draft"] and can[Action.DESCRIBE],
        "parties": holds["draft"] and can[Action.CHANGE_PARTIES],
        "edit": holds["draft"] and can[Action.EDIT_TEXT],
        "discard": holds["draft"] and can[Action.DISCARD] and agreement.shared_on is None,
        "send_out": holds["manage"] and can[Action.SEND_OUT],
        "record_paper": holds["manage"] and can[Action.RECORD_PAPER],
        "move_deadline": holds["manage"] and can[Action.MOVE_DEADLINE],
        "back_to_draft": holds["manage"] and can[Action.BACK_TO_DRAFT],
        "answer": holds["answer"] and can[Action.ANSWER],
        "freeze": holds["freeze"] and can[Action.FREEZE],
        "reopen": holds["manage"] and can[Action.REOPEN],
        "open_signing": holds["manage"] and can[Action.OPEN_SIGNING],
        "attach_scan": holds["draft"] and can[Action.ATTACH_SCAN],
        "terminate": can[Action.TERMINATE]
        and actor.reach(policies.MANAGE)
        .filter(pk__in=agreement.parties.staying().values("organisation_id"))
        .exists(),
        "renew": holds["draft"] and agreement.state in FROZEN,
        "print": can[Action.PRINT_FROZEN],
        "publish": agreement.state in RAN
        and agreement.signed_on is not None
        and actor.may(policies.PUBLISH, on=own),
        "export": actor.reach(policies.EXPORT)
        .filter(pk__in=agreement.parties.values("organisation_id"))
        .exists(),
        **_speaking(actor, agreement, open_=can[Action.COMMENT]),
    }


def _speaking(actor: Actor, agreement: Agreement, *, open_: bool) -> dict[str, bool]:
    """Say whether the actor may still comment for a party, or whether all theirs are done."""
    found = own_parties(actor, agreement) if open_ else []
    own = {party.organisation_id for party in found} - {agreement.drafting_id}
    consultation = open_consultation(agreement) if own else None
    if consultation is None:
        return {"comment": False, "commented": False}
    waiting = own - replied_ids(consultation)
    return {"comment": bool(waiting), "commented": not waiting}


def tabs_of(agreement: Agreement, current: str, *, as_of: str = "") -> list[Tab]:
    """Return the parts of an agreement's page, staying on the day that is being looked at."""
    parts = [
        ("detail", _("Tổng quan")),
        ("text", _("Nội dung")),
        ("versions", _("Các bản")),
        ("parties", _("Các bên")),
    ]
    if agreement.shared_on is not None and agreement.consultations.exists():
        parts.append(("reception", _("Góp ý, tiếp thu")))
    if agreement.state in FROZEN:
        parts.append(("signing", _("Ký")))
    if agreement.state in RAN:
        parts.append(("consolidated", _("Văn bản hợp nhất")))
        parts.append(("amendments", _("Phụ lục")))
        parts.append(("duties", _("Nhiệm vụ")))
        parts.append(("progress", _("Tiến độ")))
        parts.append(("exchange", _("Trao đổi")))
        parts.append(("reviews", _("Sơ kết")))
    parts.append(("history", _("Lịch sử")))
    day = f"?{urlencode({'as_of': as_of})}" if as_of else ""
    return [
        Tab(name, reverse(f"agreements:{code}", args=[agreement.pk]) + day, code == current)
        for code, name in parts
    ]


def frame(request: ActorRequest, agreement: Agreement, current: str = "") -> dict[str, Any]:
    """Return the context of a page of ``agreement``."""
    actor = request.actor
    return {
        "agreement": agreement,
        "kind": label("agreement.kind", agreement.kind, agreement.first_day),
        "state_badge": amended_badge(
            agreement.state,
            amended=agreement.amendments.agreed().filter(effective_on__lte=actor.as_of).exists(),
        ),
        "drafting": name_of(agreement.drafting, on=actor.as_of),
        "tabs": tabs_of(agreement, current, as_of=request.GET.get("as_of", "")),
        "may": rights(actor, agreement),
        "over": agreement.state in {State.EXPIRED, State.SUPERSEDED, State.TERMINATED},
    }
