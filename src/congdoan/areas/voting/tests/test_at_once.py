"""Many voters at one moment, one voter on two phones, the power cut: no ballot lost, none twice."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
import json
from pathlib import Path
import signal
import subprocess
import sys
from threading import Barrier

from django.db import connection
import pytest

from congdoan.areas.voting import api
from congdoan.areas.voting.models import BallotBox
from congdoan.areas.voting.rules import refusals
from congdoan.areas.voting.selectors.votes import roll_of
from congdoan.areas.voting.services.box import ballots_in, new_code

pytestmark = pytest.mark.django_db(transaction=True)

PROJECT = Path(__file__).resolve().parents[5]
DYING = """
import json, os, signal, sys
from datetime import date
from django.conf import settings
settings.DATABASES["default"] |= json.loads(sys.argv[1])
import django
django.setup()
from congdoan.areas.voting.models import Vote
from congdoan.areas.voting.services import casting
from congdoan.kernel.access.api import actor_for
from congdoan.kernel.accounts.models import User
put_in = casting.put_in
def put_in_and_die(*args, **values):
    put_in(*args, **values)
    os.kill(os.getpid(), signal.SIGKILL)
casting.put_in = put_in_and_die
today = date.fromisoformat(sys.argv[4])
casting.cast_ballot(
    actor=actor_for(User.objects.get(pk=sys.argv[3]), today=today),
    vote=Vote.objects.get(pk=sys.argv[2]), chosen=[1], blank=False, code=sys.argv[5], on=today,
)
"""


def test_everybody_at_once_and_each_on_two_phones(hold, me, today):
    vote = hold(names=3, seats=2, means="ELECTRONIC", voters=8)
    ballots = [(1,), (2,), (3,), (1, 2), (1, 3), (2, 3), (1,), (2,)]
    acts = [(me(one), chosen) for one, chosen in zip(vote.roll_people, ballots, strict=True)] * 2
    barrier = Barrier(len(acts))

    def cast(act):
        actor, chosen = act
        try:
            barrier.wait(timeout=30)
            api.cast_ballot(
                actor=actor, vote=vote, chosen=chosen, blank=False, code=new_code(), on=today
            )
        except refusals.VotedAlready:
            return 0
        finally:
            connection.close()
        return 1

    with ThreadPoolExecutor(len(acts)) as pool:
        assert sum(pool.map(cast, acts)) == 8
    box = BallotBox.objects.get(vote=vote)
    assert Counter(tuple(one.chosen) for one in ballots_in(box)) == Counter(ballots)
    assert (len(box.codes), roll_of(vote).electronic) == (8, 8)


def test_a_power_cut_in_the_middle_of_a_ballot_leaves_nothing_half_done(hold, me, today):
    vote = hold(names=3, seats=2, means="ELECTRONIC", voters=5)
    voter, code = vote.roll_people[0], new_code()
    known = connection.settings_dict
    database = {key: known[key] for key in ("NAME", "HOST", "PORT", "USER", "PASSWORD")}
    died = subprocess.run(
        [
            sys.executable, "-c", DYING, json.dumps(database), str(vote.pk),
            str(voter.user.pk), today.isoformat(), code,
        ],
        cwd=PROJECT, capture_output=True, timeout=120, check=False,
    )  # fmt: skip
    assert died.returncode == -signal.SIGKILL, died.stderr.decode()
    box = BallotBox.objects.get(vote=vote)
    assert (box.codes, roll_of(vote).electronic) == ([], 0)
    again = {"actor": me(voter), "vote": vote, "chosen": [1], "blank": False, "on": today}
    api.cast_ballot(code=code, **again)
    with pytest.raises(refusals.VotedAlready):
        api.cast_ballot(code=code, **again)
    box.refresh_from_db()
    assert (box.codes, roll_of(vote).electronic) == ([code], 1)
