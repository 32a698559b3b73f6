from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
import pytest

from congdoan.areas.agreements.enums import Source, State
from congdoan.areas.agreements.models import Agreement, TextImport
from congdoan.areas.agreements.rules import sheet as sheets
from congdoan.areas.agreements.selectors.text import outline_of
from congdoan.areas.agreements.services.importing import begin_import, save_sheet
from congdoan.areas.agreements.tests.manuscripts import regulation
from congdoan.foundation.refusal import ChangedMeanwhile, NotAllowed
from congdoan.kernel.audit.models import AuditEntry
from congdoan.support.manuscripts.tests.factories import p

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.4\n%\xe2\xe3\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"


@pytest.fixture(autouse=True)
def own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def word(content=None, name="chuong-trinh.docx"):
    return SimpleUploadedFile(name, regulation() if content is None else content)


@pytest.fixture
def begun(lan, tree, now):
    return begin_import(actor=lan, organisation=tree.middle, upload=word(), at=now)


def upload(client, tree, file):
    return client.post(
        reverse("agreements:imports"), {"organisation": tree.middle.pk, "upload": file}
    )


def facts(tree, **changes):
    rows = {
        "parties-TOTAL_FORMS": 1,
        "parties-INITIAL_FORMS": 0,
        "parties-0-organisation": f"x [{tree.department.code}]",
        "parties-0-side": "B",
        "bases-TOTAL_FORMS": 1,
        "bases-INITIAL_FORMS": 0,
        "bases-0-title": "Luật Công đoàn",
    }
    return {
        "kind": "PROGRAMME",
        "title": "Chương trình phối hợp 2018 – 2020",
        "first_day": "05/09/2018",
        "last_day": "31/08/2020",
        "length": "",
        "year_basis": "SCHOOL_YEAR",
        "standing": "draft",
        **rows,
        **changes,
    }


def test_a_word_file_is_reviewed_and_becomes_a_draft(signed_in, lan, tree):
    client = signed_in(lan)
    assert upload(client, tree, word()).status_code == 302
    one = TextImport.objects.get()
    page = client.get(reverse("agreements:import", args=[one.pk]))
    assert "chưa quyết định" in page.content.decode()
    early = client.post(reverse("agreements:import_facts", args=[one.pk]), facts(tree))
    assert early.status_code == 409
    assert "Còn 1 phần chưa quyết định" in early.content.decode()

    table = next(
        line for line in one.lines if line.get("piece") == "TABLE" and not line.get("reason")
    )
    client.post(
        reverse("agreements:import", args=[one.pk]),
        {"revision": one.revision, "do": f"join:{table['key']}"},
    )
    done = client.post(reverse("agreements:import_facts", args=[one.pk]), facts(tree))
    made = Agreement.objects.get()
    assert done.url == reverse("agreements:detail", args=[made.pk])
    assert made.state == State.DRAFT
    lines = {line.label: line.item.text for line in outline_of(made)}
    assert lines["b)"] == "tập huấn.\nNội dung | Bên\nThăm hỏi | A"
    assert made.bases.get().title == "Luật Công đoàn"
    assert [party.label for party in made.parties.in_order()] == ["Bên A", "Bên B"]
    assert AuditEntry.objects.filter(verb="agreements.imported").exists()
    again = client.get(reverse("agreements:import", args=[one.pk]))
    assert again.url == reverse("agreements:detail", args=[made.pk])


def test_one_signed_on_paper_runs_by_its_days(signed_in, lan, tree, begun):
    sheet = [line for line in sheets.from_json(begun.lines) if line.fate != "OPEN"]
    begun.lines = sheets.as_json(sheet)
    begun.save(update_fields=["lines"])
    client = signed_in(lan)
    values = facts(tree, standing="signed", first_day="05/09/2025", last_day="31/08/2030")
    missing = client.post(reverse("agreements:import_facts", args=[begun.pk]), values)
    assert missing.status_code == 422
    values |= {"signed_on": "05/09/2025", "place": "Mỹ Đức", "number": "12/CTr"}
    client.post(reverse("agreements:import_facts", args=[begun.pk]), values)
    made = Agreement.objects.get()
    assert (made.state, made.number, made.signed_place) == (State.EFFECTIVE, "12/CTr", "Mỹ Đức")


def test_a_scan_is_the_original_and_duties_are_typed_beside_it(signed_in, lan, tree):
    client = signed_in(lan)
    assert upload(client, tree, SimpleUploadedFile("ban-ky.pdf", PDF)).status_code == 302
    one = TextImport.objects.get()
    assert one.source == Source.SCAN
    page = client.get(reverse("agreements:import", args=[one.pk]))
    assert "frame-src 'self'" in page["Content-Security-Policy"]
    assert f"/tep/{one.file_id}/" in page.content.decode()
    client.post(
        reverse("agreements:import", args=[one.pk]), {"revision": one.revision, "do": "add:"}
    )
    client.post(
        reverse("agreements:import", args=[one.pk]),
        {
            "revision": one.revision + 1,
            "heading-1": "Thăm hỏi đoàn viên",
            "level-1": "ARTICLE",
            "bearer-1": "EACH",
            "cadence-1": "YEARLY",
            "do": "next",
        },
    )
    values = facts(tree, standing="signed", signed_on="05/09/2025", place="Mỹ Đức")
    values |= {"first_day": "05/09/2025", "last_day": "31/08/2030"}
    client.post(reverse("agreements:import_facts", args=[one.pk]), values)
    made = Agreement.objects.get()
    assert made.scan_id == one.file_id
    assert made.obligations.exists()
    assert client.get(f"/tep/{one.file_id}/").status_code == 200


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "bản Word cũ (.doc)"),
        (b"{\\rtf1 x}", "chọn Lưu thành .docx"),
        (regulation()[:-80], "bị hỏng"),
    ],
)
def test_a_bad_file_is_refused_beside_the_field(signed_in, lan, tree, content, said):
    answer = upload(signed_in(lan), tree, word(content, "quy-che.doc"))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not TextImport.objects.exists()


def test_only_those_who_draft_there_see_it(signed_in, far, tuan, lan, begun, clerk):
    for stranger in (far, tuan):
        for name in ("import", "import_facts", "import_discard"):
            assert (
                signed_in(stranger).get(reverse(f"agreements:{name}", args=[begun.pk])).status_code
                == 404
            )
        assert signed_in(stranger).get(f"/tep/{begun.file_id}/").status_code == 404
    assert signed_in(clerk).get(reverse("agreements:import", args=[begun.pk])).status_code == 200
    assert signed_in(clerk).get(f"/tep/{begun.file_id}/").status_code == 200


def test_nobody_imports_for_another_unit(far, tree, now):
    with pytest.raises(NotAllowed):
        begin_import(actor=far, organisation=tree.middle, upload=word(), at=now)


def test_two_people_sorting_at_once_are_told(lan, begun):
    sheet = sheets.from_json(begun.lines)
    save_sheet(actor=lan, one=begun, revision=begun.revision, sheet=sheet)
    with pytest.raises(ChangedMeanwhile):
        save_sheet(actor=lan, one=begun, revision=begun.revision, sheet=sheet)


def test_tracked_changes_are_announced_and_listed(lan, tree, now):
    change = p("3. Mới ", '<w:ins w:author="Thư"><w:r><w:t>thêm</w:t></w:r></w:ins>')
    one = begin_import(actor=lan, organisation=tree.middle, upload=word(regulation(change)), at=now)
    assert "1 chỗ theo dõi sửa đổi" in one.remarks[0]
    line = next(line for line in one.lines if line.get("piece") == "INSERTED")
    assert (line["text"], line["note"]) == ("thêm", "Thư")


def test_a_sheet_given_up_is_gone(signed_in, lan, begun):
    client = signed_in(lan)
    assert client.post(reverse("agreements:import_discard", args=[begun.pk])).status_code == 302
    assert client.get(reverse("agreements:import", args=[begun.pk])).status_code == 404


def test_the_page_asks_the_same_number_of_questions_for_a_long_sheet(
    signed_in, lan, begun, django_assert_max_num_queries
):
    sheet = [sheets.SheetLine(n, "ARTICLE", f"Điều {n}") for n in range(1, 400)]
    begun.lines = sheets.as_json(sheet)
    begun.save(update_fields=["lines"])
    client = signed_in(lan)
    with django_assert_max_num_queries(25):
        page = client.get(reverse("agreements:import", args=[begun.pk]) + "?trang=3")
    assert page.content.decode().count('class="sheet-line') == sheets.PAGE


def test_what_was_typed_survives_a_button_that_is_refused(signed_in, lan, begun):
    client = signed_in(lan)
    key = next(line["key"] for line in begun.lines if line.get("level") == "CLAUSE")
    page = client.post(
        reverse("agreements:import", args=[begun.pk]),
        {"revision": 1, f"text-{key}": "Chữ mới gõ", "do": f"leave:{key}"},
    )
    assert page.status_code == 409
    assert "Hãy ghi lý do để ngoài “Chữ mới gõ”" in page.content.decode()
    begun.refresh_from_db()
    line = next(line for line in begun.lines if line["key"] == key)
    assert (line["text"], line["level"]) == ("Chữ mới gõ", "CLAUSE")
