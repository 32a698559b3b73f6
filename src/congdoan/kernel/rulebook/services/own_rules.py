from datetime import date
from typing import Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import AlreadyDone, Refusal
from congdoan.foundation.valid_time import cut, span
from congdoan.kernel.audit import api as audit
from congdoan.kernel.rulebook import policies
from congdoan.kernel.rulebook.enums import ChangeKind, Origin, Overridable
from congdoan.kernel.rulebook.models import RuleChange, RuleRow
from congdoan.kernel.rulebook.rules import limits, values
from congdoan.kernel.rulebook.rules.lookup import Rule
from congdoan.kernel.rulebook.selectors import snapshot
from congdoan.kernel.rulebook.selectors.lookups import line_above
from congdoan.kernel.rulebook.services.load import content


class OwnRuleLiesInside(Refusal):
    """Trong thời gian đó tổ chức đã có quy định riêng từ {day}; hãy bãi bỏ quy định đó trước."""


class RestsOnNothing(Refusal):
    """Hãy ghi căn cứ (số, ngày của nghị quyết, quyết định) cho quy định riêng."""


@transaction.atomic
def lay_down(
    *,
    actor: Actor,
    organisation: Any,
    key: str,
    value: Any,
    start: date,
    until: date | None = None,
    legal_basis: str,
    note: str = "",
    binding: bool = False,
) -> RuleRow:
    """
    Lay a rule down for one organisation and those below, within what its superiors allow.

    An own rule that is still running ends where the new one begins.

    :param binding: those below may not depart from it
    :raises NothingAbove: when no superior (nor the law) has this rule in the whole span
    :raises NotYoursToChange, HigherThanAllowed, LowerThanAllowed: outside what they leave open
    :raises OwnRuleLiesInside: when an own rule begins or ends within the span
    """
    actor.require(policies.OVERRIDE, on=organisation)
    if not legal_basis.strip():
        raise RestsOnNothing
    snapshot.hold()
    above = _rules_above(organisation.pk, key, start, until)
    for rule in above:
        limits.refuse_outside(value, rule)
    _make_room(actor, organisation.pk, key, start, until)
    row = _copy_of(above[0], organisation.pk)
    row.value, row.valid = value, span(start, until)
    row.legal_basis, row.note = legal_basis.strip(), note.strip()
    row.overridable = Overridable.NONE if binding else above[0].overridable
    row.save(force_insert=True)
    snapshot.renew()
    _trail(actor, row, ChangeKind.ADDED, None)
    audit.record(
        actor=actor,
        verb="rulebook.laid_down",
        target=row,
        organisation_id=organisation.pk,
        changes={
            "key": key,
            "value": values.write_value(value),
            "instead_of": values.write_value(above[0].value),
            "start": start,
            "until": until,
        },
        reason=row.legal_basis,
        label=row.label,
    )
    return row


@transaction.atomic
def lift(*, actor: Actor, organisation: Any, row: RuleRow, on: date, reason: str) -> None:
    """
    End an own rule: from ``on`` the superior's rule answers again.

    A rule that had not begun by then never comes into force.

    :raises AlreadyDone: when it had ended by then
    """
    actor.require(policies.OVERRIDE, on=organisation)
    row = (
        RuleRow.objects.local().select_for_update().get(pk=row.pk, organisation_id=organisation.pk)
    )
    if row.valid.upper is not None and row.valid.upper <= on:
        raise AlreadyDone
    before = content(row)
    not_begun = row.valid.lower is not None and row.valid.lower >= on
    if not not_begun:
        row.valid = cut(row.valid, on=on)
        row.save(update_fields=["valid"])
    kind = ChangeKind.WITHDRAWN if not_begun else ChangeKind.CHANGED
    _trail(actor, row, kind, before)
    audit.record(
        actor=actor,
        verb="rulebook.lifted",
        target=row,
        organisation_id=organisation.pk,
        changes={"key": row.key, "value": values.write_value(row.value), "on": on},
        reason=reason,
        label=row.label,
    )
    if not_begun:
        row.delete()
    snapshot.renew()


def _rules_above(organisation_id: int, key: str, start: date, until: date | None) -> list[Rule]:
    """Return the rules above over the span; who stands above is asked at each turn of the book."""
    rows = snapshot.current().by_key.get(key, [])
    days = limits.turning_days(rows, start, until)
    above: list[Rule] = []
    for day, following in zip(days, [*days[1:], until], strict=True):
        above += limits.rules_above(rows, line_above(organisation_id, day), day, following)
    return above


def _make_room(
    actor: Actor, organisation_id: int, key: str, start: date, until: date | None
) -> None:
    """Cut the own rule that runs into the span from before, if the new one covers its rest."""
    own = RuleRow.objects.local().filter(organisation_id=organisation_id, key=key)
    for row in own.filter(valid__overlap=DateRange(start, until, "[)")).select_for_update():
        starts_before = row.valid.lower is not None and row.valid.lower < start
        covered = until is None or (row.valid.upper is not None and row.valid.upper <= until)
        if not (starts_before and covered):
            raise OwnRuleLiesInside(day=f"{row.valid.lower:%d/%m/%Y}")
        before = content(row)
        row.valid = cut(row.valid, on=start)
        row.save(update_fields=["valid"])
        _trail(actor, row, ChangeKind.CHANGED, before)


def _trail(actor: Actor, row: RuleRow, kind: ChangeKind, before: dict[str, Any] | None) -> None:
    RuleChange.objects.create(
        key=row.key,
        organisation_id=row.organisation_id,
        kind=kind,
        before=before,
        after=None if kind == ChangeKind.WITHDRAWN else content(row),
        by=actor.name,
    )


def _copy_of(rule: Rule, organisation_id: int) -> RuleRow:
    return RuleRow(
        subject_id=rule.subject,
        key=rule.key,
        code=rule.code,
        label=rule.label_vi,
        label_en=rule.label_en,
        unit=rule.unit,
        position=rule.position,
        organisation_id=organisation_id,
        origin=Origin.LOCAL,
        minimum=rule.minimum,
        maximum=rule.maximum,
    )
