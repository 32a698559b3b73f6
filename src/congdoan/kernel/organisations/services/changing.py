"""What every change of organisation shares: the decision, vetoes, impact, the event row."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from congdoan.foundation.actor import Actor
from congdoan.foundation.capabilities import Capability
from congdoan.foundation.hooks import Hook, Veto
from congdoan.foundation.refusal import NotAllowed, Refusal
from congdoan.kernel.audit.api import record
from congdoan.kernel.organisations import policies
from congdoan.kernel.organisations.enums import EventKind, EventRole, EventState, HierarchyId
from congdoan.kernel.organisations.models import (
    Organisation,
    OrganisationEvent,
    OrganisationEventUnit,
    Placement,
)
from congdoan.kernel.organisations.selectors import name_of, names
from congdoan.kernel.organisations.selectors.keeping import keeps, kept_among


class ChangeRefused(Refusal):
    """Chưa thực hiện được thay đổi này: {reasons}"""


class SuperiorDecides(NotAllowed):
    """Việc chuyển, đổi cấp hoặc kết thúc một đơn vị do công đoàn cấp trên quyết định; hãy đề nghị cấp trên ghi, hoặc nhờ người quản trị hệ thống."""  # noqa: E501


@dataclass(frozen=True)
class Decision:
    """The document a change rests on."""

    number: str = ""
    signed_on: date | None = None
    issuer: str = ""
    note: str = ""
    #: Why it is done although the rules of the day say otherwise (``lawful``).
    exception: str = ""


@dataclass(frozen=True)
class PlannedChange:
    """What is about to happen; the payload of every hook of this slice."""

    kind: EventKind
    on: date
    originals: tuple[int, ...] = ()
    results: tuple[int, ...] = ()
    affected: tuple[int, ...] = ()
    event_id: int | None = None
    #: Facts of the kind (new parent, new name …) for handlers that need them.
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def touched(self) -> tuple[int, ...]:
        return (*self.originals, *self.results, *self.affected)


@dataclass(frozen=True)
class Consequence:
    """One line of the impact preview: how many of what, and what becomes of them."""

    label: str
    count: int
    outcome: str


@dataclass(frozen=True)
class Passing:
    """
    One thing an event may pass on to a result, offered to the officer who plans it.

    ``key`` is the slice's own name of it (``people.office:12``), ``group`` the heading it stands
    under. Unless the officer chooses a result, what the slice's ``impact`` says happens.
    """

    key: str
    group: str
    label: str
    organisation_id: int


@dataclass(frozen=True)
class Corrected:
    """
    One event says what another said wrongly: the other day, or the other receiver.

    ``was.facts["followed"]`` holds the slices' notes of the event that held until now.
    ``taken_back``: the correction itself is undone, ``was`` is the correction.
    """

    was: PlannedChange
    now: PlannedChange
    taken_back: bool = False


@dataclass(frozen=True)
class Settled:
    """How a change decided ahead fared on its day; ``refused`` says why it waits."""

    change: PlannedChange
    deciders: tuple[int, ...]
    on: date
    at: datetime
    refused: str = ""


@dataclass(frozen=True)
class Followed:
    """What a slice did after a change, in its own words, kept for its own undoing."""

    slice: str
    note: dict[str, Any]


#: Asked before anything is written; a Veto stops the change with its sentence.
changing: Hook[PlannedChange, Veto] = Hook("organisations.changing")
#: Asked by the preview: what would follow.
impact: Hook[PlannedChange, list[Consequence]] = Hook("organisations.impact")
#: Asked while a change is planned: what its originals hold that could go to one of the results.
#: The choices come back with ``changed`` as ``facts["passing"]``: key → organisation id.
passing: Hook[PlannedChange, list[Passing]] = Hook("organisations.passing")
#: Told in the transaction after the rows are written; handlers move, end or copy their own rows
#: and may answer what they did.
changed: Hook[PlannedChange, Followed] = Hook("organisations.changed")
#: Asked on the day of a change decided ahead, with ``facts["followed"]``: finish what came since
#: the decision. It may be asked again; whoever did more answers its whole note anew. A Veto keeps
#: the event waiting, and nothing of it is done.
settling: Hook[PlannedChange, Followed | Veto] = Hook("organisations.settling")
#: Told after ``settling``, also when a slice refused.
settled: Hook[Settled, None] = Hook("organisations.settled")
#: Told after the dated rows of a correction are written (or taken back); slices follow with theirs.
correcting: Hook[Corrected, Followed | Veto] = Hook("organisations.correcting")
#: Told when an event is taken back, with ``facts["followed"]``: slice → its own note, and
#: ``facts["founded"]``: the organisations (ids) that go with it.
undone: Hook[PlannedChange, None] = Hook("organisations.undone")
#: Told when the rows are as they were before the event: for what is computed from them.
taken_back: Hook[PlannedChange, None] = Hook("organisations.taken_back")


def impact_of(change: PlannedChange) -> list[Consequence]:
    """Return every consequence the slices name for a change that has not happened."""
    return [line for answer in impact.ask(change) for line in answer if line.count]


def ask_vetoes(change: PlannedChange) -> None:
    """:raises ChangeRefused: when a slice refuses, with all their sentences."""
    vetoes = changing.ask(change)
    if vetoes:
        raise ChangeRefused(reasons=" ".join(veto.sentence for veto in vetoes))


def things_to_pass(change: PlannedChange) -> list[Passing]:
    """Return all that the slices offer to pass on, in the order of the slices."""
    return [one for answer in passing.ask(change) for one in answer]


def tell_changed(change: PlannedChange, event: OrganisationEvent) -> None:
    """Tell every slice, and keep with the event what they did."""
    facts = {**facts_of_decision(event), **change.facts}
    answers = changed.ask(replace(change, event_id=event.pk, facts=facts))
    if answers:
        event.followed = {answer.slice: answer.note for answer in answers}
        event.save(update_fields=["followed"])


def tell_corrected(was: PlannedChange, now: PlannedChange, event: OrganisationEvent | None) -> None:
    """
    Let the slices follow a correction (``event``), or its being taken back (None).

    :raises ChangeRefused: when a slice's own records leave no room
    """
    answers = correcting.ask(Corrected(was, now, taken_back=event is None))
    vetoes = [one for one in answers if isinstance(one, Veto)]
    if vetoes:
        raise ChangeRefused(reasons=" ".join(veto.sentence for veto in vetoes))
    if event is not None:
        notes = {one.slice: one.note for one in answers if isinstance(one, Followed)}
        event.followed = {**was.facts["followed"], **notes}
        event.save(update_fields=["followed"])


def facts_of_decision(event: OrganisationEvent) -> dict[str, Any]:
    """Return what the event's row itself tells every slice."""
    return {
        "decision_no": event.decision_no,
        "decision_on": event.decision_on,
        "planned": event.state == EventState.PLANNED,
    }


#: Facts whose keys are ids of organisations (JSON knows only words as keys).
_KEYED = ("homes", "parents")


def change_of(event: OrganisationEvent) -> PlannedChange:
    """Return what the slices were told of a written event, with what they did since."""
    parts: dict[str, list[int]] = {role: [] for role in EventRole.values}
    for unit in sorted(event.units.all(), key=lambda one: one.pk):
        parts[unit.role].append(unit.organisation_id)
    facts = dict(event.facts)
    for name in _KEYED:
        if name in facts:
            facts[name] = {int(key): value for key, value in facts[name].items()}
    return PlannedChange(
        EventKind(event.kind),
        event.effective_on,
        originals=tuple(parts[EventRole.ORIGINAL]),
        results=tuple(parts[EventRole.RESULTING]),
        affected=tuple(parts[EventRole.AFFECTED]),
        event_id=event.pk,
        facts={**facts_of_decision(event), **facts, "followed": event.followed},
    )


def state_on(on: date, *, at: datetime) -> EventState:
    """Return how an event stands that is recorded ``at`` and takes effect on ``on``."""
    return EventState.PLANNED if on > timezone.localtime(at).date() else EventState.APPLIED


def write_event(
    *,
    actor: Actor,
    change: PlannedChange,
    decision: Decision,
    at: datetime,
    corrects: OrganisationEvent | None = None,
) -> OrganisationEvent:
    """Write the event and the parts its organisations play."""
    event = OrganisationEvent.objects.create(
        kind=change.kind,
        effective_on=change.on,
        recorded_at=at,
        recorded_by_id=actor.user_id,
        state=state_on(change.on, at=at),
        decision_no=decision.number,
        decision_on=decision.signed_on,
        decided_by=decision.issuer,
        note=decision.note,
        facts=change.facts,
        corrects=corrects,
    )
    add_parts(event, EventRole.ORIGINAL, change.originals)
    add_parts(event, EventRole.RESULTING, change.results)
    add_parts(event, EventRole.AFFECTED, change.affected)
    return event


def add_parts(event: OrganisationEvent, role: EventRole, organisations: Iterable[int]) -> None:
    OrganisationEventUnit.objects.bulk_create(
        OrganisationEventUnit(event=event, organisation_id=pk, role=role) for pk in organisations
    )


def record_change(
    *, actor: Actor, organisation: Organisation, event: OrganisationEvent, **changes: Any
) -> None:
    """Write the audit row of an event for one organisation."""
    record(
        actor=actor,
        verb=f"organisations.{event.kind.lower()}",
        target=organisation,
        organisation_id=organisation.pk,
        changes={"on": event.effective_on.isoformat(), "event": event.pk, **changes},
        reason=event.decision_no,
        label=name_of(organisation, on=event.effective_on),
    )


def require_all(
    actor: Actor,
    organisations: Sequence[Organisation],
    capability: Capability = policies.CHANGE,
) -> None:
    """
    Ask for the right on every one of them, in one query (employers: of who keeps their record).

    :raises NotAllowed: when one is out of reach
    """
    wanted = {organisation.pk for organisation in organisations}
    if len(wanted) == 1:
        if not may_change(actor, organisations[0], capability):
            raise NotAllowed
        return
    reached = actor.reach(capability).filter(pk__in=wanted).values_list("pk", flat=True)
    others = wanted - set(reached)
    if others - kept_among(actor, others, capability, on=actor.today):
        raise NotAllowed


def may_change(
    actor: Actor, organisation: Organisation, capability: Capability = policies.CHANGE
) -> bool:
    """Tell whether the right is held there, or at the union that keeps an employer's record."""
    return actor.may(capability, on=organisation) or keeps(actor, organisation, capability)


def decides(actor: Actor, organisation: Organisation) -> bool:
    """
    Tell whether the actor decides on the organisation's life: a right above it, not only at it.

    The charter leaves founding, handing over and ending a unit to the union above; its own officers
    keep its names and facts.
    """
    if not may_change(actor, organisation):
        return False
    starts = actor.held_at(policies.CHANGE)
    if starts is None or organisation.pk not in starts:
        return True
    superiors = Placement.objects.on(actor.today).filter(
        hierarchy_id=HierarchyId.COMMAND, child=organisation
    )
    return any(
        actor.may(policies.CHANGE, on=placement.parent)
        for placement in superiors.select_related("parent")
    )


def require_decision(actor: Actor, organisations: Sequence[Organisation]) -> None:
    """
    Ask for the right to decide on every one of them.

    :raises NotAllowed: when one is out of reach
    :raises SuperiorDecides: when one is the actor's own unit
    """
    require_all(actor, organisations)
    starts = actor.held_at(policies.CHANGE) or frozenset()
    for organisation in organisations:
        if organisation.pk in starts and not decides(actor, organisation):
            raise SuperiorDecides


def record_by_superior(
    *,
    actor: Actor,
    organisations: Sequence[Organisation],
    homes: Mapping[int, int],
    event: OrganisationEvent,
    **changes: Any,
) -> None:
    """
    Write the audit rows of one decision on many: one per superior, naming the codes.

    ``homes`` maps an organisation to the superior in whose log it goes (its own when missing).
    """
    chains: dict[int, list[Organisation]] = {}
    for organisation in organisations:
        chains.setdefault(homes.get(organisation.pk, organisation.pk), []).append(organisation)
    alone = [touched[0].pk for touched in chains.values() if len(touched) == 1]
    called = names(alone, on=event.effective_on) if alone else {}
    for home, touched in sorted(chains.items()):
        record(
            actor=actor,
            verb=f"organisations.{event.kind.lower()}",
            target=touched[0] if len(touched) == 1 else event,
            organisation_id=home,
            changes={
                "on": event.effective_on.isoformat(),
                "event": event.pk,
                "codes": [organisation.code for organisation in touched],
                **changes,
            },
            reason=event.decision_no,
            label=called.get(touched[0].pk, "") if len(touched) == 1 else "",
        )
