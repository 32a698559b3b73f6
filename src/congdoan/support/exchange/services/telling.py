"""What was repaired in the cells of a row, said beside what its kind found."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from congdoan.support.exchange.rules.kinds import WARNING, Column, Problem, RowDraft
from congdoan.support.exchange.rules.repairs import FIX, REASONS, SUGGEST, Repair
from congdoan.support.exchange.rules.sealing import Sealer

_LONGEST, _SHOWN = 80, 3


def tell_all(drafts: Iterable[RowDraft], columns: Sequence[Column]) -> None:
    """
    Say beside each row what was repaired, proposed and noticed.

    What the kind itself found wrong with a column is not said twice. Of columns that are stored
    encrypted only the last characters are told, and a proposal lies encrypted as well.
    """
    sealer = Sealer(columns, {})
    for draft in drafts:
        if sealer.uses and draft.problems:
            draft.problems = [_hidden(one, sealer) for one in draft.problems]
        if draft.repairs:
            _tell(draft, draft.repairs, sealer)


def _hidden(problem: Problem, sealer: Sealer) -> Problem:
    """Encrypt what a kind itself proposes for a column that is stored encrypted."""
    if problem.fix is None or problem.column not in sealer.uses:
        return problem
    return replace(problem, fix=sealer.hidden_edits({problem.column: problem.fix})[problem.column])


def _tell(draft: RowDraft, repairs: Sequence[Repair], sealer: Sealer) -> None:
    proposed = {problem.column for problem in draft.problems if problem.fix is not None}
    judged = {problem.column for problem in draft.problems if problem.severity >= WARNING}
    for one in repairs:
        hidden = one.column in sealer.uses
        words = {"before": _shown(one.before, hidden=hidden)}
        words["after"] = _shown(one.after, hidden=hidden)
        if one.level == FIX:
            draft.note(one.column, REASONS[one.reason], **words)
        elif one.column in proposed:
            continue
        elif one.level == SUGGEST:
            fix = sealer.hidden_edits({one.column: one.after})[one.column]
            draft.suggest(WARNING, one.column, REASONS[one.reason], fix, **words)
        elif one.column not in judged:
            draft.warn(one.column, REASONS[one.reason], **words)


def _shown(text: str, *, hidden: bool) -> str:
    return f"…{text[-_SHOWN:]}" if hidden and text else text[:_LONGEST]
