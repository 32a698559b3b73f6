"""Putting a signed text before the public, redacted, and taking it back."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import date
import secrets
from uuid import UUID

from django.db import transaction

from congdoan.areas.agreements import policies
from congdoan.areas.agreements.models import Agreement, Publication
from congdoan.areas.agreements.rules import publishing as rules
from congdoan.areas.agreements.rules.states import RAN
from congdoan.areas.agreements.selectors.consolidated import in_force_on
from congdoan.areas.agreements.selectors.publishing import (
    public_facts,
    redacted,
    standing_publication,
)
from congdoan.areas.agreements.selectors.text import current_version
from congdoan.areas.agreements.services.states import held
from congdoan.foundation.actor import Actor
from congdoan.foundation.vietnamese import tidy
from congdoan.kernel.audit.api import record


@transaction.atomic
def publish_text(
    *,
    actor: Actor,
    agreement: Agreement,
    hidden: Collection[UUID],
    words: Collection[str],
    on: date,
    note: str = "",
    amended: bool = False,
) -> Publication:
    """
    Publish the signed text with these clauses and words blanked (drafting party).

    ``amended`` publishes the consolidated text of today instead.

    :raises NotSignedYet, NotAmended, PublishedAlready, NothingLeft: nothing to publish
    """
    agreement = held(agreement)
    actor.require(policies.PUBLISH, on=agreement.drafting)
    if agreement.state not in RAN or agreement.signed_on is None:
        raise rules.NotSignedYet
    if amended and not in_force_on(agreement, on):
        raise rules.NotAmended(day=f"{on:%d/%m/%Y}")
    standing = standing_publication(agreement, amended=amended)
    if standing is not None:
        raise rules.PublishedAlready(day=f"{standing.published_on:%d/%m/%Y}")
    lines = redacted(agreement, hidden=hidden, words=words, on=on if amended else None)
    if all(line.hidden for line in lines):
        raise rules.NothingLeft
    made = Publication.objects.create(
        agreement=agreement,
        version=current_version(agreement),
        consolidated_on=on if amended else None,
        token=secrets.token_urlsafe(12),
        title=rules.blanked(agreement.title, words),
        facts=public_facts(agreement, words),
        lines=[asdict(line) for line in lines],
        hidden_lines=sum(line.hidden for line in lines),
        note=tidy(note)[:300],
        published_on=on,
        by_name=actor.name,
    )
    record(
        actor=actor,
        verb="agreements.published",
        target=agreement,
        organisation_id=agreement.drafting_id,
        # How much was blanked, never what: the trail is read by many.
        changes={
            "amended": amended,
            "hidden": made.hidden_lines,
            "words": len(words),
            "on": on.isoformat(),
        },
        label=agreement.title,
    )
    return made


@transaction.atomic
def withdraw_publication(
    *, actor: Actor, publication: Publication, reason: str, on: date
) -> Publication:
    """
    Take a published text back at once; its address then says so and shows nothing of it.

    :raises WithdrawalReasonNeeded: readers are told why
    """
    agreement = publication.agreement
    actor.require(policies.PUBLISH, on=agreement.drafting)
    words = tidy(reason)[:300]
    if not words:
        raise rules.WithdrawalReasonNeeded
    one = Publication.objects.select_for_update(of=("self",)).get(pk=publication.pk)
    if one.withdrawn_on is None:
        one.withdrawn_on, one.withdrawal_reason = on, words
        one.lines, one.facts = [], {}
        one.save(update_fields=["withdrawn_on", "withdrawal_reason", "lines", "facts"])
        record(
            actor=actor,
            verb="agreements.unpublished",
            target=agreement,
            organisation_id=agreement.drafting_id,
            changes={"on": on.isoformat()},
            reason=words,
            label=agreement.title,
        )
    return one
