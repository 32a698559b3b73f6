"""Front door of manuscripts: a Word file as values."""

from congdoan.support.manuscripts.enums import Encoding, Left
from congdoan.support.manuscripts.rules.manuscript import (
    Block,
    Leftover,
    Manuscript,
    Paragraph,
    Run,
    Table,
)
from congdoan.support.manuscripts.rules.reading import read_manuscript
from congdoan.support.manuscripts.rules.refusals import NotWord, OldWord, OtherWriter

__all__ = [
    "Block",
    "Encoding",
    "Left",
    "Leftover",
    "Manuscript",
    "NotWord",
    "OldWord",
    "OtherWriter",
    "Paragraph",
    "Run",
    "Table",
    "read_manuscript",
]
