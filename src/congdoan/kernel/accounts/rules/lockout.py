"""
Back-off after wrong passwords.

Counted per account (or per unknown name, so that nobody learns which names exist) and, far more
generously, per network address: a whole school signs in from one. The longest wait stays short
because anybody who knows a user name could otherwise keep its owner out.
"""

from datetime import datetime, timedelta

#: Wrong tries that cost nothing, per account or name.
FREE_TRIES = 5
#: The same for one network address.
FREE_TRIES_OF_AN_ADDRESS = 50
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(minutes=15)
#: A day without a wrong try clears the count.
FORGOTTEN_AFTER = timedelta(days=1)


def wait_after(failures: int, *, free: int) -> timedelta:
    """Return how long nobody may try again after ``failures`` wrong tries; doubles each time."""
    beyond = failures - free
    if beyond < 0:
        return timedelta(0)
    doubled: int = 2 ** min(beyond, 10)
    return min(FIRST_WAIT * doubled, LONGEST_WAIT)


def is_forgotten(last_failure_at: datetime, *, at: datetime) -> bool:
    return at - last_failure_at >= FORGOTTEN_AFTER
