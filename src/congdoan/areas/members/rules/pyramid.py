"""The age pyramid: men to the left, women to the right, the oldest on top."""

from collections.abc import Sequence
from dataclasses import dataclass, field

_MIDDLE, _HALF, _ROW, _LABEL = 400, 330, 30, 70


@dataclass(frozen=True)
class Bar:
    y: int
    x: int
    width: int
    number: int
    look: str
    label_x: int
    anchor: str


@dataclass
class Pyramid:
    width: int = 800
    height: int = 0
    middle: int = _MIDDLE
    bars: list[Bar] = field(default_factory=list)
    labels: list[tuple[int, str]] = field(default_factory=list)


def pyramid(bands: Sequence[tuple[str, int, int, int]]) -> Pyramid:
    """Return the picture of (ages, men, women, not said); who said no sex stands in the table."""
    picture = Pyramid(height=len(bands) * _ROW + 10)
    most = max((max(men, women) for _age, men, women, _other in bands), default=0)
    half, gap = _HALF - _LABEL // 2, _LABEL // 2
    for place, (age, men, women, _other) in enumerate(bands):
        y = place * _ROW + 5
        picture.labels.append((y + 17, age))
        for number, side in ((men, -1), (women, 1)):
            width = round(half * number / most) if most else 0
            x = _MIDDLE + side * gap - (width if side < 0 else 0)
            text = _MIDDLE + side * (gap + width + 6)
            look, anchor = ("one", "end") if side < 0 else ("two", "start")
            picture.bars.append(Bar(y, x, width, number, look, text, anchor))
    return picture
