"""The names a kind's columns are known by, compared exactly, by part, and loosely."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

from congdoan.support.exchange.rules.cells import heading
from congdoan.support.exchange.rules.kinds import Column
from congdoan.support.exchange.rules.old_fonts import readings
from congdoan.support.exchange.rules.vocabulary import (
    BIRTH,
    COUNTERS,
    DAY,
    FAMILY_MIDDLE,
    FULL_NAME,
    GIVEN_NAME,
    OTHERS,
    SEX,
    concepts_of,
)

_CLOSE, _SHORTEST = 88, 6
_SEXES = {"nam": "?male", "nu": "?female"}
_FAMILY = frozenset(map(heading, FAMILY_MIDDLE.names))
_GIVEN = frozenset(map(heading, GIVEN_NAME.names))


@dataclass(frozen=True)
class Names:
    """Folded headings and the column each means; the codes of columns that lists divide."""

    by_name: dict[str, str]
    #: Days of birth and sexes, which lists write in a column a sex or a column a part.
    divided: frozenset[str]
    full_name: str = ""
    sex: str = ""
    has_given: bool = False

    def exact(self, text: str) -> str:
        bare = self.bare(text)
        return self.by_name.get(bare, "")

    def bare(self, text: str) -> str:
        """Return a heading for comparing; one in an old font as it was meant, if that is known."""
        for reading in readings(text):
            if (bare := heading(reading)) in self.by_name:
                return bare
        return heading(text)

    def match(self, text: str) -> tuple[str, float]:
        """Return the code a heading means and how sure that is; ("", 0.0) for none."""
        if not text:
            return "", 0.0
        bare = self.bare(text)
        if code := self.by_name.get(bare):
            return code, 1.0
        divided = self._divided(bare)
        if divided:
            return divided, 1.0
        if bare in COUNTERS or len(bare) < _SHORTEST or OTHERS & set(bare.split()):
            return "", 0.0
        return self._contained(bare) or self._close(bare)

    def half(self, text: str) -> str:
        """Return what a heading means that needs a partner: "Nữ", "Họ đệm", "Tên"."""
        bare = heading(text)
        if self.sex and bare in _SEXES:
            return _SEXES[bare]
        if self.full_name and not self.has_given:
            if bare in _FAMILY:
                return "?family"
            if bare in _GIVEN:
                return "?given"
        return ""

    def _divided(self, bare: str) -> str:
        """Return "birth_date:female" for "nam sinh nu"."""
        for ending, part in ((" nam", "male"), (" nu", "female")):
            code = self.by_name.get(bare.removesuffix(ending)) if bare.endswith(ending) else None
            if code in self.divided:
                return f"{code}:{part}"
        return ""

    def _contained(self, bare: str) -> tuple[str, float] | None:
        """Find the longest known name of two words or more inside a longer heading."""
        inside = [
            name
            for name in self.by_name
            if " " in name and len(name) >= _SHORTEST and f" {name} " in f" {bare} "
        ]
        if not inside:
            return None
        name = max(inside, key=len)
        return self.by_name[name], 0.7 + 0.25 * len(name) / len(bare)

    def _close(self, bare: str) -> tuple[str, float]:
        found = process.extractOne(
            bare, [n for n in self.by_name if len(n) >= _SHORTEST], scorer=fuzz.ratio
        )
        if found is None or found[1] < _CLOSE:
            return "", 0.0
        return self.by_name[found[0]], 0.6 + 0.3 * (found[1] - _CLOSE) / (100 - _CLOSE) + 0.1


@lru_cache(maxsize=32)
def _names(columns: tuple[Column, ...]) -> Names:
    concepts = concepts_of(columns)
    by_name: dict[str, str] = {}
    own = [(c.code, (c.label, c.code, *c.aliases)) for c in columns]
    shared = [(c.code, concepts[c.code].names) for c in columns]
    # The kind's own words come first, then what lists call such a thing.
    for code, names in [*own, *shared]:
        for name in names:
            by_name.setdefault(heading(name), code)
    holds = {code: concept.holds for code, concept in concepts.items()}
    full = next((code for code, one in concepts.items() if one is FULL_NAME), "")
    return Names(
        by_name,
        frozenset(code for code, what in holds.items() if what in (BIRTH, SEX, DAY)),
        full,
        next((code for code, what in holds.items() if what == SEX), ""),
        has_given=any(one is GIVEN_NAME for one in concepts.values()),
    )


def names_of(columns: Sequence[Column]) -> Names:
    return _names(tuple(columns))
