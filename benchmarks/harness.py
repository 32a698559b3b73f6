"""
Figures of the product, one JSON object a line (ARCHITECTURE: numbers the code must keep).

A figure is a function that yields ``Figure``s. Each names its floor where there is one: the least
work that could do the same, measured in the same run on the same machine. Machines differ; the
ratio of value to floor does not.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
import importlib
import inspect
import json
import statistics
import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.stage import Stage

MODULES = (
    *("starting", "pages", "tree", "papers", "words", "letters", "branch", "signatures"),
    *("amending", "national", "telling", "sheets", "importing", "registering", "outbox"),
    *("documents", "finding", "reporting", "deadline", "voting"),
)


@dataclass(frozen=True)
class Figure:
    """One measured number; ``n`` is how many measurements the median is of."""

    name: str
    value: float
    unit: str
    floor: float | None
    ratio: float | None
    n: int


Measure = Callable[["Stage"], Iterator[Figure]]
_register: dict[str, Measure] = {}


def figure(measure: Measure) -> Measure:
    """Register a figure under its function's name."""
    _register[measure.__name__] = measure
    return measure


def made(name: str, value: float, unit: str, n: int, *, floor: float | None = None) -> Figure:
    """Return a figure, rounded to what was measured."""
    return Figure(
        name=name,
        value=_rounded(value),
        unit=unit,
        floor=None if floor is None else _rounded(floor),
        ratio=round(value / floor, 2) if floor else None,
        n=n,
    )


def _rounded(value: float) -> float:
    return round(value, 4 if abs(value) < 1 else 2)


def median_ms(act: Callable[[], object], n: int, *, warm: int = 2) -> float:
    """Return the median of ``n`` runs in milliseconds, after ``warm`` runs that do not count."""
    for _ in range(warm):
        act()
    taken = []
    for _ in range(n):
        begun = time.perf_counter()
        act()
        taken.append((time.perf_counter() - begun) * 1000)
    return statistics.median(taken)


def side_by_side_ms(
    act: Callable[[], object], floor: Callable[[], object], n: int, *, warm: int = 10
) -> tuple[float, float]:
    """
    Return the medians of ``act`` and of its floor, run in turns.

    A machine's pace drifts within a run (a server's clock, a vacuum that just began): measured one
    after the other, the same page took 4.8 and 9.8 ms. In turns both meet the same weather.
    """
    taken: tuple[list[float], list[float]] = ([], [])
    for turn in range(n + warm):
        for one, times in zip((act, floor), taken, strict=True):
            begun = time.perf_counter()
            one()
            if turn >= warm:
                times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(taken[0]), statistics.median(taken[1])


def figures() -> dict[str, Measure]:
    for module in MODULES:
        importlib.import_module(f"benchmarks.{module}")
    return dict(_register)


def main(arguments: list[str]) -> int:
    known = figures()
    wanted = [name for name in arguments if not name.startswith("-")]
    strange = [name for name in wanted if name not in known]
    if strange or set(arguments) - set(wanted) - {"--list"}:
        print(f"congdoan bench: không có phép đo {' '.join(strange or arguments)}", file=sys.stderr)
        return 2
    if "--list" in arguments:
        for name, measure in known.items():
            print(f"{name:26} {(inspect.getdoc(measure) or '').splitlines()[0]}")
        return 0
    from benchmarks.stage import Stage

    failed = 0
    with Stage() as stage:
        for name in wanted or known:
            try:
                for line in known[name](stage):
                    print(json.dumps(asdict(line), ensure_ascii=False), flush=True)
            except Exception as problem:  # noqa: BLE001 - the other figures still count
                failed += 1
                print(
                    f"congdoan bench: {name}: {type(problem).__name__}: {problem}", file=sys.stderr
                )
    with suppress(OSError):
        sys.stdout.flush()
    return 1 if failed else 0
