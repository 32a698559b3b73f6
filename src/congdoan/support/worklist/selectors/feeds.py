"""Calendar addresses: whose they are, and what such a calendar holds."""

from datetime import date, timedelta
from hashlib import sha256

from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotFound
from congdoan.kernel.accounts.models import User
from congdoan.support.worklist.enums import WorkState
from congdoan.support.worklist.models import WorkFeed, WorkItem
from congdoan.support.worklist.rules.calendar import Event, sources
from congdoan.support.worklist.selectors.lists import own_work

#: Work overdue longer than this is on the list, not in the calendar.
_BACK = timedelta(days=60)
_MOST = 500


def hashed(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def own_feed(actor: Actor) -> WorkFeed | None:
    return WorkFeed.objects.filter(user=actor.user_id).first()


def user_of_feed(token: str) -> User:
    """:raises NotFound: for an address that is wrong, renewed, or of a closed account"""
    feed = WorkFeed.objects.filter(sha256=hashed(token)).select_related("user").first()
    if feed is None or not feed.user.is_active:
        raise NotFound
    return feed.user


def events_of(actor: Actor) -> list[Event]:
    """Return the actor's open work with a deadline, and what the slices above add, by day."""
    since = actor.today - _BACK
    rows = own_work(actor).filter(state=WorkState.OPEN, due__gte=since)
    items = rows.order_by("due", "pk")[:_MOST]
    found = [_work(item, item.due) for item in items if item.due is not None]
    for source in sources():
        found.extend(source(actor, since))
    return sorted(found, key=lambda one: (one.on, one.key))[: 2 * _MOST]


def _work(item: WorkItem, due: date) -> Event:
    return Event(
        key=f"work-{item.pk}",
        title=item.title,
        on=due,
        text="\n".join(filter(None, [item.why, item.source_label])),
        url=item.source_url or f"/viec/{item.pk}/",
    )
