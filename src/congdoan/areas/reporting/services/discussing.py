"""Saying something about a cell, a section, or the whole of a report."""

from datetime import datetime

from django.db import transaction

from congdoan.areas.reporting import policies
from congdoan.areas.reporting.models import Report
from congdoan.areas.reporting.rules.moves import may_move
from congdoan.areas.reporting.selectors.cells import label_of, layout_of
from congdoan.areas.reporting.selectors.reading import cell_anchor, section_anchor, subject_of
from congdoan.areas.reporting.selectors.standing import acting_at, judging
from congdoan.areas.reporting.services.judging import NothingToJudge
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotAllowed, NotFound
from congdoan.kernel.organisations.models import Organisation
from congdoan.support.discussion.api import (
    ANSWER,
    Comment,
    CommentKind,
    answer_comment,
    comment,
    find_unscoped_comment,
)


def speaking_for(actor: Actor, report: Report) -> Organisation | None:
    """Return for whom the actor speaks about a report: who judges it, or its own side."""
    return (
        judging(actor, report)
        or judging(actor, report, second=True)
        or acting_at(actor, policies.WRITE, report.organisation, on=actor.today)
    )


def place_of(report: Report, anchor: str) -> str:
    """
    Return how a place of the report is called ("" is the whole).

    :raises NotFound: when the form has no such place
    """
    if not anchor:
        return ""
    layout = layout_of(report.round.version)
    for cell in layout.cells:
        if cell_anchor(cell.series) == anchor:
            return label_of(cell)
    for part in layout.parts:
        if section_anchor(part.section.code) == anchor:
            return part.section.title
    raise NotFound


@transaction.atomic
def comment_report(
    *, actor: Actor, report: Report, anchor: str, text: str, at: datetime
) -> Comment:
    """
    Say something at a place of a report.

    :raises NotAllowed: to who neither judges nor writes it
    :raises NothingToJudge: to who judges it while it is with its author
    :raises NotFound: when the form has no such place
    """
    by = speaking_for(actor, report)
    if by is None:
        actor.require(policies.JUDGE, on=report.superior)
        raise NotAllowed
    second = judging(actor, report) is None
    own = by.pk == report.organisation_id
    if not own and not may_move("comment", report.state, second=second):
        raise NothingToJudge
    return comment(
        actor=actor,
        subject=subject_of(report),
        anchor=anchor,
        party=by,
        kind=CommentKind.OPINION,
        at=at,
        text=text,
        place=place_of(report, anchor),
    )


def answering_for(actor: Actor, report: Report) -> Organisation | None:
    """Return for whom the actor answers what was said about a report; None: not at all."""
    return acting_at(actor, ANSWER, report.organisation, on=actor.today)


def asked_about(report: Report, pk: int) -> Comment:
    """:raises NotFound: when it is no standing comment about the report"""
    found = find_unscoped_comment(subject_of(report), pk)
    if found is None:
        raise NotFound
    return found


@transaction.atomic
def answer_about(
    *, actor: Actor, report: Report, said: Comment, verdict: str, reason: str, at: datetime
) -> Comment:
    """
    Answer a comment for the unit whose report it is.

    :raises NotAllowed: to who does not answer for the unit
    """
    by = answering_for(actor, report)
    if by is None:
        raise NotAllowed
    return answer_comment(
        actor=actor, comment=said, answering=by, verdict=verdict, reason=reason, at=at
    )
