"""With which part of a split clause a comment goes: pure arithmetic on words."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Remark:
    """
    What a comment says about a clause.

    ``edit`` is empty for an opinion; ``base`` are the words a suggestion was made against,
    ``wanted`` those it wants, ``quoted`` the words an opinion is about.
    """

    edit: str = ""
    quoted: str = ""
    base: str = ""
    wanted: str = ""


@dataclass(frozen=True)
class Part:
    """``second``: it goes with the new clause; ``base`` and ``wanted`` are cut to its part."""

    second: bool
    base: str
    wanted: str


def part_of(remark: Remark, *, whole: str, first: str, second: str) -> Part | None:
    """
    Return where a remark on ``whole`` goes now that it is split into ``first`` and ``second``.

    None: it stays where it is, as it is. A suggestion goes with the part whose words it changes,
    and is cut to it when it was made against the whole; one that changes both parts stays with the
    first, to be looked at as a whole. A new clause was wanted after the whole, so after the second.
    """
    there = Part(second=True, base=remark.base, wanted=remark.wanted)
    if remark.edit == "INSERT":
        return there
    if remark.edit == "REPLACE" and _same(remark.base, whole):
        return _cut(remark, first, second)
    about = _about(remark)
    if about and _holds(second, about) and not _holds(first, about):
        return there
    return None


def _about(remark: Remark) -> str:
    """Return the words a remark is about; none when it is about the clause as a whole."""
    if remark.edit == "REPLACE":
        return _touched(remark.base, remark.wanted)
    return remark.base if remark.edit == "DELETE" else remark.quoted


def _touched(base: str, wanted: str) -> str:
    """Return the words of ``base`` that are changed, or those around what is put in."""
    head, tail = _common(base, wanted)
    start = base.rfind(" ", 0, head) + 1
    stop = base.find(" ", len(base) - tail)
    return base[start : stop if stop >= 0 else len(base)]


def _cut(remark: Remark, first: str, second: str) -> Part | None:
    base, wanted = remark.base, remark.wanted
    cut = base.rfind(second) if second else -1
    if cut <= 0 or cut + len(second) != len(base):
        return None
    head, tail = _common(base, wanted)
    if head >= cut:
        return Part(second=True, base=second, wanted=wanted[cut:].strip())
    if len(base) - tail <= cut:
        rest = len(base) - cut
        return Part(second=False, base=first, wanted=wanted[: len(wanted) - rest].strip())
    return None


def _common(base: str, wanted: str) -> tuple[int, int]:
    """Return how many letters agree from the front, and after those from the back."""
    most = min(len(base), len(wanted))
    head = next((n for n in range(most) if base[n] != wanted[n]), most)
    most -= head
    tail = next((n for n in range(most) if base[-1 - n] != wanted[-1 - n]), most)
    return head, tail


def _same(one: str, other: str) -> bool:
    return one.split() == other.split()


def _holds(text: str, words: str) -> bool:
    return " ".join(words.split()) in " ".join(text.split())
