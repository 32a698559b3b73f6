"""Lists of receivers a unit keeps to send to again."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from congdoan.areas.documents import policies
from congdoan.areas.documents.models import ListedReceiver, ReceiverList
from congdoan.areas.documents.rules.refusals import EmptyList, ListNameTaken
from congdoan.areas.documents.selectors.receiving import outsiders
from congdoan.foundation.actor import Actor
from congdoan.kernel.audit import api as audit
from congdoan.kernel.organisations.api import unscoped_heirs
from congdoan.kernel.organisations.models import Organisation


@dataclass(frozen=True)
class ListData:
    name: str
    units: tuple[int, ...] = ()
    #: Lines "name; address", as when sending.
    outside: str = ""


@transaction.atomic
def save_list(
    *, actor: Actor, unit: Organisation, data: ListData, at: datetime, kept: int | None = None
) -> ReceiverList:
    """
    Keep a list under a name, or change one: what stands in ``data`` is the whole list.

    :raises ListNameTaken, EmptyList: when it cannot be
    """
    actor.require(policies.ISSUE, on=unit)
    lists = ReceiverList.objects.select_for_update().filter(organisation=unit)
    if lists.filter(name=data.name).exclude(pk=kept or 0).exists():
        raise ListNameTaken(name=data.name)
    outside = outsiders(data.outside)
    units = Organisation.objects.filter(pk__in=data.units).values_list("pk", flat=True)
    if not outside and not units:
        raise EmptyList
    words = {"name": data.name, "changed_at": at, "changed_by_name": actor.name}
    if kept:
        lists.filter(pk=kept).update(**words)
        found = lists.get(pk=kept)
    else:
        found = ReceiverList.objects.create(organisation=unit, **words)
    found.lines.all().delete()
    ListedReceiver.objects.bulk_create(
        [ListedReceiver(list=found, organisation_id=pk) for pk in units]
        + [ListedReceiver(list=found, name=one.name, address=one.address) for one in outside]
    )
    _record(actor, "list_kept", found, units=len(units), outside=len(outside))
    return found


def _record(actor: Actor, verb: str, found: ReceiverList, **changes: object) -> None:
    audit.record(
        actor=actor,
        verb=f"documents.{verb}",
        target=found,
        organisation_id=found.organisation_id,
        changes=changes,
    )


@transaction.atomic
def follow_heirs(*, actor: Actor, kept: ReceiverList, on: date, at: datetime) -> int:
    """Put successors in the place of units that have ended; return how many lines went."""
    actor.require(policies.ISSUE, on=kept.organisation)
    ReceiverList.objects.select_for_update().get(pk=kept.pk)
    ended = kept.lines.filter(organisation__isnull=False).exclude(organisation__valid__contains=on)
    keys = [pk for pk in ended.values_list("organisation_id", flat=True) if pk]
    heirs = {pk for found in unscoped_heirs(keys, on=on).values() for pk in found.heirs}
    there = set(kept.lines.values_list("organisation_id", flat=True))
    kept.lines.filter(organisation__in=keys).delete()
    ListedReceiver.objects.bulk_create(
        ListedReceiver(list=kept, organisation_id=pk) for pk in sorted(heirs - there)
    )
    kept.changed_at, kept.changed_by_name = at, actor.name
    kept.save(update_fields=["changed_at", "changed_by_name"])
    _record(actor, "list_followed", kept, ended=len(keys), heirs=len(heirs))
    return len(keys)


@transaction.atomic
def discard_list(*, actor: Actor, kept: ReceiverList) -> None:
    """Keep it no longer; what was sent by it stays as it was sent."""
    actor.require(policies.ISSUE, on=kept.organisation)
    _record(actor, "list_discarded", kept, name=kept.name)
    kept.delete()
