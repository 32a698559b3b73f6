"""A party's own body approves the frozen text before the party signs it."""

from datetime import date, datetime

from django.core.files.base import File
from django.db import transaction

from congdoan.areas.agreements import policies
from congdoan.areas.agreements.enums import AmendmentState
from congdoan.areas.agreements.models import Agreement, Amendment, Approval, Party, Version
from congdoan.areas.agreements.rules.amending import AmendAction
from congdoan.areas.agreements.rules.refusals import (
    ApprovedAlready,
    PartyHasSigned,
    ReasonNeeded,
    ResolvedInTheFuture,
)
from congdoan.areas.agreements.rules.states import Action
from congdoan.areas.agreements.selectors.amendments import SUBJECT as ADDENDUM
from congdoan.areas.agreements.selectors.approvals import RESOLUTION, Text, resolutions_on
from congdoan.areas.agreements.selectors.consultations import SUBJECT
from congdoan.areas.agreements.selectors.text import current_version
from congdoan.areas.agreements.services.amending_steps import demand as demand_amending
from congdoan.areas.agreements.services.amending_steps import (
    held_amendment,
    sync_amendment_work,
    title_of,
)
from congdoan.areas.agreements.services.states import demand, held
from congdoan.areas.agreements.services.working import sync_work_of
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotFound
from congdoan.foundation.vietnamese import nfc, tidy
from congdoan.kernel.audit.api import record
from congdoan.support.files.api import store_file
from congdoan.support.signing import api as signing


@transaction.atomic
def require_approval(
    *,
    actor: Actor,
    agreement: Agreement,
    required: bool,
    on: date,
    at: datetime,
    party: Party | None = None,
) -> Agreement:
    """
    Say whether all parties (or ``party`` alone) sign only after a resolution of their own body.

    For all the drafting organisation decides, each party for itself.
    """
    agreement = held(agreement)
    if party is None:
        actor.require(policies.MANAGE, on=agreement.drafting)
    else:
        actor.require(policies.APPROVE, on=party.organisation)
    demand(agreement, Action.REQUIRE_APPROVAL)
    row = agreement if party is None else party
    row.approval_required = required
    row.save(update_fields=["approval_required"])
    record(
        actor=actor,
        verb="agreements.require_approval",
        target=agreement,
        organisation_id=party.organisation_id if party else agreement.drafting_id,
        changes={"required": required, "party": party.organisation_id if party else None},
        label=agreement.title,
    )
    sync_work_of(actor=actor, agreement=agreement, on=on, at=at)
    for amendment in agreement.amendments.filter(state=AmendmentState.FROZEN):
        sync_amendment_work(actor=actor, amendment=amendment, on=on, at=at)
    return agreement


@transaction.atomic
def record_approval(
    *,
    actor: Actor,
    agreement: Agreement,
    party: Party,
    body: str,
    number: str,
    dated: date,
    upload: "File[bytes]",
    on: date,
    at: datetime,
    amendment: Amendment | None = None,
) -> Approval:
    """
    Write down the resolution by which a party's own body approved the frozen text.

    With ``amendment`` it is the frozen addendum that was approved.

    :raises ResolvedInTheFuture: when its day lies after today
    :raises ApprovedAlready: when one stands; it is withdrawn first
    :raises FileTooLarge, FileTypeRefused, …: a file that is none (see files)
    """
    agreement, text = _held_text(agreement, amendment)
    actor.require(policies.APPROVE, on=party.organisation)
    _demand(agreement, text)
    if dated > on:
        raise ResolvedInTheFuture
    if resolutions_on(text).filter(party=party).exists():
        raise ApprovedAlready
    approval = Approval.objects.create(
        version=text if isinstance(text, Version) else None,
        amendment=text if isinstance(text, Amendment) else None,
        text_hash=text.sha256,
        party=party,
        body=tidy(body)[:120],
        number=tidy(number)[:60],
        dated=dated,
        file=store_file(
            actor=actor,
            organisation=party.organisation,
            upload=upload,
            purpose=RESOLUTION,
            at=at,
        ),
        at=at,
        by_name=actor.name,
    )
    changes: dict[str, object] = {
        "number": approval.number,
        "dated": dated.isoformat(),
        "text": text.number,
        "sha256": approval.file.sha256,
    }
    _record(actor, text, "approve", party, changes)
    _sync(actor, agreement, text, on=on, at=at)
    return approval


@transaction.atomic
def withdraw_approval(
    *,
    actor: Actor,
    agreement: Agreement,
    party: Party,
    reason: str,
    on: date,
    at: datetime,
    amendment: Amendment | None = None,
) -> Approval | None:
    """
    Take a resolution back that was recorded wrongly; it stays in the record.

    :raises PartyHasSigned: when the party has signed on the strength of it
    :raises ReasonNeeded: without a reason
    """
    agreement, text = _held_text(agreement, amendment)
    actor.require(policies.APPROVE, on=party.organisation)
    _demand(agreement, text)
    if not reason.strip():
        raise ReasonNeeded
    if _has_signed(text, party):
        raise PartyHasSigned
    approval = resolutions_on(text).select_for_update().filter(party=party).first()
    if approval is None:
        return None
    approval.withdrawn_at, approval.withdraw_reason = at, nfc(reason).strip()
    approval.save(update_fields=["withdrawn_at", "withdraw_reason"])
    changes: dict[str, object] = {"number": approval.number}
    _record(actor, text, "withdraw_approval", party, changes, reason=approval.withdraw_reason)
    _sync(actor, agreement, text, on=on, at=at)
    return approval


def _held_text(agreement: Agreement, amendment: Amendment | None) -> tuple[Agreement, Text]:
    """Return the agreement and the text that is approved, locked."""
    agreement = held(agreement)
    if amendment is None:
        return agreement, current_version(agreement)
    found = held_amendment(amendment)
    if found.agreement_id != agreement.pk:
        raise NotFound
    return agreement, found


def _demand(agreement: Agreement, text: Text) -> None:
    if isinstance(text, Amendment):
        demand_amending(text, AmendAction.APPROVE)
    else:
        demand(agreement, Action.APPROVE)


def _record(
    actor: Actor,
    text: Text,
    verb: str,
    party: Party,
    changes: dict[str, object],
    *,
    reason: str = "",
) -> None:
    addendum = isinstance(text, Amendment)
    record(
        actor=actor,
        verb=f"agreements.{verb}",
        target=text if addendum else text.agreement,
        organisation_id=party.organisation_id,
        changes=changes,
        reason=reason,
        label=title_of(text) if isinstance(text, Amendment) else text.agreement.title,
    )


def _sync(actor: Actor, agreement: Agreement, text: Text, *, on: date, at: datetime) -> None:
    if isinstance(text, Amendment):
        sync_amendment_work(actor=actor, amendment=text, on=on, at=at)
    else:
        sync_work_of(actor=actor, agreement=agreement, on=on, at=at)


def _has_signed(text: Text, party: Party) -> bool:
    about = (ADDENDUM, text.pk) if isinstance(text, Amendment) else (SUBJECT, text.agreement_id)
    packet = signing.unscoped_packets_about(*about).open().first()
    if packet is None:
        return False
    slots = signing.slots_of(packet).filter(organisation_id=party.organisation_id)
    return any(slot.is_signed for slot in slots)
