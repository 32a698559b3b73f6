from congdoan.support.exchange.views.batches import (
    batch,
    batch_commit,
    batch_discard,
    batch_result,
    batch_undo,
)
from congdoan.support.exchange.views.uploads import index, template, upload

__all__ = [
    "batch",
    "batch_commit",
    "batch_discard",
    "batch_result",
    "batch_undo",
    "index",
    "template",
    "upload",
]
