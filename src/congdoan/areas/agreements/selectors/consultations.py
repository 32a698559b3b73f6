"""Rounds of comments: what was said where, what still waits."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from congdoan.areas.agreements.models import Agreement, Consultation, Party
from congdoan.areas.agreements.rules.refusals import AlreadyReplied
from congdoan.areas.agreements.selectors.agreements import parties_of
from congdoan.areas.agreements.selectors.text import ClauseLine
from congdoan.foundation.refusal import NotFound
from congdoan.support.discussion.api import (
    Comment,
    CommentKind,
    Subject,
    Verdict,
    unscoped_by_anchor,
    unscoped_parties,
    unscoped_unanswered,
)

#: Under this name ``support/discussion`` keeps the comments of an agreement.
SUBJECT = "agreements.agreement"


def subject_of(agreement: Agreement) -> Subject:
    return Subject(SUBJECT, agreement.pk)


def open_consultation(agreement: Agreement) -> Consultation | None:
    return agreement.consultations.filter(closed_on__isnull=True).first()


def open_round_of(agreement: Agreement, party: Party) -> Consultation:
    """
    Return the round in which ``party`` still speaks.

    :raises NotFound: when there is none
    :raises AlreadyReplied: when the party has said it is done
    """
    consultation = open_consultation(agreement)
    if consultation is None:
        raise NotFound
    if consultation.replies.filter(organisation=party.organisation_id).exists():
        raise AlreadyReplied
    return consultation


def last_consultation(agreement: Agreement) -> Consultation | None:
    return agreement.consultations.order_by("-number").first()


def replied_ids(consultation: Consultation) -> set[int]:
    """Return the organisations that have said all they have to say."""
    return set(consultation.replies.values_list("organisation_id", flat=True))


def own_deadlines(consultation: Consultation) -> dict[int, date]:
    """
    Return the parties' own deadlines by organisation; the others have that of the round.

    One that the round's has overtaken since means nothing any more.
    """
    later = consultation.extensions.filter(due__gt=consultation.due)
    return dict(later.values_list("organisation_id", "due"))


def due_of(consultation: Consultation, parties: Iterable[Party]) -> date:
    """Return until when some of ``parties`` still have time."""
    own = own_deadlines(consultation)
    return max(
        (own.get(party.organisation_id, consultation.due) for party in parties),
        default=consultation.due,
    )


def awaited_parties(agreement: Agreement, consultation: Consultation) -> list[Party]:
    """Return the parties that still owe their comments; who drafted the text owes none."""
    done = replied_ids(consultation) | {agreement.drafting_id}
    return [party for party in parties_of(agreement) if party.organisation_id not in done]


def unanswered_count(agreement: Agreement) -> int:
    return unscoped_unanswered(subject_of(agreement)).count()


def silent_parties(agreement: Agreement, *, on: date) -> list[Party]:
    """Return who must still be waited for: silent parties whose own time has not passed."""
    consultation = open_consultation(agreement)
    if consultation is None:
        return []
    own = own_deadlines(consultation)
    return [
        party
        for party in awaited_parties(agreement, consultation)
        if on <= own.get(party.organisation_id, consultation.due)
    ]


@dataclass(frozen=True)
class Missing:
    """What the text still waits for before it can be frozen."""

    unanswered: int
    silent: list[Party]

    def __bool__(self) -> bool:
        return bool(self.unanswered or self.silent)


def missing_before_freeze(agreement: Agreement, *, on: date) -> Missing:
    """Return the comments without an answer and the parties whose time still runs."""
    return Missing(unanswered_count(agreement), silent_parties(agreement, on=on))


@dataclass(frozen=True)
class PartyProgress:
    """How far one party is in a round."""

    party: Party
    replied: bool
    late: bool
    #: Until when this party has time.
    due: date
    #: It has a deadline of its own.
    extended: bool
    opinions: int
    unanswered: int
    #: It has said that it has no comment.
    agrees: bool


def progress_of(
    agreement: Agreement, consultation: Consultation, *, on: date
) -> list[PartyProgress]:
    """Return every party but the drafting one with what it said; four queries."""
    said = unscoped_parties(subject_of(agreement))
    own = own_deadlines(consultation)
    done = replied_ids(consultation)
    rows = []
    for party in parties_of(agreement):
        if party.organisation_id == agreement.drafting_id:
            continue
        of_party = said.get(party.organisation_id)
        replied = party.organisation_id in done
        due = own.get(party.organisation_id, consultation.due)
        rows.append(
            PartyProgress(
                party=party,
                replied=replied,
                late=not replied and on > due,
                due=due,
                extended=party.organisation_id in own,
                opinions=of_party.opinions if of_party else 0,
                unanswered=of_party.unanswered if of_party else 0,
                agrees=bool(of_party and of_party.no_opinions and not of_party.opinions),
            )
        )
    return rows


@dataclass(frozen=True)
class Reception:
    """Comments on one place of the text: a row of the table of reception."""

    line: ClauseLine | None
    comments: list[Comment]
    #: What the place was called, when it is gone from the text.
    gone: str = ""


def reception(agreement: Agreement, lines: list[ClauseLine]) -> list[Reception]:
    """
    Return every standing comment in the order of the text, general ones first.

    Comments on clauses that are gone from the text come last: they were said and answered too.
    """
    by_anchor = unscoped_by_anchor(subject_of(agreement))
    rows = []
    if "" in by_anchor:
        rows.append(Reception(None, by_anchor.pop("")))
    for line in lines:
        comments = by_anchor.pop(anchor(line.item.stable_id), None)
        if comments:
            rows.append(Reception(line, comments))
    rows += [
        Reception(None, comments, comments[0].place or _("Đoạn không còn trong dự thảo"))
        for comments in by_anchor.values()
    ]
    return rows


@dataclass(frozen=True)
class Totals:
    """How many comments came and what became of them."""

    received: int
    accepted: int
    partly: int
    rejected: int
    noted: int
    waiting: int
    no_opinion: int


def totals_of(comments: Iterable[Comment]) -> Totals:
    said = list(comments)
    spoken = [one for one in said if one.kind != CommentKind.NO_OPINION]
    verdicts = Counter(one.verdict for one in spoken)
    return Totals(
        received=len(spoken),
        accepted=verdicts[Verdict.ACCEPTED],
        partly=verdicts[Verdict.PARTLY],
        rejected=verdicts[Verdict.REJECTED],
        noted=verdicts[Verdict.NOTED],
        waiting=verdicts[""],
        no_opinion=len(said) - len(spoken),
    )


def anchor(stable_id: UUID) -> str:
    return stable_id.hex
