from congdoan.areas.restructuring.services import employer_follow
from congdoan.foundation import clock
from congdoan.kernel.access.api import system_actor
from congdoan.kernel.organisations.api import Linked, PlannedChange


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
