"""The book in memory: cheap for pages, and never older than what the database says."""

from datetime import date
from threading import Thread

from django.db import connection, transaction
import pytest

from congdoan.kernel.rulebook import api as rulebook
from congdoan.kernel.rulebook.models import RuleRow
from congdoan.kernel.rulebook.selectors import snapshot
from congdoan.kernel.rulebook.services.load import load_shipped

DAY = date(2026, 3, 2)
KEY = "term.years"


@pytest.fixture(autouse=True)
def clean_memory():
    snapshot.forget()
    yield
    snapshot.forget()


def change_to(value):
    RuleRow.objects.filter(key=KEY).update(value=value)
    snapshot.renew()


def test_hundred_lookups_cost_one_question(law, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(snapshot, "TRUST_SECONDS", 60)
    rulebook.value(KEY, on=DAY)

    with django_assert_num_queries(0):
        for _ in range(100):
            rulebook.value(KEY, on=DAY, for_=1)
            rulebook.catalogue("position", on=DAY)
            rulebook.label("position", "PRESIDENT", DAY)


def test_after_the_trust_has_run_out_one_query_asks_whether_anything_changed(
    law, monkeypatch, django_assert_num_queries
):
    rulebook.value(KEY, on=DAY)
    monkeypatch.setattr(snapshot, "TRUST_SECONDS", 0)

    with django_assert_num_queries(1):
        rulebook.value(KEY, on=DAY)


def test_one_edition_asks_once_and_keeps_to_it(law, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(snapshot, "TRUST_SECONDS", 0)
    rulebook.value(KEY, on=DAY)

    with django_assert_num_queries(1), rulebook.one_edition():
        for _ in range(3):
            rulebook.value(KEY, on=DAY)
        with rulebook.one_edition():
            rulebook.value(KEY, on=DAY)


def test_own_change_within_one_edition_is_seen(law):
    with rulebook.one_edition():
        assert rulebook.value(KEY, on=DAY) == 5
        change_to(7)
        assert rulebook.value(KEY, on=DAY) == 7


def test_writer_sees_its_own_change_at_once(law):
    rulebook.value(KEY, on=DAY)
    change_to(7)

    assert rulebook.value(KEY, on=DAY) == 7


def test_what_is_rolled_back_is_forgotten(law):
    assert rulebook.value(KEY, on=DAY) == 5
    with transaction.atomic():
        change_to(7)
        assert rulebook.value(KEY, on=DAY) == 7
        transaction.set_rollback(True)

    assert rulebook.value(KEY, on=DAY) == 5


@pytest.mark.django_db(transaction=True)
def test_another_worker_sees_a_committed_change_and_no_other(monkeypatch):
    monkeypatch.setattr(snapshot, "TRUST_SECONDS", 0)
    load_shipped(by="kiểm thử")
    seen = []

    def look():
        seen.append(rulebook.value(KEY, on=DAY))
        connection.close()

    def elsewhere():
        worker = Thread(target=look)
        worker.start()
        worker.join()

    elsewhere()
    with transaction.atomic():
        change_to(7)
        elsewhere()
    elsewhere()

    assert seen == [5, 5, 7]


@pytest.mark.django_db
def test_empty_book_answers_with_a_refusal_not_a_fault():
    RuleRow.objects.all().delete()
    snapshot.renew()

    assert rulebook.catalogue("position", on=DAY) == []
    with pytest.raises(rulebook.NoRuleInForce):
        rulebook.value(KEY, on=DAY)
