"""
What may be done with an agreement in which state, and where it leads.

Guards stand in this one table, not in conventions; a test walks every pair.
"""

from enum import StrEnum

from congdoan.areas.agreements.enums import State


class Action(StrEnum):
    """Everything that can be done to an agreement as a whole or to its text."""

    DESCRIBE = "describe"
    CHANGE_PARTIES = "change_parties"
    EDIT_TEXT = "edit_text"
    DISCARD = "discard"
    SEND_OUT = "send_out"
    RECORD_PAPER = "record_paper"
    COMMENT = "comment"
    ANSWER = "answer"
    MOVE_DEADLINE = "move_deadline"
    BACK_TO_DRAFT = "back_to_draft"
    FREEZE = "freeze"
    PRINT_FROZEN = "print_frozen"
    REQUIRE_APPROVAL = "require_approval"
    APPROVE = "approve"
    REOPEN = "reopen"
    OPEN_SIGNING = "open_signing"
    COMPLETE_SIGNING = "complete_signing"
    ATTACH_SCAN = "attach_scan"
    ENTER_FORCE = "enter_force"
    EXPIRE = "expire"
    TERMINATE = "terminate"
    CLOSE_REVIEW = "close_review"
    SUPERSEDE = "supersede"


_D, _C, _N, _S, _E = (
    State.DRAFT,
    State.CONSULTATION,
    State.NEGOTIATED,
    State.SIGNED,
    State.EFFECTIVE,
)
_OVER = (State.EXPIRED, State.REVIEWED, State.SUPERSEDED, State.TERMINATED)

#: (state, action) → the state afterwards; a pair that is missing is refused.
TABLE: dict[tuple[State, Action], State] = {
    (_D, Action.DESCRIBE): _D,
    (_D, Action.CHANGE_PARTIES): _D,
    (_D, Action.EDIT_TEXT): _D,
    (_D, Action.DISCARD): _D,
    (_D, Action.SEND_OUT): _C,
    (_D, Action.RECORD_PAPER): _S,
    (_C, Action.COMMENT): _C,
    (_C, Action.ANSWER): _C,
    (_C, Action.MOVE_DEADLINE): _C,
    (_C, Action.BACK_TO_DRAFT): _D,
    (_C, Action.FREEZE): _N,
    **{(state, Action.REQUIRE_APPROVAL): state for state in (_D, _C, _N, _S, _E)},
    (_N, Action.APPROVE): _N,
    (_N, Action.REOPEN): _D,
    (_N, Action.OPEN_SIGNING): _N,
    (_N, Action.COMPLETE_SIGNING): _S,
    (_S, Action.ENTER_FORCE): _E,
    (_S, Action.TERMINATE): State.TERMINATED,
    (_E, Action.EXPIRE): State.EXPIRED,
    (_E, Action.TERMINATE): State.TERMINATED,
    (_E, Action.SUPERSEDE): State.SUPERSEDED,
    (State.EXPIRED, Action.CLOSE_REVIEW): State.REVIEWED,
    (State.TERMINATED, Action.CLOSE_REVIEW): State.REVIEWED,
    (State.EXPIRED, Action.SUPERSEDE): State.SUPERSEDED,
    (State.REVIEWED, Action.SUPERSEDE): State.SUPERSEDED,
    **{(state, Action.ATTACH_SCAN): state for state in (_S, _E, *_OVER)},
    **{(state, Action.PRINT_FROZEN): state for state in (_N, _S, _E, *_OVER)},
}

#: States of an agreement that binds no more.
OVER = frozenset(_OVER)

#: States in which nothing more is asked of anybody: summed up, replaced or ended early. What ran
#: out is still asked for until it is summed up, since the summing-up counts it.
SETTLED = frozenset({State.REVIEWED, State.SUPERSEDED, State.TERMINATED})

#: States in which the text can no longer change without a further version.
FROZEN = frozenset({_N, _S, _E, *_OVER})

#: States of an agreement that is or was in force: it has duties and reviews.
RAN = frozenset({_E, *_OVER})


def allowed(state: str, action: Action) -> bool:
    return (State(state), action) in TABLE


def after(state: str, action: Action) -> State:
    """
    Return the state ``action`` leads to.

    :raises KeyError: for a pair ``allowed`` denies
    """
    return TABLE[State(state), action]
