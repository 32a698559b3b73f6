from congdoan.areas.reporting.forms.acts import (
    AdjustForm,
    AskForm,
    CommentForm,
    ExtendForm,
    ReasonForm,
    ReturnForm,
    RoundForm,
    WordsForm,
    between,
)
from congdoan.areas.reporting.forms.entry import EntryForm, PagePart, page_parts, sentences_of

__all__ = [
    "AdjustForm",
    "AskForm",
    "CommentForm",
    "EntryForm",
    "ExtendForm",
    "PagePart",
    "ReasonForm",
    "ReturnForm",
    "RoundForm",
    "WordsForm",
    "between",
    "page_parts",
    "sentences_of",
]
