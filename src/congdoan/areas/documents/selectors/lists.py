"""The lists of receivers of a unit, with what has become of their units since."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from congdoan.areas.documents.models import ReceiverList
from congdoan.foundation.refusal import NotFound
from congdoan.kernel.organisations.api import names, superior_names, unscoped_heirs
from congdoan.kernel.organisations.models import Organisation


def lists_of(unit: Organisation, *, on: date) -> list[ReceiverList]:
    """Return the lists by name, each with ``size`` and how many of its units have ended."""
    rows = ReceiverList.objects.filter(organisation=unit).annotate(
        size=Count("lines"),
        ended=Count(
            "lines",
            filter=Q(lines__organisation__isnull=False)
            & ~Q(lines__organisation__valid__contains=on),
        ),
    )
    return list(rows.order_by("name"))


def get_list(unit: Organisation, pk: int) -> ReceiverList:
    """:raises NotFound: when the unit keeps no such list."""
    found = (
        ReceiverList.objects.select_related("organisation").filter(organisation=unit, pk=pk).first()
    )
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True)
class Line:
    """A unit of a list; ``heirs`` names its successors when it has ended."""

    pk: int
    name: str
    superior: str
    ended: bool
    heirs: str


def lines_of(kept: ReceiverList, *, on: date) -> list[Line]:
    rows = kept.lines.filter(organisation__isnull=False)
    keys = [pk for pk in rows.values_list("organisation_id", flat=True) if pk]
    return lines(keys, on=on)


def lines(keys: list[int], *, on: date) -> list[Line]:
    """Return units by name, told apart by their superiors, with who stands for the ended ones."""
    living = set(
        Organisation.objects.filter(pk__in=keys, valid__contains=on).values_list("pk", flat=True)
    )
    heirs = unscoped_heirs([pk for pk in keys if pk not in living], on=on)
    every = {one for found in heirs.values() for one in found.heirs}
    known, above = names([*keys, *every], on=on), superior_names(keys, on=on)
    found = [
        Line(
            pk=pk,
            name=known.get(pk, ""),
            superior=above.get(pk, ""),
            ended=pk not in living,
            heirs=", ".join(known.get(one, "") for one in heirs[pk].heirs) if pk in heirs else "",
        )
        for pk in keys
    ]
    return sorted(found, key=lambda one: (not one.ended, one.name, one.pk))


def outside_text(kept: ReceiverList) -> str:
    """Return the outsiders as they are typed: a line each."""
    rows = kept.lines.filter(organisation=None).order_by("pk")
    return "\n".join(f"{one.name}; {one.address}" if one.address else one.name for one in rows)
