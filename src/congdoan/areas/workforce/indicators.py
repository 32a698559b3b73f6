"""What stated numbers of employees answer to indicators; unknown is not zero."""

from collections.abc import Mapping
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from congdoan.areas.indicators.api import Asked, Behind, Opened
from congdoan.areas.workforce.selectors.numbers import may_see, unscoped_numbers

KEYS = ("EMP_TOTAL", "EMP_TOTAL.FEMALE")


def employees(asked: Asked) -> Mapping[str, Mapping[int, Decimal]]:
    """Return the newest number said by the last day, of the union or its one employer."""
    said = unscoped_numbers(asked.organisation_ids, on=asked.last)
    women = {pk: one.women for pk, one in said.items() if one.women is not None}
    return {
        KEYS[0]: {pk: Decimal(one.total) for pk, one in said.items()},
        KEYS[1]: {pk: Decimal(number) for pk, number in women.items()},
    }


def numbers_page(opened: Opened) -> Behind | None:
    if not may_see(opened.actor, opened.organisation):
        return None
    address = reverse("workforce:place", args=[opened.organisation.pk])
    return Behind(_("Số lao động đã ghi của đơn vị"), address)
