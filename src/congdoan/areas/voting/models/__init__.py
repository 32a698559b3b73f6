from congdoan.areas.voting.models.counts import BallotBox, BallotCount
from congdoan.areas.voting.models.roll import BoardMember, NamedVoice, Voter
from congdoan.areas.voting.models.votes import Candidate, Vote

__all__ = [
    "BallotBox",
    "BallotCount",
    "BoardMember",
    "Candidate",
    "NamedVoice",
    "Vote",
    "Voter",
]
