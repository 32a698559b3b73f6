from datetime import timedelta
from functools import partial
import smtplib

from django.core import mail
from django.db import transaction
import pytest

from congdoan.kernel.accounts.models import User
from congdoan.support.notifications import rules
from congdoan.support.notifications.api import (
    Category,
    NotificationKind,
    declare_kind,
    notify,
    unread_count,
)
from congdoan.support.notifications.enums import Channel, DeliveryState
from congdoan.support.notifications.models import Attempt, Delivery, Notification
from congdoan.support.notifications.selectors import inbox
from congdoan.support.notifications.services import tell as tell_module
from congdoan.support.notifications.services.deliver import send_waiting
from congdoan.support.notifications.services.queueing import Choice
from congdoan.support.notifications.services.reading import (
    choose_preferences,
    mark_all_read,
    mark_read,
)
from congdoan.support.notifications.tasks import send as send_job

pytestmark = pytest.mark.django_db
LOUD = Category("test-loud", "Thử")
QUIET = Category("test-quiet", "Thử, không gửi thư", email=False)
SIGNED = declare_kind(
    NotificationKind(
        code="notifications.test_signed",
        category=LOUD,
        title="{who} đã ký {what}",
        body="Chi tiết: {what}, mã bí mật {secret}.",
        audience="Các bên",
    )
)
SEEN = declare_kind(
    NotificationKind("notifications.test_seen", QUIET, "Đã xem", "Đã xem", "Các bên")
)
CONTEXT = {"who": "Bên B", "what": "Quy chế 2026", "secret": "123456"}


@pytest.fixture(autouse=True)
def addresses(lan, minh):
    """Give the cast e-mail addresses."""
    for actor, name in ((lan, "lan"), (minh, "minh")):
        User.objects.filter(pk=actor.user_id).update(email=f"{name}@example.org")


def tell(system, now, *actors, key="agreement.1.signed", **changes):
    return notify(
        actor=system,
        key=key,
        at=now,
        **{
            "kind": SIGNED.code,
            "people": [actor.person_id for actor in actors],
            "context": CONTEXT,
            "url": "/phoi-hop/1/",
            **changes,
        },
    )


def test_people_find_what_they_were_told_in_their_inbox(lan, minh, system, now):
    assert tell(system, now, lan) == 1

    told = inbox(lan).get()
    assert (told.title, told.url, told.category) == (
        "Bên B đã ký Quy chế 2026",
        "/phoi-hop/1/",
        "test-loud",
    )
    assert "mã bí mật 123456" in told.body
    assert unread_count(lan) == 1
    assert unread_count(minh) == 0


def test_telling_again_under_the_same_key_tells_only_who_was_not_told(lan, minh, system, now):
    tell(system, now, lan)
    assert tell(system, now, lan, minh) == 1
    assert tell(system, now, lan, minh) == 0
    assert Notification.objects.count() == Delivery.objects.count() == 2


def test_who_did_it_is_not_told(lan, minh, now):
    tell(lan, now, lan, minh)
    assert unread_count(lan) == 0
    assert unread_count(minh) == 1


def test_people_without_a_sign_in_and_closed_accounts_are_left_out(
    lan, minh, make_person, system, now
):
    User.objects.filter(pk=minh.user_id).update(is_active=False)
    nobody = make_person("Võ Thị Không")
    assert tell(system, now, lan, minh, people=[lan.person_id, minh.person_id, nobody.pk]) == 1


def test_sign_ins_and_persons_may_both_be_named(lan, minh, system, now):
    assert tell(system, now, lan, users=[lan.user_id, minh.user_id]) == 2


@pytest.mark.parametrize("url", ["https://example.org/", "//example.org/", "/\\example.org", "x"])
def test_a_notification_never_leads_out_of_the_product(lan, system, now, url):
    with pytest.raises(ValueError, match="inside the product"):
        tell(system, now, lan, url=url)


def test_a_kind_nobody_declared_is_a_fault_of_the_caller(lan, system, now):
    with pytest.raises(ValueError, match="Nobody declared"):
        tell(system, now, lan, kind="notifications.nothing")


def test_a_long_title_is_cut_not_refused(lan, system, now):
    tell(system, now, lan, context={**CONTEXT, "what": "x" * 500})
    assert len(inbox(lan).get().title) == 300


def test_mail_carries_the_title_and_a_link_and_nothing_else(lan, system, now, settings):
    settings.SITE_ADDRESS = "https://congdoan.example.org"
    tell(system, now, lan)

    assert send_waiting(clock=lambda: now) == 1

    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == (["lan@example.org"], "Bên B đã ký Quy chế 2026")
    assert "https://congdoan.example.org/phoi-hop/1/" in sent.body
    assert "bí mật" not in sent.body
    assert sent.extra_headers["Message-ID"] == f"<{Delivery.objects.get().key}@localhost>"
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.sent_at) == (DeliveryState.SENT, now)
    assert send_waiting(clock=lambda: now) == 0


def test_nothing_is_sent_when_the_cause_is_rolled_back(lan, system, now):
    with transaction.atomic():
        tell(system, now, lan)
        transaction.set_rollback(True)

    assert send_waiting(clock=lambda: now) == 0
    assert unread_count(lan) == 0


def test_a_refusing_server_is_asked_again_later_and_in_the_end_given_up(
    lan, system, now, monkeypatch
):
    def refuse(*args, **kwargs):
        raise smtplib.SMTPRecipientsRefused({"lan@example.org": (450, b"lan is busy")})

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    tell(system, now, lan)
    waits, at = [], now
    for _ in rules.BACKOFF_MINUTES:
        send_waiting(clock=partial(lambda at: at, at))
        delivery = Delivery.objects.get()
        early = delivery.next_attempt_at - timedelta(seconds=1)
        assert send_waiting(clock=partial(lambda at: at, early)) == 0
        waits.append((delivery.next_attempt_at - at) / timedelta(minutes=1))
        at = delivery.next_attempt_at
    send_waiting(clock=partial(lambda at: at, at))

    assert waits == list(rules.BACKOFF_MINUTES)
    assert Delivery.objects.get().state == DeliveryState.GIVEN_UP
    faults = Attempt.objects.values_list("fault", flat=True)
    assert list(faults) == ["SMTPRecipientsRefused"] * 5, "no address is written down"


def test_one_failing_mail_does_not_hold_up_the_next(lan, minh, system, now, monkeypatch):
    from django.core.mail import EmailMessage

    send = EmailMessage.send

    def refuse_lan(message, *args, **kwargs):
        if message.to == ["lan@example.org"]:
            raise ConnectionResetError
        return send(message)

    monkeypatch.setattr(EmailMessage, "send", refuse_lan)
    tell(system, now, lan, minh)

    assert send_waiting(clock=lambda: now) == 2
    assert [sent.to for sent in mail.outbox] == [["minh@example.org"]]


def test_a_mail_that_cannot_be_written_does_not_hold_up_the_next(lan, minh, system, now):
    tell(system, now, lan, minh)
    Notification.objects.filter(recipient=lan.user_id).update(title="hai\ndòng")

    assert send_waiting(clock=lambda: now) == 2

    assert [sent.to for sent in mail.outbox] == [["minh@example.org"]]
    assert Attempt.objects.exclude(fault="").get().fault == "BadHeaderError"


def test_while_the_server_is_away_mail_waits_without_losing_tries(lan, system, now, monkeypatch):
    from django.core.mail.backends.locmem import EmailBackend

    def away(backend):
        raise TimeoutError

    tell(system, now, lan)
    with monkeypatch.context() as patch:
        patch.setattr(EmailBackend, "open", away)
        assert send_waiting(clock=lambda: now) == 0
    assert not Attempt.objects.exists()
    assert send_waiting(clock=lambda: now) == 0, "the channel rests a minute"
    assert send_waiting(clock=lambda: now + timedelta(minutes=1)) == 1


def test_the_job_sends_what_waits(lan, system, now):
    tell(system, now, lan)
    Delivery.objects.update(next_attempt_at=now - timedelta(days=9000))
    send_job(timestamp=0)
    assert len(mail.outbox) == 1


def test_titles_are_one_line(lan, system, now):
    tell(system, now, lan, context={**CONTEXT, "what": "Quy chế\r\nBcc: ai@example.org"})
    assert inbox(lan).get().title == "Bên B đã ký Quy chế Bcc: ai@example.org"


def test_preferences_decide_over_mail_but_never_over_the_inbox(lan, minh, system, now):
    choose_preferences(
        actor=lan,
        wanted={
            (LOUD.code, Channel.EMAIL): Choice(False),
            (QUIET.code, Channel.EMAIL): Choice(True),
        },
    )
    choose_preferences(actor=lan, wanted={(LOUD.code, Channel.EMAIL): Choice(False)})

    tell(system, now, lan, minh)
    tell(system, now, lan, minh, key="seen", kind=SEEN.code)

    to = Delivery.objects.values_list("notification__recipient", "notification__kind")
    assert set(to) == {(minh.user_id, SIGNED.code), (lan.user_id, SEEN.code)}
    assert unread_count(lan) == unread_count(minh) == 2


def test_without_a_mail_server_nothing_waits_for_ever(lan, system, now, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    tell(system, now, lan)
    assert unread_count(lan) == 1
    assert not Delivery.objects.filter(channel=Channel.EMAIL).exists()


def test_reading_is_ones_own_and_once(lan, minh, system, now):
    tell(system, now, lan, minh)
    told = inbox(lan).get()

    mark_read(actor=minh, notification=told, at=now)
    assert unread_count(lan) == 1

    mark_read(actor=lan, notification=told, at=now)
    mark_read(actor=lan, notification=told, at=now + timedelta(hours=1))
    assert inbox(lan).get().read_at == now
    assert unread_count(minh) == 1


def test_reading_all_leaves_what_came_after_the_page_was_drawn(lan, system, now):
    tell(system, now, lan)
    newest = inbox(lan).first().pk
    tell(system, now, lan, key="later")

    assert mark_all_read(actor=lan, at=now, until=newest) == 1
    assert unread_count(lan) == 1


def test_the_unread_count_is_one_query_and_stops_at_a_hundred(
    lan, system, now, django_assert_num_queries
):
    Notification.objects.bulk_create(
        Notification(
            recipient_id=lan.user_id, kind="x", category="x", title="x", key=str(n), created_at=now
        )
        for n in range(130)
    )
    with django_assert_num_queries(1):
        assert unread_count(lan) == 100


def test_each_is_told_in_their_own_language(lan, minh, system, now, monkeypatch):
    User.objects.filter(pk=minh.user_id).update(language="en")
    said = []

    def spoken(kind, context, language):
        said.append(language)
        return f"title {language}", ""

    monkeypatch.setattr(tell_module, "_words", spoken)
    tell(system, now, lan, minh)

    assert sorted(said) == ["en", "vi"], "once per language, not per person"
    assert [inbox(actor).get().title for actor in (lan, minh)] == ["title vi", "title en"]


def test_large_audiences_are_written_in_chunks(lan, minh, system, now, monkeypatch):
    monkeypatch.setattr(tell_module, "CHUNK", 1)
    assert tell(system, now, lan, minh) == 2
    assert Delivery.objects.count() == 2


def test_telling_many_costs_as_many_queries_as_telling_one(
    lan, minh, system, now, django_assert_max_num_queries
):
    with django_assert_max_num_queries(10):
        tell(system, now, lan, key="one")
    with django_assert_max_num_queries(10):
        tell(system, now, lan, minh, key="two")
