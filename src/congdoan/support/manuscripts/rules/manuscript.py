"""What a Word file says, in its order; values only, nothing of Word's own shapes."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from congdoan.support.manuscripts.enums import Encoding, Left


@dataclass(frozen=True)
class Run:
    """A stretch of text in one style."""

    text: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True)
class Paragraph:
    """
    One paragraph as read: tracked changes accepted, its automatic number worked out.

    ``place`` counts paragraphs of the file from 1. ``outline`` is 0 for the outermost heading and
    None for body text. ``marks`` are the names of bookmarks and content controls that begin here
    or lie around it.
    """

    place: int
    text: str
    number: str = ""
    bullet: bool = False
    outline: int | None = None
    depth: int | None = None
    centred: bool = False
    runs: tuple[Run, ...] = ()
    marks: tuple[str, ...] = ()

    @property
    def bold(self) -> bool:
        """Tell whether all of it is bold."""
        said = [run for run in self.runs if run.text.strip()]
        return bool(said) and all(run.bold for run in said)

    @property
    def whole(self) -> str:
        """Return the paragraph as a reader sees it, its number before its words."""
        sign = "-" if self.bullet else self.number
        return f"{sign} {self.text}".strip() if sign else self.text


@dataclass(frozen=True)
class Table:
    """A table; ``place`` is that of the paragraph before it, ``number`` counts tables from 1."""

    place: int
    number: int
    rows: tuple[tuple[str, ...], ...]

    @property
    def lines(self) -> list[str]:
        """Return each row as one line, cells apart by " | "."""
        return [" | ".join(" ".join(cell.split()) for cell in row) for row in self.rows if any(row)]


@dataclass(frozen=True)
class Leftover:
    """Something that is no block, beside the paragraph at ``place`` (0: the file as a whole)."""

    kind: Left
    place: int
    text: str = ""
    who: str = ""
    near: str = ""


Block = Paragraph | Table


@dataclass(frozen=True)
class Manuscript:
    """A whole file: blocks in order, and all that is no block."""

    name: str
    blocks: tuple[Block, ...]
    leftovers: tuple[Leftover, ...] = ()
    #: Encodings that were turned into Unicode, by the fonts the file names.
    decoded: tuple[Encoding, ...] = ()
    #: What text looks like that no font explains; it was left as it stands.
    suspected: Encoding | None = None
    marks: frozenset[str] = field(default_factory=frozenset)

    def paragraphs(self) -> Iterator[Paragraph]:
        for block in self.blocks:
            if isinstance(block, Paragraph):
                yield block
