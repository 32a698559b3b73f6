"""How the text names its parties."""

from collections.abc import Sequence

from congdoan.areas.agreements.enums import Side


def labels(sides: Sequence[str]) -> list[str]:
    """
    Return the name of each party from its side, in order.

    One party on a side is "Bên A"; several are "Bên B1", "Bên B2" …; parties that take no side
    are "Bên 1", "Bên 2" ….
    """
    seen: dict[str, int] = {}
    named = []
    for side in sides:
        seen[side] = seen.get(side, 0) + 1
        if side == Side.JOINT:
            named.append(f"Bên {seen[side]}")
        elif sides.count(side) == 1:
            named.append(f"Bên {side}")
        else:
            named.append(f"Bên {side}{seen[side]}")
    return named
