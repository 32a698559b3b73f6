"""Texts before the public."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from congdoan.areas.agreements.models import Agreement, Publication
from congdoan.areas.agreements.rules.publishing import PublicLine, blanked, personal_data
from congdoan.areas.agreements.selectors.agreements import parties_of
from congdoan.areas.agreements.selectors.document import words_of
from congdoan.areas.agreements.selectors.text import current_version, outline
from congdoan.foundation.refusal import NotFound


def standing_publication(agreement: Agreement) -> Publication | None:
    return agreement.publications.filter(withdrawn_on__isnull=True).first()


def public_text(token: str) -> Publication:
    """:raises NotFound: for an address nothing was ever published at"""
    found = Publication.objects.filter(token=token).first()
    if found is None:
        raise NotFound
    return found


def redacted(
    agreement: Agreement, *, hidden: Collection[UUID], words: Collection[str]
) -> list[PublicLine]:
    """Return the lines of the signed text with these clauses and words blanked."""
    lines = []
    for line in outline(current_version(agreement)):
        clause = line.item
        gone = clause.stable_id in hidden
        heading = "" if gone else blanked(clause.heading, words)
        text = "" if gone else blanked(clause.text, words)
        lines.append(PublicLine(clause.level, line.label, heading, text, gone))
    return lines


def public_facts(agreement: Agreement, words: Collection[str]) -> dict[str, Any]:
    """Return the head of the published text: parties by their names of the signing, no people."""
    version = current_version(agreement)
    parties = parties_of(agreement)
    called = words_of(version, parties, on=agreement.signed_on or agreement.first_day)
    return {
        "kind": called.kind,
        "number": agreement.number,
        "parties": [[one.label, called.parties.get(one.organisation_id, "")] for one in parties],
        "first_day": f"{agreement.first_day:%d/%m/%Y}",
        "last_day": f"{agreement.last_day:%d/%m/%Y}",
        "signed_on": f"{agreement.signed_on:%d/%m/%Y}" if agreement.signed_on else "",
        "objective": blanked(agreement.objective, words),
    }


def suggested_blanks(agreement: Agreement) -> list[str]:
    """Return what in the text looks like personal data."""
    lines = outline(current_version(agreement))
    texts = [part for line in lines for part in (line.item.heading, line.item.text)]
    return personal_data([*texts, agreement.objective])
