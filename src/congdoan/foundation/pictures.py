"""
Pictures drawn on the server as SVG: they need no script and print sharply.

Geometry only: numbers in, shapes out, drawn by ``ui/alluvial.html``, ``ui/lines.html`` and
``ui/graph.html`` (in whole units: templates write fractions with a comma). Every picture stands
beside a table with the same figures.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil, log10
from typing import Any

#: Letters of a label that fit beside a picture.
_LABEL = 30


def clipped(text: str, letters: int = _LABEL) -> str:
    """Return ``text`` cut to fit, its end shown as cut."""
    return text if len(text) <= letters else f"{text[: letters - 1].rstrip()}…"


def wrapped(text: str, letters: int, lines: int) -> list[str]:
    """Return ``text`` in at most ``lines`` lines of words, the last cut to fit."""
    found: list[str] = []
    for word in text.split():
        if found and len(found[-1]) + 1 + len(word) <= letters:
            found[-1] += f" {word}"
        else:
            found.append(word)
    if len(found) > lines:
        found[lines - 1 :] = [" ".join(found[lines - 1 :])]
    return [clipped(line, letters) for line in found]


# --- alluvial -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Flow:
    """``value`` things that were at ``source`` and are at ``target``; ``tone`` is its colour."""

    source: str
    target: str
    value: int
    tone: str


@dataclass
class Band:
    """One place on one side of an alluvial picture."""

    label: str
    full: str
    value: int
    x: int
    y: int
    height: int
    anchor: str
    label_x: int

    @property
    def middle(self) -> int:
        return self.y + self.height // 2 + 5


@dataclass(frozen=True)
class Ribbon:
    path: str
    tone: str
    title: str


@dataclass
class Alluvial:
    width: int
    height: int
    bands: list[Band] = field(default_factory=list)
    ribbons: list[Ribbon] = field(default_factory=list)


_WIDTH, _SIDE, _BAR, _GAP, _ROW, _THIN = 1000, 316, 14, 10, 22, 2


def alluvial(flows: Sequence[Flow], labels: Mapping[str, str] | None = None) -> Alluvial:
    """
    Return the picture of ``flows``, each side from its greatest place down.

    ``labels`` holds shorter names of places to write beside the bars; the full ones are titles.
    """
    total = sum(flow.value for flow in flows)
    sides: list[dict[str, int]] = [defaultdict(int), defaultdict(int)]
    for flow in flows:
        sides[0][flow.source] += flow.value
        sides[1][flow.target] += flow.value
    most = max((len(side) for side in sides), default=0)
    room = max(160.0, most * _ROW)
    scale = room / total if total else 0.0
    places = [_stack(side, scale, labels or {}, left=not n) for n, side in enumerate(sides)]
    bottom = max((b.y + b.height for side in places for b in side.values()), default=0)
    picture = Alluvial(_WIDTH, bottom + _GAP, [b for s in places for b in s.values()])
    filled: dict[tuple[int, str], float] = defaultdict(float)
    order = {name: n for side in places for n, name in enumerate(side)}
    for flow in sorted(flows, key=lambda one: (order[one.source], order[one.target], one.tone)):
        left, right = places[0][flow.source], places[1][flow.target]
        starts = []
        for n, band in ((0, left), (1, right)):
            share = band.height * flow.value / band.value
            key = (n, band.full)
            starts.append((band.y + filled[key], share))
            filled[key] += share
        picture.ribbons.append(_ribbon(flow, *starts))
    return picture


def _stack(
    side: Mapping[str, int], scale: float, labels: Mapping[str, str], *, left: bool
) -> dict[str, Band]:
    bands: dict[str, Band] = {}
    y = _GAP
    for name, value in sorted(side.items(), key=lambda one: (-one[1], one[0])):
        height = max(_THIN, round(value * scale))
        bands[name] = Band(
            label=clipped(labels.get(name, name)),
            full=name,
            value=value,
            x=_SIDE if left else _WIDTH - _SIDE - _BAR,
            y=y,
            height=height,
            anchor="end" if left else "start",
            label_x=_SIDE - 8 if left else _WIDTH - _SIDE + 8,
        )
        y += max(height, _ROW - _GAP) + _GAP
    return bands


def _ribbon(flow: Flow, start: tuple[float, float], end: tuple[float, float]) -> Ribbon:
    x1, x2 = _SIDE + _BAR, _WIDTH - _SIDE - _BAR
    middle = (x1 + x2) / 2
    (y1, h1), (y2, h2) = start, end
    path = (
        f"M{x1} {y1:.1f}C{middle:.0f} {y1:.1f} {middle:.0f} {y2:.1f} {x2} {y2:.1f}"
        f"V{y2 + h2:.1f}C{middle:.0f} {y2 + h2:.1f} {middle:.0f} {y1 + h1:.1f} {x1} {y1 + h1:.1f}Z"
    )
    return Ribbon(path, flow.tone, f"{flow.source} → {flow.target}: {flow.value}")


# --- lines ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """One series; ``look`` is its colour and dash (one, two, three)."""

    label: str
    look: str
    path: str
    dots: list[tuple[int, int, str]]


@dataclass
class Lines:
    width: int
    height: int
    foot: int
    right: int
    lines: list[Line] = field(default_factory=list)
    #: (y, y of its text, number) of the scale; (x, text) below; (x, text) of a break.
    scale: list[tuple[int, int, int]] = field(default_factory=list)
    below: list[tuple[int, str]] = field(default_factory=list)
    breaks: list[tuple[int, str]] = field(default_factory=list)


_LEFT, _RIGHT, _TOP, _FOOT = 64, 64, 34, 300


def lines(
    series: Iterable[tuple[str, str, Sequence[int]]],
    labels: Sequence[str],
    breaks: Iterable[tuple[int, str]] = (),
) -> Lines:
    """
    Return line charts over ``labels`` (evenly spaced); a break is drawn before its place.

    ``series`` holds (label, look, values); the scale begins at zero, so that heights compare.
    """
    many = list(series)
    top = _nice(max((value for *_, values in many for value in values), default=0))
    wide = _WIDTH - _LEFT - _RIGHT
    step = wide / max(1, len(labels) - 1)
    picture = Lines(_WIDTH, _FOOT + 40, _FOOT, _WIDTH - _RIGHT)
    xs = [round(_LEFT + step * place) for place in range(len(labels))]
    for name, look, values in many:
        ys = [round(_FOOT - (_FOOT - _TOP) * value / top) for value in values]
        points = list(zip(xs, ys, strict=True))
        path = "M" + "L".join(f"{x} {y}" for x, y in points) if points else ""
        titles = [f"{name}, {label}: {v}" for label, v in zip(labels, values, strict=True)]
        dots = [(*point, title) for point, title in zip(points, titles, strict=True)]
        picture.lines.append(Line(name, look, path, dots))
    for part in range(5):
        y = round(_FOOT - (_FOOT - _TOP) * part / 4)
        picture.scale.append((y, y + 5, top * part // 4))
    every = max(1, ceil(len(labels) / 12))
    picture.below = [
        (x, label) for n, (x, label) in enumerate(zip(xs, labels, strict=True)) if n % every == 0
    ]
    picture.breaks = [(round(xs[place] - step / 2), text) for place, text in breaks if place]
    return picture


def _nice(value: int) -> int:
    """Return the next round number that four steps divide."""
    if value <= 4:
        return 4
    size = 10 ** int(log10(value))
    return next(
        int(top)
        for part in (1, 2, 4, 6, 8, 10, 12)
        if (top := part * size) >= value and not top % 4
    )


# --- graphs ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Box:
    """One thing of a graph; ``lines`` are (y, text)."""

    key: Any
    x: int
    y: int
    text_x: int
    lines: list[tuple[int, str]]
    title: str
    centre: bool


@dataclass(frozen=True)
class Arrow:
    path: str
    x: int
    y: int
    label: str


@dataclass
class Graph:
    width: int
    height: int
    box_width: int
    box_height: int
    boxes: list[Box] = field(default_factory=list)
    arrows: list[Arrow] = field(default_factory=list)


_BOX, _BOX_HEIGHT, _BETWEEN, _BELOW = 264, 78, 180, 18


def graph(
    nodes: Sequence[tuple[Any, int, str, str]],
    links: Iterable[tuple[Any, Any, str]],
    *,
    centre: Any,
) -> Graph:
    """
    Return boxes in columns by rank, and arrows between them.

    ``nodes`` holds (key, rank, text, small text), ``links`` (source, target, label).
    """
    columns: dict[int, list[tuple[Any, int, str, str]]] = defaultdict(list)
    for node in nodes:
        columns[node[1]].append(node)
    ranks = sorted(columns)
    tallest = max((len(column) for column in columns.values()), default=0)
    height = tallest * (_BOX_HEIGHT + _BELOW) + _BELOW
    width = len(ranks) * (_BOX + _BETWEEN) - _BETWEEN + 4
    picture = Graph(max(width, _BOX + 4), height, _BOX, _BOX_HEIGHT)
    at: dict[Any, tuple[int, int]] = {}
    for place, rank in enumerate(ranks):
        column = columns[rank]
        top = (height - len(column) * (_BOX_HEIGHT + _BELOW) + _BELOW) // 2
        for n, (key, _rank, text, small) in enumerate(column):
            x, y = 2 + place * (_BOX + _BETWEEN), top + n * (_BOX_HEIGHT + _BELOW)
            at[key] = (x, y)
            words = [*wrapped(text, 28, 2), small]
            placed = [(y + 24 + 20 * m, word) for m, word in enumerate(words)]
            picture.boxes.append(Box(key, x, y, x + 12, placed, f"{text} ({small})", key == centre))
    drawn = [link for link in links if link[0] in at and link[1] in at]
    outgoing = Counter(source for source, _target, _label in drawn)
    picture.arrows = [
        _arrow(at[source], at[target], label, fans_out=outgoing[source] > 1)
        for source, target, label in drawn
    ]
    return picture


def _arrow(start: tuple[int, int], end: tuple[int, int], label: str, *, fans_out: bool) -> Arrow:
    x1, y1 = start[0] + _BOX, start[1] + _BOX_HEIGHT // 2
    x2, y2 = end[0], end[1] + _BOX_HEIGHT // 2
    if x2 <= x1:  # back in time, or beside: from middle to middle
        x1, x2 = start[0] + _BOX // 2, end[0] + _BOX // 2
    middle = (x1 + x2) // 2
    path = f"M{x1} {y1}C{middle} {y1} {middle} {y2} {x2} {y2}"
    # A fan's labels stand at its many ends, where they do not meet, outside the curve.
    here, there = (y2, y1) if fans_out else (y1, y2)
    return Arrow(path, middle, here + (18 if here > there else -8), label)
