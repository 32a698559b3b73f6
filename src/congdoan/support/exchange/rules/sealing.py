"""Cells that are stored encrypted: hidden in plans, opened for whoever may judge them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from congdoan.foundation.sealing import seal, unseal
from congdoan.support.exchange.rules.kinds import Column

#: What a problem says of a cell in the cell's own words.
_OWN_WORDS = ("before", "after", "text", "was", "new")


class Sealer:
    """Hides what a kind's columns say is stored encrypted, in the cells as they came."""

    def __init__(self, columns: Iterable[Column], mapping: Mapping[str, int]) -> None:
        self.uses = {column.code: column.sealed_for for column in columns if column.sealed_for}
        self.places = [(mapping[code], use) for code, use in self.uses.items() if code in mapping]

    def hidden(self, raw: Sequence[str], sealed: Mapping[str, str]) -> list[str]:
        cells = list(raw)
        for place, use in self.places:
            if place < len(cells) and (text := cells[place]):
                cells[place] = sealed.get(text) or seal(text, use=use)
        return cells

    def opened(self, raw: Sequence[str]) -> list[str]:
        cells = list(raw)
        for place, use in self.places:
            if place < len(cells) and cells[place]:
                cells[place] = unseal(cells[place], use=use)
        return cells

    def fix_of(self, problem: Mapping[str, Any]) -> str | None:
        """Return what a cell should hold, where a stored problem says so."""
        if "fix" not in problem:
            return None
        use = self.uses.get(problem["column"])
        return unseal(problem["fix"], use=use) if use else str(problem["fix"])

    def hidden_edits(self, edits: Mapping[str, str]) -> dict[str, str]:
        return {
            code: seal(text, use=self.uses[code]) if code in self.uses else text
            for code, text in edits.items()
        }

    def opened_edits(self, edits: Mapping[str, str]) -> dict[str, str]:
        return {
            code: unseal(text, use=self.uses[code]) if code in self.uses else text
            for code, text in edits.items()
        }
