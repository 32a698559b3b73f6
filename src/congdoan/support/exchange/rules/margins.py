"""Rows that are no data: the numbers under the headings, totals, signatures, names of groups."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
import re

from congdoan.foundation.vietnamese import fold
from congdoan.support.exchange.rules.cells import heading
from congdoan.support.exchange.rules.old_fonts import readings

#: Totals and signatures stand within so many filled rows of the end.
_FOOT = 40
#: A row that fills so many columns is somebody, also a headmaster: signatures fill two or three.
_SOMEBODY = 5
_NUMBER = re.compile(r"\(?\s*\d{1,3}\s*\)?|[a-zA-Z]|\(\s*[a-zA-Z]\s*\)|\d+\s*=.*")
_TOTAL = re.compile(
    r"^(?:tong(?: so| cong)?(?=\s*[:.\d(=]|$)|cong(?: chung)?(?=\s*[:.\d(=]|$)|an dinh danh sach\b"
    r"|(?:tong so|danh sach (?:nay )?(?:co|gom))\b.*\d)"
)
_SIGNED = re.compile(
    r"(?:nguoi lap|ky,? (?:va )?ghi ro ho ten|ky ten|dong dau|thu truong|hieu truong|t/?m\.?\s"
    r"|tm\. ?b|chu tich|ban chap hanh|ke toan|xac nhan cua|noi nhan|ghi chu\s*:"
    r"|, ?ngay .{0,6} ?thang .{0,6} ?nam)"
)
_GROUP = re.compile(
    r"^(?:[ivxlc]+|[a-h]|\d{1,2})\s*[.)/:-]\s*\D"
    r"|^(?:to|khoi|truong|phong|ban|cong doan|cdcs|bo phan|don vi)\b"
)


@dataclass(frozen=True)
class Skipped:
    """A row that was passed over (from 1), why, and what stood in it."""

    n: int
    reason: str
    text: str


def is_numbering(row: Sequence[str]) -> bool:
    """Tell whether a row counts the columns: (1) (2) (3), A B 1 2, 7 = 5 + 6."""
    cells = [text for text in row if text]
    if len(cells) < 3 or not all(_NUMBER.fullmatch(text) for text in cells):
        return False
    numbers = [int(found[0]) for text in cells if (found := re.search(r"\d+", text))]
    return numbers == sorted(set(numbers)) and (not numbers or numbers[-1] - numbers[0] < 100)


def data_rows(
    rows: Iterable[Sequence[str]],
    *,
    first: int,
    mapping: Mapping[str, int],
    texts: Sequence[str],
    skipped: list[Skipped],
) -> Iterator[tuple[int, list[str]]]:
    """
    Yield (number from 1, row) of the rows below the headings that hold data.

    What is passed over is told in ``skipped``; empty rows are not worth a word. The last rows are
    held back until it is known whether they are signatures.
    """
    places = sorted(set(mapping.values()))
    # Nearly every row is full: three of its cells tell so.
    sure = places[:3] if len(places) > 3 else places
    held: deque[tuple[int, list[str]]] = deque()
    for numbered in _below_headings(rows, first, texts, skipped):
        held.append(numbered)
        if len(held) > _FOOT:
            one = held.popleft()
            if _is_full(one[1], sure) or not _is_group(one, places, skipped):
                yield one
    foot = _begin_of_foot(held, places)
    for at, one in enumerate(held):
        if at >= foot:
            reason = "total" if _is_total(one[1]) else "signature"
            skipped.append(Skipped(one[0], reason, _shown(one[1])))
        elif not _is_group(one, places, skipped):
            yield one


def _below_headings(
    rows: Iterable[Sequence[str]], first: int, texts: Sequence[str], skipped: list[Skipped]
) -> Iterator[tuple[int, list[str]]]:
    again = [heading(text) for text in texts]
    for n, row in enumerate(rows, start=1):
        if n < first or not any(row):
            continue
        if reason := _is_heading(n - first, row, texts, again):
            skipped.append(Skipped(n, reason, _shown(row)))
        else:
            yield n, list(row)


def _shown(row: Sequence[str]) -> str:
    return " ".join(filter(None, row))[:120]


def _is_heading(below: int, row: Sequence[str], texts: Sequence[str], again: Sequence[str]) -> str:
    """Return why a row belongs to the headings: it counts the columns, or repeats them."""
    if below <= 1 and is_numbering(row):
        return "numbering"
    repeats = row[0] in texts and [heading(one) for one in row] == again[: len(row)]
    return "heading_again" if repeats else ""


def _is_full(row: Sequence[str], places: Sequence[int]) -> bool:
    return all(place < len(row) and row[place] for place in places)


def _filled(row: Sequence[str], places: Sequence[int]) -> int:
    return sum(1 for place in places if place < len(row) and row[place])


def _is_total(row: Sequence[str]) -> bool:
    first = [text for text in row if text][:2]
    return any(_says(_TOTAL.match, text) for text in first)


def _is_signed(row: Sequence[str]) -> bool:
    """Tell whether most cells of a row sign: a headmaster in a list is one cell of many."""
    cells = [text for text in row if text]
    return sum(_says(_SIGNED.search, text) for text in cells) * 2 > len(cells)


def _says(look: Callable[[str], object], text: str) -> bool:
    """Look at a text, also as an old font would have meant it."""
    return any(look(fold(reading)) for reading in readings(text))


def _begin_of_foot(held: Sequence[tuple[int, list[str]]], places: Sequence[int]) -> int:
    """Return where the foot begins: the first total or signature after which no row is full."""
    begin = len(held)
    for at in range(len(held) - 1, -1, -1):
        row = held[at][1]
        full = _filled(row, places) >= min(_SOMEBODY, len(places) // 2 + 1)
        if full and not (_is_total(row) and _filled(row, places) * 4 < len(places) * 3):
            break
        if _is_total(row) or _is_signed(row):
            begin = at
    return begin


def _is_group(
    numbered: tuple[int, list[str]], places: Sequence[int], skipped: list[Skipped]
) -> bool:
    """Tell whether a row only names the group of those below it, or adds them up."""
    n, row = numbered
    cells = [text for text in row if text]
    alone = len(cells) == 1 or (len(cells) == 2 and _NUMBER.fullmatch(cells[0]) is not None)
    if alone and len(places) > 2 and _says(_GROUP.match, cells[-1]):
        skipped.append(Skipped(n, "group", cells[-1][:120]))
        return True
    if len(cells) <= len(places) // 2 and _says(_TOTAL.match, cells[0]):
        skipped.append(Skipped(n, "total", _shown(row)))
        return True
    return False
