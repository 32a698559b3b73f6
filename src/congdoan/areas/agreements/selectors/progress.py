"""Progress of an agreement: its duties counted by content, party and year on a day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from congdoan.areas.agreements.enums import YearBasis
from congdoan.areas.agreements.models import Agreement, Duty
from congdoan.areas.agreements.rules.duties import Outcome, outcome
from congdoan.areas.agreements.selectors.agreements import parties_of
from congdoan.areas.agreements.selectors.duties import running_days
from congdoan.kernel.periods.api import periods_between
from congdoan.kernel.periods.enums import PeriodKind
from congdoan.kernel.periods.models import Period
from congdoan.kernel.rulebook.api import label

#: The duties all parties owe together, among the parties.
JOINT = "chung"
LABELS = {
    Outcome.ON_TIME: _("Đã xác nhận, đúng hạn"),
    Outcome.LATE: _("Đã xác nhận, chậm"),
    Outcome.WAITING: _("Chờ xác nhận"),
    Outcome.RETURNED: _("Bị trả lại"),
    Outcome.OVERDUE: _("Quá hạn"),
    Outcome.UPCOMING: _("Chưa đến hạn"),
    Outcome.WAIVED: _("Không phải làm"),
}


@dataclass
class Counted:
    """One line of the progress table."""

    name: str
    counts: dict[Outcome, int] = field(default_factory=lambda: dict.fromkeys(Outcome, 0))

    @property
    def total(self) -> int:
        """Return what is or was owed (without what was waived)."""
        return sum(self.counts.values()) - self.counts[Outcome.WAIVED]

    @property
    def done(self) -> int:
        return self.counts[Outcome.ON_TIME] + self.counts[Outcome.LATE]

    @property
    def percent(self) -> int:
        return self.done * 100 // self.total if self.total else 0

    @property
    def share(self) -> str:
        return f"{self.percent}%"

    @property
    def cells(self) -> list[int]:
        return [self.counts[one] for one in Outcome]


@dataclass
class Measured:
    """What was measured of an indicator in all duties counted."""

    place: str
    indicator: str
    target: str
    party: str
    reached: Decimal = Decimal(0)
    reports: int = 0


@dataclass(frozen=True)
class Progress:
    whole: Counted
    contents: list[Counted]
    parties: list[Counted]
    years: list[Counted]
    indicators: list[Measured]


def years_of(agreement: Agreement) -> list[Period]:
    """Return the years the agreement is counted by, in order."""
    first, last = running_days(agreement)
    kind = (
        PeriodKind.SCHOOL_YEAR
        if agreement.year_basis == YearBasis.SCHOOL_YEAR
        else PeriodKind.CALENDAR_YEAR
    )
    return periods_between(kind, first, last)


def progress_of(
    agreement: Agreement, *, on: date, year: Period | None = None, party: str = ""
) -> Progress:
    """
    Count the duties that have begun by ``on``: of one year (by the due day) and party, or all.

    ``party`` is an organisation's id, or ``JOINT``. Four queries, whatever the number of duties.
    """
    rows = Duty.objects.of(agreement.pk).filter(starts__lte=on)
    if year is not None:
        rows = rows.filter(due__gte=year.first_day, due__lte=year.last_day)
    if party == JOINT:
        rows = rows.filter(obligation__party__isnull=True)
    elif party.isdigit():
        rows = rows.filter(obligation__party__organisation=int(party))
    years = years_of(agreement)
    labels = {one.pk: one.label for one in parties_of(agreement)}
    duties = list(
        rows.select_related("obligation").order_by("obligation__order", "obligation_id", "due")
    )
    return Progress(
        _counted(duties, on, lambda _one: "").get("", Counted("")),
        list(_counted(duties, on, lambda one: _content(one, agreement.first_day)).values()),
        list(_counted(duties, on, lambda one: _party(one, labels)).values()),
        _by_year(duties, years, on),
        _indicators(duties, labels),
    )


def _counted(duties: Iterable[Duty], on: date, key: Any) -> dict[str, Counted]:
    found: dict[str, Counted] = {}
    for duty in duties:
        name = str(key(duty))
        line = found.setdefault(name, Counted(name))
        line.counts[outcome(duty.state, due=duty.due, done_on=duty.done_on, on=on)] += 1
    return found


def _by_year(duties: Iterable[Duty], years: list[Period], on: date) -> list[Counted]:
    found = _counted(duties, on, lambda duty: _year(duty, years))
    order = [year.title for year in years]
    return sorted(found.values(), key=lambda line: order.index(line.name) if line.name else -1)


def _year(duty: Duty, years: list[Period]) -> str:
    for year in years:
        if year.last_day is not None and year.first_day <= duty.due <= year.last_day:
            return year.title
    return ""


def _content(duty: Duty, day: date) -> str:
    code = duty.obligation.content_code
    if code:
        return label("agreement.content", code, day)
    return str(_("Trách nhiệm chung, chế độ làm việc"))


def _party(duty: Duty, labels: Mapping[int, str]) -> str:
    party = duty.obligation.party_id
    return labels[party] if party else str(_("Các bên cùng làm"))


def _indicators(duties: Iterable[Duty], labels: Mapping[int, str]) -> list[Measured]:
    found: dict[int, Measured] = {}
    for duty in duties:
        one = duty.obligation
        if not one.indicator:
            continue
        line = found.setdefault(
            one.pk, Measured(one.place, one.indicator, one.target, _party(duty, labels))
        )
        if duty.measured is not None:
            line.reached += duty.measured
            line.reports += 1
    return list(found.values())
