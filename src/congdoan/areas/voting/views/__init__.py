from congdoan.areas.voting.views.ballot import ballot, codes
from congdoan.areas.voting.views.counting import (
    announce_result,
    count,
    destroy,
    export,
    minutes,
    next_round,
    recognise_result,
)
from congdoan.areas.voting.views.kiosk import kiosk, slips
from congdoan.areas.voting.views.listing import (
    board_add,
    board_leave,
    candidate_add,
    candidate_move,
    candidate_strike,
    list_close,
    voter_add,
    voter_hand_out,
    voter_remove,
    voters_fill,
)
from congdoan.areas.voting.views.showing import roll, vote, votes
from congdoan.areas.voting.views.steering import begin, end, open_new, void

__all__ = [
    "announce_result",
    "ballot",
    "begin",
    "board_add",
    "board_leave",
    "candidate_add",
    "candidate_move",
    "candidate_strike",
    "codes",
    "count",
    "destroy",
    "end",
    "export",
    "kiosk",
    "list_close",
    "minutes",
    "next_round",
    "open_new",
    "recognise_result",
    "roll",
    "slips",
    "void",
    "vote",
    "voter_add",
    "voter_hand_out",
    "voter_remove",
    "voters_fill",
    "votes",
]
