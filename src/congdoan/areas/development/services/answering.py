"""What a subordinate says to its targets, and what the superior decides on it."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from congdoan.areas.development import policies
from congdoan.areas.development.enums import Indicator, TargetState
from congdoan.areas.development.models import Target, TargetRound
from congdoan.areas.development.services.telling import tell
from congdoan.areas.development.services.work import sync_round_work
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import Refusal
from congdoan.kernel.audit.api import record
from congdoan.kernel.organisations.api import name_of
from congdoan.kernel.organisations.models import Organisation


class NothingToAnswer(Refusal):
    """Không có chỉ tiêu nào đang chờ ở đây: có thể đã được trả lời hoặc đã chốt; hãy tải lại trang."""  # noqa: E501


class ReasonMissing(Refusal):
    """Hãy ghi lý do đề nghị mức khác để cấp trên xem xét."""


@transaction.atomic
def answer_targets(
    *,
    actor: Actor,
    target_round: TargetRound,
    organisation: Organisation,
    proposals: Mapping[Indicator, int],
    reason: str,
    on: date,
    at: datetime,
) -> list[Target]:
    """
    Accept what was given, except what is proposed otherwise; may be answered again until settled.

    :raises NothingToAnswer: when nothing awaits the organisation's answer
    :raises ReasonMissing: when another figure is proposed without one
    """
    actor.require(policies.ANSWER, on=organisation)
    targets = _locked(target_round, organisation, (TargetState.GIVEN, TargetState.PROPOSED))
    asked = False
    for target in targets:
        wanted = proposals.get(Indicator(target.indicator))
        other = wanted is not None and wanted != target.value
        asked = asked or other
        target.state = TargetState.PROPOSED if other else TargetState.ACCEPTED
        target.proposed = wanted if other else None
        target.reason = reason if other else ""
        target.answered_at, target.answered_by_name = at, actor.name[:160]
    if asked and not reason:
        raise ReasonMissing
    Target.objects.bulk_update(
        targets, ["state", "proposed", "reason", "answered_at", "answered_by_name"]
    )
    _note(actor, target_round, organisation, targets, "targets_answered", on, reason)
    sync_round_work(actor=actor, target_round=target_round, on=on, at=at)
    if asked:
        tell(
            actor=actor,
            target_round=target_round,
            kind="proposed",
            organisations={target_round.superior_id},
            on=on,
            at=at,
            about=organisation,
        )
    return targets


@transaction.atomic
def settle_targets(
    *,
    actor: Actor,
    target_round: TargetRound,
    organisation: Organisation,
    values: Mapping[Indicator, int],
    on: date,
    at: datetime,
) -> list[Target]:
    """
    Decide on the figures an organisation proposed: ``values`` hold from now on.

    :raises NothingToAnswer: when no proposal of the organisation awaits a decision
    """
    actor.require(policies.ASSIGN, on=target_round.superior)
    targets = _locked(target_round, organisation, (TargetState.PROPOSED,))
    for target in targets:
        target.value = values.get(Indicator(target.indicator), target.value)
        target.state = TargetState.SETTLED
    Target.objects.bulk_update(targets, ["value", "state"])
    _note(actor, target_round, organisation, targets, "targets_settled", on, "")
    sync_round_work(actor=actor, target_round=target_round, on=on, at=at)
    tell(
        actor=actor,
        target_round=target_round,
        kind="settled",
        organisations={organisation.pk},
        on=on,
        at=at,
    )
    return targets


def _locked(
    target_round: TargetRound, organisation: Organisation, states: tuple[TargetState, ...]
) -> list[Target]:
    """Return what is open, locked: the second of two answers meets the first one's state."""
    TargetRound.objects.select_for_update().get(pk=target_round.pk)
    found = list(target_round.targets.filter(organisation=organisation, state__in=states))
    if not found:
        raise NothingToAnswer
    return found


def _note(
    actor: Actor,
    target_round: TargetRound,
    organisation: Organisation,
    targets: list[Target],
    verb: str,
    on: date,
    reason: str,
) -> None:
    record(
        actor=actor,
        verb=f"development.{verb}",
        target=target_round,
        organisation_id=organisation.pk,
        changes={
            "year": target_round.year,
            "figures": [
                [one.indicator, one.given_value, one.proposed, one.value, one.state]
                for one in targets
            ],
        },
        reason=reason,
        label=f"{target_round.year} · {name_of(organisation, on=on)}",
    )
