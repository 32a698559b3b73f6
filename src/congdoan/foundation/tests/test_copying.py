"""Text as PostgreSQL takes it: whatever people type comes back as it was."""

from datetime import date

from django.db import connection
import pytest

from congdoan.foundation.copying import array_of, copy_in

_ODD = ["", "a\tb", "c\nd\r", "\\N", "e\\", '"f"', "{g,h}", "NULL", "Đặng Thị Hòa", " i ", "\u200b"]

pytestmark = pytest.mark.django_db


def test_arrays_hold_text_numbers_days_and_nothing():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT %s::text[], %s::bigint[], %s::date[], %s::int[]",
            [array_of(_ODD), array_of([1, None]), array_of([date(2026, 2, 1)]), array_of(())],
        )
        assert cursor.fetchone() == (_ODD, [1, None], [date(2026, 2, 1)], [])


def test_rows_are_copied_as_they_are_with_what_is_alike_in_all():
    rows = [(text, n if n % 2 else None, date(2026, 2, 1)) for n, text in enumerate(_ODD)]
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE odd (what text, n int, day date, same text, none text)")
        alike = {"same": "\\x\t", "none": None}
        copy_in("odd", ("what", "n", "day"), rows, alike=alike)
        cursor.execute("SELECT * FROM odd")
        assert cursor.fetchall() == [(*row, "\\x\t", None) for row in rows]
        cursor.execute("DROP TABLE odd")
