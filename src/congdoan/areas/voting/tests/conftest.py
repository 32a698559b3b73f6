"""A union of members who hold an election."""

from datetime import date
from itertools import count

import pytest

from congdoan.areas.members.api import NewMembership, begin_memberships
from congdoan.areas.voting import api
from congdoan.foundation.valid_time import span
from congdoan.kernel.access.api import actor_for


@pytest.fixture
def join(tree, make_person):
    """Make members of Minh's union who can sign in: ``join(6)``."""
    made = count()

    def act(how_many, *, unit=None, since=date(2020, 1, 1), until=None):
        people = [make_person(f"Cử Tri {n}", username=f"cu-tri-{n}") for n in _next(made, how_many)]
        begin_memberships(
            [
                NewMembership(
                    one.pk, (unit or tree.leaf).pk, span(since, until), "TEACHER", "F", 1980
                )
                for one in people
            ]
        )
        return people

    return act


def _next(numbers, how_many):
    return [next(numbers) for _ in range(how_many)]


@pytest.fixture
def me(today):
    """Return the actor of somebody."""

    def of(person):
        return actor_for(person.user, today=today)

    return of


@pytest.fixture
def hold(minh, tree, today, now, join, make_person):
    """Hold an election up to voting: ``hold(names=3, seats=2)``."""

    def act(
        names=3, seats=2, *, voters=6, means="BOTH", kind="EXEC", manner="SECRET", begun=True,
        people=None,
    ):  # fmt: skip
        data = api.VoteData(
            "Bầu ban chấp hành", kind, manner, means if manner == "SECRET" else "", seats, today
        )
        vote = api.open_vote(actor=minh, organisation=tree.leaf, data=data, on=today, at=now)
        crowd = people or join(voters + names + 2)
        board, stand, roll = crowd[:2], crowd[2 : 2 + names], crowd[:voters]
        if vote.is_election:
            for one in stand:
                api.add_candidate(
                    actor=minh, vote=vote, person=one, note="Giáo viên", by_oneself=False
                )
        for n, one in enumerate(board):
            api.add_to_board(actor=minh, vote=vote, person=one, heads=n == 0)
        api.add_voters(actor=minh, vote=vote, people=[one.pk for one in roll], on=today)
        vote = api.close_list(actor=minh, vote=vote, exception="Hội nghị quyết định")
        if begun:
            vote = api.begin_voting(actor=minh, vote=vote, present=voters, on=today, at=now)
        vote.crowd, vote.roll_people, vote.board_people = crowd, roll, board
        return vote

    return act
