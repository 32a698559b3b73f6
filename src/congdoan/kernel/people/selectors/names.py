"""Names that people bear, by the words they hold: the short way to many people."""

from collections.abc import Iterable, Iterator, Sequence

from django.db import connection

#: The first page mostly needs few names; whoever asks on gets more at once.
_FIRST, _MOST = 200, 1_000


def unscoped_name_keys(
    words: Iterable[str], *, since: str = "", downward: bool = False
) -> Iterator[Sequence[str]]:
    """Yield the sort keys of names that hold every word, in order, some at a time."""
    parts = [f"%{word}%" for word in words]
    held = " AND ".join(["folded LIKE %s"] * len(parts)) or "true"
    order, most = "DESC" if downward else "ASC", _FIRST
    beyond, place = ("<=" if downward else ">="), [since] if since else []
    while True:
        from_here = f" AND sort_key {beyond} %s" if place else ""
        statement = f"""SELECT DISTINCT sort_key FROM people_name WHERE {held}{from_here}
            ORDER BY sort_key {order} LIMIT {most}"""  # noqa: S608 - signs of ours
        with connection.cursor() as cursor:
            cursor.execute(statement, [*parts, *place])
            keys = [key for (key,) in cursor.fetchall()]
        if keys:
            yield keys
        if len(keys) < most:
            return
        beyond, place, most = ("<" if downward else ">"), [keys[-1]], _MOST
