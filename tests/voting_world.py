"""What the walks over all addresses find of votes."""

import pytest

from tests.addresses import SECRET


@pytest.fixture
def voting(tree, lan, minh, today, now):
    """An election of Lan's union under way, its list, its board and its roll."""
    from congdoan.areas.voting.api import (
        VoteData,
        add_candidate,
        add_to_board,
        add_voters,
        open_vote,
    )
    from congdoan.kernel.people.models import Person

    data = VoteData(SECRET, "EXEC", "SECRET", "BOTH", 1, today)
    vote = open_vote(actor=lan, organisation=tree.middle, data=data, on=today, at=now)
    person = Person.objects.get(pk=lan.person_id)
    other = Person.objects.get(pk=minh.person_id)
    line = add_candidate(actor=lan, vote=vote, person=person, note="", by_oneself=False)
    member = add_to_board(actor=lan, vote=vote, person=other, heads=True)
    add_voters(actor=lan, vote=vote, people=[person.pk], on=today)
    keys = {"pk": vote.pk, "organisation": tree.middle.pk, "line": line.pk, "form": "ket-qua"}
    voter = vote.voters.get().pk
    return {
        "voting": keys,
        "voting:board_leave": {**keys, "line": member.pk},
        **{f"voting:voter_{act}": {**keys, "line": voter} for act in ("remove", "hand_out")},
    }
