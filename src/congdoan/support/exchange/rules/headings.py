"""Finding the row of column headings under title rows, whatever order the columns stand in."""

from collections.abc import Sequence
from dataclasses import dataclass

from congdoan.support.exchange.rules.cells import heading
from congdoan.support.exchange.rules.kinds import Column

#: Official lists begin with letterhead and title; deeper than this nobody looks.
DEEPEST_HEADING = 25


@dataclass(frozen=True)
class Headings:
    """Where the headings stand, which column code each cell has, which were not understood."""

    at: int
    mapping: dict[str, int]
    unknown: tuple[str, ...]

    def missing(self, columns: Sequence[Column]) -> list[str]:
        return [c.label for c in columns if c.required and c.code not in self.mapping]


def find_headings(rows: Sequence[Sequence[str]], columns: Sequence[Column]) -> Headings:
    """Return the row that holds most of the known headings (the first of equals)."""
    names = {heading(name): c.code for c in columns for name in (c.label, c.code, *c.aliases)}
    best = Headings(0, {}, ())
    for at, row in enumerate(rows[:DEEPEST_HEADING]):
        mapping: dict[str, int] = {}
        unknown = []
        for place, text in enumerate(row):
            code = names.get(heading(text))
            if code and code not in mapping:
                mapping[code] = place
            elif text:
                unknown.append(text)
        if len(mapping) > len(best.mapping):
            best = Headings(at, mapping, tuple(unknown))
    return best
