"""Front door of discussion."""

from congdoan.support.discussion.enums import CommentKind, Edit, Verdict
from congdoan.support.discussion.forms import AnswerForm, CommentForm
from congdoan.support.discussion.models import Comment
from congdoan.support.discussion.policies import ANSWER, SPEAK
from congdoan.support.discussion.rules import (
    NothingArgued,
    NothingSaid,
    NothingSuggested,
    ReasonMissing,
    Subject,
    TooLong,
    Wording,
)
from congdoan.support.discussion.selectors import (
    PartySaid,
    find_unscoped_comment,
    unscoped_by_anchor,
    unscoped_parties,
    unscoped_reception,
    unscoped_thread,
    unscoped_thread_counts,
    unscoped_unanswered,
)
from congdoan.support.discussion.services import (
    AlreadyAnswered,
    NeedsNoAnswer,
    SaidAlready,
    Withdrawn,
    answer_comment,
    answer_mark,
    comment,
    edit_comment,
    move_comment,
    withdraw_comment,
)

__all__ = [
    "ANSWER",
    "SPEAK",
    "AlreadyAnswered",
    "AnswerForm",
    "Comment",
    "CommentForm",
    "CommentKind",
    "Edit",
    "NeedsNoAnswer",
    "NothingArgued",
    "NothingSaid",
    "NothingSuggested",
    "PartySaid",
    "ReasonMissing",
    "SaidAlready",
    "Subject",
    "TooLong",
    "Verdict",
    "Withdrawn",
    "Wording",
    "answer_comment",
    "answer_mark",
    "comment",
    "edit_comment",
    "find_unscoped_comment",
    "move_comment",
    "unscoped_by_anchor",
    "unscoped_parties",
    "unscoped_reception",
    "unscoped_thread",
    "unscoped_thread_counts",
    "unscoped_unanswered",
    "withdraw_comment",
]
