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
    #: "true" when the page that is shown is one of several parts, which say so themselves.
    mark: str = "page"


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


def groups_of(agreement: Agreement) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the parts of an agreement's page by group: few tabs, each with its own parts."""
    consulted = agreement.shared_on is not None and agreement.consultations.exists()
    frozen, ran = agreement.state in FROZEN, agreement.state in RAN
    talks = [("reception", _("Góp ý, tiếp thu"))] if consulted else []
    talks += [("signing", _("Ký"))] if frozen else []
    text = [("text", _("Bản ký") if ran else _("Nội dung"))]
    text += [("consolidated", _("Văn bản hợp nhất")), ("amendments", _("Phụ lục"))] if ran else []
    groups = [
        (
            _("Tổng quan"),
            [("detail", _("Tổng quan")), ("parties", _("Các bên")), ("history", _("Lịch sử"))],
        ),
        (_("Nội dung"), [*text, ("versions", _("Các bản"))]),
        (talks[0][1] if len(talks) == 1 else _("Góp ý, ký"), talks),
    ]
    if ran:
        work = [
            ("duties", _("Nhiệm vụ")),
            ("progress", _("Tiến độ")),
            ("exchange", _("Trao đổi")),
        ]
        groups += [(_("Thực hiện"), work), (_("Sơ kết, tổng kết"), [("reviews", _("Sơ kết"))])]
    return [(name, parts) for name, parts in groups if parts]


def tabs_of(agreement: Agreement, current: str, *, as_of: str = "") -> tuple[list[Tab], list[Tab]]:
    """Return the tabs and the parts of the present one, staying on the day looked at."""
    day = f"?{urlencode({'as_of': as_of})}" if as_of else ""
    tabs: list[Tab] = []
    shown: list[Tab] = []
    for name, parts in groups_of(agreement):
        rows = [
            Tab(label, reverse(f"agreements:{code}", args=[agreement.pk]) + day, code == current)
            for code, label in parts
        ]
        here = any(row.current for row in rows)
        shown = rows if here and len(rows) > 1 else shown
        tabs.append(Tab(name, rows[0].url, here, mark="true" if len(rows) > 1 else "page"))
    return tabs, shown


def frame(request: ActorRequest, agreement: Agreement, current: str = "") -> dict[str, Any]:
    """Return the context of a page of ``agreement``."""
    actor = request.actor
    tabs, parts = tabs_of(agreement, current, as_of=request.GET.get("as_of", ""))
    return {
        "agreement": agreement,
        "kind": label("agreement.kind", agreement.kind, agreement.first_day),
        "state_badge": amended_badge(
            agreement.state,
            amended=agreement.amendments.agreed().filter(effective_on__lte=actor.as_of).exists(),
        ),
        "drafting": name_of(agreement.drafting, on=actor.as_of),
        "tabs": tabs,
        "parts": parts,
        "may": rights(actor, agreement),
        "over": agreement.state in {State.EXPIRED, State.SUPERSEDED, State.TERMINATED},
    }
