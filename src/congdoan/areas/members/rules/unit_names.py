"""
A union as lists call it: by its school, in short words, with or without “Công đoàn cơ sở”.

All of it on folded text (small letters, no marks): "cong doan co so truong tieu hoc hoa sen".
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product

from rapidfuzz import fuzz, process

_UNION = ("cong doan co so ", "cong doan ", "cdcs ", "cd ")
_SCHOOL = "truong "
#: Short words of schools and what they stand for; registers hold either.
_SHORT = {
    "th": "tieu hoc",
    "thcs": "trung hoc co so",
    "thpt": "trung hoc pho thong",
    "mn": "mam non",
    "mg": "mau giao",
}
_MOST = 24


def spellings(folded: str) -> list[str]:
    """Return how a register may hold what a list calls ``folded``; as written comes first."""
    bare = _without(folded, _UNION)
    bare = _without(bare, (_SCHOOL,))
    kinds = [folded, *(f"{head}{school}{name}" for head, school, name in product(
        ("cong doan co so ", "", "cong doan "), (_SCHOOL, ""), _words(bare)
    ))]  # fmt: skip
    return list(dict.fromkeys(kinds))[:_MOST]


def _without(text: str, heads: tuple[str, ...]) -> str:
    for head in heads:
        if text.startswith(head) and len(text) > len(head):
            return text[len(head) :]
    return text


def _words(name: str) -> list[str]:
    """Return the name as written, with short words written out, with long words shortened."""
    long = " ".join(_SHORT.get(word, word) for word in name.split())
    short = f" {long} "
    for letters, words in _SHORT.items():
        short = short.replace(f" {words} ", f" {letters} ")
    return list(dict.fromkeys((name, long, short.strip())))


#: Below this nothing is offered: better no proposal than a strange one.
_ALIKE_NAMES, _ALIKE_CODES, _WHOLE = 75.0, 85.0, 95.0
#: From so many words on a name that holds another whole name says enough.
_WORDS_ENOUGH = 3
_CONFUSED = str.maketrans("OILSB", "01158", " .-_/")


@dataclass(frozen=True, slots=True)
class Called:
    """A union and what it is called: folded full and short name, and the heart of each."""

    code: str
    name: str
    folded: tuple[str, ...]
    hearts: tuple[str, ...]

    @classmethod
    def by(cls, code: str, name: str, folded: Iterable[str]) -> "Called":
        kept = tuple(text for text in folded if text)
        return cls(code, name, kept, tuple(dict.fromkeys(map(heart, kept))))


def heart(folded: str) -> str:
    """Return a name without what all unions are called, its short words written out."""
    bare = _without(_without(folded, _UNION), (_SCHOOL,))
    return " ".join(_SHORT.get(word, word) for word in bare.split())


def code_heart(code: str) -> str:
    """Return a code without separators, letters that are taken for digits as digits."""
    return code.upper().translate(_CONFUSED)


def nearest_names(folded: str, unions: Sequence[Called], *, most: int) -> list[Called]:
    """Return the unions called most like ``folded``, the most alike first."""
    wanted = heart(folded)
    hearts = [one for union in unions for one in union.hearts]
    owners = [union for union in unions for _one in union.hearts]
    found = process.extract(
        wanted, hearts, scorer=fuzz.token_sort_ratio, score_cutoff=_ALIKE_NAMES, limit=most * 2
    )
    if not found and len(wanted.split()) >= _WORDS_ENOUGH:
        # With a place behind it, or a part left out.
        found = process.extract(
            wanted, hearts, scorer=fuzz.token_set_ratio, score_cutoff=_WHOLE, limit=most * 2
        )
        found.sort(key=lambda one: -fuzz.token_sort_ratio(wanted, one[0]))
    return _first([owners[place] for _text, _score, place in found], most)


def nearest_codes(code: str, unions: Sequence[Called], *, most: int) -> list[Called]:
    """Return the unions whose code is most like ``code``; the same but for slips alone, if any."""
    wanted = code_heart(code)
    hearts = [code_heart(union.code) for union in unions]
    same = [union for union, one in zip(unions, hearts, strict=True) if one == wanted]
    if same:
        return same[:most]
    found = process.extract(
        wanted, hearts, scorer=fuzz.ratio, score_cutoff=_ALIKE_CODES, limit=most
    )
    return [unions[place] for _text, _score, place in found]


def _first(unions: Iterable[Called], most: int) -> list[Called]:
    return list({union.code: union for union in unions}.values())[:most]
