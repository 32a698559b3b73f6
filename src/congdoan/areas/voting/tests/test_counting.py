"""Worked examples of the counting rules, and the rules against a plain reference."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st
import pytest

from congdoan.areas.voting.rules.counting import (
    adds_up,
    differences,
    elect,
    is_void,
    least_votes,
    needed_of,
    surplus_advice,
    tally,
    together,
)
from congdoan.areas.voting.rules.validity import Ballot, Flaw, flaw_of

HALF = {"parts": 1, "of": 2}
OF_COLLECTED = {"of": "COLLECTED", "more_than": HALF}


@pytest.mark.parametrize(
    ("ballot", "flaw"),
    [
        (Ballot([1]), None),
        (Ballot([1, 2]), None),
        (Ballot([1, 2, 3]), Flaw.TOO_MANY),
        (Ballot([]), Flaw.BLANK),
        (Ballot([9]), Flaw.OUTSIDER),
        (Ballot([1, 1]), Flaw.TWICE),
        (Ballot([1], issued=False), Flaw.NOT_ISSUED),
        (Ballot([1], extra_writing=True), Flaw.MARKED),
        (Ballot([], issued=False), Flaw.NOT_ISSUED),
        (Ballot([9, 9, 9], extra_writing=True), Flaw.MARKED),
    ],
)
def test_a_ballot_is_valid_or_its_flaw_is_named(ballot, flaw):
    assert flaw_of(ballot, listed={1, 2, 3}, seats=2) == flaw


@pytest.mark.parametrize(
    ("votes", "collected", "seats", "elected", "tied", "tied_seats", "vacant"),
    [
        ({1: 50}, 100, 1, (), (), 0, 1),  # domain-rules §14: 50 of 100 is not more than half
        ({1: 51}, 100, 1, (1,), (), 0, 0),
        ({1: 49, 2: 48}, 97, 1, (1,), (), 0, 0),  # an odd number: 49 of 97 is more than half
        ({1: 48, 2: 49}, 98, 1, (), (), 0, 1),
        ({1: 90, 2: 80, 3: 70}, 100, 2, (1, 2), (), 0, 0),  # more pass than seats: by rank
        ({1: 70, 2: 90, 3: 80}, 100, 2, (2, 3), (), 0, 0),
        ({1: 90, 2: 70, 3: 70}, 100, 2, (1,), (2, 3), 1, 0),  # a tie at the last seat
        ({1: 70, 2: 70, 3: 70}, 100, 2, (), (1, 2, 3), 2, 0),
        ({1: 90, 2: 90, 3: 70}, 100, 2, (1, 2), (), 0, 0),  # equals who both have a seat
        ({1: 90, 2: 60, 3: 60, 4: 60}, 100, 3, (1,), (2, 3, 4), 2, 0),
        ({1: 90, 2: 40}, 100, 2, (1,), (), 0, 1),  # fewer pass than seats: one stays empty
        ({1: 40, 2: 40}, 100, 2, (), (), 0, 2),  # equals below half are not tied
        ({}, 0, 1, (), (), 0, 1),
    ],
)
def test_worked_examples(votes, collected, seats, elected, tied, tied_seats, vacant):
    needed = least_votes(OF_COLLECTED, collected=collected, present=0)
    found = elect(votes, seats=seats, needed=needed)
    assert (found.elected, found.tied, found.tied_seats, found.vacant) == (
        elected, tied, tied_seats, vacant,
    )  # fmt: skip


def test_in_a_tie_round_the_higher_wins_without_half():
    needed = least_votes({"of": "HIGHEST"}, collected=100, present=120)
    assert elect({2: 30, 3: 29}, seats=1, needed=needed).elected == (2,)
    again = elect({2: 30, 3: 30}, seats=1, needed=needed)
    assert (again.elected, again.tied) == ((), (2, 3))
    assert elect({2: 0, 3: 0}, seats=1, needed=needed).vacant == 1


def test_open_votes_are_of_those_present():
    rule = {"of": "PRESENT", "more_than": HALF}
    assert least_votes(rule, collected=10, present=41) == 21
    two_thirds = {"of": "PRESENT", "more_than": {"parts": 2, "of": 3}}
    assert least_votes(two_thirds, collected=0, present=30) == 21


def test_more_ballots_than_issued_are_void_and_fewer_are_not():
    assert is_void(issued=100, collected=101)
    assert not is_void(issued=100, collected=100)
    assert not is_void(issued=100, collected=0)


@pytest.mark.parametrize(
    ("votes", "collected", "invalid", "seats", "true"),
    [
        ([30, 20], 40, 0, 2, True),
        ([30, 20], 40, 41, 2, False),
        ([41, 0], 40, 0, 2, False),
        ([10, 10], 40, 0, 2, False),  # 40 valid ballots hold at least 40 names
        ([40, 40, 40], 40, 0, 2, False),  # and at most 80
        ([0, 0], 5, 5, 1, True),
    ],
)
def test_a_paper_count_must_be_possible(votes, collected, invalid, seats, true):
    assert adds_up(votes, collected=collected, invalid=invalid, seats=seats) is true


def test_two_counts_are_compared_line_by_line():
    assert differences({"a": 1, "b": 2}, {"a": 1, "b": 3}) == [("b", 2, 3)]
    assert differences({"a": 1}, {"a": 1, "b": 0}) == []


def test_surplus_candidates():
    assert surplus_advice(15, seats=15, least=10) == 2
    assert surplus_advice(17, seats=15, least=10) == 0
    assert surplus_advice(1, seats=1, least=10) == 1


def reference(votes, seats, needed):
    """Fill seat after seat with the highest; a seat for which several are equal is not filled."""
    free, elected = seats, set()
    levels = sorted({n for n in votes.values() if n >= max(1, needed)}, reverse=True)
    for level in levels:
        here = {one for one, n in votes.items() if n == level}
        if len(here) > free:
            return (elected, here, free, 0) if free else (elected, set(), 0, 0)
        elected |= here
        free -= len(here)
    return elected, set(), 0, free


@settings(deadline=None)
@given(
    st.dictionaries(st.integers(1, 12), st.integers(0, 9), max_size=12),
    st.integers(1, 6),
    st.integers(0, 9),
)
def test_elected_as_a_plain_reference_says(votes, seats, needed):
    found = elect(votes, seats=seats, needed=needed)
    said = (set(found.elected), set(found.tied), found.tied_seats, found.vacant)
    assert said == reference(votes, seats, needed)
    ranks = [votes[one] for one in found.elected]
    assert ranks == sorted(ranks, reverse=True)


BALLOTS = st.lists(
    st.builds(Ballot, st.lists(st.integers(1, 6), max_size=5), st.booleans(), st.booleans()),
    max_size=40,
)


@settings(deadline=None)
@given(BALLOTS, st.integers(1, 4))
def test_the_tally_is_the_plain_sum(ballots, seats):
    listed = {1, 2, 3, 4}
    good = [
        one for one in ballots
        if one.issued and not one.extra_writing and 1 <= len(one.chosen) <= seats
        and set(one.chosen) <= listed and len(set(one.chosen)) == len(one.chosen)
    ]  # fmt: skip
    found = tally(ballots, listed=listed, seats=seats)
    assert (found.collected, found.valid) == (len(ballots), len(good))
    assert +Counter(found.votes) == Counter(name for one in good for name in one.chosen)
    assert sum(found.flaws.values()) == found.invalid


@settings(deadline=None)
@given(BALLOTS, st.integers(0, 40))
def test_any_two_halves_give_the_whole(ballots, cut):
    whole = tally(ballots, listed={1, 2, 3}, seats=2)
    parts = [tally(rows, listed={1, 2, 3}, seats=2) for rows in (ballots[:cut], ballots[cut:])]
    assert together(*parts) == whole


@settings(deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 5), st.integers(1, 5))
def test_needed_is_the_fewest_that_are_more_than_the_share(base, parts, more):
    of = parts + more
    needed = needed_of(base, {"parts": parts, "of": of})
    assert needed * of > base * parts
    assert (needed - 1) * of <= base * parts
