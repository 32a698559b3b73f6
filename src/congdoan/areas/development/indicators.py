"""What targets answer to indicators: the year's target of admissions, and how far it has come."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from congdoan.areas.development import policies
from congdoan.areas.development.enums import Indicator, TargetState
from congdoan.areas.development.models import Target
from congdoan.areas.development.selectors.progress import admitted
from congdoan.areas.indicators.api import Asked, Behind, Opened

KEYS = ("TARGET_MEM_REACHED", "TARGET_MEM_GIVEN")


def targets(asked: Asked) -> Mapping[str, Mapping[int, Decimal]]:
    """Return both of whoever was given a target in the year of the last day; two queries."""
    rows = Target.objects.filter(
        organisation__in=asked.organisation_ids,
        round__year=asked.last.year,
        indicator=Indicator.ADMITTED,
    ).exclude(state=TargetState.DRAFT)
    given: dict[int, int] = {}
    for pk, value in rows.values_list("organisation_id", "value"):
        given[pk] = given.get(pk, 0) + value
    reached = admitted(list(given), date(asked.last.year, 1, 1), asked.last)
    return {
        KEYS[0]: {pk: Decimal(reached.get(pk) or 0) for pk in given},
        KEYS[1]: {pk: Decimal(value) for pk, value in given.items()},
    }


def targets_page(opened: Opened) -> Behind | None:
    if not opened.actor.may(policies.VIEW, on=opened.organisation):
        return None
    return Behind(_("Chỉ tiêu phát triển đoàn viên"), reverse("development:targets"))
