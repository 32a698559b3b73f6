from congdoan.support.notifications.models.delivery import Attempt, Delivery
from congdoan.support.notifications.models.notification import Notification
from congdoan.support.notifications.models.preference import Preference

__all__ = ["Attempt", "Delivery", "Notification", "Preference"]
