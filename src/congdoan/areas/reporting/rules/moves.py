"""What may be done to a report in which state, on which line: one table, tested pair by pair."""

#: Act → states in which the primary line (who owes, who accepts) may do it.
PRIMARY = {
    "write": {"DRAFT", "RETURNED"},
    "submit": {"DRAFT", "RETURNED"},
    "accept": {"SUBMITTED"},
    "return": {"SUBMITTED"},
    "reopen": {"ACCEPTED"},
    "extend": {"DRAFT", "RETURNED"},
    "ask": {"DRAFT", "RETURNED"},
    "refuse": {"DRAFT", "RETURNED"},
    "comment": {"SUBMITTED", "ACCEPTED"},
}
#: What the second line may do: on its own track, it never changes the state.
SECOND = {
    "accept": {"SUBMITTED", "ACCEPTED"},
    "return": {"SUBMITTED", "ACCEPTED"},
    "comment": {"SUBMITTED", "ACCEPTED"},
}
#: Reading and speaking go on after the lock; nothing else does.
_AFTER_LOCK = {"comment"}


def may_move(act: str, state: str, *, second: bool = False, open_: bool = True) -> bool:
    """Tell whether ``act`` fits a report's state; who does it is asked elsewhere."""
    if not open_ and act not in _AFTER_LOCK:
        return False
    return state in (SECOND if second else PRIMARY).get(act, set())
