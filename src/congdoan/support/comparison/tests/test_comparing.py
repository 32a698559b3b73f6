from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from congdoan.support.comparison.api import Change, Line, Mark, compare, new_text, old_text

CLAUSES = (
    "Hai bên phối hợp tuyên truyền pháp luật đến đoàn viên.",
    "Hằng năm tổ chức hội nghị sơ kết vào tháng 6.",
    "Sở tạo điều kiện về thời gian và kinh phí cho công đoàn hoạt động.",
    "Công đoàn cử đại diện tham gia hội đồng thi đua, khen thưởng.",
)


def text(*words, article="Nội dung phối hợp"):
    lines = [Line("d1", "ARTICLE", "Điều 1.", article, depth=1, path="Điều 1")]
    return lines + [
        Line(f"k{n}", "CLAUSE", f"{n}.", text=said, depth=2, path=f"khoản {n} Điều 1")
        for n, said in enumerate(words, start=1)
    ]


def renumbered(lines):
    clause = 0
    for line in lines:
        clause = 0 if line.level == "ARTICLE" else clause + 1
        yield replace(line, number=f"{clause}.") if clause else line


def changes(comparison):
    return {row.line.id: row.changes for row in comparison.changed}


def said(pieces):
    return [(piece.mark.value[0], piece.text) for piece in pieces]


def test_the_same_text_has_no_changes():
    assert compare(text(*CLAUSES), text(*CLAUSES)).same


def test_a_reworded_line_is_compared_word_by_word():
    new = text("Các bên phối hợp tuyên truyền pháp luật đến đoàn viên.", *CLAUSES[1:])
    found = compare(text(*CLAUSES), new)
    assert changes(found) == {"k1": (Change.REWORDED,)}
    assert said(found.changed[0].text)[:2] == [("r", "Hai "), ("a", "Các ")]


def test_added_and_removed_lines_stand_in_their_places():
    old = text(*CLAUSES)
    new = [old[0], old[2], Line("moi", "CLAUSE", "2.", text="Hoàn toàn mới.", depth=2), *old[3:]]
    found = compare(old, list(renumbered(new)))
    assert [row.line.id for row in found.rows] == ["d1", "k1", "k2", "moi", "k3", "k4"]
    assert changes(found) == {"k1": (Change.REMOVED,), "moi": (Change.ADDED,)}
    assert Change.RENUMBERED in found.row_of("k2").changes


def test_a_moved_line_is_no_removal_and_its_siblings_stay():
    old = text(*CLAUSES)
    new = list(renumbered([old[0], old[4], *old[1:4]]))
    assert changes(compare(old, new)) == {"k4": (Change.MOVED, Change.RENUMBERED)}


def test_an_article_moves_with_what_stands_under_it():
    second = [
        Line("d2", "ARTICLE", "Điều 2.", "Trách nhiệm", depth=1),
        Line("x1", "CLAUSE", "1.", text="Sở chủ trì.", depth=2),
        Line("x2", "CLAUSE", "2.", text="Công đoàn phối hợp.", depth=2),
    ]
    old = [*text(*CLAUSES), *second]
    assert set(changes(compare(old, [*second, *text(*CLAUSES)]))) == {"d2"}


def test_a_split_keeps_the_words_that_went_over():
    old = text(f"{CLAUSES[0]} {CLAUSES[1]}")
    part = Line("moi", "CLAUSE", "2.", text=CLAUSES[1], depth=2)
    found = compare(old, [*text(CLAUSES[0]), part])
    base, split = found.row_of("k1"), found.row_of("moi")
    assert (base.changes, split.changes) == ((Change.SPLIT,), (Change.SPLIT,))
    assert split.partners[0].id == "k1"
    assert all(piece.mark is Mark.KEPT for piece in (*base.text, *split.text))
    assert new_text(split.text) == CLAUSES[1]


def test_a_merge_keeps_the_words_that_went_over():
    old = text(*CLAUSES[:2])
    found = compare(old, text("\n".join(CLAUSES[:2])))
    gone = found.row_of("k2")
    assert gone.changes == (Change.MERGED,)
    assert gone.partners[0].id == "k1"
    assert old_text(gone.text).strip() == CLAUSES[1]
    assert Change.MERGED in found.row_of("k1").changes
    assert Change.REWORDED not in found.row_of("k1").changes


def test_lines_without_common_identity_are_found_by_their_words():
    """A renewed text starts with identities of its own."""
    old = text(*CLAUSES)
    new = [
        replace(line, id=f"n-{line.id}")
        for line in text(CLAUSES[0], "Hằng quý tổ chức hội nghị sơ kết vào tháng 6.", *CLAUSES[2:])
    ]
    assert changes(compare(old, new)) == {"n-k2": (Change.REWORDED,)}


def test_a_change_of_who_leads_is_shown_apart_from_the_words():
    old, new = text(CLAUSES[0]), text(CLAUSES[0])
    new[1] = replace(new[1], note="Chủ trì: Bên A.")
    assert changes(compare(old, new)) == {"k1": (Change.SETTLED,)}


WORDS = ["công đoàn", "Sở", "hằng năm", "tổ chức", "phối hợp", "đoàn viên", ",", "2026", "họp"]


def sentence(rng):
    return " ".join(rng.choice(WORDS) for _ in range(rng.randint(0, 9)))


def add(new, at, rng, name):
    new.insert(at, Line(name, "CLAUSE", "1.", "", sentence(rng), depth=2))


def remove(new, at, _rng, _name):
    del new[at : at + 1]


def move(new, at, rng, _name):
    new.insert(rng.randrange(len(new)), new.pop(at))


def reword(new, at, rng, _name):
    new[at] = replace(new[at], text=sentence(rng))


def split(new, at, _rng, name):
    parts = new[at].text.split(" ")
    half = len(parts) // 2
    rest = Line(name, "CLAUSE", "1.", "", " ".join(parts[half:]), depth=2)
    new[at : at + 1] = [replace(new[at], text=" ".join(parts[:half])), rest]


def merge(new, at, _rng, _name):
    if at:
        joined = "\n".join(part for part in (new[at - 1].text, new[at].words) if part)
        new[at - 1 : at + 1] = [replace(new[at - 1], text=joined)]


@st.composite
def edited(draw):
    """A text and what random editing made of it."""
    rng = draw(st.randoms(use_true_random=False))
    levels = ["ARTICLE", "CLAUSE", "POINT"]
    old = []
    for n in range(rng.randint(1, 8)):
        depth = rng.randint(0, 2)
        old.append(Line(f"l{n}", levels[depth], f"{n}.", sentence(rng), sentence(rng), depth=depth))
    new = list(old)
    for n in range(rng.randint(0, 6)):
        act = rng.choice([add, remove, move, reword, split, merge]) if new else add
        act(new, rng.randrange(len(new)) if new else 0, rng, f"n{n}")
    return old, new


@given(edited())
@settings(max_examples=400)
def test_every_line_of_both_texts_is_there_once_with_all_its_words(texts):
    old, new = texts
    found = compare(old, new)
    assert [row.new for row in found.rows if row.new] == new
    assert sorted(row.old.id for row in found.rows if row.old) == sorted(line.id for line in old)
    for row in found.rows:
        if row.new and row.old and row.new.id in {line.id for line in old}:
            assert row.old.id == row.new.id, "identity goes before likeness"
        if Change.MERGED in row.changes or Change.SPLIT in row.changes:
            continue
        if row.new:
            assert new_text(row.text) == row.new.text
        if row.old:
            assert old_text(row.text) == row.old.text


@given(edited())
@settings(max_examples=400)
def test_parts_put_together_are_the_line_they_came_from(texts):
    """A split or merged line and its parts hold every word of both sides, once."""
    found = compare(*texts)
    for base in found.rows:
        if not (base.old and base.new and {Change.SPLIT, Change.MERGED} & set(base.changes)):
            continue
        partners = {line.id for line in base.partners}
        parts = [base, *(row for row in found.rows if row.line.id in partners)]
        wanted = [base.new.text, *(row.line.words for row in parts[1:] if row.new)]
        assert words("".join(new_text(row.text) + " " for row in parts)) == words(" ".join(wanted))
        wanted = [base.old.text, *(row.line.words for row in parts[1:] if row.old)]
        assert words("".join(old_text(row.text) + " " for row in parts)) == words(" ".join(wanted))


def words(text):
    return sorted(text.split())
