"""Taking a comment over into the text, with its author kept."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from congdoan.areas.agreements.enums import Level
from congdoan.areas.agreements.models import Agreement, Clause
from congdoan.areas.agreements.rules import structure
from congdoan.areas.agreements.rules.lines import NewLine
from congdoan.areas.agreements.rules.numbering import rank
from congdoan.areas.agreements.rules.refusals import (
    ClauseChanged,
    PlaceGone,
    SuggestionConflicts,
    TakenOverAlready,
    TargetGone,
    WordsDiffer,
)
from congdoan.areas.agreements.selectors.consultations import subject_of
from congdoan.areas.agreements.selectors.suggestions import Proposal, proposal_of
from congdoan.areas.agreements.selectors.text import clauses_of, current_version
from congdoan.areas.agreements.services.editing import clean_text, rewrite
from congdoan.areas.agreements.services.relocating import put_block
from congdoan.areas.agreements.services.structuring import drop_lines, put_line
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotFound
from congdoan.foundation.vietnamese import tidy
from congdoan.support.discussion.api import Comment, Edit, Verdict, find_unscoped_comment

#: Answers that take something over into the text.
TAKEN = frozenset({Verdict.ACCEPTED, Verdict.PARTLY})
#: Done to the text once; another answer later does not do it again.
_ONCE = frozenset({Edit.DELETE, Edit.INSERT, Edit.MOVE})


def take_over(
    *,
    actor: Actor,
    agreement: Agreement,
    comment: Comment,
    verdict: str,
    at: datetime,
    new_heading: str | None,
    new_text: str | None,
    revision: int | None,
) -> str:
    """
    Bring into the text of a held agreement what is taken over from a comment; return the words.

    A suggestion accepted whole is carried over to the words that stand there now; where both
    changed the same words, somebody puts them together and takes it over in part.

    :raises ClauseChanged: when the clause was changed since ``revision``
    :raises SuggestionConflicts, WordsDiffer, PlaceGone, TargetGone, TakenOverAlready: see there
    """
    comment = _as_it_is(agreement, comment)
    if comment.adopted_text and verdict not in TAKEN:
        raise TakenOverAlready
    once = comment.adopted_text if comment.edit in _ONCE else ""
    if once or verdict not in TAKEN or not comment.anchor:
        return once
    clause = _standing(agreement, comment, revision)
    proposal = proposal_of(comment, clause, answered=False)
    if clause is not None:
        taking = _Taking(actor, comment, verdict, at, new_heading, new_text)
        return taking.into(clause, proposal)
    if proposal is not None:
        raise PlaceGone
    return ""


def _standing(agreement: Agreement, comment: Comment, revision: int | None) -> Clause | None:
    version = current_version(agreement)
    version.agreement = agreement
    clause = Clause.objects.filter(
        version=version, stable_id=comment.anchor, removed_at__isnull=True
    ).first()
    if clause is not None:
        clause.version = version
        if revision is not None and clause.revision != revision:
            raise ClauseChanged(name=clause.changed_by_name, clause_id=clause.pk)
    return clause


def _as_it_is(agreement: Agreement, comment: Comment) -> Comment:
    found = find_unscoped_comment(subject_of(agreement), comment.pk)
    if found is None:
        raise NotFound
    return found


class _Taking:
    """One comment being taken over."""

    def __init__(
        self,
        actor: Actor,
        comment: Comment,
        verdict: str,
        at: datetime,
        new_heading: str | None,
        new_text: str | None,
    ) -> None:
        self.actor, self.comment, self.at = actor, comment, at
        self.whole = verdict == Verdict.ACCEPTED
        self.heading, self.text = new_heading, new_text

    def into(self, clause: Clause, proposal: Proposal | None) -> str:
        if proposal is not None and proposal.edit == Edit.INSERT:
            return self._insert(clause, proposal)
        if proposal is None or not self.whole:
            return self._write(clause, clause.heading, self.text)
        if proposal.edit == Edit.DELETE:
            return self._delete(clause, proposal)
        if proposal.edit == Edit.MOVE:
            return self._move(clause)
        return self._replace(clause, proposal)

    def _replace(self, clause: Clause, proposal: Proposal) -> str:
        if not proposal.clean:
            if self.text is None:
                raise SuggestionConflicts
            return self._write(clause, clause.heading, self.text)
        self._refuse_other_words(proposal)
        return self._write(clause, proposal.heading, proposal.text)

    def _refuse_other_words(self, proposal: Proposal) -> None:
        typed = self.text is not None and clean_text(self.text) != proposal.text
        named = self.heading is not None and tidy(self.heading) != proposal.heading
        if typed or named:
            raise WordsDiffer

    def _write(self, clause: Clause, heading: str, text: str | None) -> str:
        if text is None:
            return ""
        written = rewrite(
            actor=self.actor,
            clause=clause,
            heading=heading if self.heading is None else self.heading,
            text=text,
            at=self.at,
            suggestion=self.comment,
        )
        same = (written.heading, written.text) == (clause.heading, clause.text)
        return "" if same else "\n".join(filter(None, (written.heading, written.text)))

    def _insert(self, clause: Clause, proposal: Proposal) -> str:
        if self.whole:
            self._refuse_other_words(proposal)
        heading = proposal.heading if self.heading is None else self.heading
        text = proposal.text if self.text is None else self.text
        level = Level(self.comment.suggested_level or clause.level)
        heading, text = structure.converted(level, tidy(heading)[:400], clean_text(text))
        put_line(
            actor=self.actor,
            version=clause.version,
            line=NewLine(level, heading, text),
            at=self.at,
            after=self._last_of_block(clause, level),
            suggestion=self.comment,
        )
        return "\n".join(filter(None, (heading, text)))

    def _last_of_block(self, clause: Clause, level: Level) -> Clause:
        """Return the line a new one follows: a sibling comes after all that stands under it."""
        rows = clauses_of(clause.version)
        levels = [row.level for row in rows]
        place = next(n for n, row in enumerate(rows) if row.pk == clause.pk)
        deeper = rank(level) > rank(clause.level)
        return clause if deeper else rows[structure.block_end(levels, place) - 1]

    def _delete(self, clause: Clause, proposal: Proposal) -> str:
        if proposal.stale:
            raise SuggestionConflicts
        drop_lines(actor=self.actor, clause=clause, whole=True, at=self.at, suggestion=self.comment)
        with override("vi"):
            return _("Đã bỏ đoạn.")

    def _move(self, clause: Clause) -> str:
        after = None
        if self.comment.suggested_after:
            after = Clause.objects.filter(
                version=clause.version,
                stable_id=self.comment.suggested_after,
                removed_at__isnull=True,
            ).first()
            if after is None:
                raise TargetGone
        put_block(actor=self.actor, clause=clause, after=after, at=self.at, suggestion=self.comment)
        return self.comment.suggested_text
