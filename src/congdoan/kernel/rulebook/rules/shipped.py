"""
Reads the YAML a human keeps: every fault is told with its file and line, before anything is stored.

A file lists subjects; a subject gives defaults (``legal_basis``, ``source``, ``verified``) for its
rows. A row with ``code`` is an entry of a catalogue, one with ``key`` a plain value. ``from`` and
``through`` are the first and the last day, as documents write them; ``sources.yaml`` says which
sources count as checked.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

from congdoan.foundation.refusal import Refusal

SOURCES = "sources.yaml"
_LINE = "__line__"
_SUBJECT = {"subject", "label", "label_en", "legal_basis", "source", "verified", "rows"}
_ROW = {
    *("code", "key", "label", "label_en", "value", "unit", "from", "through"),
    *("legal_basis", "source", "verified", "note", "overridable", "minimum", "maximum"),
}
_OVERRIDABLE = {"none", "at_most", "at_least", "free"}


class ShippedFileIsBroken(Refusal):
    """Tệp quy định {file}, dòng {line}: {problem}. Chưa có gì được nạp; hãy sửa tệp rồi nạp lại."""


@dataclass(frozen=True)
class _Place:
    """Where in the files we are, to point at a fault."""

    file: str
    line: int

    def fault(self, problem: str) -> ShippedFileIsBroken:
        return ShippedFileIsBroken(file=self.file, line=self.line, problem=problem)


@dataclass(frozen=True)
class ShippedRow:
    """One row as the files say it, and where."""

    place: _Place
    subject: str
    key: str
    code: str
    label: str
    label_en: str
    value: Any
    unit: str
    position: int
    start: date | None
    until: date | None
    overridable: str
    minimum: Decimal | None
    maximum: Decimal | None
    legal_basis: str
    source: str
    verified: bool
    note: str


@dataclass(frozen=True)
class ShippedSubject:
    code: str
    label: str
    label_en: str
    position: int


@dataclass(frozen=True)
class Shipment:
    """Everything the files say."""

    subjects: list[ShippedSubject]
    rows: list[ShippedRow]


class _Loader(yaml.SafeLoader):
    """Keeps the line of each mapping and refuses a key said twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002 - PyYAML's signature
        said: set[str] = set()
        for key, _value in node.value:
            if key.value in said:
                raise yaml.constructor.ConstructorError(
                    None, None, f"“{key.value}” được ghi hai lần", key.start_mark
                )
            said.add(key.value)
        made = super().construct_mapping(node, deep=deep)
        made[_LINE] = node.start_mark.line + 1
        return made

    def construct_day(self, node: yaml.ScalarNode) -> Any:
        try:
            return self.construct_yaml_timestamp(node)
        except ValueError as error:
            raise yaml.constructor.ConstructorError(
                None, None, f"không có ngày “{node.value}”", node.start_mark
            ) from error


_Loader.add_constructor("tag:yaml.org,2002:timestamp", _Loader.construct_day)


def read_folder(folder: Path) -> Shipment:
    """
    Read every YAML file of a folder.

    :raises ShippedFileIsBroken: at the first fault
    """
    sources = _read_sources(folder / SOURCES)
    shipment = Shipment([], [])
    for path in sorted(folder.glob("*.yaml")):
        if path.name == SOURCES:
            continue
        for subject in _read_file(path).get("subjects") or []:
            _read_subject(subject, path.name, sources, shipment)
    _refuse_overlaps(shipment.rows)
    return shipment


def _read_file(path: Path) -> dict[str, Any]:
    try:
        read = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 - a SafeLoader
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = _Place(path.name, mark.line + 1 if mark else 1)
        raise place.fault(f"YAML sai cú pháp ({error.problem})") from error
    except OSError as error:
        raise _Place(path.name, 1).fault("không đọc được tệp") from error
    if not isinstance(read, dict):
        raise _Place(path.name, 1).fault("tệp phải là một danh sách “subjects”")
    return read


def _read_sources(path: Path) -> dict[str, tuple[str, bool]]:
    listed = _read_file(path).get("sources") or {}
    return {
        code: (source["title"], bool(source["verified"]))
        for code, source in listed.items()
        if code != _LINE
    }


def _read_subject(
    subject: dict[str, Any],
    file: str,
    sources: Mapping[str, tuple[str, bool]],
    shipment: Shipment,
) -> None:
    place = _Place(file, subject.get(_LINE, 1))
    _check_names(subject, _SUBJECT, place)
    for name in ("subject", "label", "label_en", "legal_basis", "source", "rows"):
        if not subject.get(name):
            raise place.fault(f"lĩnh vực thiếu “{name}”")
    if any(known.code == subject["subject"] for known in shipment.subjects):
        raise place.fault(f"lĩnh vực “{subject['subject']}” đã có ở chỗ khác")
    shipment.subjects.append(
        ShippedSubject(
            subject["subject"], subject["label"], subject["label_en"], len(shipment.subjects)
        )
    )
    for row in subject["rows"]:
        shipment.rows.append(_read_row(row, subject, file, sources, len(shipment.rows)))


def _read_row(
    row: dict[str, Any],
    subject: dict[str, Any],
    file: str,
    sources: Mapping[str, tuple[str, bool]],
    position: int,
) -> ShippedRow:
    place = _Place(file, row.get(_LINE, 1) if isinstance(row, dict) else subject[_LINE])
    if not isinstance(row, dict):
        raise place.fault("mỗi quy định phải là một nhóm “tên: giá trị”")
    _check_names(row, _ROW, place)
    _check_row(row, place)
    said = {**subject, **row}
    source, checked = _source(said["source"], sources, place)
    return ShippedRow(
        place=place,
        subject=subject["subject"],
        key=f"{subject['subject']}.{row.get('code') or row['key']}",
        code=row.get("code", ""),
        label=row["label"],
        label_en=row["label_en"],
        value=_bare(row.get("value", {})),
        unit=row.get("unit", ""),
        position=position,
        start=row.get("from"),
        until=row["through"] + timedelta(days=1) if row.get("through") else None,
        overridable=row.get("overridable", "none").upper(),
        minimum=_decimal(row.get("minimum")),
        maximum=_decimal(row.get("maximum")),
        legal_basis=said["legal_basis"],
        source=source,
        verified=said.get("verified", checked),
        note=row.get("note", ""),
    )


def _check_row(row: dict[str, Any], place: _Place) -> None:
    if bool(row.get("code")) == bool(row.get("key")):
        raise place.fault("cần đúng một trong hai: “code” hoặc “key”")
    name = row.get("code") or row.get("key")
    for wanted in ("label", "label_en"):
        if not isinstance(row.get(wanted), str) or not row[wanted].strip():
            raise place.fault(f"“{name}” thiếu “{wanted}”")
    if row.get("key") and "value" not in row:
        raise place.fault(f"“{name}” thiếu “value”")
    for bound in ("from", "through"):
        if bound in row and type(row[bound]) is not date:
            raise place.fault(f"“{name}”: “{bound}” phải là ngày viết dạng 2025-07-01")
    if "from" in row and "through" in row and row["through"] < row["from"]:
        raise place.fault(f"“{name}”: “through” đứng trước “from”")
    _check_limits(row, place)


def _check_limits(row: dict[str, Any], place: _Place) -> None:
    name = row.get("code") or row.get("key")
    allowed = row.get("overridable", "none")
    if allowed not in _OVERRIDABLE:
        raise place.fault(f"“{name}”: “overridable” phải là một trong {sorted(_OVERRIDABLE)}")
    if allowed in {"at_most", "at_least"} and not _is_number(row.get("value")):
        raise place.fault(f"“{name}”: “{allowed}” chỉ dùng cho giá trị là số")
    for bound in ("minimum", "maximum"):
        if bound in row and not _is_number(row[bound]):
            raise place.fault(f"“{name}”: “{bound}” phải là số")
    if "minimum" in row and "maximum" in row and row["minimum"] > row["maximum"]:
        raise place.fault(f"“{name}”: “minimum” lớn hơn “maximum”")


def _check_names(given: dict[str, Any], known: set[str], place: _Place) -> None:
    strange = sorted(str(name) for name in given if name not in known and name != _LINE)
    if strange:
        raise place.fault(f"không hiểu mục “{strange[0]}”")


def _source(
    codes: list[str], sources: Mapping[str, tuple[str, bool]], place: _Place
) -> tuple[str, bool]:
    for code in codes:
        if code not in sources:
            raise place.fault(f"nguồn “{code}” không có trong {SOURCES}")
    found = [sources[code] for code in codes]
    return "; ".join(title for title, _ in found), all(checked for _, checked in found)


def _refuse_overlaps(rows: list[ShippedRow]) -> None:
    by_key: dict[str, list[ShippedRow]] = {}
    for row in rows:
        by_key.setdefault(row.key, []).append(row)
    for key, spans in by_key.items():
        spans.sort(key=lambda row: row.start or date.min)
        for earlier, later in pairwise(spans):
            if earlier.until is None or earlier.until > (later.start or date.min):
                raise later.place.fault(f"“{key}” có hai nội dung cho cùng một ngày")


def _bare(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _bare(inner) for name, inner in value.items() if name != _LINE}
    if isinstance(value, list):
        return [_bare(inner) for inner in value]
    return value


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _decimal(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))
