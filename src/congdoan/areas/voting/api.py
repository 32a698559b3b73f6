"""The front door of voting: a meeting opens a vote here, and reads its result."""

from congdoan.areas.voting.enums import Manner, Means, State, Verdict
from congdoan.areas.voting.models import Vote
from congdoan.areas.voting.policies import MANAGE, VIEW
from congdoan.areas.voting.selectors.votes import get_vote, standing
from congdoan.areas.voting.services.casting import cast_ballot, speak_by_name
from congdoan.areas.voting.services.counting import announce, enter_count
from congdoan.areas.voting.services.making import (
    VoteData,
    add_candidate,
    add_to_board,
    close_list,
    open_vote,
)
from congdoan.areas.voting.services.roll import add_voter, add_voters, hand_out, remove_voter
from congdoan.areas.voting.services.running import (
    begin_voting,
    end_voting,
    make_void,
    open_next_round,
)

__all__ = [
    "MANAGE",
    "VIEW",
    "Manner",
    "Means",
    "State",
    "Verdict",
    "Vote",
    "VoteData",
    "add_candidate",
    "add_to_board",
    "add_voter",
    "add_voters",
    "announce",
    "begin_voting",
    "cast_ballot",
    "close_list",
    "end_voting",
    "enter_count",
    "get_vote",
    "hand_out",
    "make_void",
    "open_next_round",
    "open_vote",
    "remove_voter",
    "speak_by_name",
    "standing",
]
