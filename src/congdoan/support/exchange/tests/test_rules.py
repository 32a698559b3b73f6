from datetime import date, datetime

from hypothesis import given
from hypothesis import strategies as st
import pytest

from congdoan.support.exchange.rules.cells import cell_text, heading, read_day
from congdoan.support.exchange.rules.headings import find_headings
from congdoan.support.exchange.rules.kinds import Column, RowDraft
from congdoan.support.exchange.rules.repairs import Repair
from congdoan.support.exchange.services.gathering import Gathered

COLUMNS = (
    Column("code", "Mã", ("mã đơn vị",), required=True),
    Column("name", "Tên", required=True),
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (12.0, "12"),
        (12.5, "12.5"),
        ("  CD-01 ", "CD-01"),
        ("a\x00b", "ab"),
        (date(2020, 9, 5), "05/09/2020"),
        (datetime(2020, 9, 5, 7, 30), "05/09/2020"),  # noqa: DTZ001 - as calamine gives it
    ],
)
def test_cells_are_read_as_people_see_them(value, text):
    assert cell_text(value) == text


@pytest.mark.parametrize(
    ("text", "day", "year_only"),
    [
        ("05/09/2020", date(2020, 9, 5), False),
        ("5.9.2020", date(2020, 9, 5), False),
        ("2020-09-05", date(2020, 9, 5), False),
        ("2020-09-05 00:00:00", date(2020, 9, 5), False),
        ("2012", date(2012, 1, 1), True),
        ("31/02/2020", None, False),
        ("0203", None, True),
        ("05/09/0020", None, False),
        ("tháng 9", None, False),
    ],
)
def test_days_are_read_in_the_ways_people_write_them(text, day, year_only):
    found = read_day(text)
    assert found.day == day
    assert found.year_only == year_only


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2200, 12, 31)))
def test_a_day_written_by_us_is_read_by_us(day):
    assert read_day(cell_text(day)).day == day


def test_headings_are_found_under_a_letterhead_in_any_order():
    rows = [["CÔNG ĐOÀN TỈNH"], [], ["STT", "TÊN:", "Mã đơn vị (*)"], ["1", "A", "X"]]
    found = find_headings(rows, COLUMNS)
    assert (found.at, found.mapping, found.unknown) == (2, {"name": 1, "code": 2}, ("STT",))
    assert find_headings([["Tên"]], COLUMNS).missing(COLUMNS) == ["Mã"]


def test_headings_are_compared_without_marks_and_diacritics():
    assert heading("Ma\u0303 đơn vị (*):") == "ma don vi"


def test_rows_put_aside_come_back_with_the_keys_they_share():
    rows = Gathered()
    rows.add(
        [RowDraft(n, {"a": f"x{n}"}, raw=[f"x{n}"], keys=(f"k:{n % 40}",)) for n in range(2, 62)]
    )
    rows.add([RowDraft(70, {"a": "y"}, raw=["y"], keys=(), repairs=[Repair("a", "Y", "y", "nfc")])])
    rows.settle()
    assert rows.total == 61
    first, second = rows.pieces()
    assert [draft.n for draft in first] == list(range(2, 62))
    assert (first[0].raw, first[0].cells) == (["x2"], {"a": "x2"})
    assert rows.twins(first[:1]) == {"k:2": [2, 42]}
    assert rows.twins(first[30:31]) == {}
    assert second[0].repairs == [Repair("a", "Y", "y", "nfc")]
