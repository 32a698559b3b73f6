"""Pure rules of reading: each repair alone, each by properties."""

from datetime import date
import unicodedata

from hypothesis import given
from hypothesis import strategies as st
import pytest

from congdoan.foundation.legacy_fonts import from_tcvn3, from_vni, to_tcvn3, to_vni
from congdoan.foundation.syllables import is_plausible, untyped
from congdoan.support.exchange.rules.days import DayRules, order_of, repair_day, shown
from congdoan.support.exchange.rules.kinds import Column
from congdoan.support.exchange.rules.margins import data_rows, is_numbering
from congdoan.support.exchange.rules.numbers import (
    PREFIXES_2018,
    PROVINCES,
    repair_id,
    repair_phone,
)
from congdoan.support.exchange.rules.old_fonts import repair_old_font, turning_of
from congdoan.support.exchange.rules.repairing import Decisions, Repairer, decide
from congdoan.support.exchange.rules.repairs import FIX, FLAG, REASONS, SUGGEST
from congdoan.support.exchange.rules.texts import is_clean, repair_name, repair_text

_WORDS = (
    "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Thị Văn Hữu Quỳnh "
    "Thuý Hoà Khoa Giang Quý Yến Ưng Nghiêm Xuân Khuyên Trường Bưởi Ngọc Phượng Sử Kỷ Mỹ Vỹ"
)
WORDS = _WORDS.split()
NAMES = st.lists(st.sampled_from(WORDS), min_size=2, max_size=5).map(" ".join)
DAYS = st.dates(min_value=date(1930, 1, 1), max_value=date(2026, 3, 2))
RULES = DayRules(latest_year=2026)


def last(steps, text):
    return next((one.after for one in reversed(steps) if one.level == FIX), text)


@given(NAMES)
def test_old_fonts_give_a_name_back(name):
    assert from_tcvn3(to_tcvn3(name.lower())) == name.lower()
    assert from_vni(to_vni(name)) == name
    assert from_vni(to_vni(name.upper())) == name.upper()


@given(st.lists(NAMES, min_size=1, max_size=30))
def test_unicode_is_never_turned(names):
    turning = turning_of(names)
    assert all(not [s for s in repair_old_font(one, turning) if s.level == FIX] for one in names)


@given(st.lists(NAMES, min_size=3, max_size=30), st.sampled_from([to_vni, to_tcvn3]))
def test_a_column_of_an_old_font_comes_out_as_it_was_meant(names, write):
    names = [*names, "Nguyễn Thị Phượng"]
    old = [write(name) for name in names]
    turning = turning_of(old)
    assert turning is not None
    found = [last(repair_old_font(one, turning), one) for one in old]
    # TCVN3 has no capitals with a tone.
    assert [one.lower() for one in found] == [name.lower() for name in names]


@given(NAMES)
def test_names_in_order_need_nothing(name):
    assert is_plausible(name)
    assert untyped(name) == name
    assert repair_name(name) == []
    assert repair_text(name) == []
    assert is_clean(name)


@given(NAMES)
def test_decomposed_text_is_composed_and_capitals_are_proposed(name):
    apart = unicodedata.normalize("NFD", name)
    assert last(repair_text(apart), apart) == name
    (step,) = repair_name(name.upper())
    assert (step.after, step.level) == (name, SUGGEST)


@given(st.text(max_size=40))
def test_repairing_a_text_twice_changes_nothing_more(text):
    once = last(repair_text(text), text)
    assert repair_text(once) == []


@given(DAYS, st.sampled_from(["{0.day}/{0.month}/{0.year}", "{0.day}.{0.month}.{0.year}", "{0}",
                              "ngày {0.day} tháng {0.month} năm {0.year}",
                              "{0.day:02d}{0.month:02d}{0.year}"]))  # fmt: skip
def test_a_day_is_read_however_it_is_written(day, form):
    text = form.format(day)
    assert last(repair_day(text, RULES), text) == shown(day)


@given(DAYS)
def test_serials_of_both_calendars_are_days(day):
    for epoch, old in ((date(1899, 12, 30), False), (date(1904, 1, 1), True)):
        number = str((day - epoch).days)
        if 10_000 <= int(number) <= 60_000:
            assert last(repair_day(number, DayRules(epoch_1904=old)), "") == shown(day)


@given(st.lists(DAYS, min_size=1))
def test_the_order_of_a_column_follows_its_proofs(days):
    usual = [f"{day.day}/{day.month}/{day.year}" for day in days]
    american = [f"{day.month}/{day.day}/{day.year}" for day in days]
    assert order_of(usual) == "dmy"
    assert order_of(american) == ("mdy" if any(day.day > 12 for day in days) else "dmy")


@given(
    st.sampled_from(sorted(PROVINCES)),
    st.sampled_from("01"),
    st.integers(0, 99),
    st.integers(0, 999_999),
)
def test_a_lost_zero_is_proposed_where_the_number_fits_and_never_put_in(province, sex, year, rest):
    number = f"{province}{sex}{year:02d}{rest:06d}"
    assert repair_id(number) == []
    if province.startswith("0"):
        steps = repair_id(number[1:])
        assert [(one.after, one.level) for one in steps] == [(number, SUGGEST)]
        wrong = repair_id(number[1:], birth_year=str(1900 + (year + 1) % 100))
        assert [one.level for one in wrong] == [FLAG]


@given(st.sampled_from("35789"), st.integers(0, 10**8 - 1))
def test_a_mobile_number_comes_back_from_every_way_to_write_it(prefix, rest):
    number = f"0{prefix}{rest:08d}"
    assert repair_phone(number) == []
    ways = (
        number[1:],
        f"+84{number[1:]}",
        f"84{number[1:]}",
        f"{number[:4]}.{number[4:7]} {number[7:]}",
    )
    for way in ways:
        assert last(repair_phone(way), way) == number


@pytest.mark.parametrize(("old", "new"), PREFIXES_2018.items())
def test_the_prefixes_of_2018_are_changed(old, new):
    assert last(repair_phone(f"{old}1234567"), "") == f"{new}1234567"
    assert last(repair_phone(f"{old[1:]}1234567"), "") == f"{new}1234567"


def test_numbers_under_headings_are_no_data():
    assert is_numbering(["(1)", "(2)", "(3)"])
    assert is_numbering(["A", "B", "1", "2", "3=1+2"])
    assert not is_numbering(["1", "Nguyễn Văn An", "1980"])
    assert not is_numbering(["2010", "1980", "12"])


def test_a_headmaster_at_the_end_of_a_list_is_no_signature():
    skipped = []
    rows = [["TT", "Tên", "Sinh", "Việc", "Số"], ["1", "Trần Văn Đức", "", "Hiệu trưởng", ""]]
    places = {"a": 1, "b": 2, "c": 3, "d": 4, "e": 0}
    found = list(data_rows(rows, first=2, mapping=places, texts=rows[0], skipped=skipped))
    assert [n for n, _row in found] == [2]
    assert not skipped


COLUMNS = (Column("full_name", "Họ và tên"), Column("birth_date", "Ngày sinh"))
MAPPING = {"full_name": 0, "birth_date": 1}


@given(st.lists(st.tuples(st.text(max_size=12), st.text(max_size=12)), max_size=8))
def test_any_cells_come_through_and_every_reason_has_its_sentence(rows):
    raw = [list(row) for row in rows]
    decisions = decide(COLUMNS, MAPPING, raw, latest_year=2026)
    again = Decisions.from_json(decisions.as_json())
    assert again == decisions
    found = Repairer(COLUMNS, MAPPING, again).rows(raw)
    assert len(found) == len(rows)
    for one in found:
        for step in one.repairs:
            assert REASONS[step.reason].format(before=step.before, after=step.after)
