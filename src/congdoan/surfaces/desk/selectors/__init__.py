"""What the home shows."""

from dataclasses import dataclass
from datetime import date, timedelta

from congdoan.foundation.actor import Actor
from congdoan.kernel.organisations import api as organisations
from congdoan.kernel.people import api as people
from congdoan.kernel.people.enums import OfficeEnd
from congdoan.kernel.people.models import Office
from congdoan.kernel.rulebook import api as rulebook
from congdoan.support.worklist import api as worklist
from congdoan.support.worklist.api import WorkItem

#: The home shows the nearest work; the whole list has its own page.
SHOWN = 8


@dataclass(frozen=True)
class Seat:
    """One office of the person at the desk."""

    organisation_id: int
    organisation: str
    position: str
    #: The last day of the term, where it is known.
    last_day: date | None
    end_reason: str


def own_seats(actor: Actor) -> tuple[list[Seat], list[Seat]]:
    """Return the offices of today, and those that ended (latest first); two queries."""
    offices = list(people.unscoped_offices_of(actor.person_id or 0).order_by("pk"))
    names = organisations.names({office.organisation_id for office in offices}, on=actor.today)
    today = [_seat(o, names, actor.today) for o in offices if o.held_on(actor.today)]
    ended = [
        _seat(o, names, actor.today)
        for o in offices
        if o.valid.upper is not None and o.valid.upper <= actor.today
    ]
    return today, sorted(ended, key=lambda seat: seat.last_day or date.min, reverse=True)


def _seat(office: Office, names: dict[int, str], day: date) -> Seat:
    until = office.valid.upper
    return Seat(
        office.organisation_id,
        names[office.organisation_id],
        office.title or rulebook.label("position", office.position, day),
        until - timedelta(days=1) if until else None,
        str(OfficeEnd(office.end_reason).label) if office.end_reason else "",
    )


@dataclass(frozen=True)
class Task:
    """A piece of work as the home shows it."""

    item: WorkItem
    organisation: str
    late: bool


def nearest_work(actor: Actor) -> list[Task]:
    """Return the open work that is due first; two queries."""
    items = list(worklist.own_work(actor).open().order_by("due", "pk")[:SHOWN])
    names = organisations.names({item.organisation_id for item in items}, on=actor.today)
    return [
        Task(item, names[item.organisation_id], item.due is not None and item.due < actor.today)
        for item in items
    ]
