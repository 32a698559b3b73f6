"""
Tables: columns, sorting, a filter in the address, pages by key instead of OFFSET.

A slice subclasses ``Table`` in its ``tables.py`` and the view hands over rows that came through a
selector. Everything that decides what is shown stands in the address (``?q=…&sort=-name&after=…``),
so a page can be bookmarked, sent and opened without JavaScript.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from html import escape
from typing import Any, ClassVar, NamedTuple

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise, cached_property
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from congdoan.foundation.addresses import PageOf
from congdoan.foundation.counting import counted
from congdoan.foundation.forms import FilterForm
from congdoan.foundation.forms.drawing import escaped
from congdoan.foundation.keyset import Keyset, KeysFirst, Page
from congdoan.foundation.templatetags.ui import changed_query, day, icon, moment, number, span

Text = str | Promise


def _shown(found: Any) -> Any:
    return "—" if found is None or found == "" else found


def _follower(path: str) -> Callable[[Any], Any]:
    """Return what follows ``person.full_name`` through attributes and dictionaries."""
    names = path.split(".")
    if len(names) == 1:  # nearly all of them
        return lambda row: row.get(path) if isinstance(row, dict) else getattr(row, path)

    def follow(row: Any) -> Any:
        for name in names:
            row = row.get(name) if isinstance(row, dict) else getattr(row, name)
        return row

    return follow


_SHOW: dict[str, Callable[[Any], Any]] = {
    "day": day,
    "moment": moment,
    "number": number,
    "span": span,
}


@dataclass(frozen=True)
class Column:
    """
    One column.

    ``value`` is an attribute path (``person.full_name``; the column's code when empty) or a
    function of the row. ``sort`` names the model fields or annotations that order by this column;
    none of them may be null (annotate with ``Coalesce``). ``kind`` is text, number, day, moment or
    span. ``link`` gives the row's address; the first such column names the row.
    """

    code: str
    label: Text
    value: str | Callable[[Any], Any] = ""
    sort: tuple[str, ...] = ()
    kind: str = "text"
    link: Callable[[Any], str] | None = None
    #: Not shown below 992 px (the row's own page has it).
    minor: bool = False
    #: Room a column asks for: "wide" (names of several), "some" (a few words),
    #: "short" (kept on one line), or none.
    room: str = ""

    @property
    def classes(self) -> str:
        wanted = [f"cell-{self.kind}", self.minor and "is-minor", self.room and f"is-{self.room}"]
        return " ".join(one for one in wanted if one)

    def reader(self) -> Callable[[Any], Any]:
        """Return what gives a row's text in this column, made once for all rows."""
        value = self.value if callable(self.value) else _follower(self.value or self.code)
        show = _SHOW.get(self.kind, _shown)

        def read(row: Any) -> Any:
            found = value(row)
            return found if isinstance(found, SafeString) else show(found)

        return read


class Cell(NamedTuple):
    text: Any
    url: str


class Row(NamedTuple):
    key: Any
    cells: list[Cell]
    source: Any


@dataclass(frozen=True)
class Head:
    column: Column
    #: Address part that sorts by this column (the other way when it is the order already).
    sort: str
    state: str  # "", "ascending", "descending"


_ARROWS: dict[str, Callable[[], str]] = {
    "": str,
    "ascending": partial(icon, "arrow-up"),
    "descending": partial(icon, "arrow-down"),
}


@dataclass(frozen=True)
class Empty:
    """What an empty table teaches: what belongs here and the first step."""

    title: Text
    text: Text = ""
    icon: str = "inbox"
    url: str = ""
    action: Text = ""


class Table:
    """A list page's table; ``rows`` is a queryset (paged by key) or a short sequence (whole)."""

    columns: ClassVar[Sequence[Column]] = ()
    #: Code of the column that orders the rows, ``-`` first for descending.
    default_sort: ClassVar[str] = ""
    page_size: ClassVar[int] = 50
    filter_form: ClassVar[type[FilterForm] | None] = None
    caption: Text = ""
    empty: ClassVar[Empty] = Empty(_("Chưa có gì ở đây"))
    count_rows: ClassVar[bool] = True
    #: Choose a page's keys first, then ``load`` them: for long lists whose order an index can give.
    keys_first: ClassVar[bool] = False

    def __init__(
        self,
        rows: QuerySet[Any] | Sequence[Any],
        request: HttpRequest,
        *,
        empty: Empty | None = None,
        element_id: str = "table",
    ) -> None:
        self.request = request
        self.id = element_id
        self.when_empty = empty or self.empty
        self.filter = self._filter()
        self.rows_asked = self._narrowed(rows)

    def _narrowed(self, rows: Any) -> Any:
        if self.filter is not None and isinstance(rows, QuerySet):
            return self.filter.narrow(rows)
        return rows

    def _filter(self) -> FilterForm | None:
        if self.filter_form is None:
            return None
        return self.filter_form(
            self.request.GET, actor=getattr(self.request, "actor", None), auto_id="filter-%s"
        )

    # --- order ------------------------------------------------------------------------------

    @cached_property
    def order(self) -> tuple[Column | None, bool]:
        """Return the column that orders the rows and whether it runs downward."""
        for asked in (self.request.GET.get("sort", ""), self.default_sort):
            for column in self.columns:
                if column.sort and column.code == asked.removeprefix("-"):
                    return column, asked.startswith("-")
        return None, False

    @property
    def heads(self) -> list[Head]:
        ordering, downward = self.order
        heads = []
        for column in self.columns:
            state = ""
            if ordering is column:
                state = "descending" if downward else "ascending"
            turn = f"-{column.code}" if state == "ascending" else column.code
            heads.append(Head(column, turn if column.sort else "", state))
        return heads

    # --- rows -------------------------------------------------------------------------------

    @cached_property
    def page(self) -> Page:
        if self.keyset is None:
            return Page(list(self.rows_asked), "", "")
        get = self.request.GET
        return self.keyset.page(
            self.page_size, after=get.get("after", ""), before=get.get("before", "")
        )

    @cached_property
    def keyset(self) -> Keyset | None:
        """Return the rows in their order; None where they came as a short sequence."""
        rows = self.rows_asked
        if not isinstance(rows, QuerySet):
            return None
        column, downward = self.order
        names = column.sort if column else ()
        if self.keys_first:
            return KeysFirst(rows, names, downward=downward, load=self.load)
        return Keyset(rows, names, downward=downward)

    def load(self, keys: Sequence[Any]) -> Iterable[Any]:
        """Return the rows of chosen keys with what is shown of them (``keys_first``)."""
        raise NotImplementedError

    @cached_property
    def rows(self) -> list[Row]:
        return [self._row(row) for row in self.page.rows]

    @cached_property
    def _readers(self) -> list[tuple[Callable[[Any], Any], Callable[[Any], str] | None]]:
        return [
            (column.reader(), link.once() if isinstance(link := column.link, PageOf) else link)
            for column in self.columns
        ]

    def _row(self, row: Any) -> Row:
        as_of = self.request.GET.get("as_of", "")
        cells = [
            Cell(text(row), _on_day(link(row), as_of) if link else "")
            for text, link in self._readers
        ]
        return Row(getattr(row, "pk", None), cells, row)

    @cached_property
    def head(self) -> SafeString:
        """Return the columns' names as HTML; those that order the rows are links."""
        return mark_safe("\n".join(map(self._head, self.heads)))  # noqa: S308 - escaped in _head

    def _head(self, head: Head) -> str:
        column = head.column
        state = f' aria-sort="{head.state}"' if head.state else ""
        start = f'<th role="columnheader" scope="col" class="{column.classes}"{state}>'
        label = escape(str(column.label))
        if not head.sort:
            return f"{start}{label}</th>"
        url = escape(changed_query(self.request, sort=head.sort))
        part = escape(f"#{self.id}")
        return (
            f'{start}<a href="{url}" hx-get="{url}" hx-target="{part}" hx-select="{part}"'
            f' hx-swap="outerHTML" hx-push-url="true">{label}{_ARROWS[head.state]()}</a></th>'
        )

    @cached_property
    def body(self) -> SafeString:
        """
        Return the rows as HTML.

        Written here because a template loop over fifty rows takes longer than the rest of the page.
        Stacked on phones, cells lose their table meaning: roles and labels give it back.
        """
        frames = [
            (
                f'<td role="cell" class="{column.classes}',
                f'" data-label="{escape(str(column.label))}">',
            )
            for column in self.columns
        ]
        rows = []
        for row in self.rows:
            name = "" if row.key is None else escape(f"{self.id}-{row.key}").join((' id="', '"'))
            rows.append(f'<tr role="row"{name}>{"".join(map(_cell, frames, row.cells))}</tr>')
        return mark_safe("\n".join(rows))  # noqa: S308 - every piece is escaped above and in _cell

    @cached_property
    def count(self) -> str:
        """Return how many rows there are: ``1.234``, or ``10.000+`` without counting on."""
        if self.keyset is None:
            return number(len(self.rows_asked))
        if not self.page.before and not self.page.after:
            return number(len(self.page.rows))
        return counted(self.keyset.count(), self.keyset.cap) if self.count_rows else ""

    @property
    def filtered(self) -> bool:
        return self.filter is not None and self.filter.active > 0

    @property
    def kept(self) -> list[tuple[str, str]]:
        """Return what the filter form must carry on: order and day."""
        names = ("sort", "as_of")
        return [(name, self.request.GET[name]) for name in names if name in self.request.GET]


def _on_day(url: str, as_of: str) -> str:
    """Stay on the day that is being looked at."""
    return f"{url}?as_of={as_of}" if url and as_of and "?" not in url else url


def _cell(frame: tuple[str, str], cell: Cell) -> str:
    start, end = frame
    text = escaped(cell.text)
    if not cell.url:
        return f"{start}{end}{text}</td>"
    return f'{start} is-name{end}<a href="{escape(cell.url)}">{text}</a></td>'
