"""Comments follow their words: an anchor never points to words of another clause."""

from contextlib import suppress
from datetime import timedelta
from itertools import count
import random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
import pytest

from congdoan.areas.agreements import api
from congdoan.areas.agreements.models import Clause
from congdoan.areas.agreements.rules.anchors import Remark, part_of
from congdoan.areas.agreements.rules.lines import NewLine
from congdoan.areas.agreements.selectors.agreements import parties_of
from congdoan.areas.agreements.selectors.consultations import subject_of
from congdoan.areas.agreements.selectors.text import clauses_of, current_version
from congdoan.foundation.refusal import Refusal
from congdoan.support.discussion.api import unscoped_by_anchor

WHOLE, FIRST, SECOND = "một hai ba bốn năm sáu", "một hai ba", "bốn năm sáu"


@pytest.mark.parametrize(
    ("remark", "second", "wanted"),
    [
        (Remark(quoted="hai ba"), None, ""),
        (Remark(quoted="năm"), True, ""),
        (Remark(quoted="ba bốn"), None, ""),
        (Remark("REPLACE", base=WHOLE, wanted="một hai ba bốn NĂM sáu"), True, "bốn NĂM sáu"),
        (Remark("REPLACE", base=WHOLE, wanted="một HAI ba bốn năm sáu"), False, "một HAI ba"),
        (Remark("REPLACE", base=WHOLE, wanted="một HAI ba bốn NĂM sáu"), None, ""),
        (Remark("REPLACE", base="bốn năm", wanted="bốn NĂM"), True, "bốn NĂM"),
        (Remark("DELETE", base=SECOND), True, ""),
        (Remark("DELETE", base=WHOLE), None, ""),
        (Remark("INSERT", base=WHOLE, wanted="bảy"), True, "bảy"),
        (Remark(), None, ""),
    ],
)
def test_a_remark_goes_with_the_part_that_holds_its_words(remark, second, wanted):
    part = part_of(remark, whole=WHOLE, first=FIRST, second=SECOND)
    if second is None:
        assert part is None
    else:
        assert (part.second, part.wanted) == (second, wanted)


@pytest.fixture
def make_said(make_draft, lan, tuan, today, now):
    """A draft whose clauses each have words of their own, one quoted by a comment or suggestion."""
    numbers = count()

    def make():
        draft = make_draft(template="", title=f"Quy chế {next(numbers)}")
        words = (f"chữ{n}" for n in count())
        lines = [NewLine("ARTICLE", "Điều")] + [
            NewLine("CLAUSE", "", " ".join(next(words) for _ in range(4))) for _ in range(4)
        ]
        api.add_lines(actor=lan, version=current_version(draft), lines=lines, at=now)
        api.send_out(actor=lan, agreement=draft, due=today + timedelta(9), on=today, at=now)
        party = next(p for p in parties_of(draft) if p.organisation_id != draft.drafting_id)
        said = {}
        for n, row in enumerate(clauses_of(current_version(draft))[1:]):
            mark = row.text.split()[n % 4]
            who = {"actor": tuan, "agreement": draft, "party": party, "clause": row, "at": now}
            if n % 2:
                comment = api.suggest(
                    **who,
                    edit="REPLACE",
                    revision=row.revision,
                    text=row.text.replace(mark, "khác"),
                )
            else:
                comment = api.say(**who, kind="OPINION", text="Xem lại.", quoted=mark)
            said[comment.pk] = mark
        api.back_to_draft(actor=lan, agreement=draft, reason="Sửa", on=today, at=now)
        return draft, said

    return make


class Editor:
    """Somebody who edits at random."""

    def __init__(self, draft, actor, now, rng):
        self.version, self.actor, self.now, self.rng = current_version(draft), actor, now, rng

    def step(self):
        rows = [c for c in clauses_of(self.version) if c.level != "ARTICLE"]
        act = self.rng.choice(
            [self.add, self.move, self.split, self.merge, self.remove, self.shift, self.restore]
        )
        # What has no place there is refused; everything else must keep the anchors right.
        with suppress(Refusal):
            act(self.rng.choice(rows) if rows else None)

    def add(self, row):
        given = {"level": "CLAUSE", "text": "thêm mới", "after": row}
        api.add_clause(actor=self.actor, version=self.version, at=self.now, **given)

    def move(self, row):
        if row:
            up = self.rng.random() < 0.5
            api.move_clause(actor=self.actor, clause=row, up=up, at=self.now)

    def shift(self, row):
        if row:
            deeper = self.rng.random() < 0.5
            api.shift_clause(actor=self.actor, clause=row, deeper=deeper, at=self.now)

    def split(self, row):
        words = row.text.split() if row else []
        if len(words) > 1:
            at = self.rng.randrange(1, len(words))
            api.split_clause(
                actor=self.actor,
                clause=row,
                revision=row.revision,
                first=" ".join(words[:at]),
                second=" ".join(words[at:]),
                at=self.now,
            )

    def merge(self, row):
        if row:
            api.merge_clause(actor=self.actor, clause=row, revision=row.revision, at=self.now)

    def remove(self, row):
        if row:
            api.remove_clause(actor=self.actor, clause=row, whole=True, at=self.now)

    def restore(self, _row):
        gone = Clause.objects.filter(version=self.version, removed_at__isnull=False).first()
        if gone:
            api.restore_clause(actor=self.actor, clause=gone, at=self.now)


@pytest.mark.django_db
@given(seed=st.integers(0, 10**6), steps=st.integers(1, 12))
@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_an_anchor_never_points_to_another_clauses_text(make_said, lan, now, seed, steps):
    draft, said = make_said()
    rng = random.Random(seed)  # noqa: S311 - the seed is the example
    editor = Editor(draft, lan, now, rng)
    for n in range(steps):
        editor.now = now + timedelta(minutes=n + 1)
        editor.step()
        anchors = unscoped_by_anchor(subject_of(draft))
        texts = {
            row.stable_id.hex: f"{row.heading} {row.text}".split()
            for row in Clause.objects.filter(version=editor.version)
        }
        placed = {one.pk: anchor for anchor, comments in anchors.items() for one in comments}
        assert set(placed) == set(said), "no comment is ever lost"
        for pk, mark in said.items():
            assert mark in texts[placed[pk]]
