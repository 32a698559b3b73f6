"""Geometry of charts: numbers in, shapes out (whole units, templates write commas in fractions)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise

Value = Decimal | None
Words = Callable[[Value], str]

WIDTH = 1000
#: Bars one below the other that a person can still compare.
MOST_BARS = 40
_LABELS, _ROW, _BAR, _FAR = 360, 30, 20, 850
_LEFT, _RIGHT, _TOP, _FOOT = 110, 970, 40, 300
_LETTERS = 44


@dataclass(frozen=True)
class Bar:
    label: str
    title: str
    text: str
    x: int
    y: int
    width: int
    middle: int
    text_x: int
    #: Nothing is stated: no bar, not a bar of no length.
    silent: bool


@dataclass(frozen=True)
class Bars:
    height: int
    zero: int
    bars: list[Bar]
    more: int
    width: int = WIDTH


def bars(rows: Sequence[tuple[str, Value]], words: Words) -> Bars:
    """Return a bar a row, from a common zero; below it to the left."""
    drawn = rows[:MOST_BARS]
    values = [value for _label, value in drawn if value is not None]
    low, high = min([Decimal(0), *values]), max([Decimal(0), *values])
    room = Decimal(_FAR - _LABELS)
    scale = room / (high - low) if high > low else Decimal(0)
    zero = _LABELS + round(-low * scale)
    made = []
    for place, (label, value) in enumerate(drawn):
        y, long = 8 + place * _ROW, round(abs(value or 0) * scale)
        x = zero - long if (value or 0) < 0 else zero
        made.append(
            Bar(
                clipped(label),
                f"{label}: {words(value)}",
                words(value),
                x,
                y,
                max(long, 1),
                y + 15,
                x + long + 8,
                silent=value is None,
            )
        )
    return Bars(16 + len(drawn) * _ROW, zero, made, len(rows) - len(drawn))


def clipped(text: str, letters: int = _LETTERS) -> str:
    return text if len(text) <= letters else f"{text[: letters - 1].rstrip()}…"


@dataclass(frozen=True)
class Curve:
    """One series; ``look`` is its colour and dash. What is not stated breaks the line."""

    label: str
    look: str
    path: str
    dots: list[tuple[int, int, str]]


@dataclass
class Trend:
    curves: list[Curve] = field(default_factory=list)
    #: (y, y of its text, text) of the scale; (x, text) below; (x, text) of a break.
    scale: list[tuple[int, int, str]] = field(default_factory=list)
    below: list[tuple[int, str]] = field(default_factory=list)
    breaks: list[tuple[int, str]] = field(default_factory=list)
    width: int = WIDTH
    height: int = _FOOT + 40
    left: int = _LEFT
    right: int = _RIGHT
    foot: int = _FOOT


LOOKS = ("one", "two", "three")


def trend(
    series: Sequence[tuple[str, Sequence[Value]]],
    labels: Sequence[str],
    breaks: Iterable[tuple[int, str]],
    words: Words,
) -> Trend:
    """Return at most three lines over ``labels``; a break is drawn before its place."""
    stated = [one for _name, values in series for one in values if one is not None]
    low, high = min([Decimal(0), *stated]), max([Decimal(0), *stated])
    low, high = (-_nice(-low) if low else low), _nice(high)
    step = (_RIGHT - _LEFT - 60) // max(1, len(labels) - 1)
    xs = [_LEFT + 30 + step * place for place in range(len(labels))]

    def height(value: Decimal) -> int:
        return round(_FOOT - (_FOOT - _TOP) * (value - low) / (high - low))

    made = Trend()
    for look, (name, values) in zip(LOOKS, series, strict=False):
        found = [(x, None if v is None else height(v)) for x, v in zip(xs, values, strict=True)]
        dots = [
            (x, y, f"{name}, {label}: {words(value)}")
            for (x, y), label, value in zip(found, labels, values, strict=True)
            if y is not None
        ]
        made.curves.append(Curve(name, look, _path(found), dots))
    for part in range(5):
        value = low + (high - low) * part / 4
        made.scale.append((height(value), height(value) + 5, words(value)))
    made.below = [(x, clipped(label, 22)) for x, label in zip(xs, labels, strict=True)]
    made.breaks = [(xs[place] - step // 2, text) for place, text in breaks if place]
    return made


def _path(points: Sequence[tuple[int, int | None]]) -> str:
    drawn, pen = "", "M"
    for x, y in points:
        drawn += f"{pen}{x} {y}" if y is not None else ""
        pen = "M" if y is None else "L"
    return drawn


def _nice(value: Decimal) -> Decimal:
    """Return the next round number that four steps divide."""
    if value <= 0:
        return Decimal(4)
    size = Decimal(10) ** value.adjusted()
    return next(top for part in (1, 2, 4, 6, 8, 10) if (top := part * size) >= value)


def changes(there: Sequence[frozenset[int]]) -> list[tuple[int, int, int]]:
    """Return where other units stand than before: (place, how many came, how many left)."""
    return [
        (place, len(now - before), len(before - now))
        for place, (before, now) in enumerate(pairwise(there), 1)
        if before and now and before != now
    ]
