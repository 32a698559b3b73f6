"""
Speaking and answering.

Whether the record is open for comments, which organisations are its parties and who owns it is
known to the slice that owns the record: it checks that and then calls these. What stands here
anyway: nobody speaks for an organisation without ``discussion.speak`` on it, nobody answers
without ``discussion.answer`` on the organisation that answers.
"""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import QuerySet

from congdoan.foundation.actor import Actor
from congdoan.foundation.capabilities import Capability
from congdoan.foundation.refusal import ChangedMeanwhile, NotAllowed, Refusal
from congdoan.kernel.audit import api as audit
from congdoan.support.discussion import policies, rules
from congdoan.support.discussion.enums import CommentKind, Verdict
from congdoan.support.discussion.models import Comment
from congdoan.support.discussion.rules import Subject, Wording

if TYPE_CHECKING:
    from congdoan.kernel.organisations.models import Organisation


class AlreadyAnswered(Refusal):
    """Góp ý này đã được trả lời nên không sửa, không rút được nữa; hãy gửi thêm một góp ý mới."""


class Withdrawn(Refusal):
    """Góp ý này đã được rút; không cần trả lời."""


class NeedsNoAnswer(Refusal):
    """“Không có ý kiến” không cần trả lời."""


class SaidAlready(Refusal):
    """Bạn đã góp ý đúng những lời này ở chỗ này; không cần ghi lại."""


@transaction.atomic
def comment(
    *,
    actor: Actor,
    subject: Subject,
    anchor: str,
    party: "Organisation",
    kind: str,
    at: datetime,
    text: str = "",
    suggested_text: str = "",
    wording: Wording | None = None,
    place: str = "",
    quoted: str = "",
    right: Capability = policies.SPEAK,
) -> Comment:
    """
    Say something for ``party`` about one place; the same words twice (a double click) are one.

    ``wording`` is what a suggestion wants there, ``place`` how the place is called now, ``quoted``
    the part of its words spoken about. ``right`` is the one the record's owner asks for where it
    is not speaking for an organisation (colleagues about their own unit's draft).

    :raises NothingSaid, NothingSuggested, NothingArgued, TooLong: words that do not fit the kind
    """
    actor.require(right, on=party)
    if actor.user_id is None:
        raise NotAllowed
    wish = wording or Wording(edit="", text=suggested_text)
    wanted = wish.text or (wish.heading if wish.edit else "")
    text, wanted = rules.said(CommentKind(kind), text, wanted, edit=wish.edit)
    made, created = Comment.objects.get_or_create(
        subject_type=subject.type,
        subject_id=subject.id,
        first_anchor=anchor,
        party=party,
        author_id=actor.user_id,
        kind=kind,
        edit=wish.edit,
        text=text,
        suggested_text=wanted if wish.text else "",
        withdrawn_at=None,
        defaults={
            "author_name": actor.name,
            "created_at": at,
            "anchor": anchor,
            "place": place[:200],
            "quoted": rules.lines(quoted),
            "suggested_heading": wish.heading[:400],
            "suggested_level": wish.level,
            "suggested_after": wish.after,
            "base_heading": wish.base_heading[:400],
            "base_text": wish.base_text,
        },
    )
    if created:
        _record(actor, "discussion.commented", made)
    return made


@transaction.atomic
def edit_comment(
    *, actor: Actor, comment: Comment, at: datetime, text: str = "", suggested_text: str = ""
) -> Comment:
    """
    Change one's own words while nobody has answered them.

    :raises AlreadyAnswered: when somebody has
    :raises SaidAlready: when it would repeat another comment of theirs
    """
    actor.require(policies.SPEAK, on=comment.party)
    held = _own(actor, comment)
    held.text, held.suggested_text = rules.said(held.kind, text, suggested_text, edit=held.edit)
    if _twins(held).exists():
        raise SaidAlready
    held.edited_at = at
    held.save(update_fields=["text", "suggested_text", "edited_at"])
    _record(actor, "discussion.edited", held)
    return held


@transaction.atomic
def withdraw_comment(*, actor: Actor, comment: Comment, at: datetime) -> Comment:
    """
    Take one's own comment back; it stays in the record, out of the thread.

    :raises AlreadyAnswered: when somebody has answered it
    """
    actor.require(policies.SPEAK, on=comment.party)
    held = _own(actor, comment)
    if held.withdrawn_at is None:
        held.withdrawn_at = at
        held.save(update_fields=["withdrawn_at"])
        _record(actor, "discussion.withdrawn", held)
    return held


@transaction.atomic
def answer_comment(
    *,
    actor: Actor,
    comment: Comment,
    answering: "Organisation",
    verdict: str,
    at: datetime,
    reason: str = "",
    seen: str | None = None,
    adopted_text: str = "",
    right: Capability = policies.ANSWER,
) -> Comment:
    """
    Answer a comment for ``answering``, the organisation that leads the text.

    Answering again replaces the answer; the audit trail keeps both. ``seen`` is ``answer_mark`` of
    what the person had before them (None: not asked). ``adopted_text`` are the words the text took
    over, if any.

    :raises ChangedMeanwhile: when somebody else has answered since
    :raises Withdrawn, NeedsNoAnswer: when there is nothing to answer
    :raises ReasonMissing: when it is not taken over whole and no reason is given
    """
    actor.require(right, on=answering)
    held = Comment.objects.select_for_update().get(pk=comment.pk)
    if held.withdrawn_at is not None:
        raise Withdrawn
    if held.kind == CommentKind.NO_OPINION:
        raise NeedsNoAnswer
    if seen is not None and seen != answer_mark(held):
        raise ChangedMeanwhile
    before = held.verdict
    held.reason = rules.answered(Verdict(verdict), reason)
    held.verdict = verdict
    held.answered_by_id = actor.user_id
    held.answered_by_name = actor.name
    held.answered_at = at
    held.adopted_text = adopted_text
    held.save(
        update_fields=[
            "verdict",
            "reason",
            "answered_by",
            "answered_by_name",
            "answered_at",
            "adopted_text",
        ]
    )
    audit.record(
        actor=actor,
        verb="discussion.answered",
        target=held,
        organisation_id=answering.pk,
        changes={"verdict": [before, verdict]},
        reason=held.reason,
    )
    return held


@transaction.atomic
def move_comment(
    *,
    actor: Actor,
    comment: Comment,
    anchor: str,
    wording: Wording | None = None,
    owner: "Organisation",
) -> Comment:
    """
    Let a comment follow the words it speaks about to another place.

    The owner of the record moved the words and has authorised that; ``wording`` replaces what a
    suggestion wants and the words it was made against, when only a part of them went over.
    """
    held = Comment.objects.select_for_update().get(pk=comment.pk)
    before, held.anchor = held.anchor, anchor
    if wording is not None:
        held.suggested_heading, held.suggested_text = wording.heading, wording.text
        held.base_heading, held.base_text = wording.base_heading, wording.base_text
    held.save(
        update_fields=[
            "anchor",
            "suggested_heading",
            "suggested_text",
            "base_heading",
            "base_text",
        ]
    )
    audit.record(
        actor=actor,
        verb="discussion.moved",
        target=held,
        organisation_id=owner.pk,
        changes={"anchor": [before, anchor]},
    )
    return held


def answer_mark(comment: Comment) -> str:
    """Return what tells one answer of a comment from the next; empty while there is none."""
    return comment.answered_at.isoformat() if comment.answered_at else ""


def _own(actor: Actor, comment: Comment) -> Comment:
    held = Comment.objects.select_for_update().get(pk=comment.pk)
    if actor.user_id is None or held.author_id != actor.user_id:
        raise NotAllowed
    if held.verdict:
        raise AlreadyAnswered
    return held


def _twins(held: Comment) -> QuerySet[Comment]:
    same = Comment.objects.about(held.subject).standing().exclude(pk=held.pk)
    return same.filter(
        first_anchor=held.first_anchor,
        party=held.party_id,
        author=held.author_id,
        kind=held.kind,
        edit=held.edit,
        text=held.text,
        suggested_text=held.suggested_text,
    )


def _record(actor: Actor, verb: str, made: Comment) -> None:
    audit.record(
        actor=actor,
        verb=verb,
        target=made,
        organisation_id=made.party_id,
        changes={"subject": f"{made.subject_type}:{made.subject_id}", "kind": made.kind},
    )
