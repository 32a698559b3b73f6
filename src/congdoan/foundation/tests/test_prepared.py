"""Statements of every page: counted like the others, prepared, inside the open transaction."""

from datetime import date

from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.db.utils import DataError
import pytest

from congdoan.foundation.prepared import ask

pytestmark = pytest.mark.django_db


def test_answers_with_rows_and_named_values() -> None:
    assert ask("SELECT %s::int + 1, %s::date", [1, date(2024, 2, 29)]) == [(2, date(2024, 2, 29))]
    assert ask("SELECT %(word)s::text || %(word)s", {"word": "đ"}) == [("đđ",)]
    assert ask("SELECT id FROM rulebook_stamp WHERE id < %s", [0]) == []


def test_is_counted_like_any_statement(django_assert_num_queries) -> None:
    with django_assert_num_queries(2):
        ask("SELECT 1", [])
        ask("SELECT 1", [])


def test_is_planned_once_a_connection() -> None:
    statement = "SELECT 'planned once', %s::int"
    for n in range(3):
        ask(statement, [n])
    kept = ask("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE %s", ["%once%"])
    assert kept == [(1,)]


def test_sees_the_open_transaction_and_speaks_djangos_errors() -> None:
    Session.objects.create(session_key="a", session_data="", expire_date="2030-01-01T00:00Z")
    seen = ask("SELECT count(*) FROM django_session WHERE session_key = %s", ["a"])
    assert seen == [(1,)]
    with pytest.raises(DataError), transaction.atomic():
        ask("SELECT 1 / %s::int", [0])
    assert connection.is_usable()
