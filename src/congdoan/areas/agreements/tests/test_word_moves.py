"""A clause moved in Word is moved here: in the own draft, or as a suggestion."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx.oxml.ns import qn
from docx.text.run import Run
import pytest

from congdoan.areas.agreements import api
from congdoan.areas.agreements.rules.returning import CLAUSE_MARK
from congdoan.areas.agreements.selectors.text import clauses_of, current_version, outline
from congdoan.areas.agreements.services import word
from congdoan.areas.agreements.tests.test_word import back, edited, find, say, taken
from congdoan.support.discussion.api import Edit, unscoped_by_anchor

pytestmark = pytest.mark.django_db
ONE, ANCHOR = "Thăm hỏi", "Lựa chọn, biểu dương"


@pytest.fixture(autouse=True)
def own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def moved(paragraphs, _file):
    """Put one clause behind the one that praises."""
    find(paragraphs, ANCHOR)._p.addnext(find(paragraphs, ONE)._p)


def moved_and_reworded(paragraphs, file):
    moved(paragraphs, file)
    say(find(paragraphs, ONE), "Thăm hỏi", "Thăm hỏi, động viên")


def stands_behind(agreement):
    texts = [clause.text for clause in clauses_of(current_version(agreement))]
    place = next(n for n, text in enumerate(texts) if ONE in text)
    return ANCHOR in texts[place - 1]


def test_it_is_moved_in_the_own_draft(draft, lan, tree, today, now):
    before = {c.stable_id: c.text for c in clauses_of(current_version(draft))}
    assert not stands_behind(draft)
    one = back(lan, draft, edited(taken(lan, draft, today, now), moved), tree, now)
    assert one.remarks == []
    (change,) = one.changes
    assert change["edit"] == Edit.MOVE
    outcome = word.write_changes(actor=lan, one=one, chosen={change["key"]}, at=now)
    assert (outcome.done, outcome.refused) == (1, [])
    assert {c.stable_id: c.text for c in clauses_of(current_version(draft))} == before
    assert stands_behind(draft)


def test_moved_and_reworded_are_two_changes(draft, lan, tree, today, now):
    content = edited(taken(lan, draft, today, now), moved_and_reworded)
    one = back(lan, draft, content, tree, now)
    assert [change["edit"] for change in one.changes] == [Edit.REPLACE, Edit.MOVE]
    outcome = word.write_changes(actor=lan, one=one, chosen={1, 2}, at=now)
    assert (outcome.done, outcome.refused) == (2, [])
    assert stands_behind(draft)
    texts = [clause.text for clause in clauses_of(current_version(draft))]
    assert any("Thăm hỏi, động viên" in text for text in texts)


def blocks(lines):
    """Return the articles with what stands under them, by the places of their lines."""
    starts = [n for n, line in enumerate(lines) if line.item.level in {"CHAPTER", "ARTICLE"}]
    ends = [*starts[1:], len(lines)]
    return [lines[start:end] for start, end in zip(starts, ends, strict=True)]


def two_articles(lines):
    """Return an article with clauses, and the last line of a later one."""
    found = [one for one in blocks(lines) if one[0].item.level == "ARTICLE" and len(one) > 1]
    return found[0], found[3][-1]


def put_behind(block, last):
    def move(_paragraphs, file):
        marks = {
            mark.get(qn("w:name")): mark.getparent()
            for mark in file.element.body.iter(qn("w:bookmarkStart"))
        }
        at = marks[f"{CLAUSE_MARK}{last.item.stable_id.hex}"]
        for line in block:
            one = marks[f"{CLAUSE_MARK}{line.item.stable_id.hex}"]
            at.addnext(one)
            at = one

    return move


def test_an_article_moves_with_its_clauses_as_one_change(draft, lan, tree, today, now):
    lines = outline(current_version(draft))
    block, target = two_articles(lines)
    content = edited(taken(lan, draft, today, now), put_behind(block, target))
    one = back(lan, draft, content, tree, now)
    (change,) = one.changes
    assert (change["edit"], change["path"]) == (Edit.MOVE, block[0].path)
    word.write_changes(actor=lan, one=one, chosen={change["key"]}, at=now)
    ids = [clause.stable_id for clause in clauses_of(current_version(draft))]
    wanted = [line.item.stable_id for line in block]
    place = ids.index(target.item.stable_id) + 1
    assert ids[place : place + len(wanted)] == wanted


def test_an_article_that_leaves_its_clauses_behind_is_named(draft, lan, tree, today, now):
    lines = outline(current_version(draft))
    block, target = two_articles(lines)
    content = edited(taken(lan, draft, today, now), put_behind(block[:1], target))
    one = back(lan, draft, content, tree, now)
    assert [change for change in one.changes if change["edit"] == Edit.MOVE] == []
    assert any(block[0].path in remark for remark in one.remarks)


def test_a_party_suggests_a_move_which_is_taken_over_whole(
    consulted, department, lan, tuan, tree, today, now
):
    content = edited(taken(tuan, consulted, today, now), moved)
    one = word.take_back(
        actor=tuan,
        agreement=consulted,
        organisation=tree.department,
        upload=SimpleUploadedFile("gop-y.docx", content),
        at=now,
    )
    outcome = word.suggest_changes(
        actor=tuan, one=one, party=department, chosen={1}, reason="Đúng nhóm việc", at=now
    )
    assert (outcome.done, outcome.refused) == (1, [])
    threads = unscoped_by_anchor(api.subject_of(consulted)).values()
    (comment,) = (one for thread in threads for one in thread)
    assert comment.edit == Edit.MOVE
    assert comment.suggested_text.startswith("Chuyển đến sau khoản")
    api.answer(
        actor=lan, agreement=consulted, comment=comment, verdict="ACCEPTED", on=today, at=now
    )
    assert stands_behind(consulted)
    comment.refresh_from_db()
    assert comment.adopted_text == comment.suggested_text


def test_a_move_by_hand_on_the_page(signed_in, consulted, department, tuan, lan):
    lines = outline(current_version(consulted))
    clause = next(line for line in lines if ONE in line.item.text).item
    page = reverse("agreements:suggest", args=[consulted.pk, clause.stable_id]) + "?loai=chuyen"
    client = signed_in(tuan)
    assert "Chuyển đến sau" in client.get(page).content.decode()
    values = {"party": department.pk, "revision": clause.revision, "reason": ""}
    at_top = client.post(page, {**values, "after": ""})
    assert at_top.status_code == 422
    assert "phải đứng trong một điều" in at_top.content.decode()
    target = next(line for line in lines if ANCHOR in line.item.text).item
    assert client.post(page, {**values, "after": str(target.stable_id)}).status_code == 302
    (comment,) = unscoped_by_anchor(api.subject_of(consulted))[clause.stable_id.hex]
    answer = signed_in(lan).get(reverse("agreements:answer", args=[consulted.pk, comment.pk]))
    assert "Đề nghị chuyển đoạn này" in answer.content.decode()
    assert 'name="new_text"' not in answer.content.decode()


def test_a_move_page_opens_in_word_back(signed_in, draft, lan, tree, today, now):
    one = back(lan, draft, edited(taken(lan, draft, today, now), moved), tree, now)
    page = signed_in(lan).get(reverse("agreements:word_back", args=[draft.pk, one.pk]))
    assert "→ sau khoản" in page.content.decode()


def commented_and_tracked(paragraphs, file):
    one = find(paragraphs, ONE)
    file.add_comment(one.runs, text="Cần ghi rõ mức chi", author="Chị Hạnh")
    tracked = one._p.makeelement(qn("w:ins"))
    tracked.set(qn("w:author"), "Chị Hạnh")
    one._p.append(tracked)
    run = Run(one._p.makeelement(qn("w:r")), one)
    run.text = " Kịp thời trong ngày."
    tracked.append(run._r)


def test_comments_and_tracked_changes_of_the_file_are_said(draft, lan, tree, today, now):
    content = edited(taken(lan, draft, today, now), commented_and_tracked)
    one = back(lan, draft, content, tree, now)
    (change,) = one.changes
    assert change["text"].endswith("Kịp thời trong ngày.")
    assert any("Chị Hạnh: Cần ghi rõ mức chi" in remark for remark in one.remarks)
    assert any("theo dõi" in remark for remark in one.remarks)


def test_a_file_with_nothing_but_a_comment_is_not_refused(signed_in, draft, lan, tree, today, now):
    def comment(paragraphs, file):
        file.add_comment(find(paragraphs, ONE).runs, text="Xem lại", author="Chị Hạnh")

    one = back(lan, draft, edited(taken(lan, draft, today, now), comment), tree, now)
    assert one.changes == []
    page = signed_in(lan).get(reverse("agreements:word_back", args=[draft.pk, one.pk]))
    assert "Xem lại" in page.content.decode()
    assert "cần ghi bằng tay" in page.content.decode()
