"""
What the database refuses although our checks let it through, in words for people.

Two people doing the same thing in the same instant both pass the check of a service; the
constraint lets one of them win. A missing value or a broken statement is our fault and stays one.
"""

from functools import cache
import logging

from django.apps import apps
from django.db import DatabaseError, DataError
from django.utils.translation import gettext

from congdoan.foundation.refusal import ChangedMeanwhile, Refusal

log = logging.getLogger("congdoan.database")

_LOST_A_RACE = {"23505", "23P01", "23503", "23001", "23514"}  # unique, exclusion, foreign, check
_WAITED_IN_A_RING = {"40P01", "40001", "55P03"}  # deadlock, serialisation, lock not available
_UNREADABLE = {"22001", "22003", "22007", "22008", "22021", "22P05"}  # length, range, date, text


class Unreadable(Refusal):
    """Địa chỉ hoặc nội dung gửi lên có giá trị không đọc được; hãy kiểm tra lại rồi gửi lại."""

    status = 400


class SameMoment(Refusal):
    """Nhiều người cùng thao tác trên dữ liệu này một lúc nên việc của bạn chưa được ghi; hãy mở lại trang rồi làm lại."""  # noqa: E501


class BrokenRule(Refusal):
    """{rule} Có thể người khác vừa ghi cùng lúc; hãy mở lại trang, xem bản mới rồi làm lại."""


def refusal_of(problem: Exception) -> Refusal | None:
    """Return the refusal a database error means, or None when it is a fault of the program."""
    cause = problem.__cause__ if isinstance(problem, DatabaseError) else None
    state = getattr(cause, "sqlstate", None)
    if state is None:
        # The driver itself refuses a NUL before the database is asked.
        return Unreadable() if cause and isinstance(problem, DataError) else None
    constraint = str(getattr(getattr(cause, "diag", None), "constraint_name", None) or "")
    refusal: Refusal
    if state in _UNREADABLE:
        refusal = Unreadable()
    elif state in _WAITED_IN_A_RING:
        refusal = SameMoment()
    elif state in _LOST_A_RACE:
        rule = _sentences().get(constraint)
        refusal = BrokenRule(rule=gettext(rule).rstrip(".") + ".") if rule else ChangedMeanwhile()
    else:
        return None
    # The error's own text quotes the row, which may hold personal data: only names go to the log.
    log.warning("refused by the database", extra={"sqlstate": state, "constraint": constraint})
    return refusal


@cache
def _sentences() -> dict[str, str]:
    """Constraint → its sentence, for those that have one of their own."""
    return {
        constraint.name: str(constraint.violation_error_message)
        for model in apps.get_models()
        if model.__module__.startswith("congdoan.")
        for constraint in model._meta.constraints
        if constraint.violation_error_message
        and constraint.violation_error_message != constraint.default_violation_error_message
    }
