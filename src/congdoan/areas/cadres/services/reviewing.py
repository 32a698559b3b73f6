"""The yearly going-over of plans, asked for by the calendar."""

from datetime import date, datetime

from congdoan.areas.cadres.models import OfficialPlan
from congdoan.areas.cadres.services.work import sync_plan
from congdoan.foundation.actor import Actor


def sync_reviews(*, actor: Actor, on: date, at: datetime) -> None:
    """Make the work list say which plans wait for this year's review."""
    running = OfficialPlan.objects.filter(last_year__gte=on.year).select_related("organisation")
    for plan in running.order_by("pk").iterator(chunk_size=500):
        sync_plan(actor=actor, plan=plan, on=on, at=at)
