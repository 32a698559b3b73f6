"""The register of kinds of work that upper slices fill."""

from dataclasses import dataclass

#: A sentence: a string, or one that is translated when it is read.
Words = object


@dataclass(frozen=True)
class WorkKind:
    """
    A kind of work and when people are reminded of it.

    A slice whose work follows from data (a duty of an agreement, a report) opens and closes items
    itself; ``by_hand`` lets people close one from the list.
    """

    code: str
    label: Words
    #: Days before the due day; 0 = on it; negative = after it.
    reminder_days: tuple[int, ...] = (7, 1, 0, -3)
    #: Working days after the due day until the office above is told; None = never.
    escalate_after_days: int | None = 5
    by_hand: bool = False
    #: Rulebook keys that replace the two values above where law or a superior says otherwise.
    reminder_rule: str = ""
    escalation_rule: str = ""


_kinds: dict[str, WorkKind] = {}


def declare_kind(kind: WorkKind) -> WorkKind:
    """
    Declare a kind of work; from ``wiring.py`` only.

    :raises ValueError: when the code is taken by another declaration
    """
    if _kinds.setdefault(kind.code, kind) != kind:
        message = f"Kind of work declared twice: {kind.code}"
        raise ValueError(message)
    return kind


def kinds() -> dict[str, WorkKind]:
    return dict(sorted(_kinds.items()))


def kind_of(code: str) -> WorkKind:
    """
    Return a declared kind.

    :raises ValueError: when nobody declared it, which is a fault of the calling slice
    """
    try:
        return _kinds[code]
    except KeyError:
        message = f"Nobody declared the kind of work {code}"
        raise ValueError(message) from None


def find_kind(code: str) -> WorkKind | None:
    """Return the kind, or None when its slice is no longer installed."""
    return _kinds.get(code)
