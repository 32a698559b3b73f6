from congdoan.support.notifications.models.channel import ChannelState, Tally
from congdoan.support.notifications.models.delivery import Attempt, Delivery
from congdoan.support.notifications.models.link import ChannelLink
from congdoan.support.notifications.models.notification import Notification
from congdoan.support.notifications.models.preference import Preference
from congdoan.support.notifications.models.quiet import QuietHours
from congdoan.support.notifications.models.setup import (
    BouncedAddress,
    ChannelSettings,
    ChannelToken,
    LinkCode,
)

__all__ = [
    "Attempt",
    "BouncedAddress",
    "ChannelLink",
    "ChannelSettings",
    "ChannelState",
    "ChannelToken",
    "Delivery",
    "LinkCode",
    "Notification",
    "Preference",
    "QuietHours",
    "Tally",
]
