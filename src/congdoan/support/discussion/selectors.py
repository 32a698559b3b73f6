"""
Reading a discussion.

Unscoped throughout: who may read the record may read what is said about it, and only the slice
that owns the record knows. It asks these after its own check.
"""

from dataclasses import dataclass

from django.db.models import Count, Q

from congdoan.support.discussion.enums import CommentKind
from congdoan.support.discussion.models import Comment, CommentQuerySet
from congdoan.support.discussion.rules import Subject


@dataclass(frozen=True)
class PartySaid:
    """How far one party has spoken."""

    party_id: int
    opinions: int
    no_opinions: int
    unanswered: int


def unscoped_thread(subject: Subject, anchor: str) -> CommentQuerySet:
    """Return the standing comments at one place, oldest first."""
    return _in_order(subject).standing().filter(anchor=anchor)


def unscoped_by_anchor(subject: Subject) -> dict[str, list[Comment]]:
    """Return every standing comment of a record by its place, in one query."""
    threads: dict[str, list[Comment]] = {}
    for comment in _in_order(subject).standing():
        threads.setdefault(comment.anchor, []).append(comment)
    return threads


def unscoped_unanswered(subject: Subject) -> CommentQuerySet:
    """Return what still waits for an answer; a text may be frozen only when this is empty."""
    return _in_order(subject).awaiting_answer()


def unscoped_reception(subject: Subject) -> CommentQuerySet:
    """
    Return the rows of the table of reception (bảng tiếp thu, giải trình).

    Every standing comment with its answer, grouped by place, then by time; the owner sorts places
    into the order of its text.
    """
    return Comment.objects.about(subject).standing().order_by("anchor", "created_at", "pk")


def unscoped_parties(subject: Subject) -> dict[int, PartySaid]:
    """Return which parties have spoken and how much of it is answered, in one query."""
    said = (
        Comment.objects.about(subject)
        .standing()
        .order_by()
        .values("party_id")
        .annotate(
            opinions=Count("pk", filter=~Q(kind=CommentKind.NO_OPINION)),
            no_opinions=Count("pk", filter=Q(kind=CommentKind.NO_OPINION)),
            waiting=Count("pk", filter=Q(verdict="") & ~Q(kind=CommentKind.NO_OPINION)),
        )
    )
    return {
        row["party_id"]: PartySaid(
            row["party_id"], row["opinions"], row["no_opinions"], row["waiting"]
        )
        for row in said
    }


def unscoped_thread_counts(subject: Subject) -> tuple[int, int]:
    """Return how many comments stand, and how many of them wait for an answer; one query."""
    standing = Comment.objects.about(subject).standing().order_by()
    found = standing.aggregate(
        all=Count("pk"),
        waiting=Count("pk", filter=Q(verdict="") & ~Q(kind=CommentKind.NO_OPINION)),
    )
    return found["all"], found["waiting"]


def find_unscoped_comment(subject: Subject, pk: int) -> Comment | None:
    """Return a comment of this record (and no other's), or None."""
    return Comment.objects.about(subject).filter(pk=pk).first()


def _in_order(subject: Subject) -> CommentQuerySet:
    return Comment.objects.about(subject).order_by("created_at", "pk")
