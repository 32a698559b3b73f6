"""
A draft begins, is saved, kept as a version, taken back to one.

Saving while typing leaves no row in the log; keeping and restoring do.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.formats import date_format

from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotFound
from congdoan.foundation.vietnamese import tidy
from congdoan.kernel.audit.api import record
from congdoan.kernel.organisations.models import Organisation
from congdoan.support.discussion.api import Subject
from congdoan.support.drafting.models import Draft, DraftVersion
from congdoan.support.drafting.rules import blocks as rules
from congdoan.support.drafting.rules.blocks import Block
from congdoan.support.drafting.rules.refusals import DraftClosed, SameWords, SavedMeanwhile
from congdoan.support.drafting.selectors.owners import owner_of, require_edit

SUBJECT, ADDRESSEES, NOTE = 500, 4_000, 200


@dataclass(frozen=True)
class DraftData:
    """What a draft says: trích yếu, kính gửi (one a line), blocks."""

    subject: str = ""
    addressees: str = ""
    blocks: Sequence[Block] = field(default=())


@transaction.atomic
def start_draft(
    *,
    actor: Actor,
    owner: Subject,
    organisation: Organisation,
    type_code: str,
    data: DraftData,
    at: datetime,
) -> Draft:
    """Begin the text of a record; the slice that owns the record has asked for the right."""
    made = Draft(
        owner_type=owner.type,
        owner_id=owner.id,
        organisation=organisation,
        type_code=type_code,
        saved_by_name=actor.name,
        saved_at=at,
    )
    _put(made, data)
    require_edit(actor, made)
    made.save(force_insert=True)
    return made


@transaction.atomic
def save_draft(
    *, actor: Actor, draft: Draft, revision: int, data: DraftData, at: datetime
) -> Draft:
    """
    Save what somebody wrote on top of ``revision``; the same words again change nothing.

    :raises SavedMeanwhile: when somebody else saved since
    :raises DraftClosed: when the text has been closed
    """
    require_edit(actor, draft)
    held = _held(draft)
    before = (held.subject, held.addressees, held.blocks)
    stands, who, when = held.revision, held.saved_by_name, held.saved_at
    _put(held, data)
    if (held.subject, held.addressees, held.blocks) == before:
        return held
    if stands != revision:
        raise SavedMeanwhile(name=who, time=date_format(when, "H:i d/m/Y"))
    _saved(held, actor, at)
    return held


@transaction.atomic
def keep_version(*, actor: Actor, draft: Draft, note: str, at: datetime) -> DraftVersion:
    """
    Keep the text as it stands under a number.

    :raises SameWords: when it says what the last version says
    """
    require_edit(actor, draft)
    held = _held(draft)
    last = held.versions.first()
    now = (held.subject, held.addressees, held.blocks)
    if last and (last.subject, last.addressees, last.blocks) == now:
        raise SameWords(number=last.number)
    made = _kept(held, actor, tidy(note)[:NOTE], at)
    record(
        actor=actor,
        verb="drafting.kept",
        target=held,
        organisation_id=held.organisation_id,
        label=_label(held),
        changes={"version": made.number},
    )
    return made


@transaction.atomic
def restore_version(*, actor: Actor, draft: Draft, number: int, at: datetime) -> Draft:
    """
    Make the text what a version says; what stood until now is kept as a version first.

    :raises NotFound: when there is no such version
    """
    require_edit(actor, draft)
    held = _held(draft)
    wanted = held.versions.filter(number=number).first()
    if wanted is None:
        raise NotFound
    last = held.versions.first()
    now = (held.subject, held.addressees, held.blocks)
    if last is None or (last.subject, last.addressees, last.blocks) != now:
        _kept(held, actor, "", at)
    held.subject, held.addressees = wanted.subject, wanted.addressees
    held.blocks = wanted.blocks
    _saved(held, actor, at)
    record(
        actor=actor,
        verb="drafting.restored",
        target=held,
        organisation_id=held.organisation_id,
        label=_label(held),
        changes={"version": number},
    )
    return held


def _held(draft: Draft) -> Draft:
    owner_of(draft).hold(draft)
    held = Draft.objects.select_for_update().get(pk=draft.pk)
    if held.closed_at is not None:
        raise DraftClosed
    return held


def _put(draft: Draft, data: DraftData) -> None:
    draft.subject = tidy(data.subject)[:SUBJECT]
    lines = (tidy(line) for line in data.addressees.splitlines())
    draft.addressees = "\n".join(line for line in lines if line)[:ADDRESSEES]
    draft.blocks = rules.written(rules.read(rules.written(data.blocks)))


def _saved(draft: Draft, actor: Actor, at: datetime) -> None:
    draft.revision += 1
    draft.saved_by_name, draft.saved_at = actor.name, at
    draft.save(
        update_fields=["subject", "addressees", "blocks", "revision", "saved_by_name", "saved_at"]
    )
    owner_of(draft).saved(draft)


def _kept(draft: Draft, actor: Actor, note: str, at: datetime) -> DraftVersion:
    last = draft.versions.first()
    return DraftVersion.objects.create(
        draft=draft,
        number=last.number + 1 if last else 1,
        subject=draft.subject,
        addressees=draft.addressees,
        blocks=draft.blocks,
        note=note,
        by_name=actor.name,
        at=at,
    )


def _label(draft: Draft) -> str:
    return draft.subject or draft.type_code
