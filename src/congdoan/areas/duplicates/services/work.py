"""Which organisation has pairs to look at, kept equal to them in "Việc của tôi"."""

from datetime import date, datetime

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import override

from congdoan.areas.duplicates.enums import PairState
from congdoan.areas.duplicates.models import Pair
from congdoan.foundation.actor import Actor
from congdoan.kernel.organisations.models import Organisation
from congdoan.support.worklist.api import Wanted, sync_work

LOOK = "duplicates.look"


def sync_pairs(*, actor: Actor, on: date, at: datetime, organisation_id: int | None = None) -> None:
    """Say to whom it falls to look at pairs: everywhere, or (after a decision) at one place."""
    rows = Pair.objects.filter(state=PairState.OPEN)
    if organisation_id is not None:
        rows = rows.filter(organisation_id=organisation_id)
    counts = dict(rows.values_list("organisation_id").annotate(number=Count("pk")))
    there = Organisation.objects.on(on).filter(pk__in=counts).values_list("pk", flat=True)
    with override("vi"):
        wanted = [
            Wanted(
                key=f"duplicates.{pk}.",
                kind=LOOK,
                title=_("Xem xét {count} cặp hồ sơ nghi trùng").format(count=counts[pk]),
                organisation_id=pk,
                source_label=_("Hồ sơ nghi trùng"),
                source_url="/trung-lap/",
                why=_("Hai hồ sơ có thể là của một người; chỉ con người quyết định."),
            )
            for pk in sorted(there)
        ]
    prefix = "duplicates." if organisation_id is None else f"duplicates.{organisation_id}."
    sync_work(actor=actor, prefix=prefix, wanted=wanted, on=on, at=at)
