"""The text of a day, whatever addenda were worked in: what they do not touch never changes."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from congdoan.areas.agreements.enums import ChangeKind, Level
from congdoan.areas.agreements.rules.consolidating import (
    Addendum,
    Change,
    Wording,
    amend,
    consolidate,
    levels_after,
    outlined,
    under,
)


@dataclass
class Signed:
    """A clause of the signed text."""

    level: str
    text: str
    stable_id: UUID
    heading: str = ""
    content_code: str = ""
    bearer: str = ""
    lead_party_id: int | None = None
    lead_party: Any = None
    cadence: str = ""
    indicator: str = ""
    target: str = ""
    removed_at: Any = None


def key(n):
    return UUID(int=n)


@st.composite
def signed_texts(draw):
    """Articles of clauses, some with points, some under chapters."""
    levels = []
    for _ in range(draw(st.integers(1, 3))):
        if draw(st.booleans()):
            levels.append(Level.CHAPTER)
        for _ in range(draw(st.integers(1, 3))):
            levels.append(Level.ARTICLE)
            for _ in range(draw(st.integers(0, 3))):
                levels.append(Level.CLAUSE)
                levels += [Level.POINT] * draw(st.integers(0, 2))
    return [Signed(level, f"lời {n}", key(n)) for n, level in enumerate(levels)]


def draw_addendum(draw, number, entries):
    changes = []
    now = list(entries)
    for n in range(draw(st.integers(1, 4))):
        standing = [one for one in now if one.removed is None]
        if not standing:
            break
        one = draw(st.sampled_from(standing))
        kind = draw(st.sampled_from(ChangeKind))
        text = f"phụ lục {number}, mục {n}"
        if kind == ChangeKind.ADD:
            clauses = any(low.level == Level.CLAUSE for low in under(now, one.stable_id)[1:])
            level = draw(st.sampled_from(levels_after(one.level, has_clauses=clauses)))
            change = Change(kind, key(1000 * number + n), Wording(level, text=text), one.stable_id)
        else:
            change = Change(kind, one.stable_id, Wording(one.level, text=text))
        changes.append(change)
        now = amend(now, Addendum(number, number, None, [change]))
    return Addendum(number, number, None, changes)


@given(signed_texts(), st.data())
def test_random_addenda_change_only_what_they_name(signed, data):
    addenda, before = [], consolidate(signed, [])
    for number in range(1, data.draw(st.integers(1, 5)) + 1):
        addendum = draw_addendum(data.draw, number, before)
        addenda.append(addendum)
        after = consolidate(signed, addenda)
        assert after == amend(before, addendum), "a later day is the earlier one, amended"
        assert_only_named_clauses_changed(before, after, addendum)
        before = after
    assert_numbers_stand(signed, before)


def assert_only_named_clauses_changed(before, after, addendum):
    named = {change.clause for change in addendum.changes if change.kind != ChangeKind.ADD}
    gone = {
        low.stable_id
        for change in addendum.changes
        if change.kind == ChangeKind.REMOVE
        for low in under(after, change.clause)
    }
    now = {one.stable_id: one for one in after}
    for one in before:
        if one.stable_id not in named | gone:
            assert now[one.stable_id] == one
        if one.removed is not None:
            assert now[one.stable_id].removed == one.removed, "what was abolished stays abolished"


def assert_numbers_stand(signed, after):
    own = {one.stable_id for one in signed}
    kept = [(line.item.stable_id, line.path) for line in outlined(after)]
    first = [(line.item.stable_id, line.path) for line in outlined(consolidate(signed, []))]
    assert [pair for pair in kept if pair[0] in own] == first, "signed numbers never move"
    assert len({path for _id, path in kept}) == len(kept), "no number is given twice"
