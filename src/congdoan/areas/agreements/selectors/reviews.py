from congdoan.areas.agreements.models import Agreement, Review
from congdoan.foundation.refusal import NotFound


def reviews_of(agreement: Agreement) -> list[Review]:
    """Return the reviews of the whole period in their order."""
    rows = Review.objects.filter(agreement=agreement).select_related("period", "host")
    return list(rows.order_by("window_from", "pk"))


def find_review(agreement: Agreement, pk: int) -> Review:
    """:raises NotFound: when the agreement (which the caller may see) has no such review."""
    found = (
        Review.objects.filter(agreement=agreement, pk=pk)
        .select_related("agreement__drafting", "period", "host")
        .first()
    )
    if found is None:
        raise NotFound
    return found
