"""How the channels are: success, faults, rest after absence; written by the sender."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q

from congdoan.support.notifications import rules
from congdoan.support.notifications.enums import Channel, Fault
from congdoan.support.notifications.models import ChannelState, Tally
from congdoan.support.notifications.services.channels.interface import Outcome, Result


def channels_at_rest(*, at: datetime) -> set[str]:
    """Return the channels nobody sends on now: paused by a person, or resting after an absence."""
    return set(
        ChannelState.objects.filter(Q(paused_at__isnull=False) | Q(rests_until__gt=at)).values_list(
            "channel", flat=True
        )
    )


@transaction.atomic
def was_away(channel: Channel, *, fault: Fault, detail: str, at: datetime) -> None:
    """Let a channel rest that was not reached, a little longer each time."""
    state = _locked(channel)
    state.absences += 1
    state.rests_until = at + rules.channel_rest(state.absences)
    state.last_fault, state.last_fault_at, state.detail = fault, at, detail[:200]
    state.save()


@transaction.atomic
def tally(channel: Channel, outcomes: Sequence[Outcome], *, at: datetime) -> None:
    """Count a handful of tries, and keep the last success and the last fault."""
    sent = sum(outcome.result is Result.TAKEN for outcome in outcomes)
    failed = [one for one in outcomes if one.result in (Result.LATER, Result.NEVER, Result.UNSURE)]
    if not sent and not failed:
        return
    hour = at.replace(minute=0, second=0, microsecond=0)
    Tally.objects.bulk_create([Tally(channel=channel, hour=hour)], ignore_conflicts=True)
    Tally.objects.filter(channel=channel, hour=hour).update(
        sent=F("sent") + sent, failed=F("failed") + len(failed)
    )
    changes: dict[str, object] = {}
    if sent:
        changes |= {"last_success_at": at, "absences": 0, "rests_until": None}
    if failed:
        last = failed[-1]
        changes |= {
            "last_fault": last.fault or "",
            "last_fault_at": at,
            "detail": last.detail[:200],
        }
    _locked(channel)
    ChannelState.objects.filter(channel=channel).update(**changes)


def _locked(channel: Channel) -> ChannelState:
    ChannelState.objects.bulk_create([ChannelState(channel=channel)], ignore_conflicts=True)
    return ChannelState.objects.select_for_update().get(channel=channel)
