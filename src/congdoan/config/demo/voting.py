"""
Votes of one school of Lâm Đồng: an election with a tie and its second round, and one that is open.

Who chose whom is invented. Days are counted from today.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from congdoan.areas.members.api import unscoped_roll
from congdoan.areas.voting.api import (
    Vote,
    VoteData,
    add_candidate,
    add_to_board,
    add_voters,
    announce,
    begin_voting,
    close_list,
    end_voting,
    open_next_round,
    open_vote,
)
from congdoan.areas.voting.models import BallotBox, Voter
from congdoan.areas.voting.services.box import new_code, put_in
from congdoan.config.demo.stage import demo_actor, is_known, known, moment
from congdoan.foundation import clock
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.people.models import Office, Person

SCHOOL = "CS-68-TT-01"
_NAMES, _SEATS = 5, 3


def build() -> None:
    if Vote.objects.exists() or not is_known(SCHOOL):
        return
    school, today = known(SCHOOL), clock.today()
    day = today - timedelta(days=21)
    people = [one.person_id for one in unscoped_roll(school, on=day)]
    if len(people) < 12:
        return
    first = _election(school, people, "Bầu ban chấp hành công đoàn trường", day)
    # Of twelve ballots: two pass clearly, two are equal at the third seat, one falls short.
    masks = [(1, 2, 3)] * 4 + [(1, 2, 4)] * 4 + [(1, 3, 4)] * 3 + [(2, 5)]
    done = _vote(first, masks, day)
    second = open_next_round(actor=demo_actor(day), vote=done, on=day, at=moment(day, 10))
    second = _begin(second, 12, day)
    _vote(second, [(1,)] * 7 + [(2,)] * 5, day)
    _open(school, people, today)


def _election(school: Organisation, people: list[int], title: str, day: date) -> Vote:
    actor = demo_actor(day)
    data = VoteData(title, "EXEC", "SECRET", "ELECTRONIC", _SEATS, day, "Đại hội công đoàn trường")
    vote = open_vote(actor=actor, organisation=school, data=data, on=day, at=moment(day, 8))
    persons = {one.pk: one for one in Person.objects.filter(pk__in=people)}
    for key in people[:_NAMES]:
        add_candidate(
            actor=actor, vote=vote, person=persons[key], note="Giáo viên", by_oneself=False
        )
    for n, key in enumerate(people[_NAMES : _NAMES + 3]):
        add_to_board(actor=actor, vote=vote, person=persons[key], heads=n == 0)
    add_voters(actor=actor, vote=vote, people=people[:12], on=day)
    return _begin(close_list(actor=actor, vote=vote, exception=""), 12, day)


def _begin(vote: Vote, present: int, day: date) -> Vote:
    return begin_voting(
        actor=demo_actor(day), vote=vote, present=present, on=day, at=moment(day, 9)
    )


def _vote(vote: Vote, ballots: Sequence[tuple[int, ...]], day: date) -> Vote:
    lines = vote.candidates.count()
    box = BallotBox.objects.get(vote=vote)
    for chosen in ballots:
        put_in(box, chosen=chosen, lines=lines, code=new_code())
    Voter.objects.filter(vote=vote).update(marked="ELECTRONIC")
    ended = end_voting(actor=demo_actor(day), vote=vote, at=moment(day, 10))
    return announce(actor=demo_actor(day), vote=ended, on=day)


def _open(school: Organisation, people: list[int], today: date) -> None:
    """Let the school vote on a resolution today; its officers may vote, too."""
    actor, at = demo_actor(today), moment(today, 7)
    data = VoteData("Thông qua nghị quyết năm học", "RESOLUTION", "SECRET", "BOTH", 1, today)
    vote = open_vote(actor=actor, organisation=school, data=data, on=today, at=at)
    officers = Office.objects.on(today).filter(organisation=school)
    seated = [key for key in officers.values_list("person_id", flat=True) if key]
    for key in people[:2]:
        add_to_board(actor=actor, vote=vote, person=Person.objects.get(pk=key), heads=False)
    add_voters(actor=actor, vote=vote, people=[*people[:20], *seated], on=today)
    closed = close_list(actor=actor, vote=vote, exception="")
    begin_voting(actor=actor, vote=closed, present=12, on=today, at=at)
