"""Suggesting other words for a clause, its removal, or a new one after it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from congdoan.areas.agreements import policies
from congdoan.areas.agreements.enums import Level
from congdoan.areas.agreements.models import Agreement, Clause, Party
from congdoan.areas.agreements.rules import structure
from congdoan.areas.agreements.rules.refusals import (
    ClauseChanged,
    ClauseGone,
    NothingChanged,
    TargetGone,
)
from congdoan.areas.agreements.rules.states import Action
from congdoan.areas.agreements.selectors.consultations import (
    anchor,
    open_round_of,
    subject_of,
)
from congdoan.areas.agreements.selectors.text import (
    clauses_of,
    current_version,
    outline,
    place_of,
)
from congdoan.areas.agreements.services.editing import clean_text
from congdoan.areas.agreements.services.states import demand, held
from congdoan.foundation.actor import Actor
from congdoan.foundation.vietnamese import tidy
from congdoan.support.discussion import api as discussion
from congdoan.support.discussion.api import Comment, Edit, Wording


@transaction.atomic
def suggest(
    *,
    actor: Actor,
    agreement: Agreement,
    party: Party,
    clause: Clause,
    edit: str,
    revision: int,
    at: datetime,
    heading: str = "",
    text: str = "",
    level: str = "",
    reason: str = "",
    after: Clause | None = None,
) -> Comment:
    """
    Suggest for a party what ``clause`` should read, that it go or move, or what should follow it.

    ``revision`` is that of the words the party had before it; ``after`` the line it should be
    moved behind, with all that stands under it (None: to the very beginning).

    :raises ClauseChanged, ClauseGone: when the clause is not what the party looked at
    :raises NothingChanged: when the words are those that stand there
    :raises LevelDoesNotFit: when a new or moved line has no place there
    :raises AlreadyThere, InsideItself: when nothing would move
    """
    agreement = held(agreement)
    actor.require(policies.COMMENT, on=party.organisation)
    demand(agreement, Action.COMMENT)
    open_round_of(agreement, party)
    now = _as_seen(agreement, clause, revision)
    if edit == Edit.MOVE:
        wording = _move(now, after)
    else:
        wording = _wording(now, Edit(edit), heading, text, level)
    return discussion.comment(
        actor=actor,
        subject=subject_of(agreement),
        anchor=anchor(now.stable_id),
        party=party.organisation,
        kind=discussion.CommentKind.SUGGESTION,
        at=at,
        text=reason,
        wording=wording,
        place=place_of(outline(now.version), now),
    )


def _as_seen(agreement: Agreement, clause: Clause, revision: int) -> Clause:
    now = Clause.objects.select_related("version__agreement").get(pk=clause.pk)
    if now.removed_at is not None or now.version != current_version(agreement):
        raise ClauseGone(name=now.changed_by_name)
    if now.revision != revision:
        raise ClauseChanged(name=now.changed_by_name, clause_id=now.pk)
    return now


def _wording(now: Clause, edit: Edit, heading: str, text: str, level: str) -> Wording:
    base = {"base_heading": now.heading, "base_text": now.text}
    if edit == Edit.DELETE:
        return Wording(edit=edit, **base)
    level = Level(level or now.level) if edit == Edit.INSERT else Level(now.level)
    new_heading, new_text = structure.converted(level, tidy(heading)[:400], clean_text(text))
    if edit == Edit.INSERT:
        lines = clauses_of(now.version)
        before = [row.level for row in lines if row.order <= now.order]
        structure.require_place(before, level)
    elif (new_heading, new_text) == (now.heading, now.text):
        raise NothingChanged
    return Wording(edit=edit, heading=new_heading, text=new_text, level=level, **base)


def _move(now: Clause, after: Clause | None) -> Wording:
    lines = outline(now.version)
    ids = [line.item.pk for line in lines]
    if after is not None and after.pk not in ids:
        raise TargetGone
    target = 0 if after is None else ids.index(after.pk) + 1
    structure.moved_to([line.item.level for line in lines], ids.index(now.pk), target)
    with override("vi"):
        where = (
            _("Chuyển lên đầu văn bản.")
            if after is None
            else _("Chuyển đến sau {place}.").format(place=place_of(lines, after))
        )
    return Wording(
        edit=Edit.MOVE,
        text=where,
        after="" if after is None else anchor(after.stable_id),
        base_heading=now.heading,
        base_text=now.text,
    )
