"""When and how the outbox is emptied: quiet hours, daily letters, absences, several workers."""

from datetime import datetime, time, timedelta
from functools import partial

from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
import pytest

from congdoan.foundation import sealing
from congdoan.foundation.refusal import NotAllowed
from congdoan.kernel.audit.models import AuditEntry
from congdoan.support.notifications import rules
from congdoan.support.notifications.enums import Channel, DeliveryState, Fault
from congdoan.support.notifications.models import (
    ChannelLink,
    ChannelState,
    Delivery,
    Notification,
    QuietHours,
    Tally,
)
from congdoan.support.notifications.selectors import SEAL
from congdoan.support.notifications.services import deliver, outbox, queueing
from congdoan.support.notifications.services.channels.interface import TAKEN, Outcome, Result
from congdoan.support.notifications.services.deliver import send_waiting
from congdoan.support.notifications.services.queueing import Choice
from congdoan.support.notifications.services.reading import (
    choose_preferences,
    keep_own_quiet,
    keep_unit_quiet,
)
from congdoan.support.notifications.services.testing import TEST
from congdoan.support.notifications.tests.test_services import LOUD, QUIET, addresses, tell

__all__ = ["addresses"]

pytestmark = pytest.mark.django_db


class Far:
    """A channel whose other side does what the test says."""

    channel = Channel.TELEGRAM
    repeatable = False
    lanes = 1

    def __init__(self, *outcomes):
        self.outcomes, self.taken = list(outcomes), []

    settings = ()

    def open(self, chosen, *, at):
        return self

    def send(self, message):
        outcome = self.outcomes.pop(0) if self.outcomes else TAKEN
        if outcome.result is Result.TAKEN:
            self.taken.append(message)
        return outcome

    def close(self):
        pass


@pytest.fixture
def far(monkeypatch):
    made = Far()
    monkeypatch.setattr(deliver, "adapters", lambda: [made])
    monkeypatch.setattr(queueing, "channels_set_up", lambda: [Channel.TELEGRAM])
    return made


@pytest.fixture
def linked(lan, minh, now):
    for actor in (lan, minh):
        address = f"chat-{actor.user_id}"
        ChannelLink.objects.create(
            user_id=actor.user_id,
            channel=Channel.TELEGRAM,
            address=sealing.seal(address, use=SEAL),
            token=sealing.token(address, use=SEAL),
            agreed_at=now,
        )


def at(moment):
    return partial(lambda moment: moment, moment)


@pytest.mark.parametrize(
    ("hour", "starts", "ends", "leaves"),
    [
        ("2026-03-02T22:00", time(21), time(6), "2026-03-03T06:00"),
        ("2026-03-03T05:59", time(21), time(6), "2026-03-03T06:00"),
        ("2026-03-03T06:00", time(21), time(6), "2026-03-03T06:00"),
        ("2026-03-02T12:30", time(12), time(13, 30), "2026-03-02T13:30"),
        ("2026-03-02T23:00", time(0), time(0), "2026-03-02T23:00"),
    ],
)
def test_quiet_hours_may_pass_midnight(hour, starts, ends, leaves):
    asked = datetime.fromisoformat(hour)
    assert rules.after_quiet(asked, starts, ends) == datetime.fromisoformat(leaves)


def test_phones_keep_still_at_night_as_the_person_then_the_unit_says(
    lan, minh, tree, system, now, far, linked
):
    late = now.replace(hour=22)
    keep_own_quiet(actor=lan, hours=(time(0), time(0)))
    keep_unit_quiet(actor=minh, unit=tree.leaf, hours=(time(21), time(7, 30)))
    tell(system, late, lan, minh)

    assert send_waiting(clock=at(late)) == 1
    assert [one.recipient_id for one in far.taken] == [lan.user_id]
    waiting = Delivery.objects.get(state=DeliveryState.WAITING)
    assert waiting.next_attempt_at == late.replace(day=3, hour=7, minute=30)
    assert send_waiting(clock=at(waiting.next_attempt_at)) == 1


def test_without_a_choice_the_default_holds_and_only_for_what_rings(lan, system, now, linked):
    late = now.replace(hour=22)
    tell(system, late, lan)
    assert Delivery.objects.get().channel == Channel.EMAIL
    assert Delivery.objects.get().next_attempt_at == late


def test_a_units_hours_are_set_by_its_leader_and_written_down(lan, minh, tree):
    with pytest.raises(NotAllowed):
        keep_unit_quiet(actor=lan, unit=tree.leaf, hours=(time(20), time(6)))
    keep_unit_quiet(actor=minh, unit=tree.leaf, hours=(time(20), time(6)))
    keep_unit_quiet(actor=minh, unit=tree.leaf, hours=None)
    assert not QuietHours.objects.exists()
    assert AuditEntry.objects.filter(verb="notifications.quiet_hours_set").count() == 2


def test_matters_of_the_day_leave_as_one_letter_in_the_morning(lan, minh, system, now, settings):
    settings.SITE_ADDRESS = "https://congdoan.example.org"
    choose_preferences(actor=lan, wanted={(LOUD.code, Channel.EMAIL): Choice(True, daily=True)})
    for n in range(3):
        tell(system, now, lan, minh, key=str(n), url=f"/phoi-hop/{n}/")

    assert send_waiting(clock=at(now)) == 3, "Minh's come at once"
    mail.outbox.clear()
    morning = now.replace(day=3, hour=7, minute=0)
    send_waiting(clock=at(morning))

    (letter,) = mail.outbox
    assert letter.subject == "Công Đoàn Số: 3 thông báo trong ngày"
    assert all(f"https://congdoan.example.org/phoi-hop/{n}/" in letter.body for n in range(3))
    assert not Delivery.objects.exclude(state=DeliveryState.SENT).exists()


def test_a_letter_is_not_torn_where_a_batch_ends(lan, system, now, monkeypatch):
    choose_preferences(actor=lan, wanted={(LOUD.code, Channel.EMAIL): Choice(True, daily=True)})
    for n in range(3):
        tell(system, now, lan, key=str(n))
    monkeypatch.setattr(deliver, "BATCH", 1)
    send_waiting(clock=at(now + timedelta(days=1)))
    assert len(mail.outbox) == 1


def test_the_server_is_down_for_an_hour_then_all_go_once(lan, minh, system, now, monkeypatch):
    def away(backend):
        raise ConnectionRefusedError

    for n in range(5):
        tell(system, now, lan, minh, key=str(n))
    with monkeypatch.context() as patch:
        patch.setattr(EmailBackend, "open", away)
        for minute in range(60):
            assert send_waiting(clock=at(now + timedelta(minutes=minute))) == 0
    state = ChannelState.objects.get(channel=Channel.EMAIL)
    assert state.absences < 12, "it is not asked every minute"
    assert (state.last_fault, state.rests_until > now + timedelta(minutes=55)) == ("AWAY", True)

    for minute in range(60, 72):
        send_waiting(clock=at(now + timedelta(minutes=minute)))

    assert len(mail.outbox) == 10
    assert len({one.extra_headers["Message-ID"] for one in mail.outbox}) == 10
    assert set(Delivery.objects.values_list("state", "failures")) == {(DeliveryState.SENT, 0)}
    state.refresh_from_db()
    assert (state.absences, state.rests_until) == (0, None)


def test_a_channel_lost_in_the_middle_charges_nobody_else(lan, minh, system, now, far, linked):
    far.outcomes = [TAKEN, Outcome(Result.AWAY, Fault.AWAY, "gone")]
    for n in range(3):
        tell(system, now, lan, minh, key=str(n))
    assert send_waiting(clock=at(now)) == 1
    assert Delivery.objects.filter(state=DeliveryState.WAITING, failures=0).count() == 5
    assert send_waiting(clock=at(now + timedelta(minutes=1))) == 5


def test_who_blocked_us_is_not_written_to_again(lan, minh, system, now, far, linked):
    far.outcomes = [Outcome(Result.NEVER, Fault.BLOCKED, "403", lost=True)]
    tell(system, now, lan)
    send_waiting(clock=at(now))
    tell(system, now, lan, minh, key="later")

    assert Delivery.objects.filter(state=DeliveryState.GIVEN_UP).count() == 1
    link = ChannelLink.objects.get(user_id=lan.user_id)
    assert (link.lost, link.address, link.ended_at) == (True, "", now)
    waiting = Delivery.objects.get(state=DeliveryState.WAITING)
    assert waiting.notification.recipient_id == minh.user_id


def test_the_other_side_says_when_to_come_again(lan, system, now, far, linked):
    far.outcomes = [Outcome(Result.LATER, Fault.LIMIT, "429", wait=timedelta(seconds=90))]
    tell(system, now, lan)
    send_waiting(clock=at(now))
    delivery = Delivery.objects.get()
    assert (delivery.fault, delivery.next_attempt_at) == ("LIMIT", now + timedelta(seconds=90))


def test_a_paused_channel_keeps_what_waits(lan, system, now, far, linked):
    ChannelState.objects.create(channel=Channel.TELEGRAM, paused_at=now)
    tell(system, now, lan)
    assert send_waiting(clock=at(now)) == 0
    assert Delivery.objects.get().state == DeliveryState.WAITING


def test_tries_are_counted_by_the_hour(lan, minh, system, now, far, linked):
    far.outcomes = [Outcome(Result.LATER, Fault.REFUSED, "500")]
    tell(system, now, lan, minh)
    send_waiting(clock=at(now))
    tally = Tally.objects.get()
    assert (tally.sent, tally.failed, tally.hour.minute) == (1, 1, 0)


def test_a_run_that_lost_its_claim_changes_nothing(lan, system, now, far, linked):
    """A worker that slept through its claim must not write over who took it up."""
    tell(system, now, lan)
    run, parcels = outbox.claim(Channel.TELEGRAM, at=now, limit=9)
    outbox.start(run, parcels, at=now)
    outbox.take_back(at=now + timedelta(minutes=6), repeatable=[Channel.TELEGRAM])
    outbox.write_down(run, [(parcels[0], TAKEN)], at=now)
    assert Delivery.objects.get().state == DeliveryState.WAITING


def test_receipts_are_for_kinds_whose_sender_named_the_recipients(
    lan, minh, system, now, signed_in, monkeypatch
):
    from congdoan.support.notifications.api import NotificationKind, declare_kind

    asked = declare_kind(
        NotificationKind(
            "notifications.test_asked", QUIET, "Xin ý kiến", "", "Các bên", receipts=True
        )
    )
    tell(lan, now, minh)
    tell(lan, now, minh, key="asked", kind=asked.code)
    page = signed_in(lan).get("/thong-bao/da-gui/").content.decode()
    assert "Xin ý kiến" in page
    assert "Nguyễn Văn Minh" in page
    assert "Quy chế 2026" not in page
    assert Notification.objects.exclude(sender=None).count() == 1
    page = signed_in(minh).get("/thong-bao/da-gui/?state=failed").content.decode()
    assert "Xin ý kiến" not in page


def test_receipts_cost_the_same_for_one_and_for_three(lan, minh, now, signed_in):
    from django.test.utils import CaptureQueriesContext

    client = signed_in(lan)
    counts = []
    for n in (1, 2, 3):
        told = Notification.objects.create(
            recipient_id=minh.user_id, sender_id=lan.user_id, kind="x", category="x",
            title="x", key=str(n), created_at=now,
        )  # fmt: skip
        Delivery.objects.create(notification=told, channel="EMAIL", next_attempt_at=now)
        client.get("/thong-bao/da-gui/")
        with CaptureQueriesContext(connection) as asked:
            client.get("/thong-bao/da-gui/?state=unread")
        counts.append(sum("rulebook_stamp" not in query["sql"] for query in asked))
    assert counts[0] == counts[2]


@pytest.mark.parametrize(
    ("starts", "ends", "said"),
    [("21:00", "", "cả hai ô"), ("25:00", "06:00", ""), ("x", "y", "")],
)
def test_odd_quiet_hours_are_refused_beside_the_field(lan, signed_in, starts, ends, said):
    answer = signed_in(lan).post("/thong-bao/gio-yen-tinh/", {"starts": starts, "ends": ends})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not QuietHours.objects.exists()


def test_quiet_hours_are_kept_and_shown(lan, tree, signed_in):
    client = signed_in(lan)
    client.post("/thong-bao/gio-yen-tinh/", {"starts": "22:15", "ends": "05:45"})
    unit = f"/thong-bao/gio-yen-tinh/{tree.middle.pk}/"
    assert client.post(unit, {"starts": "20:00", "ends": "06:00"}).status_code == 302
    page = client.get("/thong-bao/tuy-chon/").content.decode()
    assert "từ 22:15 đến 05:45" in page
    assert unit in page
    assert client.get(f"/thong-bao/gio-yen-tinh/{tree.leaf.pk}/").status_code in {403, 404}


def test_too_fast_for_the_other_side_is_nobodys_failure(lan, minh, system, now, far, linked):
    slow = Outcome(Result.LATER, Fault.LIMIT, "429", wait=timedelta(seconds=30))
    far.outcomes = [slow] * 9
    for key in ("a", "b"):
        tell(system, now, lan, minh, key=key)
    send_waiting(clock=at(now))
    assert len(far.outcomes) == 8, "after the first nobody else is tried"
    assert set(Delivery.objects.values_list("state", "failures")) == {("WAITING", 0)}
    for turn in range(1, 7):
        ChannelState.objects.update(rests_until=None)
        send_waiting(clock=at(now + timedelta(minutes=turn)))
    assert not Delivery.objects.exclude(state=DeliveryState.WAITING).exists()


def test_what_comes_late_does_not_ring_at_night_but_a_test_does(lan, system, now, far, linked):
    tell(system, now, lan)
    late = now.replace(hour=23)
    assert send_waiting(clock=at(late)) == 0
    waiting = Delivery.objects.get()
    assert (waiting.state, waiting.claim) == (DeliveryState.WAITING, None)
    assert waiting.next_attempt_at == late.replace(day=3, hour=6, minute=0)
    Notification.objects.update(kind=TEST.code)
    Delivery.objects.update(next_attempt_at=late)
    assert send_waiting(clock=at(late)) == 1


def test_a_run_that_lost_its_claim_sends_nothing(lan, system, now, far, linked, monkeypatch):
    tell(system, now, lan)
    claim = outbox.claim

    def slept(channel, **words):
        run, parcels = claim(channel, **words)
        Delivery.objects.update(claim=None, state=DeliveryState.WAITING)
        return run, parcels

    with monkeypatch.context() as patch:
        patch.setattr(outbox, "claim", slept)
        patch.setattr(deliver, "RUN", timedelta(0))
        send_waiting(clock=at(now))
    assert not far.taken
    assert send_waiting(clock=at(now)) == 1


def test_what_waits_is_taken_out_when_its_reader_wants_it_no_more(lan, minh, system, now):
    tell(system, now, lan, minh)
    choose_preferences(actor=lan, wanted={(LOUD.code, Channel.EMAIL): Choice(False)})
    assert [one.notification.recipient_id for one in Delivery.objects.all()] == [minh.user_id]
