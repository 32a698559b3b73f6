"""The dossier of a founding, and who its first committee is to be."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from congdoan.areas.restructuring.models import Founding, FoundingPaper, FoundingSeat
from congdoan.areas.restructuring.rules import founding as rules
from congdoan.areas.restructuring.selectors import founding as selectors
from congdoan.areas.restructuring.services.founding import (
    demand_open,
    demand_unfrozen,
    held,
    note,
)
from congdoan.foundation.actor import Actor
from congdoan.foundation.vietnamese import tidy
from congdoan.kernel.people.api import UnknownPosition
from congdoan.kernel.rulebook.api import find_entry
from congdoan.support.files.api import store_file

if TYPE_CHECKING:
    from django.core.files.base import File

    from congdoan.kernel.people.models import Person


@transaction.atomic
def add_paper(
    *,
    actor: Actor,
    founding: Founding,
    kind: str,
    upload: "File[bytes] | None",
    remark: str = "",
    at: datetime,
) -> FoundingPaper:
    """Put a paper into the dossier: its scan, or (without a file) that it is there on paper."""
    founding = held(actor, founding)
    demand_open(founding)
    demand_unfrozen(founding)
    stored = upload and store_file(
        actor=actor,
        organisation=founding.superior,
        upload=upload,
        purpose=selectors.DOSSIER_FILE,
        at=at,
    )
    paper = FoundingPaper.objects.create(
        founding=founding,
        kind=kind,
        file=stored or None,
        note=tidy(remark),
        by_name=actor.name,
        at=at,
    )
    note(actor, founding, "paper_added", changes={"kind": kind})
    return paper


@transaction.atomic
def remove_paper(*, actor: Actor, paper: FoundingPaper) -> None:
    """Take a paper out of the dossier (the file itself stays with its audit row)."""
    founding = held(actor, paper.founding)
    demand_open(founding)
    demand_unfrozen(founding)
    FoundingPaper.objects.filter(pk=paper.pk).delete()
    note(actor, founding, "paper_removed", changes={"kind": paper.kind})


@transaction.atomic
def add_seat(
    *,
    actor: Actor,
    founding: Founding,
    position: str,
    person: "Person | None" = None,
    full_name: str = "",
    gender: str = "",
    on: date,
) -> FoundingSeat:
    """
    Name somebody of the first committee; they take office when the union is recognised.

    :raises UnknownPosition: a position the rulebook does not know that day
    :raises SeatTaken: the same name twice in one position
    """
    founding = held(actor, founding)
    demand_open(founding)
    if find_entry("position", position, on=on) is None:
        raise UnknownPosition(position=position, day=f"{on:%d/%m/%Y}")
    name = person.full_name if person else tidy(full_name)
    if founding.seats.filter(position=position, full_name=name).exists():
        raise rules.SeatTaken(name=name)
    seat = FoundingSeat.objects.create(
        founding=founding, position=position, person=person, full_name=name, gender=gender
    )
    note(actor, founding, "seat_added", changes={"position": position})
    return seat


@transaction.atomic
def remove_seat(*, actor: Actor, seat: FoundingSeat) -> None:
    """Take somebody off the list of the first committee."""
    founding = held(actor, seat.founding)
    demand_open(founding)
    FoundingSeat.objects.filter(pk=seat.pk).delete()
    note(actor, founding, "seat_removed", changes={"position": seat.position})
