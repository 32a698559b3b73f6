from congdoan.support.exchange.views.batches import (
    batch,
    batch_again,
    batch_commit,
    batch_discard,
    batch_result,
    batch_undo,
    progress,
)
from congdoan.support.exchange.views.columns import columns
from congdoan.support.exchange.views.repairs import answer, compare, fix, row, value
from congdoan.support.exchange.views.uploads import current, index, template, upload

__all__ = [
    "answer",
    "batch",
    "batch_again",
    "batch_commit",
    "batch_discard",
    "batch_result",
    "batch_undo",
    "columns",
    "compare",
    "current",
    "fix",
    "index",
    "progress",
    "row",
    "template",
    "upload",
    "value",
]
