"""Two texts of an agreement compared, on paper."""

from collections.abc import Mapping
from datetime import date

from congdoan.areas.agreements.models import Agreement
from congdoan.kernel.organisations.api import name_of
from congdoan.support.comparison.api import Comparison, ComparisonPaper, comparison_document
from congdoan.support.rendering.api import IssuingBody, OfficialDocument


def comparison_paper(
    agreement: Agreement,
    comparison: Comparison,
    *,
    old: str,
    new: str,
    authors: Mapping[str, str],
    on: date,
) -> OfficialDocument:
    """Return two texts compared, as the drafting organisation sends it round."""
    return comparison_document(
        comparison,
        ComparisonPaper(
            bodies=[IssuingBody(name=name_of(agreement.drafting, on=on).upper())],
            subject=agreement.title,
            old_name=old,
            new_name=new,
            dated=on,
            place=agreement.signed_place,
            authors=authors,
        ),
    )
