"""With which part of a split clause a comment goes: pure arithmetic on words."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """``second``: it goes with the new clause; ``base`` and ``wanted`` are cut to that part."""

    second: bool
    base: str
    wanted: str


def part_of(
    *, quoted: str, base: str, wanted: str, whole: str, first: str, second: str
) -> Part | None:
    """
    Return where a comment on ``whole`` goes now that it is split into ``first`` and ``second``.

    None: it stays where it is, as it is. A suggestion made against the whole goes with the part it
    changes; one that changes both parts stays with the first, to be looked at as a whole.
    """
    if base and _same(base, whole):
        return _suggestion(base, wanted, first, second)
    if quoted:
        here, there = _holds(first, quoted), _holds(second, quoted)
        return Part(second=True, base=base, wanted=wanted) if there and not here else None
    return None


def _suggestion(base: str, wanted: str, first: str, second: str) -> Part | None:
    head, tail = _common(base, wanted)
    if head == tail == len(base):  # a wish to remove it all
        return None
    cut = _find_cut(base, second)
    if cut is None:
        return None
    if head >= cut:
        return Part(second=True, base=second, wanted=wanted[cut:].strip())
    if len(base) - tail <= cut:
        rest = len(base) - cut
        return Part(second=False, base=first, wanted=wanted[: len(wanted) - rest].strip())
    return None


def _find_cut(base: str, second: str) -> int | None:
    """Return where the second part begins in the whole; both were tidied on the way."""
    place = base.rfind(second) if second else -1
    return place if place > 0 and place + len(second) == len(base) else None


def _common(base: str, wanted: str) -> tuple[int, int]:
    """Return how many letters agree from the front, and from the back."""
    most = min(len(base), len(wanted))
    head = next((n for n in range(most) if base[n] != wanted[n]), most)
    if base == wanted:
        return head, head
    most -= head
    tail = next((n for n in range(most) if base[-1 - n] != wanted[-1 - n]), most)
    return head, tail


def _same(one: str, other: str) -> bool:
    return one.split() == other.split()


def _holds(text: str, quoted: str) -> bool:
    return " ".join(quoted.split()) in " ".join(text.split())
