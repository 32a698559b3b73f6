from congdoan.areas.restructuring.services import congress_work, employer_follow
from congdoan.areas.restructuring.services.employer_law import raise_by_law
from congdoan.areas.restructuring.services.hand_over_opening import (
    open_hand_overs,
    withdraw_hand_overs,
)
from congdoan.areas.restructuring.services.hand_over_work import sync_turning_events
from congdoan.areas.restructuring.services.recognising import (
    follow_offices,
    take_back_recognition,
)
from congdoan.areas.restructuring.services.taking_effect import drop_work
from congdoan.foundation import clock
from congdoan.foundation.jobs import task
from congdoan.kernel.access.api import system_actor
from congdoan.kernel.organisations.api import Followed, Linked, PlannedChange, settle_due
from congdoan.kernel.people.api import OfficeChange


def open_steps(change: PlannedChange) -> Followed | None:
    """Answer ``changed`` of organisations, which tells the day and not the moment."""
    today = clock.today()
    return open_hand_overs(change, actor=system_actor(today=today), on=today, at=clock.now())


def ask_for_congress(change: PlannedChange) -> None:
    """Answer ``changed`` of organisations, which tells the day and not the moment."""
    congress_work.ask_for_congress(change, actor=system_actor(today=clock.today()))


def withdraw_steps(change: PlannedChange) -> None:
    """Answer ``undone`` of organisations, which tells the day and not the moment."""
    today = clock.today()
    withdraw_hand_overs(change, actor=system_actor(today=today), on=today, at=clock.now())
    take_back_recognition(change, on=today, at=clock.now())


def follow_elections(change: OfficeChange) -> None:
    """Answer ``offices_changed`` of people."""
    follow_offices(change, on=clock.today(), at=clock.now())
    actor = system_actor(today=clock.today())
    congress_work.close_with_election(change, actor=actor, at=clock.now())


@task(name="restructuring.follow_the_calendar", cron="50 0 * * *")
def follow_the_calendar_daily(**_: object) -> None:
    """Let the work of events whose day has come follow, and what the law of the day asks."""
    today = clock.today()
    sync_turning_events(actor=system_actor(today=today), on=today, at=clock.now())
    raise_by_law(actor=system_actor(today=today), on=today, at=clock.now())


def follow_employers(change: PlannedChange) -> None:
    """Answer ``changed`` of organisations, which tells the day and not the moment."""
    actor = system_actor(today=clock.today())
    employer_follow.follow_change(change, actor=actor, on=clock.today(), at=clock.now())


def follow_employers_back(change: PlannedChange) -> None:
    """Answer ``taken_back`` of organisations: what was taken back asks for nothing any more."""
    actor = system_actor(today=clock.today())
    employer_follow.follow_change(
        change, actor=actor, on=clock.today(), at=clock.now(), undone=True
    )


def follow_linked(linked: Linked) -> None:
    """Answer ``counterparts_linked`` of organisations."""
    actor = system_actor(today=clock.today())
    employer_follow.follow_links(linked, actor=actor, on=clock.today(), at=clock.now())


# Cron speaks UTC: just after midnight in Vietnam. A machine that was switched off then does it when
# it starts (the settings' max_delay); a second run on a day finds nothing to do.
@task(name="restructuring.settle_events", cron="2 17 * * *")
def settle_events(**_: object) -> None:
    """Let changes of organisation that were decided ahead take effect once their day has come."""
    today = clock.today()
    settle_due(actor=system_actor(today=today), on=today, at=clock.now())


def drop_asked_work(change: PlannedChange) -> None:
    """Answer ``undone`` of organisations, which tells the day and not the moment."""
    drop_work(change, at=clock.now())
