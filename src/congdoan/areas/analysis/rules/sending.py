"""Which sending of a subscription a day belongs to: one letter a key, however often it is asked."""

from datetime import date


def key_of(rhythm: str, on: date, mark: str) -> str:
    """Return the week, the month, or what is said."""
    if rhythm == "WEEKLY":
        year, week, _day = on.isocalendar()
        return f"{year}-W{week:02}"
    if rhythm == "MONTHLY":
        return f"{on:%Y-%m}"
    return mark
