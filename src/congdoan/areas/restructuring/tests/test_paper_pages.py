"""Who may print what: the panel on a worksheet, an event, an import; the files behind it."""

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
import pytest

from congdoan.areas.restructuring.tests.scenes import (
    DAY,
    PAPER,
    join,
    office_key,
    questions,
    regroup,
)
from congdoan.foundation.workbook import Book
from congdoan.kernel.organisations.enums import EndReason, EventKind, ReorganisationState
from congdoan.kernel.organisations.models import Organisation, Reorganisation
from congdoan.support.exchange.api import ORGANISATION_CHANGES, commit_import, plan_import

pytestmark = pytest.mark.django_db
SOON = date(2026, 12, 1)


@pytest.fixture
def chief(tree, make_person, seat, actor_of):
    person = make_person("Lương Thị Tỉnh", username="tinh")
    seat(person, tree.province, "PRESIDENT")
    return actor_of(person)


@pytest.fixture
def worksheet(tree, lan, now, seat, make_person):
    """A merger that Lan's ward prepares, the president of the one that ends goes on."""
    seat(make_person("Vũ Thị Mai"), tree.other_leaf, "PRESIDENT")
    join(tree.other_leaf, 12)
    return sheet_of(
        tree,
        now,
        EventKind.MERGE_INTO,
        originals=[tree.other_leaf.pk],
        into=tree.leaf.pk,
        passing={office_key(tree.other_leaf): tree.leaf.code},
    )


def sheet_of(tree, now, kind, **plan):
    return Reorganisation.objects.create(
        superior=tree.middle, kind=kind, on=SOON, plan=plan, made_at=now
    )


def to(name, *args):
    return reverse(f"restructuring:{name}", args=args)


def words(answer):
    return answer.content.decode()


def test_a_worksheet_offers_its_decision_to_print_before_it_is_carried_out(
    worksheet, signed_in, lan, tree
):
    client = signed_in(lan)
    page = client.get(reverse("organisations:reorganisation", args=[worksheet.pk]))
    assert to("sheet_papers", worksheet.pk) in words(page)
    panel = words(client.get(to("sheet_papers", worksheet.pk)))
    assert "Quyết định sáp nhập, hợp nhất" in panel
    assert "chưa đối chiếu văn bản gốc" in panel
    assert to("sheet_pdf", worksheet.pk, "phu-luc") not in panel
    pdf = client.get(to("sheet_pdf", worksheet.pk, "quyet-dinh"))
    assert pdf["Content-Type"] == "application/pdf"
    assert pdf["Content-Disposition"].startswith("inline")
    assert pdf.content.startswith(b"%PDF-")
    docx = client.get(to("sheet_docx", worksheet.pk, "quyet-dinh"))
    assert docx.content.startswith(b"PK")
    assert not Organisation.objects.filter(end_reason=EndReason.MERGED).exists()


def test_the_draft_says_what_the_worksheet_says(worksheet, lan):
    from django.utils.translation import override

    from congdoan.areas.restructuring.api import PaperKind, document_of, sheet_dossier
    from congdoan.support.rendering.api import canonical_text

    with override("vi"):
        dossier = sheet_dossier(lan, worksheet.pk)
        text = canonical_text(document_of(dossier, PaperKind.DECISION, ""))
        committee = canonical_text(document_of(dossier, PaperKind.COMMITTEE, "CS-A11"))
        head = document_of(dossier, PaperKind.DECISION, "")
    assert "12 đoàn viên của Công đoàn cơ sở Trường THCS Ánh Dương tiếp tục" in text
    assert "Đồng chí Vũ Thị Mai, Chủ tịch" in text
    assert "Chỉ định bổ sung các đồng chí sau giữ chức danh tại" in committee
    assert head.dated is None
    assert head.bodies[0].number.strip() == "/QĐ-……"
    assert head.signatures[0].name == "Trần Thị Lan"


def test_a_worksheet_that_says_too_little_still_prints_with_gaps(tree, lan, now, signed_in):
    made = sheet_of(tree, now, EventKind.DIVIDE, originals=[tree.leaf.pk])
    client = signed_in(lan)
    assert client.get(to("sheet_papers", made.pk)).status_code == 200
    assert client.get(to("sheet_pdf", made.pk, "quyet-dinh")).status_code == 200
    made.plan = {}
    made.save(update_fields=["plan"])
    assert client.get(to("sheet_pdf", made.pk, "quyet-dinh")).status_code == 200


def test_a_worksheet_that_was_carried_out_prints_from_its_event(
    worksheet, lan, signed_in, now, tree
):
    event = regroup(lan, now, EventKind.MERGE_INTO, [tree.other_leaf], into=tree.leaf, on=SOON)
    worksheet.state, worksheet.event = ReorganisationState.DONE, event
    worksheet.save(update_fields=["state", "event"])
    client = signed_in(lan)
    assert "trang sự kiện" in words(client.get(to("sheet_papers", worksheet.pk)))
    assert client.get(to("sheet_pdf", worksheet.pk, "quyet-dinh")).status_code == 404
    page = client.get(reverse("organisations:event", args=[event.pk]))
    assert to("event_papers", event.pk) in words(page)
    assert to("event_sheet", event.pk) in words(client.get(to("event_papers", event.pk)))
    for name in ("event_pdf", "event_docx"):
        assert client.get(to(name, event.pk, "phu-luc")).status_code == 200
    assert client.get(to("event_sheet", event.pk)).content.startswith(b"PK")


@pytest.mark.parametrize("paper", ["khong-co", "tiep-nhan", "ban-chap-hanh", "ban-giao"])
def test_a_paper_that_is_not_there_is_not_found(paper, worksheet, lan, signed_in):
    client = signed_in(lan)
    for query in ("", "?don-vi=999999", "?don-vi=1~2", "?don-vi=%27"):
        url = to("sheet_pdf", worksheet.pk, paper) + query
        assert client.get(url).status_code == 404, query


def test_who_does_not_decide_prints_nothing(
    worksheet, minh, hoa, tree, signed_in, make_person, seat, actor_of
):
    far = make_person("Vũ Thị Xa", username="xa")
    seat(far, tree.far_middle, "PRESIDENT")
    for actor in (minh, actor_of(far), hoa):
        client = signed_in(actor)
        for name, args in (("sheet_papers", ()), ("sheet_pdf", ("quyet-dinh",))):
            assert client.get(to(name, worksheet.pk, *args)).status_code in {403, 404}


def test_a_unit_merged_away_reads_that_its_superior_issues(
    tree, system, now, signed_in, minh, chief
):
    event = regroup(system, now, EventKind.MERGE_INTO, [tree.other_leaf], into=tree.leaf)
    client = signed_in(minh)
    panel = client.get(to("event_papers", event.pk))
    assert panel.status_code == 200
    assert "cấp trên ban hành" in words(panel)
    assert client.get(to("event_pdf", event.pk, "quyet-dinh")).status_code == 404
    assert signed_in(chief).get(to("event_pdf", event.pk, "quyet-dinh")).status_code == 200


def test_both_superiors_of_a_hand_over_print_it_today(
    tree, system, now, signed_in, lan, make_person, seat, actor_of
):
    from congdoan.kernel.organisations.api import move_organisation

    far = make_person("Vũ Thị Xa", username="xa")
    seat(far, tree.far_middle, "PRESIDENT")
    event = move_organisation(
        actor=system,
        organisation=tree.leaf,
        parent=tree.far_middle,
        on=DAY,
        decision=PAPER,
        at=now,
    )
    for actor in (lan, actor_of(far)):
        panel = signed_in(actor).get(to("event_papers", event.pk))
        assert "Biên bản bàn giao" in words(panel)
        answer = signed_in(actor).get(to("event_pdf", event.pk, "quyet-dinh"))
        assert answer.status_code == 200


def test_a_schools_own_change_is_no_decision_of_a_union(tree, system, now, signed_in, chief):
    from congdoan.kernel.organisations.api import ProfileData, change_profile
    from congdoan.kernel.organisations.models import OrganisationEvent

    change_profile(
        actor=system,
        organisation=tree.school,
        profile=ProfileData("Trường Tiểu học Sen Hồng"),
        on=DAY,
        decision=PAPER,
        at=now,
    )
    from congdoan.areas.restructuring.api import event_dossier

    event = OrganisationEvent.objects.latest("pk")
    assert event_dossier(system, event.pk).reason == "partner"
    assert signed_in(chief).get(to("event_papers", event.pk)).status_code == 404


# --- a whole branch from one sheet ------------------------------------------------------------


@pytest.fixture
def send(tree, chief, now):
    def plan(*rows):
        book = Book()
        heads = [(head, False) for head in ("Mã đơn vị", "Việc", "Mã đơn vị nhận", "Tên đơn vị")]
        book.sheet("Sắp xếp", heads, [list(row) for row in rows])
        return plan_import(
            actor=chief,
            kind=ORGANISATION_CHANGES,
            organisation=tree.province,
            upload=SimpleUploadedFile("sap-xep.xlsx", book.content()),
            options={"on": SOON.isoformat(), "decision_no": "99/QĐ-LĐLĐ"},
            at=now,
        )

    return plan


ROWS = (
    ["CD-A1", "Kết thúc", "", ""],
    ["CS-A12", "Nhập vào", "CS-A11", ""],
    ["CS-A11", "Chuyển", "LD-A", ""],
)


def text_of_batch(actor, pk):
    from django.utils.translation import override

    from congdoan.areas.restructuring.api import PaperKind, batch_papers, document_of
    from congdoan.support.rendering.api import canonical_text

    with override("vi"):
        return canonical_text(document_of(batch_papers(actor, pk), PaperKind.DECISION, ""))


def test_a_sheet_has_one_decision_with_its_annex_before_and_after(
    send, chief, signed_in, now, tree
):
    join(tree.leaf, 7)
    join(tree.other_leaf, 5)
    batch = send(*ROWS)
    client = signed_in(chief)
    page = client.get(reverse("exchange:batch", args=[batch.pk]))
    assert to("batch_papers", batch.pk) in words(page)
    planned = text_of_batch(chief, batch.pk)
    assert client.get(to("batch_sheet", batch.pk)).status_code == 404

    commit_import(actor=chief, batch_id=batch.pk, at=now)

    written = text_of_batch(chief, batch.pk)
    for text in (planned, written):
        assert "Sắp xếp 3 đơn vị kể từ ngày 01 tháng 12 năm 2026" in text
        assert "Chuyển cấp trên: 1 đơn vị." in text
        assert "Kết thúc hoạt động: 1 đơn vị." in text
        assert "(Kèm theo Quyết định số 99/QĐ-LĐLĐ ngày" in text
        assert (
            "Công đoàn cơ sở Trường THCS Ánh Dương (CS-A12) | Công đoàn phường Đông | "
            "Công đoàn cơ sở Trường Tiểu học Hoa Sen | 5" in text
        )
        assert "Liên đoàn Lao động tỉnh An | 7" in text
    assert client.get(to("batch_sheet", batch.pk)).content.startswith(b"PK")
    assert client.get(to("batch_pdf", batch.pk, "phu-luc")).status_code == 200
    assert client.get(to("batch_docx", batch.pk, "quyet-dinh")).status_code == 200


def test_a_sheet_of_faults_says_that_there_is_nothing_to_decide(send, chief, signed_in):
    batch = send(["KHONG-CO", "Kết thúc", "", ""])
    client = signed_in(chief)
    assert "sửa các dòng có lỗi" in words(client.get(to("batch_papers", batch.pk)))
    assert client.get(to("batch_pdf", batch.pk, "quyet-dinh")).status_code == 404


def test_another_import_has_no_decision(chief, signed_in, tree, now, batch_of_tree):
    panel = signed_in(chief).get(to("batch_papers", batch_of_tree.pk))
    assert "không phải một lần sắp xếp" in words(panel)


@pytest.fixture
def batch_of_tree(chief, tree, now):
    from congdoan.support.exchange.api import ORGANISATION_TREE

    book = Book()
    heads = [(head, False) for head in ("Mã", "Tên", "Cấp", "Mã đơn vị cấp trên")]
    book.sheet("Cây", heads, [["CS-A99", "Công đoàn cơ sở mới", "L4_GRASSROOTS", "CD-A1"]])
    return plan_import(
        actor=chief,
        kind=ORGANISATION_TREE,
        organisation=tree.province,
        upload=SimpleUploadedFile("cay.xlsx", book.content()),
        options={},
        at=now,
    )


def test_the_panel_costs_the_same_for_one_row_and_for_three(send, chief, signed_in):
    client = signed_in(chief)
    counts = []
    for rows in (ROWS[1:2], (["CS-A11", "Chuyển", "LD-A", ""], *ROWS[1:2], ROWS[0])):
        batch = send(*rows)
        client.get(to("batch_papers", batch.pk))
        with CaptureQueriesContext(connection) as asked:
            client.get(to("batch_papers", batch.pk))
        counts.append(questions(asked))
    assert counts[0] == counts[1]


def test_a_hand_over_under_way_has_one_minutes(tree, system, today, now, signed_in, lan):
    from congdoan.areas.restructuring.models import HandOver
    from congdoan.kernel.organisations.api import Decision, end_organisation

    event = end_organisation(
        actor=system,
        organisation=tree.leaf,
        reason=EndReason.DISSOLVED,
        on=today,
        decision=Decision(number="9/QĐ"),
        at=now,
    )
    row = HandOver.objects.get(event=event)
    client = signed_in(lan)
    panel = client.get(reverse("restructuring:event_papers", args=[event.pk])).content.decode()
    assert reverse("restructuring:hand_over_file", args=[row.pk, "pdf"]) in panel
    assert reverse("restructuring:hand_over", args=[row.pk]) in panel
    form = reverse("restructuring:event_pdf", args=[event.pk, "ban-giao"])
    assert form not in panel
    answer = client.get(form, {"don-vi": f"{tree.leaf.pk}~{tree.middle.pk}"})
    assert answer.status_code == 302
    assert answer.url == reverse("restructuring:hand_over_file", args=[row.pk, "pdf"])
