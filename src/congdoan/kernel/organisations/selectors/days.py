"""The days on which something changed for an organisation, each a view of its page."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.db.models import Case, IntegerField, Value, When
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from congdoan.foundation.actor import Actor
from congdoan.kernel.organisations import policies
from congdoan.kernel.organisations.enums import (
    IN_FORCE,
    EventKind,
    EventRole,
    HierarchyId,
)
from congdoan.kernel.organisations.models import (
    Organisation,
    OrganisationEventUnit,
    OrganisationProfile,
    Placement,
)
from congdoan.kernel.organisations.selectors import names
from congdoan.kernel.organisations.selectors.labels import level_label
from congdoan.kernel.organisations.selectors.lineage_graph import LINKING

#: The newest days shown; an organisation that changed more often than that has its history below.
SHOWN = 60


@dataclass(frozen=True)
class ChangeDay:
    """A day from which something held, in words; ``open`` to whoever may see the page of it."""

    day: date
    notes: tuple[str, ...]
    open: bool
    current: bool


@dataclass(frozen=True)
class Strip:
    """The days in order, and the neighbours of the day looked at."""

    days: list[ChangeDay]
    previous: ChangeDay | None
    following: ChangeDay | None


def days_of(actor: Actor, organisation: Organisation) -> Strip:
    """Return the days of change, oldest first; five queries whatever their number."""
    notes: dict[date, list[str]] = defaultdict(list)
    for day, note in (
        *_life(organisation),
        *_names_and_levels(organisation),
        *_superiors(organisation),
        *_regroupings(organisation),
    ):
        if note not in notes[day]:
            notes[day].append(note)
    days = sorted(notes)[-SHOWN:]
    allowed = _open_days(actor, organisation, days)
    now = max((day for day in days if day <= actor.as_of), default=None)
    shown = [ChangeDay(day, tuple(notes[day]), day in allowed, day == now) for day in days]
    before = [one for one in shown if now and one.day < now and one.open]
    after = [one for one in shown if (now is None or one.day > now) and one.open]
    return Strip(shown, before[-1] if before else None, after[0] if after else None)


def _life(organisation: Organisation) -> Iterable[tuple[date, str]]:
    yield organisation.valid.lower, _("Thành lập")
    if organisation.valid.upper:
        reason = organisation.get_end_reason_display()
        ended = _("Kết thúc ({reason})").format(reason=reason) if reason else _("Kết thúc")
        yield organisation.valid.upper, ended


def _names_and_levels(organisation: Organisation) -> Iterable[tuple[date, str]]:
    rows = OrganisationProfile.objects.filter(organisation=organisation).order_by("valid")
    for old, new in pairwise(rows):
        day = new.valid.lower
        if old.name != new.name:
            yield day, _("Đổi tên thành {name}").format(name=new.name)
        if old.level != new.level:
            yield day, _("Đổi cấp: {level}").format(level=level_label(new.level, day) or "—")
        if (old.name, old.level) == (new.name, new.level):
            yield day, _("Đổi thông tin")


def _superiors(organisation: Organisation) -> Iterable[tuple[date, str]]:
    rows = list(
        Placement.objects.filter(child=organisation)
        .select_related("hierarchy")
        .order_by("hierarchy_id", "valid")
    )
    begun: date = organisation.valid.lower
    moves = [row for row in rows if row.valid.lower and row.valid.lower > begun]
    called = names({row.parent_id for row in moves}, on=begun) if moves else {}
    for row in moves:
        name = called.get(row.parent_id, "")
        if row.hierarchy_id == HierarchyId.COMMAND:
            yield row.valid.lower, _("Chuyển về {superior}").format(superior=name)
        else:
            line = capfirst(str(HierarchyId(row.hierarchy_id).label))
            yield row.valid.lower, f"{line}: {name}"


def _regroupings(organisation: Organisation) -> Iterable[tuple[date, str]]:
    parts = OrganisationEventUnit.objects.filter(
        organisation=organisation,
        event__kind__in=LINKING,
        event__state__in=IN_FORCE,
        role__in=[EventRole.ORIGINAL, EventRole.RESULTING],
    ).values_list("role", "event__kind", "event__effective_on")
    begun, ended = organisation.valid.lower, organisation.valid.upper
    for role, kind, day in parts:
        if day == begun:
            yield day, _("Từ việc {kind}").format(kind=EventKind(kind).label)
        elif kind == EventKind.MERGE_INTO and role == EventRole.RESULTING:
            yield day, _("Nhận đơn vị sáp nhập")
        elif day != ended:
            yield day, capfirst(str(EventKind(kind).label))


def _open_days(actor: Actor, organisation: Organisation, days: list[date]) -> set[date]:
    """Return on which days the actor may open the organisation's page; at most one query."""
    if actor.held_at(policies.VIEW) is None:
        return set(days)
    conditions = [
        Case(
            When(actor.looking_at(day).within(policies.VIEW, "pk"), then=Value(1)),
            default=Value(0),
            output_field=IntegerField(),
        )
        for day in days
    ]
    [row] = Organisation.objects.filter(pk=organisation.pk).values_list(*conditions)
    return {day for day, may in zip(days, row, strict=True) if may}
