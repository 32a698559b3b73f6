from congdoan.areas.development.services.answering import (
    NothingToAnswer,
    ReasonMissing,
    answer_targets,
    settle_targets,
)
from congdoan.areas.development.services.assigning import (
    AnswerDayPast,
    GivenStays,
    NotASubordinate,
    NothingToGive,
    give_targets,
    save_targets,
)

__all__ = [
    "AnswerDayPast",
    "GivenStays",
    "NotASubordinate",
    "NothingToAnswer",
    "NothingToGive",
    "ReasonMissing",
    "answer_targets",
    "give_targets",
    "save_targets",
    "settle_targets",
]
