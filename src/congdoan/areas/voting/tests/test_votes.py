"""Votes from the list to the result, and what is refused on the way."""

from datetime import timedelta
import json
from pathlib import Path
import subprocess
import sys

import pytest

from congdoan.areas.voting import api
from congdoan.areas.voting.enums import State, Verdict
from congdoan.areas.voting.models import BallotBox, Vote, Voter
from congdoan.areas.voting.rules import refusals
from congdoan.areas.voting.selectors.votes import roll_of, standing
from congdoan.areas.voting.services import counting, keeping, making, running
from congdoan.areas.voting.services.box import new_code
from congdoan.foundation.refusal import NotAllowed
from congdoan.kernel.audit.models import AuditEntry

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[5]


@pytest.fixture
def cast(me, today):
    def act(vote, person, *chosen, blank=False, code=None):
        api.cast_ballot(
            actor=me(person), vote=vote, chosen=list(chosen), blank=blank,
            code=code or new_code(), on=today,
        )  # fmt: skip

    return act


@pytest.fixture
def finish(minh, today, now):
    def act(vote):
        vote = api.end_voting(actor=minh, vote=vote, at=now) if vote.state == "VOTING" else vote
        return api.announce(actor=minh, vote=vote, on=today)

    return act


@pytest.fixture
def count_paper(me):
    """Let both of the board enter the same figures: by place on the ballot."""

    def act(vote, collected, invalid, *votes, who=(0, 1)):
        lines = standing(vote)
        figures = {str(one.pk): n for one, n in zip(lines, votes, strict=True)}
        figures |= {"COLLECTED": collected, "INVALID": invalid}
        for n in who:
            api.enter_count(actor=me(vote.board_people[n]), vote=vote, figures=figures)

    return act


def verdicts(vote):
    return [(one.votes, one.verdict) for one in vote.candidates.order_by("order")]


def test_phone_and_paper_are_one_count_with_one_roll(
    hold, cast, finish, count_paper, me, minh, today, now
):
    vote = hold(names=3, seats=2)
    people = vote.roll_people
    cast(vote, people[2], 1, 2)
    cast(vote, people[3], 1)
    cast(vote, people[4], blank=True)
    lines = list(vote.voters.filter(marked="").order_by("pk"))
    for one in lines:
        api.hand_out(actor=me(vote.board_people[0]), voter=one, on=today)
    with pytest.raises(refusals.HasPaper):
        cast(vote, lines[0].person, 1)
    with pytest.raises(refusals.VotedAlready):
        api.hand_out(
            actor=me(vote.board_people[0]), voter=vote.voters.get(person=people[2]), on=today
        )
    people_vote = api.end_voting(actor=minh, vote=vote, at=now)
    people_vote.board_people = vote.board_people
    count_paper(people_vote, 3, 1, 2, 2, 0)
    done = finish(people_vote)
    assert done.state == State.RESULT
    assert (done.issued, done.collected, done.valid, done.invalid) == (6, 6, 4, 2)
    assert done.needed == 4
    assert verdicts(done) == [
        (4, Verdict.ELECTED), (3, Verdict.NOT_ELECTED), (0, Verdict.NOT_ELECTED)
    ]  # fmt: skip
    assert done.vacant == 1


def test_two_counts_must_agree_and_the_difference_is_shown(
    hold, me, minh, today, now, count_paper, finish
):
    vote = hold(names=2, seats=1, means="PAPER", voters=4)
    for one in vote.voters.all():
        api.hand_out(actor=me(vote.board_people[1]), voter=one, on=today)
    ended = api.end_voting(actor=minh, vote=vote, at=now)
    ended.board_people = vote.board_people
    count_paper(ended, 4, 0, 3, 1, who=(0,))
    with pytest.raises(refusals.CountsMissing):
        finish(ended)
    count_paper(ended, 4, 0, 2, 2, who=(1,))
    names = [one.name for one in standing(ended)]
    assert [(one.name, one.first, one.second) for one in counting.paper_differences(ended)] == [
        (names[0], 3, 2), (names[1], 1, 2)
    ]  # fmt: skip
    with pytest.raises(refusals.CountsMissing):
        finish(ended)
    count_paper(ended, 4, 0, 3, 1, who=(1,))
    assert verdicts(finish(ended))[0] == (3, Verdict.ELECTED)
    Vote.objects.filter(pk=ended.pk).update(state="COUNTING")
    with pytest.raises(refusals.CannotAddUp):
        count_paper(ended, 4, 0, 5, 0, who=(0,))


def test_only_the_board_counts_paper(hold, minh, now, count_paper):
    vote = hold(means="PAPER")
    ended = api.end_voting(actor=minh, vote=vote, at=now)
    figures = {"COLLECTED": 0, "INVALID": 0}
    with pytest.raises(refusals.NotOnTheBoard):
        api.enter_count(actor=minh, vote=ended, figures=figures)


def test_more_ballots_than_voters_make_the_vote_void_with_the_rule_named(
    hold, me, minh, today, now, count_paper, finish
):
    vote = hold(names=2, seats=1, means="PAPER", voters=4)
    for one in vote.voters.all()[:3]:
        api.hand_out(actor=me(vote.board_people[0]), voter=one, on=today)
    ended = api.end_voting(actor=minh, vote=vote, at=now)
    ended.board_people = vote.board_people
    count_paper(ended, 4, 0, 3, 1)
    done = finish(ended)
    assert done.state == State.VOID
    assert "phát ra 3, thu về 4" in done.void_reason
    assert "không có giá trị" in done.void_reason
    again = api.open_next_round(actor=minh, vote=done, on=today, at=now)
    assert (again.round, again.voters.count(), again.candidates.count()) == (2, 4, 2)
    assert not again.voters.exclude(marked="").exists()


def test_a_tie_at_the_last_seat_is_voted_on_again_and_the_higher_wins(
    hold, cast, finish, minh, today, now
):
    vote = hold(names=3, seats=2, means="ELECTRONIC", voters=5)
    ballots = [(1, 2), (1, 2), (1, 3), (1, 3), (2, 3)]
    for one, chosen in zip(vote.roll_people, ballots, strict=True):
        cast(vote, one, *chosen)
    done = finish(vote)
    assert verdicts(done) == [(4, Verdict.ELECTED), (3, Verdict.TIED), (3, Verdict.TIED)]
    assert (done.tied_seats, done.vacant) == (1, 0)
    second = api.open_next_round(actor=minh, vote=done, on=today, at=now)
    assert (second.state, second.seats, second.rule["of"]) == (State.LIST_CLOSED, 1, "HIGHEST")
    assert second.rule["key"] == "voting.rule.tie"
    with pytest.raises(refusals.NoNextRound):
        api.open_next_round(actor=minh, vote=done, on=today, at=now)
    second = api.begin_voting(actor=minh, vote=second, present=5, on=today, at=now)
    for one, place in zip(vote.roll_people, (1, 1, 2), strict=False):
        cast(second, one, place)
    cast(second, vote.roll_people[3], blank=True)
    # Two of four are not more than half: in this round the higher wins.
    assert verdicts(finish(second)) == [(2, Verdict.ELECTED), (1, Verdict.NOT_ELECTED)]


def test_seats_that_stay_empty_may_be_voted_on_again(hold, cast, finish, minh, today, now):
    vote = hold(names=3, seats=2, means="ELECTRONIC", voters=5)
    for n, one in enumerate(vote.roll_people):
        cast(vote, one, 1, 2 + n % 2) if n < 4 else cast(vote, one, blank=True)
    done = finish(vote)
    assert (done.vacant, [n for n, _verdict in verdicts(done)]) == (1, [4, 2, 2])
    second = api.open_next_round(actor=minh, vote=done, on=today, at=now)
    assert (second.state, second.seats, second.candidates.count()) == (State.LIST_OPEN, 1, 2)
    closed = api.close_list(actor=minh, vote=second, exception="")
    assert closed.rule["of"] == "COLLECTED"


def test_hands_are_counted_of_those_present(minh, tree, today, now, finish):
    data = api.VoteData("Thông qua nghị quyết", "RESOLUTION", "HANDS", "", 1, today)
    vote = api.open_vote(actor=minh, organisation=tree.leaf, data=data, on=today, at=now)
    vote = api.close_list(actor=minh, vote=vote, exception="")
    vote = api.begin_voting(actor=minh, vote=vote, present=41, on=today, at=now)
    ended = api.end_voting(actor=minh, vote=vote, at=now)
    lines = standing(ended)
    with pytest.raises(refusals.MoreThanPresent):
        api.enter_count(actor=minh, vote=ended, figures={str(lines[0].pk): 42})
    api.enter_count(actor=minh, vote=ended, figures={str(lines[0].pk): 20})
    done = finish(ended)
    assert (done.needed, done.carried) == (21, False)


def test_named_votes_are_open_and_counted(hold, me, today, finish, minh, now, tree):
    vote = hold(kind="QUESTION", manner="NAMED", names=0, seats=1, voters=5)
    for n, one in enumerate(vote.roll_people):
        api.speak_by_name(actor=me(one), vote=vote, place=1 if n < 3 else 2, on=today)
    with pytest.raises(refusals.VotedAlready):
        api.speak_by_name(actor=me(vote.roll_people[0]), vote=vote, place=1, on=today)
    done = finish(vote)
    assert (done.carried, done.needed, done.collected) == (True, 3, 5)


def test_what_must_be_secret_is_secret(minh, tree, today, now):
    def opened(kind, manner, means="", day=today):
        data = api.VoteData("Bầu", kind, manner, means, 3, day)
        return api.open_vote(actor=minh, organisation=tree.leaf, data=data, on=today, at=now)

    with pytest.raises(refusals.MustBeSecret):
        opened("EXEC", "HANDS")
    with pytest.raises(refusals.MustBeSecret):
        opened("PRESIDENT", "NAMED")
    with pytest.raises(refusals.NamesNeedAQuestion):
        opened("PRESIDIUM", "NAMED")
    with pytest.raises(refusals.MeansMissing):
        opened("EXEC", "SECRET")
    with pytest.raises(refusals.UnknownKind):
        opened("ANYTHING", "HANDS")
    with pytest.raises(refusals.DayBehind):
        opened("EXEC", "SECRET", "PAPER", today - timedelta(days=1))
    assert opened("PRESIDIUM", "HANDS").seats == 3


def test_the_list_and_the_board(minh, tree, today, now, join):
    data = api.VoteData("Bầu", "EXEC", "SECRET", "PAPER", 2, today)
    vote = api.open_vote(actor=minh, organisation=tree.leaf, data=data, on=today, at=now)
    one, two, three = join(3)
    given = {"actor": minh, "vote": vote}
    add = {"note": "", "by_oneself": False}
    line = api.add_candidate(person=one, **given, **add)
    with pytest.raises(refusals.OnTheListAlready):
        api.add_candidate(person=one, **given, **add)
    with pytest.raises(refusals.CandidateOnBoard):
        api.add_to_board(person=one, heads=False, **given)
    api.add_to_board(person=two, heads=True, **given)
    with pytest.raises(refusals.BoardMemberStands):
        api.add_candidate(person=two, **given, **add)
    with pytest.raises(refusals.TooFewCandidates):
        api.close_list(exception="", **given)
    api.add_candidate(person=three, **given, **add)
    with pytest.raises(refusals.SurplusMissing):
        api.close_list(exception="", **given)
    making.move_candidate(actor=minh, candidate=line, up=False)
    assert [row.person_id for row in standing(vote)] == [three.pk, one.pk]
    closed = api.close_list(exception="Hội nghị quyết định không có số dư", **given)
    assert closed.rule["key"] == "voting.kind.EXEC"
    assert closed.rule["verified"] is False
    for act in (
        lambda: api.add_candidate(person=two, **given, **add),
        lambda: making.strike_candidate(actor=minh, candidate=line, withdrawn=True, reason="x"),
    ):
        with pytest.raises(refusals.ListIsClosed):
            act()
    with pytest.raises(refusals.RollEmpty):
        api.begin_voting(actor=minh, vote=closed, present=1, on=today, at=now)
    api.add_voters(actor=minh, vote=closed, people=[one.pk, two.pk, three.pk], on=today)
    with pytest.raises(refusals.BoardTooSmall):
        api.begin_voting(actor=minh, vote=closed, present=3, on=today, at=now)


def test_the_roll_while_voting(hold, cast, minh, join, today, now, tree):
    vote = hold(means="ELECTRONIC")
    late, gone = join(1)[0], join(1, until=today)[0]
    with pytest.raises(refusals.NotOnTheRoll):
        cast(vote, late, 1)
    api.add_voter(actor=minh, vote=vote, person=late, on=today)
    cast(vote, late, 1)
    with pytest.raises(refusals.NoVotingRight) as told:
        api.add_voter(actor=minh, vote=vote, person=gone, on=today)
    assert gone.full_name in told.value.sentence
    first = vote.voters.get(person=vote.roll_people[0])
    api.remove_voter(actor=minh, voter=first, reason="Xin về")
    with pytest.raises(refusals.NotOnTheRoll):
        cast(vote, vote.roll_people[0], 1)
    with pytest.raises(refusals.HasVoted):
        api.remove_voter(actor=minh, voter=vote.voters.get(person=late), reason="x")
    assert Vote.objects.get(pk=vote.pk).present == 6
    api.add_voter(actor=minh, vote=vote, person=vote.roll_people[0], on=today)
    cast(vote, vote.roll_people[0], 1)


def test_whose_membership_ended_yesterday_does_not_vote(hold, cast, join, minh, today):
    vote = hold(means="ELECTRONIC")
    one = join(1, until=today)[0]
    api.add_voter(actor=minh, vote=vote, person=one, on=today - timedelta(days=1))
    with pytest.raises(refusals.NoVotingRight) as told:
        cast(vote, one, 1)
    assert f"{today:%d/%m/%Y}" in told.value.sentence
    assert roll_of(vote).taken_part == 0


def test_slips_replays_and_late_ballots(hold, cast, minh, now):
    vote = hold(names=3, seats=2, means="ELECTRONIC")
    one, two = vote.roll_people[:2]
    code = new_code()
    for wrong, chosen, more in (
        (refusals.TooManyChosen, (1, 2, 3), {}),
        (refusals.NothingChosen, (), {}),
        (refusals.BlankAndChosen, (1,), {"blank": True}),
        (refusals.OldBallot, (9,), {}),
        (refusals.OldBallot, (1,), {"code": "x' OR 1"}),
    ):
        with pytest.raises(wrong):
            cast(vote, one, *chosen, **more)
    assert roll_of(vote).taken_part == 0
    cast(vote, one, 1, code=code)
    with pytest.raises(refusals.VotedAlready):
        cast(vote, one, 1, code=code)
    with pytest.raises(refusals.OldBallot):
        cast(vote, two, 1, code=code)
    api.end_voting(actor=minh, vote=vote, at=now)
    with pytest.raises(refusals.VotingNotOpen):
        cast(vote, two, 1)
    assert BallotBox.objects.get(vote=vote).codes == [code]


def test_small_rolls_get_no_electronic_secret_ballot(hold, minh, today, now):
    vote = hold(means="ELECTRONIC", voters=4, begun=False)
    with pytest.raises(refusals.RollTooSmall):
        api.begin_voting(actor=minh, vote=vote, present=4, on=today, at=now)
    with pytest.raises(refusals.PresentTooMany):
        api.begin_voting(actor=minh, vote=vote, present=5, on=today, at=now)


def test_recognition_keeping_and_destroying(hold, cast, finish, lan, minh, today, system):
    vote = hold(means="ELECTRONIC")
    for one in vote.roll_people:
        cast(vote, one, 1, 2)
    done = finish(vote)
    with pytest.raises(refusals.DayAhead):
        keeping.recognise(
            actor=lan, vote=done, decision_no="1", day=today + timedelta(days=1), on=today
        )
    got = keeping.recognise(actor=lan, vote=done, decision_no="15/QĐ", day=today, on=today)
    assert got.state == State.RECOGNISED
    with pytest.raises(refusals.StillKept):
        keeping.destroy_ballots(actor=minh, vote=got, on=got.keep_until)
    gone = keeping.destroy_ballots(actor=minh, vote=got, on=got.keep_until + timedelta(days=1))
    assert BallotBox.objects.get(vote=gone).sealed == ""
    with pytest.raises(refusals.NotItsTurn):
        keeping.export_count(actor=minh, vote=gone)


def test_the_recount_of_the_export_gives_the_same_result(
    hold, cast, finish, count_paper, me, minh, today, now, tmp_path
):
    vote = hold(names=3, seats=2)
    for one, chosen in zip(vote.roll_people[:4], [(1, 2), (1,), (2, 3), (1, 2)], strict=True):
        cast(vote, one, *chosen)
    for one in vote.voters.filter(marked=""):
        api.hand_out(actor=me(vote.board_people[0]), voter=one, on=today)
    ended = api.end_voting(actor=minh, vote=vote, at=now)
    ended.board_people = vote.board_people
    count_paper(ended, 2, 1, 1, 1, 0)
    data = keeping.export_count(actor=minh, vote=finish(ended))
    names = {one.full_name for one in vote.roll_people} - set(data["candidates"].values())
    text = json.dumps(data, ensure_ascii=False)
    assert not any(f'"{name}"' in text for name in names)
    file = tmp_path / "kiem-lai.json"
    for change, code in ((0, 0), (1, 1)):
        data["result"]["votes"]["1"] += change
        file.write_text(json.dumps(data))
        ran = subprocess.run(
            [sys.executable, str(ROOT / "tools" / "recount.py"), str(file)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert ran.returncode == code, ran.stdout + ran.stderr


def test_who_may_do_what(hold, hoa, lan, minh, tree, today, now, stranger):
    vote = hold(means="ELECTRONIC", begun=False)
    for actor in (hoa, stranger, lan):
        with pytest.raises(NotAllowed):
            api.begin_voting(actor=actor, vote=vote, present=6, on=today, at=now)
    with pytest.raises(refusals.ReasonMissing):
        running.make_void(actor=minh, vote=vote, reason=" ")
    assert running.make_void(actor=minh, vote=vote, reason="Sai danh sách").state == State.VOID
    with pytest.raises(refusals.NotItsTurn):
        api.begin_voting(actor=minh, vote=vote, present=6, on=today, at=now)


def test_the_log_names_no_voter_who_voted(hold, cast):
    vote = hold(means="ELECTRONIC")
    before = AuditEntry.objects.count()
    cast(vote, vote.roll_people[2], 1)
    assert AuditEntry.objects.count() == before
    assert Voter.objects.get(vote=vote, person=vote.roll_people[2]).marked == "ELECTRONIC"
