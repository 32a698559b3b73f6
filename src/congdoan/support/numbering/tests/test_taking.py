from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date, datetime, timedelta
from threading import Barrier
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
import pytest

from congdoan.foundation.refusal import Refusal
from congdoan.support.numbering import api
from congdoan.support.numbering.api import Number, Register, Shelf
from congdoan.support.numbering.rules.refusals import NeedsReason, NothingBefore

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.fixture
def take(system, tree, today, now):
    def one(organisation=None, *, on=today, register=Register.OUTGOING, series="", at=now):
        shelf = Shelf((organisation or tree.leaf).pk, register, series)
        return api.take_number(actor=system, shelf=shelf, subject="thu.1", on=on, at=at)

    return one


def test_numbers_run_on_per_organisation_register_series_and_year(take, tree, now):
    assert [take().text, take().text, take(tree.middle).text] == ["01", "02", "01"]
    assert take(register=Register.INCOMING).text == "01"
    assert take(series="UNION.QD").text == "01"
    later = now.replace(year=now.year + 1)
    assert take(on=later.date(), at=later).text == "01"


def test_an_act_that_fails_gives_its_number_back(take):
    with transaction.atomic():
        take()
        transaction.set_rollback(True)
    assert take().text == "01"


def test_a_day_to_come_and_a_day_before_the_last_are_refused(take, today, now):
    take()
    with pytest.raises(api.BookNotOpenYet):
        take(on=today + timedelta(days=1))
    with pytest.raises(api.NumbersRunAhead, match="01a"):
        take(on=today - timedelta(days=1))
    assert take().text == "02"


def test_late_papers_stand_behind_the_last_of_their_day(take, system, tree, today, now):
    shelf = Shelf(tree.leaf.pk, Register.OUTGOING)
    take(on=today - timedelta(days=5))
    take(on=today)

    def late(day, reason="bỏ sót"):
        return api.take_late(
            actor=system, shelf=shelf, subject="thu.2", on=day, reason=reason, at=now
        ).text

    assert [late(today - timedelta(days=3)), late(today - timedelta(days=4))] == ["01a", "01b"]
    with pytest.raises(api.NotLate):
        late(today)
    with pytest.raises(NothingBefore):
        late(today - timedelta(days=9))
    with pytest.raises(NeedsReason):
        late(today - timedelta(days=3), reason="")


def test_what_was_kept_free_is_used_or_let_go_never_given_again(take, system, tree, today, now):
    shelf = Shelf(tree.leaf.pk, Register.OUTGOING)
    one, two = api.reserve_numbers(
        actor=system, shelf=shelf, count=2, reason="đại hội", on=today, at=now
    )
    assert take().text == "03"
    used = api.use_reserved(actor=system, number=one.pk, subject="thu.3", at=now)
    assert (used.text, used.state) == ("01", "TAKEN")
    api.release_number(actor=system, number=two.pk, reason="không tổ chức", at=now)
    for again in (one, two):
        with pytest.raises(api.NotReserved):
            api.use_reserved(actor=system, number=again.pk, subject="thu.4", at=now)
    assert take().text == "04"


def test_a_year_is_closed_after_its_end_and_stays_closed(take, system, tree, today, now):
    take()
    after = datetime(today.year + 1, 1, 5, 9, tzinfo=ZONE)
    with pytest.raises(api.YearNotOver):
        api.close_books(actor=system, organisation=tree.leaf.pk, year=today.year, at=now)
    shelf = Shelf(tree.leaf.pk, Register.OUTGOING)
    (kept,) = api.reserve_numbers(
        actor=system, shelf=shelf, count=1, reason="chờ ký", on=today, at=now
    )
    with pytest.raises(api.ReservedRemain):
        api.close_books(actor=system, organisation=tree.leaf.pk, year=today.year, at=after)
    api.release_number(actor=system, number=kept.pk, reason="không ký", at=after)
    assert api.close_books(actor=system, organisation=tree.leaf.pk, year=today.year, at=after) == 1
    for register in (Register.OUTGOING, Register.INCOMING):
        with pytest.raises(api.BookClosed):
            take(on=date(today.year, 12, 31), at=after, register=register)
    assert take(on=after.date(), at=after).text == "01"


def test_a_year_has_one_way_of_numbering(take, tree, today):
    unit, register = tree.leaf.pk, Register.OUTGOING

    def choose(year):
        api.choose_series(organisation=unit, register=register, from_year=year, by_type=True)

    take()
    with pytest.raises(api.NumbersTakenAlready):
        choose(today.year)
    choose(today.year + 1)
    ask = {"organisation": unit, "register": register, "type_code": "UNION.KH"}
    assert api.series_of(**ask, year=today.year) == ""
    assert api.series_of(**ask, year=today.year + 2) == "UNION.KH"


def test_the_books_of_many_take_one_statement(
    system, tree, today, now, django_assert_max_num_queries
):
    units = [tree.leaf.pk, tree.other_leaf.pk, tree.far_leaf.pk]
    ask = {"register": Register.INCOMING, "subject": "thu.1", "on": today, "at": now}
    api.take_many(actor=system, organisations=units[:1], **ask)
    with django_assert_max_num_queries(3):
        found = api.take_many(actor=system, organisations=[*units, units[0]], **ask)
    assert {organisation: number for organisation, _key, number in found} == {
        units[0]: 2, units[1]: 1, units[2]: 1
    }  # fmt: skip


class Clerk:
    """Does what a clerk may do with one book, and keeps what came out."""

    def __init__(self, actor, shelf, today, now):
        self.ask = {"actor": actor, "shelf": shelf}
        self.actor, self.day, self.now = actor, today, now
        self.given_out, self.kept = [], []

    def take(self):
        one = api.take_number(**self.ask, subject="x", on=self.day, at=self.now)
        self.given_out.append(one.pk)

    def reserve(self):
        self.kept += api.reserve_numbers(**self.ask, count=2, reason="r", on=self.day, at=self.now)

    def use(self):
        if self.kept:
            key = self.kept.pop().pk
            api.use_reserved(actor=self.actor, number=key, subject="x", at=self.now)
            self.given_out.append(key)

    def release(self):
        if self.kept:
            key = self.kept.pop(0).pk
            api.release_number(actor=self.actor, number=key, reason="r", at=self.now)

    def late(self):
        before = self.day - timedelta(days=1)
        one = api.take_late(**self.ask, subject="x", on=before, reason="r", at=self.now)
        self.given_out.append(one.pk)

    def wait(self):
        self.now, self.day = self.now + timedelta(days=1), self.day + timedelta(days=1)


ACTS = ("take", "reserve", "use", "release", "late", "wait")


@given(acts=st.lists(st.sampled_from(ACTS), max_size=25))
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_no_order_of_acts_leaves_a_gap_or_doubles_a_number(acts, system, tree, today, now):
    shelf = Shelf(tree.leaf.pk, Register.OUTGOING, uuid4().hex[:20])
    clerk = Clerk(system, shelf, today, now)
    for act in acts:
        with suppress(Refusal):
            getattr(clerk, act)()
    rows = Number.objects.filter(book__series=shelf.series, suffix="").order_by("number")
    numbers, days = [row.number for row in rows], [row.dated_on for row in rows]
    assert numbers == list(range(1, len(numbers) + 1))
    assert days == sorted(days)
    assert len(clerk.given_out) == len(set(clerk.given_out))


@pytest.mark.django_db(transaction=True)
def test_fifty_at_once_leave_no_gap_and_take_none_twice(system, tree, today, now):
    """Half of them fail after taking: what they had must not be missing in the book."""
    shelf, barrier = Shelf(tree.leaf.pk, Register.OUTGOING), Barrier(50)

    def run(turn):
        try:
            barrier.wait(timeout=30)
            with transaction.atomic():
                one = api.take_number(
                    actor=system, shelf=shelf, subject=str(turn), on=today, at=now
                )
                transaction.set_rollback(turn % 5 == 0)
        finally:
            connection.close()
        return one.number if turn % 5 else None

    with ThreadPoolExecutor(50) as pool:
        taken = [number for number in pool.map(run, range(50)) if number]
    assert sorted(taken) == list(range(1, 41))
