"""A party's own body approves the frozen text before the party signs it."""

from datetime import date, datetime

from django.core.files.base import File
from django.db import transaction

from congdoan.areas.agreements import policies
from congdoan.areas.agreements.models import Agreement, Approval, Party
from congdoan.areas.agreements.rules.refusals import (
    ApprovedAlready,
    PartyHasSigned,
    ReasonNeeded,
    ResolvedInTheFuture,
)
from congdoan.areas.agreements.rules.states import Action
from congdoan.areas.agreements.selectors.approvals import RESOLUTION
from congdoan.areas.agreements.selectors.consultations import SUBJECT
from congdoan.areas.agreements.selectors.text import current_version
from congdoan.areas.agreements.services.states import demand, held
from congdoan.areas.agreements.services.working import sync_work_of
from congdoan.foundation.actor import Actor
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
) -> Approval:
    """
    Write down the resolution by which a party's own body approved the frozen text.

    :raises ResolvedInTheFuture: when its day lies after today
    :raises ApprovedAlready: when one stands; it is withdrawn first
    :raises FileTooLarge, FileTypeRefused, …: a file that is none (see files)
    """
    agreement = held(agreement)
    actor.require(policies.APPROVE, on=party.organisation)
    demand(agreement, Action.APPROVE)
    if dated > on:
        raise ResolvedInTheFuture
    version = current_version(agreement)
    if version.approvals.filter(party=party, withdrawn_at__isnull=True).exists():
        raise ApprovedAlready
    approval = Approval.objects.create(
        version=version,
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
    record(
        actor=actor,
        verb="agreements.approve",
        target=agreement,
        organisation_id=party.organisation_id,
        changes={
            "number": approval.number,
            "dated": dated.isoformat(),
            "version": version.number,
            "sha256": approval.file.sha256,
        },
        label=agreement.title,
    )
    sync_work_of(actor=actor, agreement=agreement, on=on, at=at)
    return approval


@transaction.atomic
def withdraw_approval(
    *, actor: Actor, agreement: Agreement, party: Party, reason: str, on: date, at: datetime
) -> Approval | None:
    """
    Take a resolution back that was recorded wrongly; it stays in the record.

    :raises PartyHasSigned: when the party has signed on the strength of it
    :raises ReasonNeeded: without a reason
    """
    agreement = held(agreement)
    actor.require(policies.APPROVE, on=party.organisation)
    demand(agreement, Action.APPROVE)
    if not reason.strip():
        raise ReasonNeeded
    if _has_signed(agreement, party):
        raise PartyHasSigned
    rows = Approval.objects.select_for_update().filter(
        version=current_version(agreement), party=party, withdrawn_at__isnull=True
    )
    approval = rows.first()
    if approval is None:
        return None
    approval.withdrawn_at, approval.withdraw_reason = at, nfc(reason).strip()
    approval.save(update_fields=["withdrawn_at", "withdraw_reason"])
    record(
        actor=actor,
        verb="agreements.withdraw_approval",
        target=agreement,
        organisation_id=party.organisation_id,
        changes={"number": approval.number},
        reason=approval.withdraw_reason,
        label=agreement.title,
    )
    sync_work_of(actor=actor, agreement=agreement, on=on, at=at)
    return approval


def _has_signed(agreement: Agreement, party: Party) -> bool:
    packet = signing.unscoped_packets_about(SUBJECT, agreement.pk).open().first()
    if packet is None:
        return False
    slots = signing.slots_of(packet).filter(organisation_id=party.organisation_id)
    return any(slot.is_signed for slot in slots)
