"""
From a row of the file to the cells of a kind's columns.

A mapping gives each column code its place. Lists also divide one thing over several columns; the
parts are marked after a colon: ``birth_date:male`` and ``birth_date:female`` (the day stands in the
column of one's sex), ``birth_date:day|month|year``, ``gender:female`` (a tick), ``full_name:more``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from congdoan.support.exchange.rules.repairs import FIX, FLAG, Repair

_SEXES = {"male": "Nam", "female": "Nữ"}
_NO_TICKS = frozenset({"", "0", "-", "không", "k"})


@dataclass(frozen=True)
class Layout:
    """Places of plain columns, and the parts of divided ones."""

    plain: tuple[tuple[str, int], ...]
    parts: Mapping[str, Mapping[str, int]]
    sex: str

    @property
    def codes(self) -> list[str]:
        """Return the columns that get a value, each once."""
        sexed = [self.sex] if self.sex and self._tells_sex() else []
        return list(dict.fromkeys([*(code for code, _ in self.plain), *self.parts, *sexed]))

    def _tells_sex(self) -> bool:
        return any("female" in parts or "male" in parts for parts in self.parts.values())


def layout_of(mapping: Mapping[str, int], sex: str = "") -> Layout:
    """Return how rows are laid out; ``sex`` is the code of the kind's column for sex, if any."""
    parts: dict[str, dict[str, int]] = {}
    for code, place in mapping.items():
        name, colon, part = code.partition(":")
        if colon:
            parts.setdefault(name, {})[part] = place
    for name, found in parts.items():
        if name in mapping:
            found[""] = mapping[name]
    plain = tuple((code, place) for code, place in mapping.items() if code not in parts)
    return Layout(tuple((c, p) for c, p in plain if ":" not in c), parts, sex)


def _at(row: Sequence[str], place: int | None) -> str:
    return row[place] if place is not None and place < len(row) else ""


def columns_of(
    rows: Sequence[Sequence[str]], layout: Layout
) -> tuple[dict[str, list[str]], dict[int, list[Repair]]]:
    """Return the cells column by column, and by row what was put together to get them."""
    columns = {
        code: [row[place] if place < len(row) else "" for row in rows]
        for code, place in layout.plain
    }
    repairs: dict[int, list[Repair]] = {}
    if not layout.parts:
        return columns, repairs
    for code in layout.codes:
        columns.setdefault(code, [""] * len(rows))
    sexes = columns.get(layout.sex) or [""] * len(rows)
    for at, row in enumerate(rows):
        cells, found = _put_together(row, layout, sexes[at])
        for code, text in cells.items():
            columns[code][at] = text
        if found:
            repairs[at] = found
    return columns, repairs


def _put_together(
    row: Sequence[str], layout: Layout, sex: str
) -> tuple[dict[str, str], list[Repair]]:
    """Return the cells of a row that stand in several columns of the file."""
    cells: dict[str, str] = {layout.sex: sex} if sex else {}
    repairs: list[Repair] = []
    for code, parts in layout.parts.items():
        if "more" in parts:
            cells[code] = f"{_at(row, parts.get(''))} {_at(row, parts['more'])}".strip()
        elif "year" in parts or "month" in parts:
            cells[code] = _joined_day(row, parts)
        else:
            _by_sex(row, code, parts, layout, cells, repairs)
    return cells, repairs


def _joined_day(row: Sequence[str], parts: Mapping[str, int]) -> str:
    texts = [_at(row, parts.get(part)) for part in ("day", "month", "year")]
    if len(texts[2]) > len("2026"):
        return texts[2]  # the whole day stands in the column of the year
    return "/".join(text for text in texts if text)


def _by_sex(
    row: Sequence[str],
    code: str,
    parts: Mapping[str, int],
    layout: Layout,
    cells: dict[str, str],
    repairs: list[Repair],
) -> None:
    written = {part: _at(row, parts.get(part)) for part in _SEXES}
    ticked = [part for part, text in written.items() if text.lower() not in _NO_TICKS]
    if code == layout.sex:
        cells[code] = _ticked_sex(parts, ticked, written, repairs, code)
        return
    cells[code] = written[ticked[0]] if ticked else _at(row, parts.get(""))
    if len(ticked) > 1:
        both = " | ".join(written.values())
        repairs.append(Repair(code, both, both, "both_sexes", FLAG))
    elif ticked and layout.sex and not cells.get(layout.sex):
        cells[layout.sex] = _SEXES[ticked[0]]
        repairs.append(Repair(layout.sex, "", _SEXES[ticked[0]], "sex_by_column", FIX))


def _ticked_sex(
    parts: Mapping[str, int],
    ticked: Sequence[str],
    written: Mapping[str, str],
    repairs: list[Repair],
    code: str,
) -> str:
    if len(ticked) > 1:
        both = " | ".join(written.values())
        repairs.append(Repair(code, both, both, "both_sexes", FLAG))
        return ""
    if not ticked:
        # Only women are ticked in a list that has a column "Nữ" and none for men.
        if set(parts) != {"female"}:
            return ""
        repairs.append(Repair(code, "", "Nam", "only_women_ticked", FIX))
        return "Nam"
    meant = _SEXES[ticked[0]]
    repairs.append(Repair(code, written[ticked[0]], meant, "sex_by_column", FIX))
    return meant


def place_of(mapping: Mapping[str, int], column: str, cells: Sequence[str]) -> int | None:
    """Return where a corrected text belongs, also of a column divided over several of the file."""
    parts = {code: place for code, place in mapping.items() if code.startswith(f"{column}:")}
    if column in mapping or not parts:
        return mapping.get(column)
    if f"{column}:year" in parts:
        return parts[f"{column}:year"]
    filled = [place for place in parts.values() if place < len(cells) and cells[place]]
    return filled[0] if filled else min(parts.values())
