"""Reads the tables under ``data/`` (their README names the sources)."""

from collections.abc import Iterator
import csv
from dataclasses import dataclass
from datetime import date
import itertools
from pathlib import Path

from congdoan.foundation.vietnamese import nfc

DATA = Path(__file__).resolve().parent.parent / "data"


class FaultyData(ValueError):
    """A table contradicts itself; nothing is loaded."""


@dataclass(frozen=True)
class UnitFacts:
    """One line of ``units.tsv``."""

    code: str
    level: str
    kind: str
    name: str
    parent_code: str
    start: date | None
    until: date | None
    legal_act: str
    ended_by: str
    verified: bool

    @property
    def key(self) -> tuple[str, date | None]:
        return self.code, self.start


@dataclass(frozen=True)
class LinkFacts:
    """One line of ``links.tsv``: ``old`` ended and ``new`` began on the day ``on``."""

    on: date
    old: str
    new: str
    relation: str
    legal_act: str
    verified: bool


@dataclass(frozen=True)
class PlaceData:
    units: list[UnitFacts]
    links: list[LinkFacts]


def read_place_data(folder: Path = DATA) -> PlaceData:
    """
    Read units and links.

    :raises FaultyData: when a code is held twice on a day, or a link leads nowhere
    """
    acts = {row["key"]: nfc(row["title"]) for row in _rows(folder / "acts.tsv")}
    data = PlaceData(
        units=[_unit(row, acts) for row in _rows(folder / "units.tsv")],
        links=[_link(row, acts) for row in _rows(folder / "links.tsv")],
    )
    _check_spans(data.units)
    _check_links(data)
    return data


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _unit(row: dict[str, str], acts: dict[str, str]) -> UnitFacts:
    return UnitFacts(
        code=row["code"],
        level=row["level"],
        kind=row["kind"],
        name=nfc(row["name"]),
        parent_code=row["parent"],
        start=_day(row["from"]),
        until=_day(row["until"]),
        legal_act=acts[row["act"]] if row["act"] else "",
        ended_by=acts[row["ended_by"]] if row["ended_by"] else "",
        verified=row["verified"] == "1",
    )


def _link(row: dict[str, str], acts: dict[str, str]) -> LinkFacts:
    return LinkFacts(
        on=date.fromisoformat(row["on"]),
        old=row["old"],
        new=row["new"],
        relation=row["relation"],
        legal_act=acts[row["act"]] if row["act"] else "",
        verified=row["verified"] == "1",
    )


def _check_spans(units: list[UnitFacts]) -> None:
    in_order = sorted(units, key=lambda unit: (unit.code, unit.start or date.min))
    for one, other in itertools.pairwise(in_order):
        if one.code != other.code:
            continue
        if one.until is None or other.start is None or other.start < one.until:
            message = f"{one.code} is held twice from {other.start}"
            raise FaultyData(message)


def _check_links(data: PlaceData) -> None:
    ending = {(unit.code, unit.until) for unit in data.units}
    beginning = {(unit.code, unit.start) for unit in data.units}
    for link in data.links:
        if (link.old, link.on) not in ending or (link.new, link.on) not in beginning:
            message = f"{link.old} → {link.new} on {link.on} leads nowhere"
            raise FaultyData(message)
