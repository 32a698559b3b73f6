"""
The only place that reads a clock.

Everything below the edge (views, tasks, commands) takes the day or the moment as an argument.
``settings.CLOCK`` (``YYYY-MM-DD``) fixes the day for training installations and for the journeys
that replay the past; the time of day stays real.
"""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils import timezone


def now() -> datetime:
    """Return the present moment in the installation's time zone."""
    real = timezone.localtime(timezone.now())  # noqa: TID251 - this is the edge
    fixed = getattr(settings, "CLOCK", "")
    if not fixed:
        return real
    day = date.fromisoformat(fixed)
    return real.replace(year=day.year, month=day.month, day=day.day)


def today() -> date:
    return now().date()


def tomorrow() -> date:
    return today() + timedelta(days=1)
