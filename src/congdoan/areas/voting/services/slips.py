"""Slips: who has no phone votes at a shared device by the code on their slip."""

from django.db import transaction

from congdoan.areas.voting.enums import State
from congdoan.areas.voting.models import Vote, Voter
from congdoan.areas.voting.rules import refusals
from congdoan.areas.voting.selectors.votes import is_on_board
from congdoan.areas.voting.services.box import SLIP_LENGTH, new_code
from congdoan.areas.voting.services.common import held, log
from congdoan.foundation.actor import Actor
from congdoan.foundation.sealing import token, tokens

_USE = "voting.slip"


@transaction.atomic
def issue_slips(*, actor: Actor, vote: Vote) -> list[tuple[str, str]]:
    """
    Give everybody who has not voted a new code; codes given before end. Return names and codes.

    :raises NotOnTheBoard: only the election board hands them out
    """
    if not is_on_board(actor, vote):
        raise refusals.NotOnTheBoard
    found = held(vote, State.LIST_CLOSED, State.VOTING)
    if not found.electronic:
        raise refusals.NotItsTurn
    waiting = list(found.voters.select_for_update().filter(removed=False, marked=""))
    made = []
    for one in waiting:
        slip = new_code(SLIP_LENGTH)
        one.slip = token(slip, use=_USE)
        made.append((one.name, f"{slip[:5]} {slip[5:]}"))
    Voter.objects.bulk_update(waiting, ["slip"], batch_size=500)
    log(actor, found, "slips", {"slips": len(made)})
    return made


def voter_of_slip(slip: str) -> Voter:
    """:raises UnknownSlip: when nobody's, or replaced"""
    plain = "".join(slip.upper().split())
    rows = Voter.objects.select_related("vote__organisation")
    found = None
    if len(plain) == SLIP_LENGTH:
        found = rows.filter(slip__in=tokens(plain, use=_USE), removed=False).first()
    if found is None:
        raise refusals.UnknownSlip
    return found
