"""Front door of comparison."""

from congdoan.support.comparison.enums import Change, Mark
from congdoan.support.comparison.letters import (
    ComparisonPaper,
    comparison_blocks,
    comparison_document,
    place_sentence,
    redline,
)
from congdoan.support.comparison.rules.comparing import compare
from congdoan.support.comparison.rules.lines import Comparison, Line, Row
from congdoan.support.comparison.rules.rebasing import Rebased, rebase
from congdoan.support.comparison.rules.words import (
    Piece,
    compare_words,
    inline,
    is_same,
    new_text,
    old_text,
)

__all__ = [
    "Change",
    "Comparison",
    "ComparisonPaper",
    "Line",
    "Mark",
    "Piece",
    "Rebased",
    "Row",
    "compare",
    "compare_words",
    "comparison_blocks",
    "comparison_document",
    "inline",
    "is_same",
    "new_text",
    "old_text",
    "place_sentence",
    "rebase",
    "redline",
]
