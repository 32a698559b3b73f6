"""
Preparing a merger, consolidation, division or separation step by step.

The worksheet is stored after every step, so that nothing typed is lost and two officers see the
same. Nothing of it holds before ``carry_out``.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from typing import Any, Self

from django.db import transaction

from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import AlreadyDone, Refusal
from congdoan.kernel.audit.api import record
from congdoan.kernel.organisations import policies
from congdoan.kernel.organisations.enums import EventKind, ReorganisationState
from congdoan.kernel.organisations.models import (
    Organisation,
    OrganisationEvent,
    Reorganisation,
)
from congdoan.kernel.organisations.rules import MEANINGS, SHAPES, is_code
from congdoan.kernel.organisations.selectors import name_of, unscoped_parent
from congdoan.kernel.organisations.selectors.keeping import keeper_of
from congdoan.kernel.organisations.services.changing import (
    Consequence,
    Decision,
    Passing,
    PlannedChange,
    impact_of,
    require_all,
    things_to_pass,
)
from congdoan.kernel.organisations.services.establishing import (
    CodeMisshapen,
    CodeTaken,
    NewOrganisation,
    ProfileData,
)
from congdoan.kernel.organisations.services.regrouping import Regrouping, regroup_organisations


class NoSuperior(Refusal):
    """Đơn vị này không có cấp trên trực tiếp vào ngày {day}; việc sắp xếp do cấp trên quyết định, hãy chọn đơn vị hoặc ngày khác."""  # noqa: E501


class AlreadyListed(Refusal):
    """Đơn vị này đã có trong lần sắp xếp; hãy chọn đơn vị khác."""


@dataclass(frozen=True)
class Plan:
    """The worksheet: ids of those there, codes and facts of the new ones, who goes where."""

    originals: tuple[int, ...] = ()
    into: int | None = None
    founded: tuple[dict[str, str], ...] = ()
    homes: Mapping[str, str] = field(default_factory=dict)
    passing: Mapping[str, str] = field(default_factory=dict)
    #: Why it is done although the rules of the day say otherwise (``lawful``).
    exception: str = ""

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Self:
        return cls(
            tuple(stored.get("originals", ())),
            stored.get("into"),
            tuple(stored.get("founded", ())),
            dict(stored.get("homes", {})),
            dict(stored.get("passing", {})),
            stored.get("exception", ""),
        )

    def stored(self) -> dict[str, Any]:
        return asdict(self)


@transaction.atomic
def start_reorganisation(
    *, actor: Actor, kind: EventKind, organisation: Organisation, on: date, at: datetime
) -> Reorganisation:
    """
    Begin a worksheet with its first original; its direct superior on the day before decides.

    :raises NoSuperior: a root is reorganised by nobody here
    """
    superior = unscoped_parent(organisation.pk, on=on) or keeper_of(organisation, on=on)
    if superior is None or kind not in SHAPES:
        raise NoSuperior(day=on.strftime("%d/%m/%Y"))
    actor.require(policies.CHANGE, on=superior)
    made = Reorganisation.objects.create(
        superior=superior,
        kind=kind,
        on=on,
        plan=Plan(originals=(organisation.pk,)).stored(),
        made_by_id=actor.user_id,
        made_at=at,
    )
    _note(actor, made, "started")
    return made


@transaction.atomic
def add_unit(
    *, actor: Actor, reorganisation: Reorganisation, organisation: Organisation, as_into: bool
) -> Reorganisation:
    """
    Add an organisation that ends (or is separated), or say which one lives on.

    :raises AlreadyListed: when it is there already
    """
    plan = open_sheet(actor, reorganisation)
    require_all(actor, [organisation])
    if organisation.pk in plan.originals or organisation.pk == plan.into:
        raise AlreadyListed
    if as_into:
        plan = replace(plan, into=organisation.pk)
    else:
        plan = replace(plan, originals=(*plan.originals, organisation.pk))
    return _keep(reorganisation, plan)


@transaction.atomic
def remove_unit(*, actor: Actor, reorganisation: Reorganisation, organisation_id: int) -> None:
    """Take an organisation off the worksheet."""
    plan = open_sheet(actor, reorganisation)
    originals = tuple(pk for pk in plan.originals if pk != organisation_id)
    into = None if plan.into == organisation_id else plan.into
    _keep(reorganisation, replace(plan, originals=originals, into=into))


@transaction.atomic
def add_new_unit(
    *, actor: Actor, reorganisation: Reorganisation, code: str, profile: ProfileData
) -> Reorganisation:
    """
    Add an organisation that this reorganisation founds.

    :raises CodeMisshapen: see ``rules.is_code``
    :raises CodeTaken: codes live for ever
    """
    plan = open_sheet(actor, reorganisation)
    if not is_code(code):
        raise CodeMisshapen(code=code)
    known = {one["code"] for one in plan.founded}
    if code in known or Organisation.objects.filter(code=code).exists():
        raise CodeTaken(code=code)
    return _keep(
        reorganisation,
        replace(plan, founded=(*plan.founded, {"code": code, **asdict(profile)})),
    )


@transaction.atomic
def remove_new_unit(*, actor: Actor, reorganisation: Reorganisation, code: str) -> None:
    """Take a new organisation off the worksheet, and with it what was to go there."""
    plan = open_sheet(actor, reorganisation)
    _keep(
        reorganisation,
        replace(
            plan,
            founded=tuple(one for one in plan.founded if one["code"] != code),
            homes={key: home for key, home in plan.homes.items() if home != code},
            passing={key: home for key, home in plan.passing.items() if home != code},
        ),
    )


@transaction.atomic
def choose_homes(
    *,
    actor: Actor,
    reorganisation: Reorganisation,
    homes: Mapping[int, str],
    passing: Mapping[str, str],
) -> None:
    """Write down who goes where; an empty code takes a choice back."""
    plan = open_sheet(actor, reorganisation)
    codes = set(result_codes(reorganisation))
    kept = {str(pk): code for pk, code in homes.items() if code in codes}
    passed = {key: code for key, code in passing.items() if code in codes}
    _keep(reorganisation, replace(plan, homes=kept, passing=passed))


@transaction.atomic
def settle_decision(
    *, actor: Actor, reorganisation: Reorganisation, on: date, decision: Decision
) -> None:
    """Write down the day and the decision it rests on."""
    plan = open_sheet(actor, reorganisation)
    reorganisation.plan = replace(plan, exception=decision.exception).stored()
    reorganisation.on = on
    reorganisation.decision_no = decision.number
    reorganisation.decision_on = decision.signed_on
    reorganisation.decided_by = decision.issuer
    reorganisation.note = decision.note
    reorganisation.save(
        update_fields=["plan", "on", "decision_no", "decision_on", "decided_by", "note"]
    )


@transaction.atomic
def drop_reorganisation(*, actor: Actor, reorganisation: Reorganisation) -> None:
    """Give a worksheet up; it stays readable."""
    open_sheet(actor, reorganisation)
    reorganisation.state = ReorganisationState.DROPPED
    reorganisation.save(update_fields=["state"])
    _note(actor, reorganisation, "dropped")


@transaction.atomic
def carry_out(*, actor: Actor, reorganisation: Reorganisation, at: datetime) -> OrganisationEvent:
    """
    Do what the worksheet says, as one event; whatever ``regroup_organisations`` refuses is raised.

    :raises AlreadyDone: when somebody else carried it out or dropped it meanwhile
    """
    open_sheet(actor, reorganisation)
    event = regroup_organisations(
        actor=actor,
        regrouping=regrouping_of(reorganisation),
        decision=decision_of(reorganisation),
        at=at,
    )
    reorganisation.state = ReorganisationState.DONE
    reorganisation.event = event
    reorganisation.save(update_fields=["state", "event"])
    return event


def try_out(*, actor: Actor, reorganisation: Reorganisation, at: datetime) -> Refusal | None:
    """Carry it out and take it back at once; return what would be refused."""
    try:
        with transaction.atomic():
            regroup_organisations(
                actor=actor,
                regrouping=regrouping_of(reorganisation),
                decision=decision_of(reorganisation),
                at=at,
            )
            transaction.set_rollback(True)
    except Refusal as refusal:
        return refusal
    return None


# --- reading a worksheet ----------------------------------------------------------------------


def decision_of(reorganisation: Reorganisation) -> Decision:
    return Decision(
        number=reorganisation.decision_no,
        signed_on=reorganisation.decision_on,
        issuer=reorganisation.decided_by,
        note=reorganisation.note,
        exception=Plan.of(reorganisation.plan).exception,
    )


def result_codes(reorganisation: Reorganisation) -> list[str]:
    """Return the codes of whoever will be there afterwards."""
    plan = Plan.of(reorganisation.plan)
    kept = [plan.into] if plan.into else []
    if not MEANINGS[reorganisation.kind].ends_originals:
        kept += plan.originals
    found = dict(Organisation.objects.filter(pk__in=kept).values_list("pk", "code"))
    return [*(found[pk] for pk in kept if pk in found), *(one["code"] for one in plan.founded)]


def regrouping_of(reorganisation: Reorganisation) -> Regrouping:
    """Return the worksheet as the order ``regroup_organisations`` takes."""
    plan = Plan.of(reorganisation.plan)
    wanted = [*plan.originals, *([plan.into] if plan.into else [])]
    by_pk = Organisation.objects.in_bulk(wanted)
    family = by_pk[plan.originals[0]].family if plan.originals else ""
    founded = [
        NewOrganisation(
            code=one["code"],
            family=family,
            profile=ProfileData(**{k: v for k, v in one.items() if k != "code"}),
            on=reorganisation.on,
        )
        for one in plan.founded
    ]
    return Regrouping(
        EventKind(reorganisation.kind),
        reorganisation.on,
        [by_pk[pk] for pk in plan.originals],
        into=by_pk.get(plan.into) if plan.into else None,
        founded=founded,
        homes={int(pk): code for pk, code in plan.homes.items()},
        passing=plan.passing,
    )


def planned_change(reorganisation: Reorganisation) -> PlannedChange:
    """Return what the hooks are asked about while the worksheet is only a worksheet."""
    plan = Plan.of(reorganisation.plan)
    kept = () if MEANINGS[reorganisation.kind].ends_originals else plan.originals
    return PlannedChange(
        EventKind(reorganisation.kind),
        reorganisation.on,
        originals=plan.originals,
        results=(*kept, *((plan.into,) if plan.into else ())),
    )


def consequences_of(reorganisation: Reorganisation) -> list[Consequence]:
    """Return what the slices say would follow."""
    return impact_of(planned_change(reorganisation))


def things_of(reorganisation: Reorganisation) -> list[Passing]:
    """Return what the slices offer to pass on to one of the results."""
    return things_to_pass(planned_change(reorganisation))


# --- writing it -------------------------------------------------------------------------------


def open_sheet(actor: Actor, reorganisation: Reorganisation) -> Plan:
    """Lock the worksheet, read it afresh, and see that it is still one."""
    actor.require(policies.CHANGE, on=reorganisation.superior)
    fresh = Reorganisation.objects.select_for_update(of=("self",)).get(pk=reorganisation.pk)
    if fresh.state != ReorganisationState.DRAFT:
        raise AlreadyDone
    for name in (
        "plan",
        "trial",
        "on",
        "state",
        "decision_no",
        "decision_on",
        "decided_by",
        "note",
    ):
        setattr(reorganisation, name, getattr(fresh, name))
    return Plan.of(fresh.plan)


def _keep(reorganisation: Reorganisation, plan: Plan) -> Reorganisation:
    reorganisation.plan = plan.stored()
    reorganisation.save(update_fields=["plan"])
    return reorganisation


def _note(actor: Actor, reorganisation: Reorganisation, verb: str) -> None:
    record(
        actor=actor,
        verb=f"organisations.reorganisation_{verb}",
        target=reorganisation,
        organisation_id=reorganisation.superior_id,
        changes={"kind": reorganisation.kind, "on": reorganisation.on.isoformat()},
        label=f"{reorganisation.get_kind_display()} · "
        + name_of(reorganisation.superior, on=reorganisation.on),
    )
