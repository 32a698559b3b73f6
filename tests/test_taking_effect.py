"""Changes decided ahead: true at once on their day, settled on it, told to who decides."""

from datetime import date, timedelta
import os
from pathlib import Path
import signal
import subprocess
import sys
import time

from django.db import connection, transaction
from django.urls import reverse
import pytest

from congdoan.areas.members import api as members
from congdoan.foundation.hooks import Veto
from congdoan.foundation.valid_time import span
from congdoan.kernel.audit.models import AuditEntry
from congdoan.kernel.organisations import api as organisations
from congdoan.kernel.organisations.enums import EndReason, EventKind, EventState
from congdoan.kernel.people.enums import OfficeEnd
from congdoan.kernel.people.models import Office
from congdoan.support.notifications.models import Notification
from congdoan.support.worklist.models import WorkItem

pytestmark = pytest.mark.django_db
DAY = date(2026, 9, 1)
PAPER = organisations.Decision(number="7/QĐ")


@pytest.fixture
def merge(tree, system, now):
    def act(on=DAY, passing=None):
        return organisations.regroup_organisations(
            actor=system,
            regrouping=organisations.Regrouping(
                EventKind.MERGE_INTO,
                on,
                [tree.leaf],
                into=tree.other_leaf,
                passing=passing or {},
            ),
            decision=PAPER,
            at=now,
        )

    return act


@pytest.fixture
def settle(system, now):
    return lambda on=DAY: organisations.settle_due(actor=system, on=on, at=now)


def join(make_person, organisation, valid):
    person = make_person("Lê Văn Mới")
    [row] = members.begin_memberships(
        [members.NewMembership(person.pk, organisation.pk, valid, "TEACHER")]
    )
    return row


def count(organisation, on=DAY):
    kept = members.unscoped_member_count(organisation.pk, on=on)
    assert kept == members.unscoped_counted_one_by_one(organisation.pk, on=on)
    return kept


def test_a_future_event_is_true_on_its_day_already_and_waits(tree, merge, settle):
    event = merge()
    assert event.state == EventState.PLANNED
    tree.leaf.refresh_from_db()
    assert tree.leaf.valid.upper == DAY
    assert list(organisations.successors(tree.leaf)) == [tree.other_leaf]
    assert settle(DAY - timedelta(days=1)) == (0, 0)
    event.refresh_from_db()
    assert event.state == EventState.PLANNED


def test_an_event_of_the_past_or_of_today_waits_for_nothing(tree, merge, today):
    assert merge(today).state == EventState.APPLIED


def test_who_joined_after_the_decision_goes_on_at_the_result(tree, merge, settle, make_person):
    join(make_person, tree.leaf, span(date(2024, 1, 1)))
    event = merge()
    assert count(tree.other_leaf) == 1
    join(make_person, tree.leaf, span(date(2026, 4, 1), DAY))
    assert count(tree.other_leaf) == 1
    assert settle() == (1, 0)
    assert count(tree.other_leaf) == 2
    assert count(tree.leaf) == 0
    event.refresh_from_db()
    assert (event.state, event.held_up) == (EventState.APPLIED, "")
    assert settle() == (0, 0)
    assert count(tree.other_leaf) == 2


def test_who_left_before_the_day_does_not_go_on(tree, merge, settle, make_person):
    row = join(make_person, tree.leaf, span(date(2024, 1, 1)))
    merge()
    members.end_memberships([row.pk], on=date(2026, 5, 1), reason="RETIRED")
    assert count(tree.other_leaf) == 0
    settle()
    assert count(tree.central) == 0
    assert count(tree.central, date(2026, 4, 30)) == 1


def test_an_officer_who_resigned_before_the_day_is_not_seated_at_the_result(
    tree, merge, settle, minh, system
):
    from congdoan.kernel.people.api import end_office

    office = Office.objects.get(person=minh.person_id)
    merge(passing={f"people.office:{office.pk}": "CS-A12"})
    office.refresh_from_db()
    end_office(actor=system, office=office, on=date(2026, 5, 1), reason=OfficeEnd.RESIGNED)
    settle()
    assert not Office.objects.filter(organisation=tree.other_leaf).exists()


def test_the_deciding_officers_are_told_and_it_is_written_down(tree, merge, settle, lan):
    event = merge()
    settle()
    told = Notification.objects.get(recipient_id=lan.user_id)
    assert told.title.startswith("Đã có hiệu lực: Sáp nhập: Công đoàn cơ sở Trường Tiểu học Hoa")
    written = AuditEntry.objects.get(verb="organisations.took_effect")
    assert written.organisation_id == tree.middle.pk
    assert event.pk == written.changes["event"]


@pytest.fixture
def refusing():
    """A slice that refuses on the day, after another one has written."""

    def refuse(change):
        return Veto("Còn sổ quỹ chưa bàn giao.") if refuse.on else None

    refuse.on = True
    organisations.settling.on(refuse)
    yield refuse
    key = f"{refuse.__module__}.{refuse.__qualname__}"
    del organisations.settling._handlers[key]


def test_a_refused_event_waits_with_its_reason_and_asks_the_deciders(
    tree, merge, settle, lan, make_person, refusing, signed_in
):
    event = merge()
    join(make_person, tree.leaf, span(date(2026, 4, 1), DAY))
    assert settle() == (0, 1)
    assert settle() == (0, 1)
    event.refresh_from_db()
    assert event.state == EventState.PLANNED
    assert "Còn sổ quỹ chưa bàn giao." in event.held_up
    assert count(tree.other_leaf) == 0, "nothing is done by half"
    work = WorkItem.objects.get(kind="restructuring.event_held_up")
    assert (work.organisation_id, work.state) == (tree.middle.pk, "OPEN")
    assert Notification.objects.filter(recipient_id=lan.user_id).count() == 1
    assert AuditEntry.objects.filter(verb="organisations.held_up").count() == 1

    refusing.on = False
    assert settle() == (1, 0)
    work.refresh_from_db()
    assert work.state == "DONE"
    assert count(tree.other_leaf) == 1


def test_the_page_says_what_waits_and_how_to_go_on(
    tree, merge, lan, minh, refusing, signed_in, settings
):
    event = merge()
    page = reverse("organisations:event", args=[event.pk])
    client = signed_in(lan)
    assert "Sẽ có hiệu lực ngày 01/09/2026" in client.get(page).content.decode()
    settings.CLOCK = "2026-09-02"
    again = reverse("organisations:settle", args=[event.pk])
    told = client.post(again, follow=True).content.decode()
    assert "Còn sổ quỹ chưa bàn giao" in told
    assert "Thử lại" in told
    refusing.on = False
    assert "Sự kiện đã có hiệu lực" in client.post(again, follow=True).content.decode()
    assert "đã được hoàn tác hay" not in client.get(page).content.decode()
    assert client.post(again, follow=True).status_code == 409
    assert signed_in(minh).post(again).status_code in {403, 404}


def test_what_is_coming_is_listed_for_the_branch_as_of_any_day(
    tree, merge, lan, minh, signed_in, today, django_assert_max_num_queries
):
    merge()
    client = signed_in(lan)
    address = reverse("organisations:coming")
    page = client.get(address).content.decode()
    assert "01/09/2026 · Sáp nhập" in page
    assert "Hoa Sen" in page
    assert "01/09/2026" not in client.get(f"{address}?as_of=2026-03-01").content.decode()
    assert "01/09/2026" in client.get(f"{address}?as_of=2026-08-31").content.decode()
    assert "01/09/2026 ·" not in client.get(f"{address}?as_of=2026-09-01").content.decode()
    assert "01/09/2026" in client.get(f"{address}?nhanh={tree.middle.pk}").content.decode()
    assert client.get(f"{address}?nhanh={tree.far_middle.pk}").status_code == 404
    detail = client.get(reverse("organisations:detail", args=[tree.leaf.pk])).content.decode()
    assert "Sáp nhập (sẽ có hiệu lực): ngày 01/09/2026" in detail
    with django_assert_max_num_queries(14):
        client.get(address)


def test_a_future_event_is_undone_like_any_other(tree, merge, settle, system):
    event = merge()
    organisations.undo_event(actor=system, event=event, reason="Đổi ý")
    assert settle() == (0, 0)
    tree.leaf.refresh_from_db()
    assert tree.leaf.valid.upper is None


def test_one_that_fails_keeps_no_other_waiting(tree, merge, settle, system, now, monkeypatch):
    merge()
    other = organisations.end_organisation(
        actor=system,
        organisation=tree.far_leaf,
        reason=EndReason.DISSOLVED,
        on=DAY + timedelta(days=1),
        decision=PAPER,
        at=now,
    )

    def fail(change):
        if change.kind == EventKind.MERGE_INTO:
            raise RuntimeError

    organisations.settling.on(fail)
    try:
        with pytest.raises(RuntimeError):
            settle(DAY + timedelta(days=1))
    finally:
        del organisations.settling._handlers[f"{fail.__module__}.{fail.__qualname__}"]
    other.refresh_from_db()
    assert other.state == EventState.APPLIED


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_process_killed_in_the_middle_leaves_nothing_half_done(tree, merge, settle, make_person):
    """A real process is killed (kill -9) after it wrote its rows and before it commits."""
    event = merge()
    joined = join(make_person, tree.leaf, span(date(2026, 4, 1), DAY))
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "congdoan.config.settings_test",
        "TEST_DATABASE": connection.settings_dict["NAME"],
        "TEST_HOST": connection.settings_dict["HOST"],
        "TEST_PORT": str(connection.settings_dict["PORT"]),
        "TEST_CLOCK": DAY.isoformat(),
    }
    script = Path(__file__).with_name("settling_process.py")
    with transaction.atomic():
        # The audit chain is written last: whoever holds its head lets the other write all but it.
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE audit_audithead IN EXCLUSIVE MODE")
        process = subprocess.Popen([sys.executable, str(script)], env=environment)
        _wait_until_blocked()
        process.send_signal(signal.SIGKILL)
        process.wait()
    event.refresh_from_db()
    joined.refresh_from_db()
    assert event.state == EventState.PLANNED
    assert joined.end_reason == ""
    assert count(tree.other_leaf) == 0
    assert not Notification.objects.exists()

    done = subprocess.run([sys.executable, str(script)], env=environment, check=False)
    assert done.returncode == 0
    event.refresh_from_db()
    assert event.state == EventState.APPLIED
    assert count(tree.other_leaf) == 1
    assert settle() == (0, 0)


def _wait_until_blocked():
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT 1 FROM pg_locks"
                " WHERE NOT granted AND relation = 'audit_audithead'::regclass"
            )
            if cursor.fetchone():
                return
        time.sleep(0.1)
    raise AssertionError("the process never came that far")
