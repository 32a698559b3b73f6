"""What the registers of documents answer to indicators."""

from collections.abc import Mapping
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from congdoan.areas.documents import policies
from congdoan.areas.documents.enums import SignedBy
from congdoan.areas.indicators.api import Asked, Behind, Opened
from congdoan.support.numbering.api import Register

KEYS = ("DOCS_ISSUED", "DOCS_ELECTRONIC")

# What was recalled or replaced later was issued all the same.
_ISSUED = """
SELECT a.top, count(*), count(*) FILTER (WHERE d.signed_by = %(click)s)
FROM unnest(%(tops)s::bigint[], %(units)s::bigint[]) AS a (top, unit)
JOIN documents_document d ON d.organisation_id = a.unit AND d.register = %(outgoing)s
  AND d.number_id IS NOT NULL AND d.issued_on BETWEEN %(first)s AND %(last)s
GROUP BY 1
"""


def issued(asked: Asked) -> Mapping[str, Mapping[int, Decimal]]:
    """Count the outgoing documents of the period, and those signed on the system; one query."""
    rows = asked.rows(_ISSUED, click=SignedBy.CLICK.value, outgoing=Register.OUTGOING.value)
    return {
        KEYS[0]: asked.filled({top: number for top, number, _signed in rows}),
        KEYS[1]: asked.filled({top: signed for top, _number, signed in rows}),
    }


def books_page(opened: Opened) -> Behind | None:
    if not opened.actor.may(policies.VIEW, on=opened.organisation):
        return None
    return Behind(
        _("Sổ văn bản của đơn vị"), reverse("documents:books", args=[opened.organisation.pk])
    )
