"""Letters: sent through a real SMTP server, left by one click, come back."""

from email import message_from_bytes
from functools import partial
import re
import socket

from aiosmtpd.controller import Controller
from django.test import Client
import pytest

from congdoan.kernel.accounts.models import User
from congdoan.support.notifications.enums import Channel, DeliveryState
from congdoan.support.notifications.models import (
    BouncedAddress,
    ChannelState,
    Delivery,
    Preference,
)
from congdoan.support.notifications.services import bounces, linking
from congdoan.support.notifications.services.bounces import MailboxAway, read_mailbox, read_report
from congdoan.support.notifications.services.deliver import send_waiting
from congdoan.support.notifications.services.unsubscribing import letter_token
from congdoan.support.notifications.tests.fake_imap import Mailbox
from congdoan.support.notifications.tests.test_services import LOUD, addresses, tell

__all__ = ["addresses"]

pytestmark = pytest.mark.django_db

REPORT = """\
From: MAILER-DAEMON@mx.example.org
To: tra-lai@congdoan.example.org
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I'm sorry.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; {recipient}
Action: {action}
Status: {status}

--b
Content-Type: {returned}

Message-ID: <{key}@congdoan.example.org>
Subject: x

--b--
"""
HOLIDAY = b"From: lan@example.org\nAuto-Submitted: auto-replied\nSubject: Away\n\nI am away."


def report(key, recipient="lan@example.org", action="failed", status="5.1.1", headers_only=False):
    returned = "text/rfc822-headers" if headers_only else "message/rfc822"
    text = REPORT.format(
        key=key, recipient=recipient, action=action, status=status, returned=returned
    )
    return text.replace("\n", "\r\n").encode()


class Post:
    """A mail server's ear: keeps what it takes, refuses whom it is told to."""

    def __init__(self):
        self.letters, self.refuse = [], {}

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.letters.append((envelope.mail_from, envelope.rcpt_tos, envelope.content))
        return "250 OK"


@pytest.fixture
def post(settings):
    ear = Post()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(ear, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_USE_TLS = "127.0.0.1", False
    settings.EMAIL_PORT = port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.SITE_ADDRESS = "https://congdoan.example.org"
    settings.BOUNCES = settings.BOUNCES | {"address": "tra-lai@congdoan.example.org"}
    yield ear
    controller.stop()


@pytest.fixture
def mailbox(settings):
    def serve(*letters):
        box = Mailbox(*letters)
        box.__enter__()
        opened.append(box)
        settings.BOUNCES = settings.BOUNCES | {
            "host": "127.0.0.1", "port": box.port, "user": "tra-lai",
            "password": "mat-khau", "folder": "INBOX", "tls": False,
        }  # fmt: skip
        return box

    opened = []
    yield serve
    for box in opened:
        box.__exit__()


def at(moment):
    return partial(lambda moment: moment, moment)


def test_a_letter_through_a_real_server_cannot_loop_and_says_how_to_leave(lan, system, now, post):
    tell(system, now, lan)
    assert send_waiting(clock=at(now)) == 1

    ((sender, to, content),) = post.letters
    letter = message_from_bytes(content)
    assert (sender, to) == ("tra-lai@congdoan.example.org", ["lan@example.org"])
    assert letter["From"] == "khong-tra-loi@localhost"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Precedence"] == "bulk"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert re.fullmatch(
        r"<https://congdoan\.example\.org/thong-bao/thoi-nhan/[\w:-]+/>",
        re.sub(r"\s", "", letter["List-Unsubscribe"]),
    )


def test_many_letters_over_several_connections_arrive_once_each(lan, minh, system, now, post):
    for n in range(20):
        tell(system, now, lan, minh, key=str(n))
    assert send_waiting(clock=at(now)) == 40
    ids = {message_from_bytes(content)["Message-ID"] for _, _, content in post.letters}
    assert len(post.letters) == len(ids) == 40


def test_a_servers_last_word_is_believed_and_its_delay_is_not(lan, minh, system, now, post):
    post.refuse = {"lan@example.org": "550 no such user", "minh@example.org": "451 come again"}
    tell(system, now, lan, minh)
    send_waiting(clock=at(now))
    states = dict(Delivery.objects.values_list("notification__recipient", "state"))
    assert states == {lan.user_id: DeliveryState.GIVEN_UP, minh.user_id: DeliveryState.WAITING}
    tell(system, now, lan, minh, key="next")
    assert Delivery.objects.filter(notification__key="next").count() == 1
    User.objects.filter(pk=lan.user_id).update(email="lan.moi@example.org")
    tell(system, now, lan, key="third")
    assert Delivery.objects.filter(notification__key="third").exists(), "a new address is tried"


@pytest.mark.parametrize("said", ["554 5.7.1 relay access denied", "552 5.2.2 mailbox full"])
def test_a_relay_that_refuses_us_silences_nobody(said, lan, system, now, post):
    post.refuse = {"lan@example.org": said}
    tell(system, now, lan)
    send_waiting(clock=at(now))
    assert Delivery.objects.get().state == DeliveryState.WAITING
    assert not BouncedAddress.objects.exists()


def test_letters_under_way_stop_when_their_address_came_back(lan, system, now, post):
    tell(system, now, lan)
    linking.lose_address(
        channel=Channel.EMAIL, user_id=lan.user_id, address="lan@example.org", at=now
    )
    send_waiting(clock=at(now))
    assert not post.letters


def test_a_wrong_password_rests_the_channel_and_says_so(lan, system, now, post, settings):
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = "x"
    tell(system, now, lan)
    assert send_waiting(clock=at(now)) == 0
    state = ChannelState.objects.get()
    assert (state.channel, state.absences) == (Channel.EMAIL, 1)
    assert Delivery.objects.get().failures == 0


def test_one_click_leaves_the_category_and_looking_does_not(lan, minh, system, now):
    address = f"/thong-bao/thoi-nhan/{_token(lan)}/"
    client = Client(enforce_csrf_checks=True)
    page = client.get(address)
    assert (page.status_code, page["Referrer-Policy"]) == (200, "no-referrer")
    assert "Thử" in page.content.decode()
    assert not Preference.objects.exists()

    # What a mail program posts: no cookie, no page before (RFC 8058).
    done = Client(enforce_csrf_checks=True).post(address, {"List-Unsubscribe": "One-Click"})

    assert done.status_code == 200
    tell(system, now, lan, minh)
    assert [one.notification.recipient_id for one in Delivery.objects.all()] == [minh.user_id]
    client.post(address, {"again": "yes"})
    assert Preference.objects.get().wanted is True


def _token(actor):
    return letter_token(user_id=actor.user_id, categories=[LOUD.code])


@pytest.mark.parametrize("spoil", ["x", "a:b:c", "ô", "%20"])
def test_a_spoiled_token_is_told_so(lan, spoil):
    answer = Client().post(f"/thong-bao/thoi-nhan/{_token(lan)[:-3]}{spoil}/")
    assert answer.status_code == 404
    assert "cắt cụt" in answer.content.decode()
    assert not Preference.objects.exists()


@pytest.fixture
def sent(lan, system, now, post):
    tell(system, now, lan)
    send_waiting(clock=at(now))
    return Delivery.objects.get()


def test_a_returned_letter_silences_its_address(lan, system, now, sent, mailbox, signed_in):
    box = mailbox(HOLIDAY, report(sent.key))

    assert read_mailbox(at=now) == 1

    sent.refresh_from_db()
    assert sent.state == DeliveryState.BOUNCED
    assert list(box.letters) == [1], "the report is gone, what is not ours stays, seen"
    assert read_mailbox(at=now) == 0
    tell(system, now, lan, key="next")
    assert not Delivery.objects.filter(notification__key="next").exists()
    client = signed_in(lan)
    assert "không nhận được" in client.get("/thong-bao/tuy-chon/").content.decode()
    client.post("/thong-bao/dia-chi-thu/dung-lai/")
    assert not BouncedAddress.objects.exists()


def test_headers_alone_name_the_letter_too(now, sent, mailbox):
    mailbox(report(sent.key, headers_only=True))
    assert read_mailbox(at=now) == 1
    assert BouncedAddress.objects.exists()


@pytest.mark.parametrize(
    "changes", [{"action": "delayed", "status": "4.2.2"}, {"action": "delivered"}, {"status": "?"}]
)
def test_a_delay_is_no_bounce(now, sent, changes):
    assert read_report(report(sent.key, **changes)) is None


def test_a_full_mailbox_is_written_to_again(now, sent, mailbox):
    mailbox(report(sent.key, status="4.2.2"))
    assert read_mailbox(at=now) == 1
    assert not BouncedAddress.objects.exists()


def test_a_forged_report_silences_nobody(now, sent, mailbox):
    """It names no letter of ours, or another's address."""
    mailbox(report("11111111-2222-3333-4444-555555555555"), report(sent.key, "minh@example.org"))
    read_mailbox(at=now)
    assert not BouncedAddress.objects.exists()


@pytest.mark.parametrize(
    "letter", [b"", b"\xff\xfe", HOLIDAY, b"Content-Type: multipart/report\n\nx"]
)
def test_other_mail_is_no_report(letter):
    assert read_report(letter) is None


def test_a_giant_is_not_read(now, sent, mailbox, monkeypatch):
    monkeypatch.setattr(bounces, "LARGEST", 100)
    mailbox(report(sent.key))
    assert read_mailbox(at=now) == 0


def test_a_mailbox_that_does_not_open_says_what_to_look_at(now, mailbox, settings):
    mailbox()
    settings.BOUNCES = settings.BOUNCES | {"password": "sai"}
    with pytest.raises(MailboxAway, match="IMAP"):
        read_mailbox(at=now)
