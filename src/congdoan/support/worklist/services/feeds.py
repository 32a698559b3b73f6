"""A person's calendar address: made, renewed, switched off; and the calendar itself."""

from datetime import UTC, datetime, timedelta
import secrets
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar
from icalendar import Event as Entry

from congdoan.foundation.actor import Actor, require_oneself
from congdoan.foundation.refusal import NotAllowed
from congdoan.kernel.audit import api as audit
from congdoan.support.worklist.models import WorkFeed
from congdoan.support.worklist.rules.calendar import Event
from congdoan.support.worklist.selectors.feeds import events_of, hashed

_HOURS = timedelta(hours=2)


@transaction.atomic
def renew_feed(*, actor: Actor, at: datetime) -> str:
    """
    Return a new secret for the actor's calendar address; the old one stops working.

    The secret is shown this once; only its hash is kept.
    """
    require_oneself(actor)
    if actor.user_id is None:
        raise NotAllowed
    token = secrets.token_urlsafe(24)
    feed, _new = WorkFeed.objects.update_or_create(
        user_id=actor.user_id, defaults={"sha256": hashed(token), "made_at": at}
    )
    audit.record(
        actor=actor, verb="worklist.feed_renewed", target=feed, organisation_id=None, changes={}
    )
    return token


@transaction.atomic
def stop_feed(*, actor: Actor) -> None:
    """Switch the actor's calendar address off."""
    require_oneself(actor)
    feed = WorkFeed.objects.filter(user=actor.user_id).select_for_update().first()
    if feed is not None:
        audit.record(
            actor=actor, verb="worklist.feed_stopped", target=feed, organisation_id=None, changes={}
        )
        feed.delete()


def calendar_of(actor: Actor, *, at: datetime) -> bytes:
    """Return the actor's deadlines as an iCalendar file (RFC 5545)."""
    calendar = Calendar()
    calendar.add("prodid", "-//Cong Doan So//Lich viec//VI")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Công Đoàn Số – việc của tôi"))
    calendar.add("x-wr-timezone", settings.TIME_ZONE)
    calendar.add("refresh-interval", _HOURS, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT2H")
    for one in events_of(actor):
        calendar.add_component(_entry(one, at=at))
    content: bytes = calendar.to_ical()
    return content


def _entry(one: Event, *, at: datetime) -> Entry:
    entry = Entry()
    entry.add("uid", f"{one.key}@{urlsplit(settings.SITE_ADDRESS).hostname}")
    entry.add("dtstamp", at)
    entry.add("summary", one.title)
    if one.at is None:
        entry.add("dtstart", one.on)
        entry.add("dtend", one.on + timedelta(days=1))
        entry.add("transp", "TRANSPARENT")
    else:
        begins = timezone.make_aware(datetime.combine(one.on, one.at))
        # In UTC: phones need no table of time zones for it.
        entry.add("dtstart", begins.astimezone(UTC))
        entry.add("dtend", (begins + _HOURS).astimezone(UTC))
    if one.place:
        entry.add("location", one.place)
    url = urljoin(settings.SITE_ADDRESS, one.url)
    entry.add("description", "\n".join(filter(None, [one.text, url])))
    entry.add("url", url)
    return entry
