from io import StringIO
from threading import Event, Thread
from time import monotonic, sleep

from django.core.management import call_command
from django.db import connection
from django.db.models import QuerySet
import pytest

from congdoan.kernel.audit.api import declare_verb, record
from congdoan.kernel.audit.selectors.chains import unscoped_verdict
from congdoan.kernel.audit.tests.factories import Writer, make_user

declare_verb("audit.checked", "{actor} đã thử {target}")


@pytest.fixture
def chain(db):
    user = make_user()
    for number in range(1, 6):
        record(
            actor=Writer(),
            verb="audit.checked",
            target=user,
            organisation_id=7,
            reason=f"lý do {number}",
        )


def tamper(*statements: str) -> None:
    """Do what only somebody with the database's own rights can do."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("audit_auditentry", "audit_audithead"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for statement in statements:
            cursor.execute(statement)


def verify(**options) -> tuple[int, str]:
    out, err = StringIO(), StringIO()
    try:
        call_command("verify_audit", stdout=out, stderr=err, **options)
    except SystemExit as left:
        return int(left.code), out.getvalue() + err.getvalue()
    return 0, out.getvalue() + err.getvalue()


def test_a_whole_log_passes_and_shows_its_seal(chain):
    code, told = verify()
    assert code == 0
    assert "đơn vị 7: 5 dòng, niêm " in told
    assert "nguyên vẹn" in told


@pytest.mark.parametrize(
    ("statements", "sentence"),
    [
        (["UPDATE audit_auditentry SET reason = 'khác' WHERE sequence = 3"], "dòng 3 đã bị sửa"),
        (["UPDATE audit_auditentry SET actor_name = 'X' WHERE sequence = 1"], "dòng 1 đã bị sửa"),
        (
            ["UPDATE audit_auditentry SET at = at + interval '1 second' WHERE sequence = 5"],
            "dòng 5 đã bị sửa",
        ),
        (["DELETE FROM audit_auditentry WHERE sequence IN (2, 3)"], "thiếu dòng 2 đến 3"),
        (["DELETE FROM audit_auditentry WHERE sequence > 3"], "dòng cuối 4 đến 5 đã bị xóa"),
        (["DELETE FROM audit_auditentry"], "dòng cuối 1 đến 5 đã bị xóa"),
        (["DELETE FROM audit_audithead"], "đầu chuỗi không khớp"),
        (
            [
                "DELETE FROM audit_auditentry WHERE sequence = 5",
                "UPDATE audit_audithead SET sequence = 4",
            ],
            "đầu chuỗi không khớp",
        ),
        (
            [
                "UPDATE audit_auditentry SET sequence = 99 WHERE sequence = 2",
                "UPDATE audit_auditentry SET sequence = 2 WHERE sequence = 3",
                "UPDATE audit_auditentry SET sequence = 3 WHERE sequence = 99",
            ],
            "dòng 2 đã bị sửa",
        ),
    ],
)
def test_the_command_names_the_row_that_was_touched(chain, statements, sentence):
    tamper(*statements)

    code, told = verify()

    assert code == 1
    assert sentence in told


def test_one_organisation_can_be_checked_alone(chain):
    record(actor=Writer(), verb="audit.checked", target=make_user("minh"), organisation_id=8)
    tamper("UPDATE audit_auditentry SET reason = 'khác' WHERE organisation_id = 8")

    assert verify(organisation=7)[0] == 0
    assert verify(organisation=8)[0] == 1


@pytest.mark.django_db(transaction=True)
def test_writers_at_work_are_no_forgers_and_do_not_wait():
    """Others write while the check runs: no false alarm, and nobody is held up."""
    user, stop, written = make_user(), Event(), []

    def write() -> None:
        try:
            while not stop.is_set():
                record(actor=Writer(), verb="audit.checked", target=user, organisation_id=7)
                written.append(1)
        finally:
            connection.close()

    writers = [Thread(target=write) for _ in range(2)]
    for writer in writers:
        writer.start()
    try:
        for _ in range(20):
            before, until = len(written), monotonic() + 30
            assert verify()[0] == 0
            while len(written) == before and monotonic() < until:
                sleep(0.01)
            assert len(written) > before
    finally:
        stop.set()
        for writer in writers:
            writer.join()


def test_an_entry_written_after_the_head_was_read_belongs_to_the_check(chain, monkeypatch):
    first = QuerySet.first

    def first_then_write(heads):
        found = first(heads)
        monkeypatch.undo()
        record(actor=Writer(), verb="audit.checked", target=make_user("minh"), organisation_id=7)
        return found

    monkeypatch.setattr(QuerySet, "first", first_then_write)
    verdict = unscoped_verdict(7)
    assert verdict.faults == ()
    assert verdict.head.sequence == 6
