"""
Letters that came back: delivery reports (RFC 3464) read from the mailbox they return to.

A report counts only when it names one of our letters by its Message-ID, which nobody can guess: a
forged report silences nobody. Nothing is ever answered, so no loop can begin here.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import Message as Mail
import imaplib
import re
import ssl
from uuid import UUID

from django.conf import settings
from django.db import transaction

from congdoan.foundation.refusal import Refusal
from congdoan.support.notifications import rules
from congdoan.support.notifications.enums import Channel, DeliveryState, Fault
from congdoan.support.notifications.models import BouncedAddress, Delivery
from congdoan.support.notifications.selectors import mail_tokens

TIMEOUT_SECONDS = 30
#: Reports are small; what is larger is no report and is left where it lies.
LARGEST = 1_000_000
AT_ONCE = 200
_KEY = re.compile(r"<([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})@")
_STATUS = re.compile(r"^([245])\.\d{1,3}\.\d{1,3}")
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


class MailboxAway(Refusal):
    """Không mở được hộp thư nhận thư trả lại; hãy kiểm tra máy chủ, tài khoản và mật khẩu IMAP trong cấu hình."""  # noqa: E501


@dataclass(frozen=True)
class Report:
    """One recipient's part of a delivery report."""

    key: UUID
    recipient: str
    status: str

    @property
    def for_good(self) -> bool:
        return rules.ends_address(self.status)


def is_set_up() -> bool:
    return bool(settings.BOUNCES["host"])


def read_report(content: bytes) -> Report | None:
    """Return what a mail reports about a letter of ours; None for every other mail."""
    mail = message_from_bytes(content, policy=policy.compat32)
    if mail.get_content_type() != "multipart/report":
        return None
    key: UUID | None = None
    fields: dict[str, str] = {}
    for part in mail.walk():
        kind = part.get_content_type()
        if kind == "message/delivery-status":
            fields = _fields(part) or fields
        elif kind in {"message/rfc822", "text/rfc822-headers"}:
            key = key or _key_in(part)
    status = _STATUS.match(fields.get("status", ""))
    if key is None or status is None or fields.get("action", "").lower() != "failed":
        return None
    recipient = fields.get("final-recipient", "").partition(";")[2].strip()
    return Report(key, recipient, status[0])


def _fields(part: Mail) -> dict[str, str]:
    """Return the fields of the first recipient that failed."""
    blocks = part.get_payload()
    if not isinstance(blocks, list):
        return {}
    for block in blocks:
        if not isinstance(block, Mail):
            continue
        found = {name.lower(): str(value).strip() for name, value in block.items()}
        if found.get("action", "").lower() == "failed":
            return found
    return {}


def _key_in(part: Mail) -> UUID | None:
    inner = part.get_payload()
    if isinstance(inner, list) and inner and isinstance(inner[0], Mail):
        text = str(inner[0].get("Message-ID", ""))
    else:
        text = str(inner)[:20_000]
    found = _KEY.search(text)
    return UUID(found[1]) if found else None


@transaction.atomic
def take_report(report: Report, *, at: datetime) -> bool:
    """Mark the letter as come back; for good, its address is written to no more."""
    delivery = (
        Delivery.objects.filter(
            key=report.key,
            channel=Channel.EMAIL,
            state__in=[DeliveryState.SENT, DeliveryState.BOUNCED],
        )
        .select_related("notification__recipient")
        .first()
    )
    if delivery is None:
        return False
    delivery.state, delivery.fault = DeliveryState.BOUNCED, Fault.ADDRESS
    delivery.save(update_fields=["state", "fault"])
    user = delivery.notification.recipient
    if report.for_good and user.email and user.email.lower() == report.recipient.lower():
        BouncedAddress.objects.update_or_create(
            user=user,
            defaults={"token": mail_tokens(user.email)[0], "at": at, "status": report.status},
        )
    return True


def read_mailbox(*, at: datetime) -> int:
    """
    Read what has come since; return how many reports were about letters of ours.

    :raises MailboxAway: when the mailbox does not open
    """
    if not is_set_up():
        return 0
    taken = 0
    with _mailbox() as box:
        _answer, found = box.uid("SEARCH", "UNSEEN")
        for uid in (found[0] or b"").split()[:AT_ONCE]:
            report = _report_at(box, uid.decode())
            if report is not None and take_report(report, at=at):
                taken += 1
                box.uid("STORE", uid.decode(), "+FLAGS", r"(\Seen \Deleted)")
            else:
                box.uid("STORE", uid.decode(), "+FLAGS", r"(\Seen)")
        box.expunge()
    return taken


def _report_at(box: imaplib.IMAP4, uid: str) -> Report | None:
    _answer, head = box.uid("FETCH", uid, "(RFC822.SIZE)")
    first = head[0] if head else b""
    size = _SIZE.search(first if isinstance(first, bytes) else b" ".join(first or ()))
    if size is None or int(size[1]) > LARGEST:
        return None
    _answer, parts = box.uid("FETCH", uid, "(BODY.PEEK[])")
    for part in parts:
        if isinstance(part, tuple):
            try:
                return read_report(part[1])
            except (ValueError, LookupError, RecursionError, AttributeError):
                # Somebody's broken mail; it is marked as seen and stays where it lies.
                return None
    return None


@contextmanager
def _mailbox() -> Iterator[imaplib.IMAP4]:
    chosen = settings.BOUNCES
    box: imaplib.IMAP4 | None = None
    try:
        if chosen["tls"]:
            box = imaplib.IMAP4_SSL(
                chosen["host"],
                chosen["port"],
                ssl_context=ssl.create_default_context(),
                timeout=TIMEOUT_SECONDS,
            )
        else:
            box = imaplib.IMAP4(chosen["host"], chosen["port"], timeout=TIMEOUT_SECONDS)
        box.login(chosen["user"], chosen["password"])
        box.select(chosen["folder"])
        yield box
    except (TimeoutError, imaplib.IMAP4.error, OSError) as problem:
        raise MailboxAway from problem
    finally:
        if box is not None:
            with suppress(imaplib.IMAP4.error, OSError):
                box.logout()
