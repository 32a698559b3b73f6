"""One row by itself: text cleaned, codes and days understood."""

from datetime import date
import re

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_noop as _

from congdoan.foundation import vietnamese
from congdoan.foundation.valid_time import contains
from congdoan.kernel.organisations.enums import Family
from congdoan.support.exchange.rules.cells import read_day
from congdoan.support.exchange.rules.kinds import RowDraft
from congdoan.support.exchange.services.organisation_tree.facts import Facts

CODE = re.compile(r"[A-Za-z0-9._-]{1,40}")
#: Columns stored as they are, with the most characters the profile holds.
_TEXTS = {
    "name": 250,
    "short_name": 120,
    "doc_symbol": 30,
    "address": 250,
    "phone": 20,
    "email": 250,
}
PROFILE_FIELDS = (
    "name",
    "short_name",
    "doc_symbol",
    "level",
    "kind",
    "funding_class",
    "place_code",
    "address",
    "phone",
    "email",
)
_FAMILIES = {
    "": "",
    "cong doan": Family.UNION,
    "cd": Family.UNION,
    "union": Family.UNION,
    "doi tac": Family.PARTNER,
    "chuyen mon": Family.PARTNER,
    "chinh quyen": Family.PARTNER,
    "partner": Family.PARTNER,
}


def shown(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def day_of(row: RowDraft) -> date:
    return date.fromisoformat(row.parsed["on"])


def read_row(row: RowDraft, facts: Facts) -> None:
    """Fill ``parsed`` and say what is wrong with the row by itself."""
    for column, most in _TEXTS.items():
        row.parsed[column] = _text(row, column, most)
    if not row.parsed["name"]:
        row.fail("name", _("Thiếu tên."))
    _read_codes(row)
    _read_email(row)
    _read_day_of_founding(row, facts)
    _read_kind_and_class(row, facts)
    _read_family_and_level(row, facts)
    _read_place(row, facts)


def _text(row: RowDraft, column: str, most: int) -> str:
    text = vietnamese.tidy(row.cell(column))
    if len(text) > most:
        row.fail(
            column, _("Quá dài: {length} ký tự, nhiều nhất {most}."), length=len(text), most=most
        )
    return text


def _read_codes(row: RowDraft) -> None:
    for column in ("code", "parent", "sector_parent"):
        text = row.parsed[column] = row.cell(column).strip()
        if text and not CODE.fullmatch(text):
            row.fail(
                column,
                _("Mã “{code}” chỉ được gồm chữ không dấu, số, dấu chấm, gạch nối (tối đa 40)."),
                code=text[:60],
            )
    if not row.parsed["code"]:
        row.fail("code", _("Thiếu mã."))
    elif row.parsed["code"] in (row.parsed["parent"], row.parsed["sector_parent"]):
        row.fail("parent", _("Đơn vị không thể là cấp trên của chính mình."))


def _read_email(row: RowDraft) -> None:
    if row.parsed["email"]:
        try:
            validate_email(row.parsed["email"])
        except ValidationError:
            row.fail("email", _("Thư điện tử “{email}” viết sai."), email=row.parsed["email"])


def _read_day_of_founding(row: RowDraft, facts: Facts) -> None:
    text = row.cell("on").strip()
    row.parsed["on"] = facts.default_day.isoformat()
    if not text:
        return
    found = read_day(text)
    if found.day is None:
        row.fail("on", _("Ngày “{text}” không đúng; hãy ghi ngày/tháng/năm."), text=text[:40])
        return
    row.parsed["on"] = found.day.isoformat()
    if found.month_only:
        row.warn("on", _("Chỉ có tháng và năm: lấy ngày {day}."), day=shown(found.day))
    if found.year_only:
        row.warn("on", _("Chỉ có năm: lấy ngày {day}."), day=shown(found.day))
    if found.day > facts.context.actor.today:
        row.warn("on", _("Ngày {day} ở tương lai."), day=shown(found.day))


def _read_kind_and_class(row: RowDraft, facts: Facts) -> None:
    for column in ("kind", "funding_class"):
        row.parsed[column] = _entry(row, column, facts)


def _entry(row: RowDraft, column: str, facts: Facts) -> str:
    """
    Return the code a cell means on the day the row speaks of.

    A school founded under another law is classed by today's list as well: the day of founding
    decides first, the day of the import second.
    """
    text = vietnamese.tidy(row.cell(column))
    if not text:
        return ""
    subject = f"organisation.{column}"
    code = facts.entry_code(subject, text, day_of(row)) or facts.entry_code(
        subject, text, facts.default_day
    )
    if not code:
        row.fail(
            column,
            _("Không có “{text}” trong danh mục ngày {day}; xem trang “Giá trị” của tệp mẫu."),
            text=text[:80],
            day=shown(day_of(row)),
        )
    return code


def _read_family_and_level(row: RowDraft, facts: Facts) -> None:
    text = vietnamese.tidy(row.cell("family"))
    family = _FAMILIES.get(vietnamese.fold(text))
    if family is None:
        row.fail(
            "family",
            _("Loại “{text}” không rõ; hãy ghi “Công đoàn” hoặc “Đối tác”."),
            text=text[:60],
        )
        family = ""
    if not family:
        side = facts.attribute("organisation.kind", row.parsed["kind"], "side", facts.default_day)
        outside = side in ("AUTHORITY", "PARTNER") and not row.cell("level")
        family = Family.PARTNER if outside else Family.UNION
    row.parsed["family"] = str(family)
    if family == Family.PARTNER:
        row.parsed["level"] = ""
        row.parsed["sector_parent"] = ""
        if row.cell("level") or row.cell("sector_parent"):
            row.warn("level", _("Đối tác không có cấp công đoàn, cấp chỉ đạo ngành; bỏ qua."))
        return
    row.parsed["level"] = _entry(row, "level", facts)
    if not row.cell("level").strip():
        row.fail("level", _("Thiếu cấp của tổ chức công đoàn."))


def _read_place(row: RowDraft, facts: Facts) -> None:
    code = row.cell("place").strip()
    row.parsed["place_code"] = code
    if not code:
        return
    # Excel turns 00004 into 4: State codes are 2, 3 or 5 digits long.
    holders = facts.places.get(code)
    if not holders:
        row.fail(
            "place", _("Mã địa bàn “{code}” không có trong danh mục hành chính."), code=code[:20]
        )
        return
    day = max(day_of(row), facts.default_day)
    if not any(contains(unit.valid, day) for unit in holders):
        row.warn(
            "place",
            _("Mã địa bàn {code} ({name}) không còn vào ngày {day}."),
            code=code,
            name=str(holders[-1]),
            day=shown(day),
        )
