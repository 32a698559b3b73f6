"""Telling the deciding officers how a change decided ahead fared on its day."""

from datetime import datetime

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override

from congdoan.kernel.access.api import system_actor
from congdoan.kernel.organisations.api import PlannedChange, Settled, names
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.people.models import Office
from congdoan.support.notifications.api import notify
from congdoan.support.worklist.api import Wanted, close_work, sync_work

HELD_UP = "restructuring.event_held_up"
#: Who decides for a union and reads its post.
_TOLD = ("PRESIDENT", "VICE_PRESIDENT", "SPECIALIST", "CLERK")


def tell_deciders(settled: Settled) -> None:
    """
    Answer ``settled``: a notice to the officers who decide; work while something stands in the way.

    Asked again on the next day it says nothing twice.
    """
    change = settled.change
    deciders = Organisation.objects.in_bulk(settled.deciders)
    living = [pk for pk, one in deciders.items() if one.exists_on(settled.on)]
    with override("vi"):
        what = _what(settled)
    url = reverse("organisations:event", args=[change.event_id])
    prefix = f"restructuring.event.{change.event_id}."
    wanted = [
        Wanted(
            key=f"{prefix}held_up.{pk}",
            organisation_id=pk,
            kind=HELD_UP,
            title=what,
            source_label=what,
            source_url=url,
            why=settled.refused,
        )
        for pk in living
        if settled.refused
    ]
    actor = system_actor(today=settled.on)
    if not settled.refused:
        for pk in living:
            close_work(actor=actor, key=f"{prefix}held_up.{pk}", at=settled.at)
    sync_work(actor=actor, prefix=prefix, wanted=wanted, on=settled.on, at=settled.at)
    people = Office.objects.on(settled.on).filter(organisation_id__in=living, position__in=_TOLD)
    notify(
        actor=actor,
        kind="restructuring.held_up" if settled.refused else "restructuring.took_effect",
        key=f"{prefix}{'held_up' if settled.refused else 'took_effect'}",
        at=settled.at,
        people=set(people.values_list("person_id", flat=True)),
        context={"what": what, "day": f"{change.on:%d/%m/%Y}", "reason": settled.refused},
        url=url,
    )


def drop_work(change: PlannedChange, *, at: datetime) -> None:
    """Answer ``undone``: what is taken back asks nobody any more."""
    sync_work(
        actor=system_actor(today=change.on),
        prefix=f"restructuring.event.{change.event_id}.",
        wanted=[],
        on=change.on,
        at=at,
    )


def _what(settled: Settled) -> str:
    """Name the event: its kind and the organisations it is about."""
    change = settled.change
    own = change.originals or change.results or change.affected
    called = names(own, on=change.on)
    told = "; ".join(called.get(pk, "") for pk in own[:3])
    if len(own) > 3:
        told += _(" và {n} đơn vị khác").format(n=len(own) - 3)
    return f"{capfirst(str(change.kind.label))}: {told}"
