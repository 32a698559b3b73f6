"""Names that people bear, by the words they hold: the short way to many people."""

from collections.abc import Iterable, Iterator, Sequence

from congdoan.kernel.people.models import Name

#: The first page mostly needs few names; whoever asks on gets more at once.
_FIRST, _MOST = 200, 1_000


def unscoped_name_keys(
    words: Iterable[str], *, since: str = "", downward: bool = False
) -> Iterator[Sequence[str]]:
    """Yield the sort keys of names that hold every word, in order, some at a time."""
    rows = Name.objects.holding(words)
    order, most = "-sort_key" if downward else "sort_key", _FIRST
    if since:
        rows = rows.filter(sort_key__lte=since) if downward else rows.filter(sort_key__gte=since)
    while True:
        keys = list(rows.order_by(order).values_list("sort_key", flat=True).distinct()[:most])
        if keys:
            yield keys
        if len(keys) < most:
            return
        beyond = {"sort_key__lt" if downward else "sort_key__gt": keys[-1]}
        rows, most = rows.filter(**beyond), _MOST
