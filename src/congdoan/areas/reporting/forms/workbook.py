"""A workbook that comes back: what was changed in it, beside what stands now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import islice
import re
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congdoan.areas.reporting.models import Cell, Report
from congdoan.areas.reporting.rules.figures import read_figure
from congdoan.areas.reporting.rules.seen import seen_of
from congdoan.areas.reporting.selectors.cells import Layout, label_of
from congdoan.areas.reporting.selectors.findings import plain, shown
from congdoan.areas.reporting.selectors.sealed import Seal, opened
from congdoan.areas.reporting.selectors.workbook import LOCK, REASON, TEXT, VALUE
from congdoan.areas.reporting.services.writing import REASON as REASON_LENGTH
from congdoan.areas.reporting.services.writing import TEXT as TEXT_LENGTH
from congdoan.foundation.forms import Form, UploadField
from congdoan.foundation.refusal import Refusal
from congdoan.foundation.vietnamese import nfc
from congdoan.support.exchange.api import Workbook, read_workbook

_MOST_ROWS = 2_000
#: What a cell holding a number reads as, whatever the language of the workbook.
_DECIMAL = re.compile(r"-?\d+\.\d+")
_GROUPED = re.compile(r"-?\d{1,3}\.\d{3}")


class SealMissing(Refusal):
    """Tệp “{name}” không phải tệp Excel lấy từ báo cáo này; hãy bấm “Tải Excel”, chép số sang tệp đó rồi tải lên."""  # noqa: E501


class SealOfAnother(Refusal):
    """Tệp “{name}” là của {label}; hãy tải lên ở báo cáo đó, hoặc lấy tệp Excel của báo cáo này."""


class SealOfOldForm(Refusal):
    """Tệp “{name}” theo phiên bản khác của biểu mẫu; hãy lấy tệp mới rồi chép số đã nhập sang."""


class RowTwice(Refusal):
    """Mã ô {key} có ở hai dòng của tệp “{name}”; hãy xóa dòng chép thừa rồi tải lên lại."""


class SheetHasTooMuch(Refusal):
    """Tệp “{name}” có quá {most} dòng; hãy lấy lại tệp Excel của báo cáo rồi chép số sang."""


class DecimalUnclear(Refusal):
    """Dòng {line}: “{text}” có thể là hai số khác nhau; hãy ghi dấu phẩy trước phần lẻ, không chấm hàng nghìn."""  # noqa: E501


class SheetForm(Form):
    file = UploadField(
        label=gettext_lazy("Tệp Excel đã điền"), kinds=("xlsx", "xls", "ods"), may_be_locked=True
    )


@dataclass(frozen=True)
class Offered:
    """One place the file says something else about: what stood, what stands, what it wants."""

    #: Name of the box on the entry page (``v-3``), of its mark, and the mark of what stands.
    name: str
    mark: str
    seen: str
    label: str
    then: str
    now: str
    wanted: str
    value: str
    is_clash: bool


@dataclass
class Compared:
    offered: list[Offered] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    #: Filled when it was made, blank now: what stands stays.
    blanks: int = 0
    missing: int = 0
    unknown: int = 0
    #: Savings since the file was made.
    behind: int = 0


def compare_sheet(
    upload: UploadedFile, report: Report, layout: Layout, figures: list[Decimal | None]
) -> Compared:
    """
    Return where the file differs from the report as it stands; rows are known by their code.

    :raises SealMissing, SealOfAnother, SealOfOldForm, RowTwice, SheetHasTooMuch: not this report's
    """
    name = (upload.name or "")[:100]
    book = read_workbook(upload, name)
    seal = _seal(book, name)
    if seal.report != report.pk:
        raise SealOfAnother(name=name, label=seal.label)
    if seal.version != layout.version.pk:
        raise SealOfOldForm(name=name)
    rows = _rows(book, name)
    found = Compared(behind=max(0, report.revision - seal.revision))
    known = {one.series for one in layout.cells} | {one.code for one in layout.narratives}
    checks = {f"{one.kind}:{one.series}:{one.position}" for one in layout.checks}
    found.unknown = len([key for key in rows if key not in known | checks])
    for cell in layout.entered:
        row = rows.get(cell.series)
        if row is None:
            found.missing += 1
            continue
        _figure(found, cell, _at(row, VALUE), seal, figures[cell.position])
        place = (f"r-{cell.position}", f"rs-{cell.position}", f"r:{cell.series}")
        held = report.reasons.get(cell.series, "")
        label = _("{line}: lý do").format(line=label_of(cell))
        _text(found, place, label, _at(row, REASON)[:REASON_LENGTH], seal, held)
    for one in layout.narratives:
        held = report.narrative.get(one.code, "")
        place = (f"t-{one.code}", f"ts-{one.code}", f"t:{one.code}")
        text = _at(rows.get(one.code, []), TEXT)[:TEXT_LENGTH]
        _text(found, place, one.title, text, seal, held)
    for key in sorted(checks & rows.keys()):
        held = report.explanations.get(key, "")
        place = (f"e-{key}", f"es-{key}", f"e:{key}")
        label = _("Giải trình: {what}").format(what=_at(rows[key], 1))
        _text(found, place, label, _at(rows[key], TEXT)[:REASON_LENGTH], seal, held)
    return found


def _at(row: list[str], place: int) -> str:
    return nfc(row[place]).strip() if place < len(row) else ""


def _seal(book: Workbook, name: str) -> Seal:
    text = ""
    for sheet in book.sheets:
        if sheet.name == LOCK:
            text = "".join(row[0] for row in islice(sheet, 50) if row)
    found = opened(text) if text else None
    if found is None:
        raise SealMissing(name=name)
    return found


def _rows(book: Workbook, name: str) -> dict[str, list[str]]:
    """Return the rows by the code in their first column, in whichever order they stand."""
    found: dict[str, list[str]] = {}
    for sheet in book.sheets:
        if sheet.name == LOCK:
            continue
        for place, row in enumerate(sheet):
            if place >= _MOST_ROWS:
                raise SheetHasTooMuch(name=name, most=_MOST_ROWS)
            if not row or not _is_code(row):
                continue
            if row[0] in found:
                raise RowTwice(name=name, key=row[0][:60])
            found[row[0]] = row
    return found


def _is_code(row: list[str]) -> bool:
    """Tell a row of ours from headings: a code in front, something beside it."""
    return bool(re.fullmatch(r"[A-Za-z0-9_.:-]{1,80}", row[0])) and any(row[1:])


def _figure(found: Compared, cell: Cell, text: str, seal: Seal, standing: Decimal | None) -> None:
    then = seal.figures.get(cell.series, "")
    if text == then:
        return
    if not text:
        found.blanks += 1
        return
    try:
        new = _read(cell, text, comma=seal.comma)
        old = _read(cell, then, comma=seal.comma) if then else None
    except Refusal as refusal:
        found.errors.append(refusal.sentence)
        return
    if new in (old, standing):
        return
    found.offered.append(
        Offered(
            name=f"v-{cell.position}",
            mark=f"s-{cell.position}",
            seen=plain(standing),
            label=label_of(cell),
            then=shown(old),
            now=shown(standing),
            wanted=shown(new),
            value=plain(new),
            is_clash=standing != old,
        )
    )


def _read(cell: Cell, text: str, *, comma: bool) -> Decimal | None:
    line = label_of(cell)
    if comma and not cell.line.whole and cell.line.unit != "đồng":
        # A cell that holds a number comes with a point, whoever wrote it.
        if _GROUPED.fullmatch(text):
            raise DecimalUnclear(line=line, text=text)
        if _DECIMAL.fullmatch(text):
            text = text.replace(".", ",")
    return read_figure(
        text[:60],
        line=line,
        whole=cell.line.whole,
        negative=cell.line.negative,
        money=cell.line.unit == "đồng",
        comma=comma,
    )


def _text(
    found: Compared, place: tuple[str, str, str], label: str, text: str, seal: Seal, held: str
) -> None:
    name, mark, key = place
    then = seal.texts.get(key, "")
    if not text:
        found.blanks += bool(then)
        return
    if seen_of(text) == then or text == held:
        return
    found.offered.append(
        Offered(
            name=name,
            mark=mark,
            seen=seen_of(held),
            label=label,
            then="",
            now=held or "—",
            wanted=text,
            value=text,
            is_clash=seen_of(held) != then,
        )
    )


def taken(names: Iterable[str], posted: Mapping[str, Any]) -> dict[str, str]:
    """Return the posted places that were chosen: their boxes and the marks that go with them."""
    said = {name: str(text) for name, text in posted.items()}
    chosen: dict[str, str] = {}
    for name in names:
        kind, _sep, place = name.partition("-")
        mark = {"v": "s", "r": "rs", "t": "ts", "e": "es"}.get(kind)
        if mark and name in said:
            chosen[name] = said[name]
            chosen[f"{mark}-{place}"] = said.get(f"{mark}-{place}", "")
    return chosen
