"""
Comments follow the words they speak about.

Moving and renumbering change nothing: an anchor is the clause's identity. Where a clause is split,
each comment goes with the part that holds the words it quotes or wants changed; where it is joined
to another, all its comments go there. An anchor never points to words of another clause.
"""

from congdoan.areas.agreements.models import Agreement, Clause
from congdoan.areas.agreements.rules.anchors import Remark, part_of
from congdoan.areas.agreements.selectors.consultations import anchor, subject_of
from congdoan.foundation.actor import Actor
from congdoan.support.discussion.api import Comment, Wording, move_comment, unscoped_thread


def follow_split(
    *, actor: Actor, agreement: Agreement, kept: Clause, made: Clause, before: str
) -> None:
    """Send to ``made`` what was said about words that went there; ``before`` was the whole text."""
    for comment in unscoped_thread(subject_of(agreement), anchor(kept.stable_id)):
        remark = Remark(comment.edit, comment.quoted, comment.base_text, comment.suggested_text)
        part = part_of(remark, whole=before, first=kept.text, second=made.text)
        if part is None:
            continue
        wording = _cut(comment, part.base, part.wanted)
        if part.second or wording is not None:
            place = made if part.second else kept
            move_comment(
                actor=actor,
                comment=comment,
                anchor=anchor(place.stable_id),
                wording=wording,
                owner=agreement.drafting,
            )


def follow_merge(*, actor: Actor, agreement: Agreement, gone: Clause, into: Clause) -> None:
    """Send everything said about a clause to the one it was joined to."""
    for comment in unscoped_thread(subject_of(agreement), anchor(gone.stable_id)):
        move_comment(
            actor=actor,
            comment=comment,
            anchor=anchor(into.stable_id),
            owner=agreement.drafting,
        )


def _cut(comment: Comment, base: str, wanted: str) -> Wording | None:
    """Return a suggestion for the part of the clause it is about; None when it stays as it is."""
    if comment.edit != "REPLACE" or comment.verdict:
        return None
    if (base, wanted) == (comment.base_text, comment.suggested_text):
        return None
    return Wording(
        heading=comment.suggested_heading,
        text=wanted,
        base_heading=comment.base_heading,
        base_text=base,
    )
