"""What an organisation may lay down for itself within a rule that stands above it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from congdoan.foundation.refusal import Refusal
from congdoan.kernel.rulebook.rules import values
from congdoan.kernel.rulebook.rules.lookup import Rule, in_force


class NotYoursToChange(Refusal):
    """“{rule}” phải theo cấp trên, không đặt riêng được; hãy kiến nghị cấp trên nếu cần."""


class HigherThanAllowed(Refusal):
    """Cấp trên quy định không quá {limit}; hãy nhập mức bằng hoặc thấp hơn."""


class LowerThanAllowed(Refusal):
    """Cấp trên quy định ít nhất {limit}; hãy nhập mức bằng hoặc cao hơn."""


class NothingAbove(Refusal):
    """Vào ngày {day} cấp trên chưa có quy định này; hãy chọn thời gian cấp trên đã có quy định."""


def refuse_outside(value: Any, rule: Rule) -> None:
    """
    Refuse a value that the rule above does not leave room for.

    :raises NotYoursToChange: when the rule binds those below
    :raises HigherThanAllowed: above its value (``AT_MOST``) or its maximum
    :raises LowerThanAllowed: under its value (``AT_LEAST``) or its minimum
    """
    if rule.overridable == "NONE":
        raise NotYoursToChange(rule=rule.label_vi)
    numbers = values.numbers_in(value)
    above = values.numbers_in(rule.value)
    uppers = [rule.maximum] if rule.maximum is not None else []
    lowers = [rule.minimum] if rule.minimum is not None else []
    if rule.overridable == "AT_MOST":
        uppers += above
    if rule.overridable == "AT_LEAST":
        lowers += above
    if uppers and numbers and max(numbers) > min(uppers):
        raise HigherThanAllowed(limit=values.write_value(min(uppers)))
    if lowers and numbers and min(numbers) < max(lowers):
        raise LowerThanAllowed(limit=values.write_value(max(lowers)))


def fits(value: Any, rule: Rule) -> bool:
    """Tell whether a value lies within what the rule above leaves open."""
    try:
        refuse_outside(value, rule)
    except Refusal:
        return False
    return True


def turning_days(rows: Sequence[Rule], start: date, until: date | None) -> list[date]:
    """Return ``start`` and the later days before ``until`` on which another row may answer."""
    bounds = {bound for row in rows for bound in (row.start, row.until) if bound is not None}
    return sorted(
        {start} | {day for day in bounds if start < day and (until is None or day < until)}
    )


def rules_above(
    rows: Sequence[Rule], line: Sequence[int], start: date, until: date | None
) -> list[Rule]:
    """
    Return every rule of those above that answers on some day of ``[start, until)``.

    :param line: the superiors, nearest first
    :raises NothingAbove: when on some day none does
    """
    found = []
    for day in turning_days(rows, start, until):
        rule = in_force(rows, day, line)
        if rule is None:
            raise NothingAbove(day=f"{day:%d/%m/%Y}")
        found.append(rule)
    return found
