from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.utils import translation

from congdoan.foundation import vietnamese
from congdoan.foundation.actor import Actor
from congdoan.kernel.accounts.models import User
from congdoan.kernel.people.api import unscoped_limited
from congdoan.kernel.people.models import Person
from congdoan.support.notifications import rules
from congdoan.support.notifications.models import Notification
from congdoan.support.notifications.rules import NotificationKind
from congdoan.support.notifications.services.queueing import queue

TITLE_LENGTH = 300
#: Rows written at once; a message to every unit of the country is many of these.
CHUNK = 2000


@transaction.atomic
def notify(
    *,
    actor: Actor,
    kind: str,
    key: str,
    at: datetime,
    people: Iterable[int] = (),
    users: Iterable[int] = (),
    context: Mapping[str, object] | None = None,
    url: str = "",
) -> int:
    """
    Tell people something, once per ``key``; return how many are told now.

    ``kind`` is the code of a declared ``NotificationKind``; ``context`` fills its sentences.
    ``people`` are ids of persons (those without a sign-in are left out), ``users`` ids of
    sign-ins. The actor is not told of their own act. Rows are written in the caller's
    transaction; what goes to other channels leaves by a job after it. The calling slice has
    authorised the act itself.

    :raises ValueError: for an undeclared kind or a ``url`` out of the product, faults of the caller
    """
    declared = rules.kind_of(kind)
    if url and not rules.leads_home(url):
        message = f"Notifications lead inside the product only: {url}"
        raise ValueError(message)
    recipients = _recipients(people, users, besides=actor.user_id, key=key)
    if declared.purpose:
        recipients = _willing(recipients, declared.purpose)
    words = {
        language: _words(declared, context or {}, language)
        for language in {user.language for user in recipients}
    }
    for start in range(0, len(recipients), CHUNK):
        some = recipients[start : start + CHUNK]
        Notification.objects.bulk_create(
            [
                Notification(
                    recipient=user,
                    sender_id=actor.user_id if declared.receipts else None,
                    kind=declared.code,
                    category=declared.category.code,
                    title=words[user.language][0],
                    body=words[user.language][1],
                    url=url,
                    key=key,
                    created_at=at,
                )
                for user in some
            ],
            ignore_conflicts=True,
        )
        queue(some, kind=declared, key=key, at=at)
    return len(recipients)


def _recipients(
    people: Iterable[int], users: Iterable[int], *, besides: int | None, key: str
) -> list[User]:
    wanted = set(users)
    persons = set(people)
    if persons:
        wanted.update(
            Person.objects.filter(pk__in=persons, user__isnull=False).values_list(
                "user_id", flat=True
            )
        )
    wanted.discard(besides or 0)
    told = Notification.objects.filter(key=key, recipient__in=wanted).values("recipient")
    return list(User.objects.filter(pk__in=wanted, is_active=True).exclude(pk__in=told))


def _willing(recipients: list[User], purpose: str) -> list[User]:
    """Leave out who does not want to be met for a purpose."""
    people = dict(Person.objects.filter(user__in=recipients).values_list("user_id", "pk"))
    limited = unscoped_limited(people.values(), purpose)
    return [user for user in recipients if people.get(user.pk) not in limited]


def _words(kind: NotificationKind, context: Mapping[str, object], language: str) -> tuple[str, str]:
    """Return title and body in a reader's language; the title is one line for the mail's head."""
    with translation.override(language):
        title = vietnamese.tidy(str(kind.title).format(**context))
        body = vietnamese.nfc(str(kind.body).format(**context))
    short = title if len(title) <= TITLE_LENGTH else f"{title[: TITLE_LENGTH - 1]}…"
    return short, body
