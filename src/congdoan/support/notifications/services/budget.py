"""What may still be sent this month on a channel that costs money."""

from datetime import datetime
import sys

from congdoan.support.notifications.enums import Channel, DeliveryState, Fault
from congdoan.support.notifications.models import Delivery
from congdoan.support.notifications.selectors import sent_this_month
from congdoan.support.notifications.services import health
from congdoan.support.notifications.services.channels.register import chosen_settings


def left(channel: Channel, *, at: datetime) -> int:
    """Return how many messages the month's limit still pays for; the rest waits for the next."""
    if not channel.paid:
        return sys.maxsize
    chosen = chosen_settings(channel)
    price, limit = int(chosen.get("price") or 0), int(chosen.get("monthly_limit") or 0)
    if not price:
        return sys.maxsize
    under_way = Delivery.objects.filter(channel=channel, state=DeliveryState.SENDING).count()
    count = limit // price - sent_this_month(channel, at=at) - under_way
    if count <= 0:
        health.was_away(channel, fault=Fault.LIMIT, detail="monthly limit", at=at)
    return max(count, 0)
