"""
What the law of a day asks by itself: from a border day on, unions that may no longer be must end.

Nobody changes anything on such a day, so no event raises the work. The daily round asks the
rulebook whom it concerns, each once: work that was raised before, done, or waived with a reason is
left as it is.
"""

from datetime import date, datetime

from django.db import transaction

from congdoan.areas.restructuring.models import EmployerWaiver
from congdoan.areas.restructuring.services.employer_work import PREFIX, Asked, follow
from congdoan.foundation.actor import Actor
from congdoan.kernel.organisations.api import forbidden_classes, grassroots_levels, levels_gone
from congdoan.kernel.organisations.enums import Family
from congdoan.kernel.organisations.models import Counterpart, OrganisationProfile
from congdoan.support.worklist.api import unscoped_work

#: Facts of so many are read at once, their work written in one transaction.
_CHUNK = 500


def raise_by_law(*, actor: Actor, on: date, at: datetime) -> int:
    """Raise "must end" for each unit the law of the day concerns, once; return how many."""
    concerned = sorted(_concerned(on) - _asked_before())
    for start in range(0, len(concerned), _CHUNK):
        chunk = concerned[start : start + _CHUNK]
        with transaction.atomic():
            asked = Asked(law=set(chunk))
            follow(actor=actor, organisations=chunk, asked=asked, on=on, at=at)
    return len(concerned)


def _concerned(on: date) -> set[int]:
    """
    Return employers with a union their class forbids, and unions classed so or of a level gone.

    Unions recorded beside their employer are asked about there.
    """
    profiles = OrganisationProfile.objects.on(on)
    classed = profiles.filter(funding_class__in=forbidden_classes(on))
    unions = classed.filter(organisation__family=Family.UNION, level__in=grassroots_levels())
    links = Counterpart.objects.on(on).filter(
        partner_id__in=classed.filter(organisation__family=Family.PARTNER).values("organisation_id")
    )
    pairs = list(links.values_list("partner_id", "union_id"))
    found = set(unions.values_list("organisation_id", flat=True)) - {one for _, one in pairs}
    gone = profiles.filter(organisation__family=Family.UNION, level__in=levels_gone(on))
    return found | {pk for pk, _ in pairs} | set(gone.values_list("organisation_id", flat=True))


def _asked_before() -> set[int]:
    """Return whom work to end a union was raised about, or a reason written down instead."""
    ended = unscoped_work(f"{PREFIX}").filter(key__contains=".end.").exclude(state="CANCELLED")
    keys = [
        *ended.values_list("key", flat=True),
        *EmployerWaiver.objects.filter(key__contains=".end.").values_list("key", flat=True),
    ]
    return {int(key.removeprefix(PREFIX).split(".")[0]) for key in keys}
