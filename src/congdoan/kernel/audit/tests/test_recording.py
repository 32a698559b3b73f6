from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
import unicodedata

from django.db import IntegrityError, connection, transaction
import pytest

from congdoan.foundation.valid_time import span
from congdoan.kernel.audit.api import declare_verb, record, seen, sentence, trail, trail_of
from congdoan.kernel.audit.models import AuditEntry, AuditHead
from congdoan.kernel.audit.selectors.chains import unscoped_verdict
from congdoan.kernel.audit.tests.factories import Writer, make_user

declare_verb("audit.tested", "{actor} đã thử {target}: {reason}")


class Colour(StrEnum):
    RED = "red"


@pytest.fixture
def user(db):
    return make_user()


def test_each_organisation_has_its_own_chain(user):
    for organisation_id in (7, 7, 8, None, 7):
        record(actor=Writer(), verb="audit.tested", target=user, organisation_id=organisation_id)

    places = AuditEntry.objects.order_by("id").values_list("organisation_id", "sequence")
    assert list(places) == [(7, 1), (7, 2), (8, 1), (None, 1), (7, 3)]
    assert not any(unscoped_verdict(chain).faults for chain in (7, 8, None))


def test_what_is_recorded_comes_back_as_it_was_sealed(user):
    changes = {
        "name": [unicodedata.normalize("NFD", "Nguyễn"), "Trần\x00"],
        "amount": Decimal("1.10"),
        "ratio": 0.1,
        "on": date(2026, 1, 2),
        "at": datetime(2026, 1, 2, 3, 4),  # noqa: DTZ001 - as some caller may
        "kind": Colour.RED,
        "valid": span(date(2026, 1, 1)),
        "who": user,
        "set": {3, 1, 2},
        "nested": {"a": [None, True, 10**30]},
        "bad": "\ud800",
    }
    record(
        actor=Writer(user_id=user.pk, name="Lan", acting_for="Hỗ trợ"),
        verb="audit.tested",
        target=user,
        organisation_id=7,
        changes=changes,
        reason="vì\x00 thử",
    )

    entry = AuditEntry.objects.get()
    assert not unscoped_verdict(7).faults
    assert entry.changes["name"] == ["Nguyễn", "Trần"]
    assert entry.changes["amount"] == "1.10"
    assert entry.changes["set"] == [1, 2, 3]
    assert entry.changes["who"] == f"accounts.user:{user.pk}"
    assert entry.changes["valid"] == "[2026-01-01, )"
    assert sentence(entry) == "Lan đã thử lan: vì thử (do Hỗ trợ thao tác thay)"


def test_a_verb_nobody_can_read_is_refused(user):
    with pytest.raises(ValueError, match="never_declared"):
        record(actor=Writer(), verb="audit.never_declared", target=user, organisation_id=7)

    assert not AuditEntry.objects.exists()


def test_a_verb_has_one_sentence():
    declare_verb("audit.tested", "{actor} đã thử {target}: {reason}")
    with pytest.raises(ValueError, match="twice"):
        declare_verb("audit.tested", "{actor} khác")


def test_an_entry_of_a_slice_no_longer_there_is_still_told():
    entry = AuditEntry(verb="gone.done", actor_name="Lan", target_label="một việc")
    assert sentence(entry) == "Lan: gone.done một việc"


def test_looking_is_recorded_with_its_purpose(user):
    seen(actor=Writer(name="Lan"), target=user, organisation_id=7, purpose="xét hỗ trợ")

    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.reason) == ("seen", "xét hỗ trợ")
    assert sentence(entry) == "Lan đã xem lan"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_auditentry SET reason = 'khác'",
        "DELETE FROM audit_auditentry",
        "UPDATE audit_audithead SET sequence = sequence - 1",
        "UPDATE audit_audithead SET hash = 'khác'",
        "DELETE FROM audit_audithead",
    ],
)
def test_the_database_refuses_to_change_the_past(user, statement):
    record(actor=Writer(), verb="audit.tested", target=user, organisation_id=7)

    with (
        pytest.raises(IntegrityError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)

    assert AuditEntry.objects.get().reason == ""


def test_a_user_with_a_past_cannot_be_deleted(user):
    record(actor=Writer(user_id=user.pk), verb="audit.tested", target=user, organisation_id=7)

    with pytest.raises(IntegrityError), transaction.atomic():
        user.delete()


def test_what_is_rolled_back_leaves_no_row_and_no_gap(user):
    class Undone(Exception):
        pass

    @transaction.atomic
    def fail_after_recording():
        record(actor=Writer(), verb="audit.tested", target=user, organisation_id=7)
        raise Undone

    with pytest.raises(Undone):
        fail_after_recording()
    record(actor=Writer(), verb="audit.tested", target=user, organisation_id=7)

    assert AuditEntry.objects.get().sequence == 1
    assert not unscoped_verdict(7).faults


def test_a_trail_tells_of_a_record_and_its_parts_newest_first(user):
    other = make_user("minh")
    record(actor=Writer(), verb="audit.tested", target=user, organisation_id=7, reason="một")
    record(actor=Writer(), verb="audit.tested", target=other, organisation_id=7, reason="hai")
    record(actor=Writer(), verb="audit.tested", target=user, organisation_id=8, reason="ba")

    assert [entry.reason for entry in trail(user)] == ["ba", "một"]
    assert [entry.reason for entry in trail_of([user, other])] == ["ba", "hai", "một"]
    assert [entry.reason for entry in trail_of([user, other], limit=1)] == ["ba"]
    assert trail_of([]) == []


def test_recording_costs_three_queries(user, django_assert_num_queries):
    record(actor=Writer(), verb="audit.tested", target=user, organisation_id=7)
    with django_assert_num_queries(5):  # savepoint, head, row, head, release
        record(actor=Writer(), verb="audit.tested", target=user, organisation_id=7)


@pytest.mark.slow
@pytest.mark.django_db(
    transaction=True, available_apps=["congdoan.kernel.accounts", "congdoan.kernel.audit"]
)
def test_fifty_writers_at_once_keep_one_unbroken_chain():
    user = make_user()

    def write(number: int) -> None:
        try:
            record(
                actor=Writer(),
                verb="audit.tested",
                target=user,
                organisation_id=7,
                reason=str(number),
            )
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=10) as pool:
        list(pool.map(write, range(50)))

    entries = AuditEntry.objects.order_by("sequence")
    assert [entry.sequence for entry in entries] == list(range(1, 51))
    assert {entry.reason for entry in entries} == {str(number) for number in range(50)}
    assert AuditHead.objects.get().sequence == 50
    assert not unscoped_verdict(7).faults
