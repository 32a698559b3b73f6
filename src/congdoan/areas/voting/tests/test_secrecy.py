"""
A curious administrator with the database: what they hold links nobody to a ballot (ADR 39).

They have every table, the physical order and the transaction number of each row, three dumps
taken while people voted, and the logs; they lack the installation's key.
"""

from itertools import pairwise
import json
import logging
import re

from django.db import connection
from django.urls import reverse
import pytest

from congdoan.areas.voting.models import BallotBox, Voter
from congdoan.areas.voting.services.box import new_code, read

pytestmark = pytest.mark.django_db


def rows(table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT ctid::text, xmin::text, t::text FROM {table} t")  # noqa: S608
        return cursor.fetchall()


def tables():
    return sorted(connection.introspection.table_names())


def dump():
    """Return every row of every table as text."""
    found = {}
    with connection.cursor() as cursor:
        for table in tables():
            cursor.execute(f'SELECT t::text FROM "{table}" t')  # noqa: S608
            found[table] = sorted(row[0] for row in cursor.fetchall())
    return found


@pytest.fixture
def vote(hold):
    return hold(names=3, seats=2, means="ELECTRONIC", voters=6)


@pytest.fixture
def cast(me, today):
    from congdoan.areas.voting.api import cast_ballot

    def act(vote, person, *chosen):
        code = new_code()
        cast_ballot(actor=me(person), vote=vote, chosen=chosen, blank=False, code=code, on=today)
        return code

    return act


def test_a_ballot_changes_two_rows_and_nothing_else(vote, cast):
    before = dump()
    code = cast(vote, vote.roll_people[0], 2)
    after = dump()
    changed = {table for table in before if before[table] != after[table]}
    assert changed == {"voting_voter", "voting_ballotbox"}
    gone = set(before["voting_voter"]) - set(after["voting_voter"])
    come = set(after["voting_voter"]) - set(before["voting_voter"])
    assert (len(gone), len(come)) == (1, 1)
    assert code not in come.pop()


def test_no_column_of_roll_or_box_can_hold_a_time_or_a_person_with_a_ballot():
    kinds = {field.get_internal_type() for model in (Voter, BallotBox) for field in
             model._meta.concrete_fields}  # fmt: skip
    assert not kinds & {"DateField", "DateTimeField", "TimeField", "GenericIPAddressField"}
    assert {field.name for field in BallotBox._meta.concrete_fields} == {
        "id", "vote", "sealed", "codes",
    }  # fmt: skip


def test_the_box_is_one_row_without_time_order_or_length_of_a_choice(vote, cast):
    """The token of the cipher bears a time in the clear: it is nought."""
    import base64

    lengths = []
    for one, chosen in zip(vote.roll_people, [(1, 2), (3,), (1,), (2, 3)], strict=False):
        cast(vote, one, *chosen)
        box = BallotBox.objects.get(vote=vote)
        lengths.append(len(base64.urlsafe_b64decode(box.sealed)))
        assert base64.urlsafe_b64decode(box.sealed)[1:9] == bytes(8)
        assert read(box) == sorted(read(box))
        assert box.codes == sorted(box.codes)
    assert len(rows("voting_ballotbox")) == 1
    # What one reads of the length is the number of ballots: equal however many names are chosen.
    assert lengths == sorted(lengths)


def test_equal_masks_whoever_votes_first(hold, cast):
    """Two votes of the same ballots in another order leave the same box."""
    first, boxes = hold(names=3, seats=2, means="ELECTRONIC", voters=6), []
    second = hold(names=3, seats=2, means="ELECTRONIC", voters=6, people=first.crowd)
    ballots = [(1, 2), (3,), (1,), (2, 3), (1, 3), (2,)]
    for vote, order in ((first, range(6)), (second, reversed(range(6)))):
        for n in order:
            cast(vote, vote.roll_people[n], *ballots[n])
        boxes.append(read(BallotBox.objects.get(vote=vote)))
    assert boxes[0] == boxes[1]


def test_three_dumps_say_nothing_of_a_single_ballot(vote, cast):
    """Between two dumps one person votes; what was sealed then is sealed wholly anew."""
    seen = []
    for one, chosen in zip(vote.roll_people, [(1,), (1,), (2,)], strict=False):
        cast(vote, one, *chosen)
        seen.append(BallotBox.objects.get(vote=vote).sealed)
    for early, late in pairwise(seen):
        pieces = {early[n : n + 12] for n in range(16, len(early) - 12)}
        assert not any(late[n : n + 12] in pieces for n in range(16, len(late) - 12))
    text = json.dumps(dump(), ensure_ascii=False)
    # In no table stands a mask of these three lines in the clear.
    assert not re.search(r"[^01][01]{3}\\n[01]{3}[^01]", text)


def test_the_route_leaves_no_line_in_the_log(vote, client, settings, today, caplog):
    settings.CLOCK = today.isoformat()
    voter = vote.roll_people[3]
    client.force_login(voter.user)
    page = reverse("voting:ballot", args=[vote.pk])
    before = dump()
    with caplog.at_level(logging.DEBUG):
        shown = client.get(page)
        code = re.search(r'name="ma" value="(\w+)"', shown.content.decode()).group(1)
        answer = client.post(page, {"chon": ["1"], "ma": code})
        client.get(reverse("voting:votes"))
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert code in answer.content.decode()
    mine = [one for one in caplog.records if one.name == "congdoan.request"]
    assert [one.path for one in mine] == ["/bau-cu/"]
    words = " ".join(str(vars(one)) for one in caplog.records if one.name != "django.db.backends")
    assert code not in words
    assert "phieu/" not in words
    changed = {table for table, there in dump().items() if there != before[table]}
    assert changed <= {"voting_voter", "voting_ballotbox", "django_session"}
    assert not any(code in row for row in dump()["django_session"])
