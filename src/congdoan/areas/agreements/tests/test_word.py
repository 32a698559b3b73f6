"""Out to Word and back."""

import io
import re
import shutil
import subprocess
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
import docx
from hypothesis import given, settings
from hypothesis import strategies as some
import pytest

from congdoan.areas.agreements import api
from congdoan.areas.agreements.letters.editing import editing_paper
from congdoan.areas.agreements.models import WordReturn
from congdoan.areas.agreements.rules.returning import CLAUSE_MARK, Sent, changes_in
from congdoan.areas.agreements.selectors.text import clauses_of, current_version, outline
from congdoan.areas.agreements.services import word
from congdoan.foundation.refusal import AlreadyDone
from congdoan.support.discussion.api import Edit, unscoped_by_anchor
from congdoan.support.manuscripts.api import Manuscript, Paragraph
from congdoan.support.rendering.api import to_docx

OFFICE = shutil.which("soffice")
EVEN = "Bình đẳng, chủ động, kịp thời, hiệu quả; không làm thay, không cản trở công việc của nhau."


@pytest.fixture(autouse=True)
def own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def taken(actor, agreement, today, now):
    """Return the Word file of an agreement's text."""
    copy = word.hand_out(actor=actor, agreement=agreement, at=now)
    version = current_version(agreement)
    paper = editing_paper(version, outline(version), copy.code, on=today)
    return to_docx(paper, created_at=now)


def edited(content, edit):
    file = docx.Document(io.BytesIO(content))
    edit({re.sub(r"\s+", " ", one.text): one for one in file.paragraphs}, file)
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def find(paragraphs, words):
    return next(one for text, one in paragraphs.items() if words in text)


def say(paragraph, old, new):
    run = next(run for run in paragraph.runs if old in run.text)
    run.text = run.text.replace(old, new)


def without_marks(content):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            if name == "word/document.xml":
                part = re.sub(rb"<w:bookmark(?:Start|End)[^>]*/>", b"", part)
            target.writestr(name, part)
    return out.getvalue()


def back(actor, agreement, content, tree, now):
    upload = SimpleUploadedFile("sua.docx", content)
    return word.take_back(
        actor=actor, agreement=agreement, organisation=tree.middle, upload=upload, at=now
    )


def three_changes(paragraphs, _file):
    say(find(paragraphs, "Bình đẳng, chủ động"), "kịp thời", "kịp thời, hiệu quả")
    gone = find(paragraphs, "Mở lớp tập huấn")
    gone._p.getparent().remove(gone._p)
    above = find(paragraphs, "Lựa chọn, biểu dương")
    new = above._p.makeelement(above._p.tag)
    above._p.addnext(new)
    docx.text.paragraph.Paragraph(new, above._parent).add_run("2. Khen thưởng hằng quý.")


@pytest.mark.django_db
@pytest.mark.parametrize("marks", [True, False], ids=["marked", "marks lost"])
def test_changes_are_found_with_marks_and_without(draft, lan, tree, today, now, marks):
    content = edited(taken(lan, draft, today, now), three_changes)
    one = back(lan, draft, content if marks else without_marks(content), tree, now)
    changes = [(change["edit"], change["text"]) for change in one.changes]
    assert changes == [
        (
            Edit.REPLACE,
            EVEN,
        ),
        (Edit.DELETE, ""),
        (Edit.INSERT, "Khen thưởng hằng quý."),
    ]
    lost = [remark for remark in one.remarks if "mất dấu" in remark]
    assert bool(lost) is not marks


@pytest.mark.django_db
def test_the_own_draft_takes_changes_straight(draft, lan, tree, today, now):
    one = back(lan, draft, edited(taken(lan, draft, today, now), three_changes), tree, now)
    before = {clause.stable_id for clause in clauses_of(current_version(draft))}
    outcome = word.write_changes(actor=lan, one=one, chosen={1, 2, 3}, at=now)
    assert (outcome.done, outcome.refused) == (3, [])
    clauses = clauses_of(current_version(draft))
    texts = [clause.text for clause in clauses]
    assert not any("Mở lớp tập huấn" in text for text in texts)
    place = texts.index("Khen thưởng hằng quý.")
    assert texts[place - 1].startswith("Lựa chọn, biểu dương")
    assert len({clause.stable_id for clause in clauses} - before) == 1
    with pytest.raises(AlreadyDone):
        word.write_changes(actor=lan, one=one, chosen={1}, at=now)


@pytest.mark.django_db
def test_a_party_sends_its_word_file_as_suggestions(consulted, department, tuan, tree, today, now):
    content = edited(taken(tuan, consulted, today, now), three_changes)
    upload = SimpleUploadedFile("gop-y.docx", content)
    one = word.take_back(
        actor=tuan, agreement=consulted, organisation=tree.department, upload=upload, at=now
    )
    outcome = word.suggest_changes(
        actor=tuan, one=one, party=department, chosen={1, 3}, reason="Theo họp ngày 01/3", at=now
    )
    assert outcome.refused == []
    threads = unscoped_by_anchor(api.subject_of(consulted)).values()
    comments = sorted((one for thread in threads for one in thread), key=lambda one: one.pk)
    assert [comment.edit for comment in comments] == [Edit.REPLACE, Edit.INSERT]


@pytest.mark.django_db
def test_what_changed_here_meanwhile_is_woven_in_or_named(draft, lan, tree, today, now):
    content = taken(lan, draft, today, now)
    kept = {clause.text: clause for clause in clauses_of(current_version(draft))}
    one_word = next(clause for text, clause in kept.items() if "Bình đẳng" in text)
    api.write_clause(
        actor=lan,
        clause=one_word,
        revision=1,
        heading="",
        text=one_word.text.replace("Bình đẳng", "Dân chủ, bình đẳng"),
        at=now,
    )
    returned = back(lan, draft, edited(content, three_changes), tree, now)
    word.write_changes(actor=lan, one=returned, chosen={1}, at=now)
    one_word.refresh_from_db()
    assert one_word.text.startswith("Dân chủ, bình đẳng, chủ động, kịp thời, hiệu quả;")


@pytest.mark.django_db
def test_files_with_nothing_for_this_text_are_refused(draft, make_draft, lan, tree, today, now):
    content = taken(lan, draft, today, now)
    with pytest.raises(word.NothingInFile):
        back(lan, draft, content, tree, now)
    other = make_draft(title="Văn bản khác", template="school")
    with pytest.raises(word.FileOfAnotherText):
        back(lan, other, content, tree, now)
    strange = docx.Document()
    strange.add_paragraph("Đơn xin nghỉ phép")
    out = io.BytesIO()
    strange.save(out)
    with pytest.raises(word.NotFromHere):
        back(lan, draft, out.getvalue(), tree, now)
    assert not WordReturn.objects.exists()


@pytest.mark.django_db
@pytest.mark.slow
@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_libreoffice_keeps_every_mark_and_changes_nothing(draft, lan, tree, today, now, tmp_path):
    (tmp_path / "ra.docx").write_bytes(taken(lan, draft, today, now))
    subprocess.run(
        [OFFICE, "--headless", f"-env:UserInstallation=file://{tmp_path}/lo", "--convert-to",
         "docx:MS Word 2007 XML", "--outdir", str(tmp_path / "vao"), str(tmp_path / "ra.docx")],
        check=True,
        capture_output=True,
        timeout=180,
    )  # fmt: skip
    saved = (tmp_path / "vao" / "ra.docx").read_bytes()
    with pytest.raises(word.NothingInFile):
        back(lan, draft, saved, tree, now)
    one = back(lan, draft, edited(saved, three_changes), tree, now)
    assert len(one.changes) == 3


LINES = [
    Sent("a" * 32, "ARTICLE", "Phạm vi", "", "Điều 1.", "Điều 1", 1),
    *(
        Sent(
            f"{n:032}",
            "CLAUSE",
            "",
            f"Nội dung phối hợp số {n} giữa hai bên.",
            f"{n}.",
            f"khoản {n}",
            1,
        )
        for n in range(1, 8)
    ),
]


@settings(max_examples=80, deadline=None)
@given(
    some.lists(
        some.tuples(some.integers(1, 7), some.sampled_from(["keep", "reword", "drop", "add"])),
        max_size=7,
        unique_by=lambda pair: pair[0],
    )
)
def test_an_anchor_never_points_to_another_clauses_words(edits):
    wanted = dict(edits)
    blocks, expected = [], {}
    for n, line in enumerate(LINES):
        act = wanted.get(n, "keep")
        if act == "drop":
            expected[line.id] = None
            continue
        text = line.text + (" Thêm kết quả." if act == "reword" else "")
        whole = f"{line.number} {line.heading or text}"
        blocks.append(Paragraph(len(blocks) + 1, whole, marks=(f"{CLAUSE_MARK}{line.id}",)))
        if act == "reword":
            expected[line.id] = text
        if act == "add":
            blocks.append(Paragraph(len(blocks) + 1, f"9. Hoàn toàn mới thứ {n}."))
    found = changes_in(Manuscript("a.docx", tuple(blocks)), LINES)
    said = {
        change.clause: None if change.edit == Edit.DELETE else change.text
        for change in found.changes
        if change.edit != Edit.INSERT
    }
    assert said == expected
    added = [change for change in found.changes if change.edit == Edit.INSERT]
    assert [(one.clause, one.text) for one in added] == [
        (LINES[n].id, f"Hoàn toàn mới thứ {n}.")
        for n in range(len(LINES))
        if wanted.get(n) == "add"
    ]


@pytest.mark.django_db
def test_the_pages_lead_from_the_file_to_the_draft(signed_in, draft, lan, tuan, tree, today, now):
    client = signed_in(lan)
    answer = client.post(reverse("agreements:word_take", args=[draft.pk]))
    assert answer["Content-Type"].endswith("wordprocessingml.document")
    content = edited(answer.content, three_changes)
    values = {
        "organisation": tree.middle.pk,
        "upload": SimpleUploadedFile("sua.docx", content),
    }
    sent = client.post(reverse("agreements:word", args=[draft.pk]), values)
    page = client.get(sent.url)
    assert page.content.decode().count('name="chosen"') == 3
    none = client.post(sent.url, {})
    assert none.status_code == 422
    client.post(sent.url, {"chosen": ["1", "2"]})
    texts = [clause.text for clause in clauses_of(current_version(draft))]
    assert EVEN in texts
    assert "Khen thưởng hằng quý." not in texts
    bad = {
        "organisation": tree.middle.pk,
        "upload": SimpleUploadedFile("a.doc", b"\xd0\xcf\x11\xe0"),
    }
    refused = client.post(reverse("agreements:word", args=[draft.pk]), bad)
    assert refused.status_code == 422
    assert "bản Word cũ" in refused.content.decode()
    # The other party has not been shown the draft.
    assert signed_in(tuan).get(reverse("agreements:word", args=[draft.pk])).status_code == 404


@pytest.mark.django_db
def test_a_file_is_its_organisations_own(signed_in, consulted, lan, tuan, tree, today, now):
    content = edited(taken(tuan, consulted, today, now), three_changes)
    one = word.take_back(
        actor=tuan,
        agreement=consulted,
        organisation=tree.department,
        upload=SimpleUploadedFile("a.docx", content),
        at=now,
    )
    address = reverse("agreements:word_back", args=[consulted.pk, one.pk])
    assert signed_in(lan).get(address).status_code == 404
    client = signed_in(tuan)
    assert "Gửi thành đề nghị sửa" in client.get(address).content.decode()
    done = client.post(address, {"chosen": ["1", "2", "3"], "reason": "Theo họp"})
    assert done.url == reverse("agreements:comment", args=[consulted.pk])
    assert sum(len(one) for one in unscoped_by_anchor(api.subject_of(consulted)).values()) == 3
