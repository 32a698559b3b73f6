"""What changed between two days: the law's own changes, not corrections of what we had recorded."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from congdoan.kernel.rulebook.rules.lookup import Rule, in_force


class Turn(StrEnum):
    """How a rule of the later day stands to the earlier day."""

    BEGAN = "began"
    ENDED = "ended"
    CHANGED = "changed"


@dataclass(frozen=True)
class Difference:
    """One rule that does not stand the same on both days."""

    turn: Turn
    before: Rule | None
    after: Rule | None

    @property
    def rule(self) -> Rule:
        rule = self.after or self.before
        if rule is None:
            message = "A difference needs a rule on one of its days"
            raise ValueError(message)
        return rule

    @property
    def since(self) -> date | None:
        """Return the day of the turn: the last one, when there were several in between."""
        return self.after.start if self.after else self.before.until if self.before else None


def differences(
    book: Mapping[str, Sequence[Rule]], earlier: date, later: date, line: Sequence[int] = ()
) -> list[Difference]:
    """Return the rules that began, ended or changed from ``earlier`` to ``later``."""
    return [found for rows in book.values() for found in _difference(rows, earlier, later, line)]


def _difference(
    rows: Sequence[Rule], earlier: date, later: date, line: Sequence[int]
) -> Iterable[Difference]:
    before, after = in_force(rows, earlier, line), in_force(rows, later, line)
    if before is None and after is not None:
        yield Difference(Turn.BEGAN, None, after)
    elif before is not None and after is None:
        yield Difference(Turn.ENDED, before, None)
    elif before is not None and after is not None and before.id != after.id:
        yield Difference(Turn.CHANGED, before, after)
