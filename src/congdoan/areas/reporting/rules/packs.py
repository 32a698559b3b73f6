"""Form packs: the YAML a human keeps, read whole and judged before anything is stored."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
import hashlib
from pathlib import Path
import re
from typing import Any

import yaml

from congdoan.foundation.refusal import Refusal


class FormPackIsBroken(Refusal):
    """Tệp biểu mẫu {file}: {problem}. Chưa có gì được nạp; hãy sửa tệp rồi nạp lại."""


def under(above: str, title: str) -> str:
    """Name a line with the one it stands under: ``Tổng số lao động, trong đó: nữ``."""
    return f"{above}, {title[:1].lower()}{title[1:]}" if above else title


@dataclass(frozen=True)
class LineSpec:
    number: str
    code: str
    title: str
    unit: str
    measure: str
    roll_up: str
    parts: tuple[str, ...] = ()
    breakdowns: tuple[str, ...] = ()
    depth: int = 0
    required: bool = False
    negative: bool = False

    @property
    def whole(self) -> bool:
        return self.measure in {"STOCK", "FLOW"} or self.unit == "đồng"

    @property
    def series(self) -> list[tuple[str, str]]:
        """Return (breakdown, series) of each box of the line."""
        names = [("", self.code)]
        return names + [(one, f"{self.code}.{one}") for one in self.breakdowns]


@dataclass(frozen=True)
class SectionSpec:
    code: str
    title: str
    kind: str
    hint: str = ""
    required: bool = False
    lines: tuple[LineSpec, ...] = ()


@dataclass(frozen=True)
class CheckSpec:
    kind: str
    severity: str
    series: str
    operator: str = "="
    terms: tuple[str, ...] = ()
    low: Decimal | None = None
    high: Decimal | None = None
    message: str = ""


@dataclass(frozen=True)
class Pack:
    form: str
    title: str
    kind: str
    number: int
    digest: str
    legal_basis: str = ""
    source: str = ""
    verified: bool = False
    sections: tuple[SectionSpec, ...] = ()
    checks: tuple[CheckSpec, ...] = field(default=())


_CODE = r"[A-Z0-9_]+(?:\.[A-Z0-9_]+)?"
_EQUATION = re.compile(rf"^({_CODE}) (<=|>=|=) (.+)$")
_RANGE = re.compile(rf"^({_CODE}) in (-?[\d.]+)\.\.(-?[\d.]+)$")
_OUTLIER = re.compile(rf"^({_CODE}) within (\d+)% from (\d+)$")
_PREVIOUS = "previous"


def read_packs(folder: Path) -> list[Pack]:
    """
    Return what the folder ships, in the order of file names.

    :raises FormPackIsBroken: at the first fault
    """
    return [read_pack(path.name, path.read_bytes()) for path in sorted(folder.glob("*.yaml"))]


def read_pack(name: str, data: bytes) -> Pack:
    """:raises FormPackIsBroken: when the file does not say a whole form"""
    try:
        said = yaml.safe_load(data)
        pack = _pack(said, hashlib.sha256(data).hexdigest())
    except (yaml.YAMLError, KeyError, TypeError, ValueError, AttributeError) as fault:
        raise FormPackIsBroken(file=name, problem=fault) from fault
    _judge(name, pack)
    return pack


def _pack(said: Mapping[str, Any], digest: str) -> Pack:
    return Pack(
        form=str(said["form"]),
        title=said["title"],
        kind=said["kind"],
        number=int(said["number"]),
        digest=digest,
        legal_basis=said.get("legal_basis", ""),
        source=said.get("source", ""),
        verified=bool(said.get("verified", False)),
        sections=tuple(_section(one) for one in said["sections"]),
        checks=tuple(read_check(*next(iter(one.items()))) for one in said.get("checks") or ()),
    )


def _section(said: Mapping[str, Any]) -> SectionSpec:
    return SectionSpec(
        code=said["code"],
        title=said["title"],
        kind=said.get("kind", "TABLE"),
        hint=said.get("hint", ""),
        required=bool(said.get("required", False)),
        lines=tuple(_line(one) for one in said.get("lines", ())),
    )


def _line(said: Mapping[str, Any]) -> LineSpec:
    measure = said["measure"]
    parts = tuple(said.get("of", ()))
    roll_up = "SUM"
    if measure == "RATIO":
        roll_up = "RATIO"
    elif measure == "AVERAGE":
        roll_up, parts = "WEIGHTED", (said["weight"],)
    return LineSpec(
        number=str(said.get("n", "")),
        code=said["code"],
        title=said["title"],
        unit=said.get("unit", ""),
        measure=measure,
        roll_up=roll_up,
        parts=parts,
        breakdowns=tuple(said.get("by", ())),
        depth=int(said.get("depth", 0)),
        required=bool(said.get("required", False)),
    )


def read_check(severity: str, said: str) -> CheckSpec:
    """
    Read ``MEM_FEMALE <= MEM_TOTAL``, ``X = previous + IN - OUT``, ``X in 1..5`` or an outlier.

    :raises ValueError: when it is none of these
    """
    level = severity.upper()
    if found := _RANGE.match(said):
        return CheckSpec("RANGE", level, found[1], low=Decimal(found[2]), high=Decimal(found[3]))
    if found := _OUTLIER.match(said):
        return CheckSpec("OUTLIER", level, found[1], low=Decimal(found[3]), high=Decimal(found[2]))
    found = _EQUATION.match(said)
    if not found:
        raise ValueError(said)
    terms = re.findall(rf"([+-]?)\s*({_CODE}|{_PREVIOUS})", found[3])
    signed = tuple(f"{sign or '+'}{code}" for sign, code in terms if code != _PREVIOUS)
    kind = "CONTINUITY" if len(signed) < len(terms) else "EQUATION"
    return CheckSpec(kind, level, found[1], operator=found[2], terms=signed)


def _judge(name: str, pack: Pack) -> None:
    series = [one for part in pack.sections for line in part.lines for _b, one in line.series]
    twice = {one for one in series if series.count(one) > 1}
    codes = [part.code for part in pack.sections]
    asked = {
        *(one for part in pack.sections for line in part.lines for one in line.parts),
        *(check.series for check in pack.checks),
        *(term[1:] for check in pack.checks for term in check.terms),
    }
    unknown = asked - set(series)
    if twice or len(set(codes)) < len(codes):
        raise FormPackIsBroken(file=name, problem=f"twice: {sorted(twice) or codes}")
    if unknown:
        raise FormPackIsBroken(file=name, problem=f"unknown: {sorted(unknown)}")
