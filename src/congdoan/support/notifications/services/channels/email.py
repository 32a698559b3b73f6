"""E-mail by SMTP: the title and a link, nothing else."""

from collections.abc import Mapping
from datetime import datetime
import re
import smtplib
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils import translation
from django.utils.translation import gettext as _

from congdoan.foundation import vietnamese
from congdoan.support.notifications import rules
from congdoan.support.notifications.enums import Channel, Fault
from congdoan.support.notifications.services.channels.interface import (
    TAKEN,
    ChannelAway,
    Message,
    Outcome,
    Result,
    Setting,
)
from congdoan.support.notifications.services.unsubscribing import letter_token

TIMEOUT_SECONDS = 20
#: What servers answer that give no status of RFC 3463.
_NO_SUCH_ADDRESS = {550, 551, 553}
_STATUS = re.compile(r"\b5\.\d{1,3}\.\d{1,3}\b")


class Email:
    channel = Channel.EMAIL
    #: Mailboxes drop a second mail with the Message-ID of one they have.
    repeatable = True
    lanes = 4

    settings: tuple[Setting, ...] = ()

    def open(self, chosen: Mapping[str, str], *, at: datetime) -> "EmailSession":
        return EmailSession()

    def key_refused(self, *, at: datetime) -> None:
        pass


def is_set_up() -> bool:
    return not settings.EMAIL_BACKEND.endswith("dummy.EmailBackend")


class EmailSession:
    """One connection to the mail server."""

    def __init__(self) -> None:
        self._connection = self._connect()

    def _connect(self) -> Any:
        connection = get_connection(timeout=TIMEOUT_SECONDS)
        try:
            connection.open()
        except smtplib.SMTPAuthenticationError as problem:
            raise ChannelAway(Fault.KEY, _cause(problem)) from problem
        except (smtplib.SMTPException, OSError) as problem:
            raise ChannelAway(Fault.AWAY, _cause(problem)) from problem
        return connection

    def send(self, message: Message) -> Outcome:
        try:
            mail = write(message)
            mail.connection = self._connection
            mail.send()
        except (OSError, smtplib.SMTPServerDisconnected) as problem:
            if isinstance(problem, smtplib.SMTPException) and not isinstance(
                problem, smtplib.SMTPServerDisconnected
            ):
                return refused(problem)
            return self._reconnect(problem)
        except Exception as problem:  # noqa: BLE001 - one bad mail must not hold up all others
            return Outcome(Result.LATER, Fault.UNREADABLE, _cause(problem))
        return TAKEN

    def _reconnect(self, problem: Exception) -> Outcome:
        """Charge the mail with a broken line, unless the server is gone altogether."""
        self.close()
        try:
            self._connection = self._connect()
        except ChannelAway as away:
            return Outcome(Result.AWAY, away.fault, away.detail)
        return Outcome(Result.LATER, Fault.AWAY, _cause(problem))

    def close(self) -> None:
        self._connection.close()


def refused(problem: smtplib.SMTPException) -> Outcome:
    """Read the server's answer: "no such address" is the last word, anything else is not."""
    cause = _cause(problem)
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        answers = list(problem.recipients.values())
        if answers and all(_is_no_more(code, text) for code, text in answers):
            return Outcome(Result.NEVER, Fault.ADDRESS, f"{cause} {answers[0][0]}", lost=True)
    return Outcome(Result.LATER, Fault.REFUSED, cause)


def _is_no_more(code: int, text: bytes | str) -> bool:
    """Tell whether the address is gone; a relay that refuses us (5.7.x) silences nobody."""
    said = _STATUS.search(text.decode(errors="replace") if isinstance(text, bytes) else text)
    return rules.ends_address(said[0]) if said else code in _NO_SUCH_ADDRESS


def _cause(problem: Exception) -> str:
    """Return the kind of a failure: the server's answer may repeat addresses."""
    code = getattr(problem, "smtp_code", "")
    return f"{type(problem).__name__} {code}".strip()


def write(message: Message) -> EmailMessage:
    """
    Write the mail.

    Mail lies unencrypted in strangers' servers; the details are read after signing in.
    """
    token = letter_token(user_id=message.recipient_id, categories=message.categories)
    leave = f"{settings.SITE_ADDRESS}/thong-bao/thoi-nhan/{token}/"
    with translation.override(message.language):
        subject, body = _daily(message) if message.more else (message.title, _single(message))
        body += "\n\n" + _("Thôi nhận loại thư này: {leave}\nChọn từng kênh: {preferences}").format(
            leave=leave, preferences=f"{settings.SITE_ADDRESS}/thong-bao/tuy-chon/"
        )
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">") or "localhost"
    return EmailMessage(
        subject=subject,
        body=body,
        # What cannot be delivered returns to a mailbox of its own, if there is one.
        from_email=settings.BOUNCES["address"] or settings.DEFAULT_FROM_EMAIL,
        to=[message.address],
        headers={
            "From": settings.DEFAULT_FROM_EMAIL,
            "List-Unsubscribe": f"<{leave}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Message-ID": f"<{message.key}@{host}>",
            # Nobody's holiday reply, mailing list or filter answers to this (RFC 3834).
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
            "Precedence": "bulk",
        },
    )


def _single(message: Message) -> str:
    return _("{title}\n\nMở trong Công Đoàn Số: {address}").format(
        title=message.title, address=message.url
    )


def _daily(message: Message) -> tuple[str, str]:
    matters = [(message.title, message.url), *message.more]
    subject = _("Công Đoàn Số: {count} thông báo trong ngày").format(count=len(matters))
    lines = [f"{n}. {title}\n   {address}" for n, (title, address) in enumerate(matters, start=1)]
    return vietnamese.tidy(subject), "\n\n".join(lines)
