"""Saving, versions, templates, what is printed."""

import io

from pypdf import PdfReader
import pytest

from congdoan.foundation.refusal import NotAllowed, NotFound
from congdoan.kernel.audit.models import AuditEntry
from congdoan.support.drafting.rules.blocks import new_block
from congdoan.support.drafting.rules.refusals import (
    DraftClosed,
    NameMissing,
    SameWords,
    SavedMeanwhile,
)
from congdoan.support.drafting.selectors.owners import Owner, register_owner, visible_draft
from congdoan.support.drafting.selectors.printing import document_of, unknown_in
from congdoan.support.drafting.selectors.templates import draft_of, visible_template
from congdoan.support.drafting.services import templates, writing
from congdoan.support.drafting.services.sealing import seal_draft
from congdoan.support.drafting.services.writing import DraftData
from congdoan.support.rendering.api import to_pdf

pytestmark = pytest.mark.django_db

WORDS = DraftData("Tổ chức hội thi", "Các tổ công đoàn", (new_block("paragraph", "Nội dung"),))


@pytest.fixture
def save(draft, lan, now):
    def act(revision, data=WORDS, *, actor=None):
        return writing.save_draft(
            actor=actor or lan, draft=draft, revision=revision, data=data, at=now
        )

    return act


def test_a_save_counts_and_the_same_words_again_change_nothing(save):
    assert save(1).revision == 2
    assert save(2).revision == 2
    assert save(1).revision == 2  # what was lost on the way and sent again


def test_whoever_saves_on_an_old_text_is_told_who_was_faster(save, draft, lan):
    save(1)
    other = DraftData("Khác", "", ())
    with pytest.raises(SavedMeanwhile) as refused:
        save(1, other)
    assert lan.name in refused.value.sentence
    draft.refresh_from_db()
    assert draft.subject == "Tổ chức hội thi"
    assert save(2, other).subject == "Khác"


def test_neighbours_see_nothing_and_those_below_only_read(draft, template, below, beside, save):
    with pytest.raises(NotFound):
        visible_draft(beside, draft.pk)
    found, access = visible_draft(below, draft.pk)
    assert found == draft
    assert not access.may_edit
    with pytest.raises(NotAllowed):
        save(1, actor=below)
    with pytest.raises(NotAllowed):
        templates.retire_template(actor=below, template=template, at=draft.saved_at)


def test_a_version_is_kept_once_and_restored_with_what_stood_there(save, draft, lan, now):
    save(1)
    first = writing.keep_version(actor=lan, draft=draft, note="bản 1", at=now)
    with pytest.raises(SameWords):
        writing.keep_version(actor=lan, draft=draft, note="", at=now)
    save(2, DraftData("Khác", "", ()))
    back = writing.restore_version(actor=lan, draft=draft, number=first.number, at=now)
    assert (back.subject, back.revision) == ("Tổ chức hội thi", 4)
    assert [one.subject for one in draft.versions.all()] == ["Khác", "Tổ chức hội thi"]
    with pytest.raises(NotFound):
        writing.restore_version(actor=lan, draft=draft, number=9, at=now)
    verbs = set(AuditEntry.objects.values_list("verb", flat=True))
    assert {"drafting.kept", "drafting.restored", "drafting.template_made"} <= verbs


def test_a_closed_text_stands(save, draft, lan, now):
    seal_draft(draft=draft, on=now.date(), at=now)
    with pytest.raises(DraftClosed):
        save(1)


def test_templates_are_named_once_copied_below_and_retired(template, tree, lan, below, today, now):
    given = {"on": today, "at": now, "type_code": "UNION.KH", "like": None}
    with pytest.raises(templates.TemplateNamedTwice):
        templates.make_template(
            actor=lan, organisation=tree.middle, name=" Kế  hoạch tháng ", **given
        )
    with pytest.raises(NameMissing):
        templates.make_template(actor=lan, organisation=tree.middle, name=" ", **given)
    with pytest.raises(templates.TypeNotInForce):
        templates.make_template(
            actor=lan, organisation=tree.middle, name="x", **given | {"type_code": "UNION.X"}
        )
    with pytest.raises(NotAllowed):
        templates.make_template(actor=below, organisation=tree.middle, name="x", **given)
    copy = templates.make_template(
        actor=below, organisation=tree.leaf, name="Của trường", **given | {"like": template}
    )
    old, new = draft_of(template), draft_of(copy)
    assert [one.text for one in old.content] == [one.text for one in new.content]
    assert not {one.id for one in old.content} & {one.id for one in new.content}
    templates.retire_template(actor=lan, template=template, at=now)
    with pytest.raises(templates.RetiredAlready):
        templates.retire_template(actor=lan, template=template, at=now)
    with pytest.raises(NotFound):
        visible_template(below, template.pk)


def test_what_is_printed_has_the_facts_of_the_unit(draft, lan, today, now, save):
    save(
        1,
        DraftData(
            "Hội thi của {{organisation.name}}",
            "",
            (
                new_block("basis", "Căn cứ Luật Công đoàn"),
                new_block("article", "Mục đích"),
                new_block("clause", "Của {{nothing.known}}"),
                new_block("dash", "gạch"),
                new_block("table", "TT | Tên\n1 | A"),
                new_block("recipient", "Lưu: VT"),
                new_block("signature", "TM. BAN CHẤP HÀNH\nCHỦ TỊCH", "{{offices.president}}"),
            ),
        ),
    )
    draft.refresh_from_db()
    document = document_of(draft, on=today)
    pdf = PdfReader(io.BytesIO(to_pdf(document, created_at=now)))
    said = " ".join(" ".join(page.extract_text() for page in pdf.pages).split())
    for words in ("KẾ HOẠCH", "Hội thi của Công đoàn phường Đông", "Điều 1. Mục đích", lan.name):
        assert words in said.replace("\u00a0", " ")
    assert "1. Của {{nothing.known}}" in said
    assert "LIÊN ĐOÀN LAO ĐỘNG" in said.replace("\u00a0", " ")
    assert unknown_in(draft, on=today) == ["nothing.known"]


def test_two_slices_may_not_own_the_same_kind_of_record():
    with pytest.raises(ValueError, match=r"drafting\.template"):
        register_owner(Owner("drafting.template", lambda _actor, _pk: None))
