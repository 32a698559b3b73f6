from collections.abc import Callable
from datetime import datetime
import logging
import smtplib
from urllib.parse import urljoin

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from congdoan.support.notifications import rules
from congdoan.support.notifications.enums import DeliveryState
from congdoan.support.notifications.models import Attempt, Delivery

TIMEOUT_SECONDS = 20
log = logging.getLogger(__name__)


def send_waiting(*, clock: Callable[[], datetime], limit: int = 500) -> int:
    """
    Send what waits in the outbox; return how many deliveries were tried.

    Each delivery is locked, sent and written down in its own transaction, so any number of workers
    may run at once and a crash repeats at most the one mail under way (its Message-ID stays).
    """
    if not _due(clock()).exists():
        return 0
    connection = get_connection(timeout=TIMEOUT_SECONDS)
    try:
        connection.open()
    except (smtplib.SMTPException, OSError) as problem:
        # The server is away: that is no fault of any one mail, so none is charged with it.
        log.warning("Mail server not reached: %s", type(problem).__name__)
        return 0
    tried = 0
    while tried < limit and _send_next(connection, clock()):
        tried += 1
    connection.close()
    return tried


def _due(at: datetime) -> QuerySet[Delivery]:
    return Delivery.objects.filter(state=DeliveryState.WAITING, next_attempt_at__lte=at)


@transaction.atomic
def _send_next(connection: object, at: datetime) -> bool:
    delivery = (
        _due(at)
        .select_for_update(of=("self",), skip_locked=True)
        .select_related("notification__recipient")
        .order_by("next_attempt_at")
        .first()
    )
    if delivery is None:
        return False
    fault = _send(delivery, connection)
    Attempt.objects.create(delivery=delivery, at=at, fault=fault)
    if fault:
        delivery.failures += 1
        wait = rules.next_attempt(delivery.failures)
        if wait is None:
            delivery.state = DeliveryState.GIVEN_UP
        else:
            delivery.next_attempt_at = at + wait
    else:
        delivery.state = DeliveryState.SENT
        delivery.sent_at = at
    delivery.save(update_fields=["state", "failures", "next_attempt_at", "sent_at"])
    return True


def _send(delivery: Delivery, connection: object) -> str:
    """Send one mail; return the technical cause of a failure, or nothing."""
    try:
        _mail(delivery, connection).send()
    except Exception as problem:  # noqa: BLE001 - one bad mail must not hold up all others
        # The server's answer may repeat addresses, so only its kind is kept.
        code = getattr(problem, "smtp_code", "")
        return f"{type(problem).__name__} {code}".strip()
    return ""


def _mail(delivery: Delivery, connection: object) -> EmailMessage:
    """
    Write the mail: the title and a link, nothing else.

    Mail lies unencrypted in strangers' servers; the details are read after signing in.
    """
    told = delivery.notification
    address = urljoin(settings.SITE_ADDRESS, told.url or "/")
    with translation.override(told.recipient.language):
        body = _(
            "{title}\n\nMở trong Công Đoàn Số: {address}\n\n"
            "Để bớt thư, hãy chọn loại thông báo muốn nhận tại {preferences}"
        ).format(
            title=told.title,
            address=address,
            preferences=urljoin(settings.SITE_ADDRESS, "/thong-bao/tuy-chon/"),
        )
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">") or "localhost"
    return EmailMessage(
        subject=told.title,
        body=body,
        to=[told.recipient.email],
        headers={
            "Message-ID": f"<delivery-{delivery.pk}@{host}>",
            "Auto-Submitted": "auto-generated",
        },
        connection=connection,
    )
