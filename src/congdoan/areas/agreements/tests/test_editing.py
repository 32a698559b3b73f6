import pytest

from congdoan.areas.agreements import api
from congdoan.areas.agreements.rules.numbering import numbered
from congdoan.areas.agreements.rules.refusals import (
    ClauseChanged,
    ClauseGone,
    LevelDoesNotFit,
    NothingAbove,
    NothingBelow,
)
from congdoan.areas.agreements.selectors.text import clauses_of, current_version
from congdoan.foundation.refusal import NotAllowed

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(make_draft):
    return current_version(make_draft(template=""))


@pytest.fixture
def write(version, lan, now):
    """Write lines "C1 A1 K1 …" (level and text) into the draft; return them by text."""

    def make(plan):
        levels = {"C": "CHAPTER", "A": "ARTICLE", "K": "CLAUSE", "P": "POINT"}
        made = {}
        for word in plan.split():
            row = api.add_clause(
                actor=lan,
                version=version,
                level=levels[word[0]],
                heading=word if word[0] in "CA" else "",
                text=word if word[0] in "KP" else "",
                at=now,
            )
            made[word] = row
        return made

    return make


def shape(version):
    return " ".join(
        f"{line.label}{line.item.heading or line.item.text}"
        for line in numbered(clauses_of(version))
    )


def words(version):
    return " ".join(c.heading or c.text for c in clauses_of(version))


def test_two_people_write_two_clauses_at_once_without_loss(write, version, lan, clerk, now):
    rows = write("A1 K1 K2")
    for actor, name in ((lan, "K1"), (clerk, "K2")):
        api.write_clause(
            actor=actor, clause=rows[name], revision=1, heading="", text=f"{name} mới", at=now
        )
    assert [c.text for c in clauses_of(version)][1:] == ["K1 mới", "K2 mới"]


def test_the_same_clause_is_never_overwritten(write, version, lan, clerk, now):
    row = write("A1 K1")["K1"]
    api.write_clause(actor=clerk, clause=row, revision=1, heading="", text="của Thư", at=now)
    with pytest.raises(ClauseChanged) as refused:
        api.write_clause(actor=lan, clause=row, revision=1, heading="", text="của Lan", at=now)
    assert "Đỗ Thị Thư" in refused.value.sentence
    row.refresh_from_db()
    assert row.text == "của Thư"


def test_a_repeated_autosave_is_no_conflict(write, lan, now):
    row = write("A1 K1")["K1"]
    for _ in range(2):
        saved = api.write_clause(actor=lan, clause=row, revision=1, heading="", text="x", at=now)
    assert saved.revision == 2


def test_moving_a_line_disturbs_nobody_who_writes(write, version, lan, clerk, now):
    rows = write("A1 K1 K2")
    api.move_clause(actor=clerk, clause=rows["K2"], up=True, at=now)
    api.write_clause(actor=lan, clause=rows["K2"], revision=1, heading="", text="sửa", at=now)
    assert words(version) == "A1 sửa K1"


def test_blocks_move_with_what_stands_under_them(write, version, lan, now):
    rows = write("C1 A1 K1 A2 K2 C2 A3")
    api.move_clause(actor=lan, clause=rows["A2"], up=True, at=now)
    assert words(version) == "C1 A2 K2 A1 K1 C2 A3"
    api.move_clause(actor=lan, clause=rows["A1"], up=False, at=now)
    assert words(version) == "C1 A2 K2 C2 A1 K1 A3"
    api.move_clause(actor=lan, clause=rows["C2"], up=True, at=now)
    assert words(version) == "C2 A1 K1 A3 C1 A2 K2"


def test_the_ends_are_ends(write, lan, now):
    rows = write("A1 A2")
    with pytest.raises(NothingAbove):
        api.move_clause(actor=lan, clause=rows["A1"], up=True, at=now)
    with pytest.raises(NothingBelow):
        api.move_clause(actor=lan, clause=rows["A2"], up=False, at=now)


def test_levels_shift_with_what_stands_under_them(write, version, lan, now):
    rows = write("A1 A2 K1")
    api.shift_clause(actor=lan, clause=rows["A2"], deeper=True, at=now)
    assert shape(version) == "Điều 1.A1 1.A2 a)K1"
    api.shift_clause(actor=lan, clause=rows["A2"], deeper=False, at=now)
    assert shape(version) == "Điều 1.A1 Điều 2.A2 1.K1"


def test_a_first_line_cannot_become_a_clause(write, lan, now):
    with pytest.raises(LevelDoesNotFit):
        api.shift_clause(actor=lan, clause=write("A1")["A1"], deeper=True, at=now)


def test_a_clause_splits_and_joins_again(write, version, lan, now):
    row = write("A1 K1 K2")["K1"]
    made = api.split_clause(actor=lan, clause=row, revision=1, first="đầu ", second=" cuối", at=now)
    assert words(version) == "A1 đầu cuối K2"
    api.merge_clause(actor=lan, clause=made, revision=1, at=now)
    assert [c.text for c in clauses_of(version)][1] == "đầu\ncuối"


def test_an_article_splits_into_a_clause_under_it(write, version, lan, now):
    row = write("A1")["A1"]
    made = api.split_clause(actor=lan, clause=row, revision=1, first="", second="ý", at=now)
    assert made.level == "CLAUSE"


def test_removed_lines_come_back_where_they_were(write, version, lan, now):
    rows = write("A1 K1 A2 K2 A3")
    gone = api.remove_clause(actor=lan, clause=rows["A2"], whole=True, at=now)
    assert (len(gone), words(version)) == (2, "A1 K1 A3")
    api.move_clause(actor=lan, clause=rows["A3"], up=True, at=now)
    api.move_clause(actor=lan, clause=rows["A3"], up=False, at=now)
    api.restore_clause(actor=lan, clause=rows["A2"], at=now)
    assert words(version).split().count("A2") == 1
    assert words(version) == "A1 K1 A2 K2 A3"


def test_writing_into_a_removed_line_says_who_removed_it(write, lan, clerk, now):
    row = write("A1 K1")["K1"]
    api.remove_clause(actor=clerk, clause=row, whole=False, at=now)
    with pytest.raises(ClauseGone) as refused:
        api.write_clause(actor=lan, clause=row, revision=1, heading="", text="x", at=now)
    assert "Đỗ Thị Thư" in refused.value.sentence


def test_the_other_party_does_not_write(write, tuan, now):
    with pytest.raises(NotAllowed):
        api.write_clause(
            actor=tuan, clause=write("A1")["A1"], revision=1, heading="x", text="", at=now
        )


def test_text_is_stored_composed_and_without_control_characters(write, lan, now):
    import unicodedata

    row = write("A1 K1")["K1"]
    typed = unicodedata.normalize("NFD", "  Phối  hợp\x00\r\n\r\ncông tác ")
    saved = api.write_clause(actor=lan, clause=row, revision=1, heading="", text=typed, at=now)
    assert saved.text == "Phối hợp\ncông tác"
