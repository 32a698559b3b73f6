"""A file as sheets of text rows that can be gone through again and again."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from congdoan.support.exchange.rules.headings import Merge
from congdoan.support.exchange.rules.old_fonts import Turning

#: Rows that are looked at to find the headings and to show what stands in a column.
HEAD = 60


@dataclass
class Sheet:
    """
    One sheet: its rows as texts, from the first row of the sheet on, and what is known of it.

    Rows come from the reader's own memory each time they are asked for; a list of a million rows
    is never held as texts.
    """

    name: str
    source: Callable[[], Iterator[list[str]]]
    merges: tuple[Merge, ...] = ()
    #: Column → the old font most of its cells are written in.
    fonts: dict[int, Turning] = field(default_factory=dict)
    #: (row, column), from 0, of cells that are formulas; of very many only the first.
    formulas: tuple[tuple[int, int], ...] = ()
    formula_count: int = 0
    hidden: bool = False

    def __iter__(self) -> Iterator[list[str]]:
        return self.source()

    @property
    def head(self) -> list[list[str]]:
        return list(islice(self.source(), HEAD))

    @property
    def is_empty(self) -> bool:
        return not any(any(row) for row in self.source())


@dataclass(frozen=True)
class Workbook:
    """The sheets of a file, and the hash of the file."""

    name: str
    digest: str
    sheets: list[Sheet]
    epoch_1904: bool = False
    #: How a text file was written ("utf-8", "cp1258" …); empty for workbooks.
    encoding: str = ""
