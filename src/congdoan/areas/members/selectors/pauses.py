"""When a pause reaches its limit; what follows is for the union to decide."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Prefetch

from congdoan.areas.members.models import Membership, Pause, PauseProlonging
from congdoan.foundation.valid_time import contains
from congdoan.kernel.people.api import restricted_people
from congdoan.kernel.rulebook.api import Rule, rule, value


@dataclass(frozen=True)
class PauseLimit:
    """Until when a pause keeps the membership: by the rulebook, or as the union prolonged it."""

    pause: Pause
    rule: Rule
    on: date
    prolonging: PauseProlonging | None

    def reached(self, day: date) -> bool:
        return self.on <= day


def add_months(day: date, months: int) -> date:
    """Return the same day so many months later, the last of the month where there is none."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def limit_of(pause: Pause, *, organisation_id: int) -> PauseLimit:
    """Return a pause's limit by the rule of its first day at the union."""
    start = pause.valid.lower
    law = rule(f"member.pause_limit.{pause.reason.lower()}", on=start, for_=organisation_id)
    longer = sorted(pause.prolongings.all(), key=lambda one: (one.until, one.pk))
    by_rule = add_months(start, int(law.value))
    last = longer[-1] if longer else None
    return PauseLimit(pause, law, max(by_rule, last.until) if last else by_rule, last)


def current_limit(membership: Membership, *, on: date) -> PauseLimit | None:
    """Return the limit of the pause somebody is in on a day."""
    rows = Pause.objects.on(on).filter(person=membership.person_id)
    pause = rows.prefetch_related("prolongings").first()
    if pause is None:
        return None
    return limit_of(pause, organisation_id=membership.organisation_id)


def limits_near(*, on: date) -> list[tuple[Membership, PauseLimit]]:
    """Return every pause of a day whose limit is near or past, with where the person belongs."""
    rows = Pause.objects.on(on).order_by("pk")
    prolongings = Prefetch("prolongings", PauseProlonging.objects.order_by("pk"))
    pauses = {one.person_id: one for one in rows.prefetch_related(prolongings)}
    homes = Membership.objects.on(on).filter(person__in=list(pauses))
    homes = homes.exclude(person__in=restricted_people())
    found = []
    for membership in homes.select_related("person").order_by("pk"):
        limit = limit_of(pauses[membership.person_id], organisation_id=membership.organisation_id)
        if is_near(limit, on=on, organisation_id=membership.organisation_id):
            found.append((membership, limit))
    return found


def is_near(limit: PauseLimit, *, on: date, organisation_id: int) -> bool:
    """Tell whether the union is to be asked by now (not where the pause ends before)."""
    days = int(value("member.pause_limit.notice_days", on=on, for_=organisation_id))
    ends = limit.pause.valid.upper
    open_ended = ends is None or ends > limit.on
    return open_ended and contains(limit.pause.valid, on) and limit.on - timedelta(days=days) <= on
