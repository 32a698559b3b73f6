"""The founding under way (or done) at each of many employers."""

from collections.abc import Iterable

from congdoan.areas.restructuring.enums import FoundingState
from congdoan.areas.restructuring.models import Founding


def unscoped_foundings_at(employers: Iterable[int]) -> dict[int, Founding]:
    """Return the newest founding at each employer that was not dropped; one query."""
    rows = Founding.objects.filter(employer__in=list(employers))
    rows = rows.exclude(state=FoundingState.DROPPED).order_by("started_on", "pk")
    return {row.employer_id: row for row in rows if row.employer_id}
