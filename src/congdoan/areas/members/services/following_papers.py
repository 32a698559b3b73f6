"""
What becomes of open papers when organisations change: applications that wait, transfers proposed.

They go on at the successor; without one nobody is left to decide, so they are closed. Records,
work, pauses and sealed facts hang on the person and need nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from congdoan.areas.members.enums import ApplicationState, TransferState
from congdoan.areas.members.models import Application, Transfer
from congdoan.kernel.organisations.api import PlannedChange

#: [table, id, the fields as they were]
Kept = list[Any]


def carry_papers(change: PlannedChange, homes: Mapping[int, int]) -> list[Kept]:
    """Move open papers to the successors, or close them; return how they were before."""
    return [*_applications(change, homes), *_transfers(change, homes)]


def _applications(change: PlannedChange, homes: Mapping[int, int]) -> Iterator[Kept]:
    waiting = Application.objects.filter(
        organisation_id__in=change.originals, state=ApplicationState.WAITING
    )
    for one in waiting:
        yield ["application", one.pk, {"organisation_id": one.organisation_id, "state": one.state}]
        home = homes.get(one.organisation_id)
        if home is None:
            one.state = ApplicationState.REJECTED
        else:
            one.organisation_id = home
        one.save(update_fields=["organisation", "state"])


def _transfers(change: PlannedChange, homes: Mapping[int, int]) -> Iterator[Kept]:
    proposed = Transfer.objects.filter(state=TransferState.PROPOSED)
    gone = set(change.originals)
    for one in proposed.filter(sender_id__in=gone) | proposed.filter(receiver_id__in=gone):
        names = ("sender_id", "receiver_id", "state")
        yield ["transfer", one.pk, {name: getattr(one, name) for name in names}]
        sender = homes.get(one.sender_id) if one.sender_id in gone else one.sender_id
        receiver = homes.get(one.receiver_id) if one.receiver_id in gone else one.receiver_id
        if sender is None or receiver is None or sender == receiver:
            one.state = TransferState.WITHDRAWN
        else:
            one.sender_id, one.receiver_id = sender, receiver
        one.save(update_fields=["sender", "receiver", "state"])


def take_papers_back(papers: Sequence[Kept]) -> None:
    """Put open papers back as they were; what was decided since stays decided."""
    for table, pk, before in papers:
        if table == "application":
            still = (ApplicationState.WAITING, ApplicationState.REJECTED)
            Application.objects.filter(pk=pk, state__in=still, decision=None).update(**before)
        else:
            open_or_closed = (TransferState.PROPOSED, TransferState.WITHDRAWN)
            Transfer.objects.filter(pk=pk, state__in=open_or_closed).update(**before)
