"""What an organisation said of the columns of its lists."""

from django.db.models import Q

from congdoan.support.exchange.models import ColumnMemory


def recalled(organisation_id: int | None, kind: str, signature: str) -> dict[str, int] | None:
    """Return the columns a person named when a list with these headings came before."""
    own = (
        Q(organisation__isnull=True) if organisation_id is None else Q(organisation=organisation_id)
    )
    found = ColumnMemory.objects.filter(own, kind=kind, signature=signature).first()
    return dict(found.mapping) if found else None
