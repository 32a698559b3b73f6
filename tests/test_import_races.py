"""
Two imports of one unit at the same moment: nobody twice, nobody lost, the second reads why.

Real threads, real connections, real commits.
"""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
import pytest

from congdoan.areas.members.models import MemberRecord, Membership, SealedFact
from congdoan.areas.members.selectors import unscoped_counted_one_by_one, unscoped_member_count
from congdoan.areas.members.services.importing import MEMBERS
from congdoan.foundation.refusal import AlreadyDone, Refusal
from congdoan.kernel.people.models import Person
from congdoan.support.exchange import api as exchange
from congdoan.support.exchange.enums import RowState
from congdoan.support.exchange.services import committing
from tests.test_member_imports import sheet, somebody
from tests.test_races import at_once, won

pytestmark = pytest.mark.django_db(transaction=True)

BLANK = {"Số căn cước": "", "Thư điện tử": "", "Điện thoại": "", "Mã đoàn viên": ""}
SHARED, OWN = 7, 3


def person(n, **cells):
    return somebody(n, **{"Họ và tên": f"Trần Văn {'ABCDEGHIKLMNOP'[n]}ên", **cells})


@pytest.fixture
def send(tree, system, now):
    def plan(name, rows):
        return exchange.plan_import(
            actor=system,
            kind=MEMBERS,
            organisation=tree.leaf,
            upload=SimpleUploadedFile(f"{name}.xlsx", sheet(*rows)),
            options={"on": "2026-03-02"},
            at=now,
        )

    return plan


def as_workers(*acts):
    """Run the acts at the same moment, each checkpoint a transaction of its own."""
    barrier = Barrier(len(acts))

    def run(act):
        try:
            barrier.wait(timeout=10)
            return act()
        except Refusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def states(batch):
    return sorted(batch.rows.values_list("state", flat=True))


@pytest.mark.parametrize(
    "cells",
    [
        {},
        {"Số căn cước": "", "Thư điện tử": "", "Ngày sinh": ""},
        {**BLANK, "Ngày sinh": "1980"},
        {**BLANK, "Ngày sinh": ""},
    ],
    ids=["every key", "phone and name", "name and year", "name alone"],
)
@pytest.mark.parametrize("together", [at_once, as_workers])
def test_two_lists_of_one_unit_write_nobody_twice_and_lose_nobody(
    send, tree, system, now, monkeypatch, cells, together
):
    monkeypatch.setattr(committing, "SET_CHECKPOINT", 2)
    shared = [person(n, **cells) for n in range(SHARED)]
    one = send("mot", [*shared, *(person(SHARED + n, **cells) for n in range(OWN))])
    other = send("hai", [*shared, person(SHARED + OWN, **cells)])

    def commit(batch):
        return lambda: exchange.commit_import(actor=system, batch_id=batch.pk, at=now)

    assert won(together(commit(one), commit(other))) == 2
    everybody = SHARED + OWN + 1
    assert Person.objects.filter(family_middle="Trần Văn").count() == everybody
    assert Membership.objects.count() == MemberRecord.objects.count() == everybody
    assert SealedFact.objects.count() == (0 if cells else everybody)
    written = [*states(one), *states(other)]
    assert written.count(RowState.DONE) == everybody
    assert written.count(RowState.REFUSED) == SHARED
    for batch in (one, other):
        for row in batch.rows.filter(state=RowState.REFUSED):
            assert "đã được ghi vào sổ" in " ".join(exchange.problem_texts(row.problems))
    day = now.date()
    assert unscoped_member_count(tree.province.pk, on=day) == everybody
    assert unscoped_counted_one_by_one(tree.province.pk, on=day) == everybody


def test_what_was_held_back_is_compared_with_the_register_at_once(send, system, now):
    one = send("mot", [person(n) for n in range(4)])
    other = send("hai", [person(0), person(1, **{"Chức danh": "Tổ trưởng"}), person(5)])
    for batch in (one, other):
        exchange.commit_import(actor=system, batch_id=batch.pk, at=now)
    assert states(other) == [RowState.DONE, RowState.REFUSED, RowState.REFUSED]
    assert exchange.compare_again(actor=system, batch_id=other.pk, at=now) == 2
    assert list(other.rows.order_by("n").values_list("plan", flat=True)) == [
        "SKIP",
        "UPDATE",
        "CREATE",
    ]
    exchange.commit_import(actor=system, batch_id=other.pk, at=now)
    assert other.rows.filter(state=RowState.DONE).count() == 2
    assert Membership.objects.count() == 5
    with pytest.raises(exchange.NothingHeldBack):
        exchange.compare_again(actor=system, batch_id=other.pk, at=now)


@pytest.mark.parametrize("together", [at_once, as_workers])
def test_one_batch_is_committed_by_two_officers(send, system, lan, now, monkeypatch, together):
    monkeypatch.setattr(committing, "SET_CHECKPOINT", 2)
    batch = send("mot", [person(n) for n in range(SHARED)])

    def commit(actor):
        return lambda: exchange.commit_import(actor=actor, batch_id=batch.pk, at=now)

    for result in together(commit(system), commit(lan)):
        assert not isinstance(result, Refusal) or isinstance(result, AlreadyDone)
    assert states(batch) == [RowState.DONE] * SHARED
    assert Membership.objects.count() == SHARED


def test_a_number_goes_to_one_of_two_people(send, system, now):
    """One list gives a known member a number, the other brings somebody new under it."""
    exchange.commit_import(
        actor=system, batch_id=send("so", [person(0, **{"Số căn cước": ""})]).pk, at=now
    )
    one = send("mot", [person(0, **{"Số căn cước": "001080000999"})])
    other = send("hai", [person(1, **{"Số căn cước": "001080000999"})])

    def commit(batch):
        return lambda: exchange.commit_import(actor=system, batch_id=batch.pk, at=now)

    assert won(as_workers(commit(one), commit(other))) == 2
    assert sorted([*states(one), *states(other)]) == [RowState.DONE, RowState.REFUSED]
    assert SealedFact.objects.count() == 1


def test_a_batch_is_taken_back_while_another_changes_its_people(send, system, now):
    rows = [person(n) for n in range(SHARED)]
    one = send("mot", rows)
    exchange.commit_import(actor=system, batch_id=one.pk, at=now)
    other = send("hai", [{**row, "Chức danh": "Tổ trưởng"} for row in rows])

    def undo():
        return exchange.undo_import(actor=system, batch_id=one.pk, reason="Nhầm", at=now)

    def commit():
        return exchange.commit_import(actor=system, batch_id=other.pk, at=now)

    assert won(as_workers(undo, commit)) == 2
    gone, changed = states(one).count(RowState.UNDONE), states(other).count(RowState.DONE)
    assert (gone, changed) in {(SHARED, 0), (0, SHARED)}
    assert Membership.objects.count() == SHARED - gone


def test_a_name_alone_asks_when_the_unit_has_somebody_called_so(send, system, now):
    bare = {**BLANK, "Ngày sinh": "1980"}
    with transaction.atomic():
        exchange.commit_import(actor=system, batch_id=send("mot", [person(0)]).pk, at=now)
    batch = send(
        "hai",
        [person(0, **bare), person(1, **bare), person(0, **{**BLANK, "Ngày sinh": "1981"})],
    )
    rows = list(batch.rows.order_by("n"))
    assert [row.plan for row in rows] == ["ASK", "CREATE", "CREATE"]
    assert "cùng tên trong đơn vị" in " ".join(exchange.problem_texts(rows[0].problems))
    exchange.answer_row(actor=system, batch_id=batch.pk, n=rows[0].n, same=0, at=now)
    exchange.commit_import(actor=system, batch_id=batch.pk, at=now)
    assert states(batch) == [RowState.DONE] * 3
