"""What the cells of one row say, by themselves: typed values, or what is wrong with them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
import re

from django.utils.translation import gettext_noop as _

from congdoan.areas.members.enums import Category, EndOfMembership
from congdoan.areas.members.rules import identity
from congdoan.foundation import vietnamese
from congdoan.kernel.rulebook.api import value
from congdoan.support.exchange.api import ERROR, ReadDay, RowDraft, read_day

_OLDEST = 100
_MOBILE = re.compile(r"0\d{9,10}")
_EMAIL = re.compile(r"[a-z0-9._%+'-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+")
_NOT_IN_NAMES = re.compile(r"[\d@#$%^*=<>{}\[\]|\\/]")
_CITIZEN_DIGITS, _WITHOUT_ZERO, _OLD_CARD = 12, 11, 9
#: Codes of provinces in citizens' numbers run from 001 to 096.
_LAST_PROVINCE = 96

_SEXES = {
    **dict.fromkeys(("nam", "m", "male", "trai"), "M"),
    **dict.fromkeys(("nu", "f", "female", "gai"), "F"),
}
_CATEGORIES = {
    **dict.fromkeys(
        ("nha giao", "giao vien", "giang vien", "gv", "teacher", "giao vien tpt"), Category.TEACHER
    ),
    **dict.fromkeys(
        ("can bo quan ly", "cbql", "quan ly", "hieu truong", "pho hieu truong", "manager"),
        Category.MANAGER,
    ),
    **dict.fromkeys(("nhan vien", "nv", "ke toan", "van thu", "y te", "staff"), Category.STAFF),
    **dict.fromkeys(
        ("can bo, cong chuc", "can bo cong chuc", "cong chuc", "official"), Category.OFFICIAL
    ),
    **dict.fromkeys(("nguoi lao dong", "nld", "lao dong", "cong nhan", "worker"), Category.WORKER),
}
_REASONS = {
    **dict.fromkeys(("nghi huu", "huu", "huu tri"), EndOfMembership.RETIRED),
    **dict.fromkeys(("thoi viec", "nghi viec"), EndOfMembership.LEFT_WORK),
    **dict.fromkeys(("xin ra", "xin ra khoi to chuc"), EndOfMembership.WITHDREW),
    **dict.fromkeys(("chuyen", "chuyen sinh hoat", "chuyen cong tac"), EndOfMembership.TRANSFERRED),
    **dict.fromkeys(("don vi sap xep lai", "sap nhap"), EndOfMembership.UNIT_MERGED),
    **dict.fromkeys(("don vi ket thuc", "giai the"), EndOfMembership.UNIT_ENDED),
    **dict.fromkeys(("khai tru",), EndOfMembership.EXPELLED),
    **dict.fromkeys(("khong con tham gia",), EndOfMembership.LAPSED),
    **dict.fromkeys(("tu tran", "mat", "qua doi"), EndOfMembership.DIED),
}

_fold = lru_cache(maxsize=20_000)(vietnamese.fold)
_day = lru_cache(maxsize=40_000)(read_day)


@dataclass(slots=True)
class Read:
    """One row's values; empty where nothing (usable) stood."""

    family_middle: str = ""
    given_name: str = ""
    folded: str = ""
    gender: str = ""
    birth_date: date | None = None
    birth_year: int | None = None
    citizen_id: str = ""
    member_no: str = ""
    #: Whom a sheet we filled in names.
    record: int | None = None
    phone: str = ""
    email: str = ""
    joined_on: date | None = None
    hired_on: date | None = None
    since: date | None = None
    until: date | None = None
    category: str = ""
    end_reason: str = ""
    #: What lies sealed, by column (``sealed``); filled where a list has such columns.
    sealed: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return f"{self.family_middle} {self.given_name}".strip()


def citizen_of(text: str) -> str:
    """Return the digits of a citizen's number, or nothing when it has not the shape of one."""
    digits = text if text.isdigit() else re.sub(r"[\s.\-]", "", text)
    whole = len(digits) == _CITIZEN_DIGITS and digits.isdigit() and digits.isascii()
    return digits if whole else ""


def email_of(text: str) -> str:
    lowered = text.lower()
    return lowered if _EMAIL.fullmatch(lowered) else ""


def phone_of(text: str) -> str:
    """Return a phone number as it is dialled at home, or nothing."""
    digits = text if text.isdigit() else re.sub(r"[\s.\-()]", "", text)
    if digits.startswith("+84"):
        digits = f"0{digits[3:]}"
    elif digits.startswith("84") and len(digits) in {11, 12}:
        digits = f"0{digits[2:]}"
    return digits if _MOBILE.fullmatch(digits) else ""


def read_rows(rows: Iterable[RowDraft], today: date) -> list[Read]:
    """Read rows by the rules of today; what cannot stand is named on the row, by cell."""
    youngest = int(value("member.rule.youngest", on=today))
    return [_read_row(row, today, youngest) for row in rows]


def _read_row(row: RowDraft, today: date, youngest: int) -> Read:
    """Read one row; what cannot stand is named on the row, by cell."""
    read = Read()
    cells = row.cells
    _read_name(row, read, cells["name"])
    if text := cells.get("gender", ""):
        read.gender = _SEXES.get(_fold(text), "")
        if not read.gender:
            row.fail(
                "gender", _("Giới tính “{text}” không rõ; hãy ghi Nam hoặc Nữ."), text=text[:20]
            )
    _read_birth(row, read, cells.get("birth_date", ""), today)
    _read_contacts(row, read)
    _read_days(row, read, today, youngest)
    _read_words(row, read)
    return read


def _read_name(row: RowDraft, read: Read, text: str) -> None:
    name = vietnamese.tidy(text)
    if not name:
        row.fail("name", _("Thiếu họ và tên."))
        return
    if _NOT_IN_NAMES.search(name) or not 1 < len(name) <= 110:
        row.fail("name", _("“{text}” không phải là họ tên; hãy xem lại ô này."), text=name[:60])
        return
    if name.isupper() or name.islower():
        name = name.title()
    middle, _space, given = name.rpartition(" ")
    read.family_middle, read.given_name = middle[:80], given[:40]
    read.folded = vietnamese.fold(name)


def _read_birth(row: RowDraft, read: Read, text: str, today: date) -> None:
    if not text:
        return
    found = _read_day(row, "birth_date", text)
    if found.day is None:
        return
    if found.day > today:
        row.fail("birth_date", _("Ngày sinh {day} chưa đến."), day=text[:20])
        return
    if found.day.year < today.year - _OLDEST:
        row.fail("birth_date", _("Ngày sinh {day} quá xa; hãy xem lại năm."), day=text[:20])
        return
    read.birth_year = found.day.year
    if found.year_only:
        row.warn("birth_date", _("Chỉ có năm sinh {year}; hãy bổ sung ngày sau."), year=text)
    elif not found.month_only:  # that only a month stands there is told by the reading
        read.birth_date = found.day


def _read_day(row: RowDraft, column: str, text: str) -> ReadDay:
    found = _day(text)
    if found.day is None:
        row.fail(
            column,
            _("“{text}” không phải là ngày có trong lịch; hãy ghi dạng 31/12/1990."),
            text=text[:30],
        )
    return found


def _read_contacts(row: RowDraft, read: Read) -> None:
    cells = row.cells
    if text := cells.get("citizen_id", ""):
        read.citizen_id = citizen_of(text)
        if not read.citizen_id:
            _tell_citizen(row, text)
        elif identity.disagrees(read.citizen_id, gender=read.gender, birth_date=read.birth_date):
            row.warn("citizen_id", _("Số căn cước nói giới tính hoặc năm sinh khác với dòng này."))
    if text := cells.get("email", ""):
        read.email = email_of(text)
        if not read.email:
            _tell_email(row, text)
    if text := cells.get("phone", ""):
        read.phone = phone_of(text)
        if not read.phone:
            _tell_phone(row, text)
    read.member_no = cells.get("member_no", "")[:20]


def _tell_citizen(row: RowDraft, text: str) -> None:
    digits = re.sub(r"[\s.\-]", "", text)
    column, count = "citizen_id", len(digits)
    if not (digits.isdigit() and digits.isascii()):
        row.fail(column, _("Số căn cước có ký tự không phải chữ số."))
    elif count == _WITHOUT_ZERO and 0 < int(digits[:2]) <= _LAST_PROVINCE:
        row.suggest(ERROR, column, _("Số căn cước mất số 0 đầu (bảng tính bỏ đi)."), f"0{digits}")
    elif count == _OLD_CARD:
        row.fail(column, _("Đây là số chứng minh nhân dân cũ (9 số); hãy ghi số căn cước 12 số."))
    else:
        row.fail(column, _("Số căn cước phải có 12 chữ số, ở đây có {count}."), count=count)


def _tell_email(row: RowDraft, text: str) -> None:
    mended = email_of(re.sub(r"\s+", "", text).replace(",", ".").replace(";", "").strip("."))
    message = _("“{text}” không phải là địa chỉ thư điện tử.")
    if mended:
        row.suggest(ERROR, "email", message, mended, text=text[:60])
    else:
        row.fail("email", message, text=text[:60])


def _tell_phone(row: RowDraft, text: str) -> None:
    mended = phone_of(f"0{re.sub(r'[^0-9]', '', text)}")
    message = _("“{text}” không phải là số điện thoại.")
    if mended:
        row.suggest(ERROR, "phone", message, mended, text=text[:30])
    else:
        row.fail("phone", message, text=text[:30])


def _read_days(row: RowDraft, read: Read, today: date, youngest: int) -> None:
    cells = row.cells
    for column in ("joined_on", "hired_on", "since", "until"):
        if not (text := cells.get(column, "")):
            continue
        day = _read_day(row, column, text).day
        if day is None:
            continue
        if day > today:
            row.fail(column, _("Ngày {day} chưa đến."), day=text[:20])
            continue
        setattr(read, column, day)
    _compare_days(row, read, youngest)


def _compare_days(row: RowDraft, read: Read, youngest: int) -> None:
    began = read.joined_on or read.since
    column = "joined_on" if read.joined_on else "since"
    if began and read.birth_year is not None:
        age = _age(read, began)
        if began.year < read.birth_year or age < 0:
            row.fail(column, _("Vào công đoàn trước khi sinh ({year})."), year=read.birth_year)
        elif age < youngest:
            row.fail(
                column, _("Mới {age} tuổi khi vào công đoàn; phải đủ {least}."),
                age=age, least=youngest,
            )  # fmt: skip
    if read.hired_on and read.birth_year and read.hired_on.year <= read.birth_year:
        row.fail("hired_on", _("Vào làm việc trước khi sinh ({year})."), year=read.birth_year)
    if read.joined_on and read.since and read.since < read.joined_on:
        row.fail("since", _("Về đơn vị trước ngày vào công đoàn."))
    if read.until and read.since and read.until <= read.since:
        row.fail("until", _("Ngày thôi phải sau ngày về đơn vị."))


def _age(read: Read, on: date) -> int:
    if read.birth_date is None:
        return on.year - (read.birth_year or on.year)
    born = read.birth_date
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _read_words(row: RowDraft, read: Read) -> None:
    cells = row.cells
    if text := cells.get("category", ""):
        read.category = str(_CATEGORIES.get(_fold(text), ""))
        if not read.category:
            row.fail(
                "category",
                _(
                    "Nhóm “{text}” không rõ; hãy ghi: nhà giáo, cán bộ quản lý, nhân viên,"
                    " công chức hoặc người lao động."
                ),
                text=text[:40],
            )
    elif text := cells.get("job_title", ""):
        read.category = str(_CATEGORIES.get(_fold(text), ""))
    if text := cells.get("end_reason", ""):
        read.end_reason = str(_REASONS.get(_fold(text), ""))
        if not read.end_reason:
            row.fail("end_reason", _("Lý do thôi “{text}” không rõ."), text=text[:40])
