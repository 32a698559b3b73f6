"""Texts before the public."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import override

from congdoan.areas.agreements.models import Agreement, Publication
from congdoan.areas.agreements.rules.consolidating import Touch
from congdoan.areas.agreements.rules.publishing import PublicLine, blanked, personal_data
from congdoan.areas.agreements.selectors.agreements import parties_of
from congdoan.areas.agreements.selectors.consolidated import consolidated
from congdoan.areas.agreements.selectors.document import words_of
from congdoan.areas.agreements.selectors.standing import unscoped_over
from congdoan.areas.agreements.selectors.text import current_version, outline
from congdoan.foundation.refusal import NotFound


def standing_publication(agreement: Agreement, *, amended: bool = False) -> Publication | None:
    """Return the published signed text, or (``amended``) the published consolidated one."""
    rows = agreement.publications.filter(withdrawn_on__isnull=True)
    return rows.filter(consolidated_on__isnull=not amended).first()


def public_text(token: str) -> Publication:
    """:raises NotFound: for an address nothing was ever published at"""
    found = Publication.objects.select_related("agreement").filter(token=token).first()
    if found is None:
        raise NotFound
    return found


def published_outline(agreement: Agreement, *, on: date | None) -> Sequence[Any]:
    """Return the lines to publish: of the signed text, or of the consolidated one of a day."""
    return outline(current_version(agreement)) if on is None else consolidated(agreement, on=on)


def redacted(
    agreement: Agreement,
    *,
    hidden: Collection[UUID],
    words: Collection[str],
    on: date | None = None,
) -> list[PublicLine]:
    """Return the lines of the text with these clauses and words blanked."""
    lines = []
    for line in published_outline(agreement, on=on):
        clause = line.item
        abolished = getattr(clause, "removed", None)
        if abolished is not None:
            lines.append(PublicLine(clause.level, line.label, "", _abolished(abolished)))
            continue
        gone = clause.stable_id in hidden
        heading = "" if gone else blanked(clause.heading, words)
        text = "" if gone else blanked(clause.text, words)
        touches = getattr(clause, "touches", ())
        by = [touch.number for touch in touches if touch.number]
        lines.append(PublicLine(clause.level, line.label, heading, text, gone, by))
    return lines


def _abolished(touch: Touch) -> str:
    with override("vi"):
        return _("(được bãi bỏ theo Phụ lục số {number})").format(number=touch.number)


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


def suggested_blanks(agreement: Agreement, *, on: date | None = None) -> list[str]:
    """Return what in the text looks like personal data."""
    lines = published_outline(agreement, on=on)
    texts = [part for line in lines for part in (line.item.heading, line.item.text)]
    return personal_data([*texts, agreement.objective])


@dataclass(frozen=True)
class PublicStanding:
    """What has become of a published text since, in sentences without names or titles."""

    sentences: list[str]
    #: The other published form of the same agreement: consolidated for signed and back.
    other: Publication | None


def public_standing(one: Publication, *, on: date) -> PublicStanding:
    """Say how the agreement was amended or ended, whatever was published of it and when."""
    agreement = one.agreement
    addenda = list(agreement.amendments.agreed().filter(effective_on__isnull=False))
    base = one.consolidated_on
    found = [
        _(
            "Phụ lục số {number} (ký ngày {signed}) sửa đổi, bổ sung văn bản này, "
            "có hiệu lực từ ngày {day}."
        ).format(
            number=addendum.number,
            signed=f"{addendum.signed_on:%d/%m/%Y}",
            day=f"{addendum.effective_on:%d/%m/%Y}",
        )
        for addendum in addenda
        if base is None or (addendum.effective_on and addendum.effective_on > base)
    ]
    if base is not None:
        taken = [
            str(addendum.number)
            for addendum in addenda
            if addendum.effective_on and addendum.effective_on <= base
        ]
        found.insert(
            0,
            _("Văn bản hợp nhất đến ngày {day}, đã gồm Phụ lục số {numbers}.").format(
                day=f"{base:%d/%m/%Y}", numbers=", ".join(taken)
            ),
        )
    over = unscoped_over(agreement, on=on)
    return PublicStanding(
        [*found, over] if over else found,
        standing_publication(agreement, amended=base is None),
    )
