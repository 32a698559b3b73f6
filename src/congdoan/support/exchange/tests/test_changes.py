"""A branch reorganised from one sheet: verdicts, carrying out, taking back."""

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
import pytest

from congdoan.kernel.organisations.api import predecessors
from congdoan.kernel.organisations.models import Lineage, Organisation, Placement
from congdoan.support.exchange.enums import BatchState
from congdoan.support.exchange.models import ImportBatch
from congdoan.support.exchange.selectors import problem_texts
from congdoan.support.exchange.services import (
    ORGANISATION_CHANGES,
    commit_import,
    plan_import,
    undo_import,
)
from congdoan.support.exchange.tests.conftest import workbook

pytestmark = pytest.mark.django_db
HEADS = ["Mã đơn vị", "Việc", "Mã đơn vị nhận", "Tên đơn vị"]
DAY = date(2026, 7, 1)


@pytest.fixture
def send(tree, make_person, seat, actor_of, now):
    """Plan a sheet for the province An, by its president; a row is a list of four cells."""
    chief = make_person("Lương Thị Tỉnh", username="tinh")
    seat(chief, tree.province, "PRESIDENT")

    def plan(*rows):
        return plan_import(
            actor=plan.actor,
            kind=ORGANISATION_CHANGES,
            organisation=tree.province,
            upload=SimpleUploadedFile("sap-xep.xlsx", workbook([*map(list, rows)], heads=HEADS)),
            options={"on": DAY.isoformat(), "decision_no": "99/QĐ"},
            at=now,
        )

    plan.actor = actor_of(chief)
    return plan


def above(organisation, day):
    rows = Lineage.objects.on(day).filter(hierarchy_id=1, descendant=organisation, depth__gt=0)
    return [row.ancestor.code for row in rows.order_by("depth").select_related("ancestor")]


def picture():
    return [
        sorted(map(str, Organisation.objects.values_list("code", "valid", "end_reason"))),
        sorted(map(str, Placement.objects.values_list("child", "parent", "valid"))),
        sorted(map(str, Lineage.objects.values_list("ancestor", "descendant", "depth", "valid"))),
    ]


def test_a_ward_ends_its_schools_move_or_are_merged_and_all_of_it_is_taken_back(send, tree, now):
    before = picture()
    batch = send(
        ["CD-A1", "Kết thúc", "", ""],
        ["CS-A12", "nhập vào", "CS-A11", ""],
        ["CS-A11", "CHUYỂN", "LD-A", ""],
    )
    assert [row.plan for row in batch.rows.order_by("n")] == ["UPDATE"] * 3
    assert Organisation.objects.get(code="CD-A1").valid.upper is None

    commit_import(actor=send.actor, batch_id=batch.pk, at=now)

    batch.refresh_from_db()
    assert batch.state == BatchState.DONE
    assert above(tree.leaf, DAY) == ["LD-A", "TLD"]
    assert list(predecessors(tree.leaf)) == [tree.other_leaf]
    for gone in (tree.middle, tree.other_leaf):
        gone.refresh_from_db()
        assert gone.valid.upper == DAY
    assert above(tree.other_leaf, date(2026, 6, 30)) == ["CD-A1", "LD-A", "TLD"]

    undo_import(actor=send.actor, batch_id=batch.pk, reason="Nhầm tệp", at=now)
    assert picture() == before


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([["", "Chuyển", "LD-A", ""]], "Thiếu mã"),
        ([["CS-A11", "Bay", "LD-A", ""]], "không rõ"),
        ([["CS-A11", "Chuyển", "", ""]], "Thiếu mã đơn vị nhận"),
        ([["CS-A11", "Chuyển", "CS-A11", ""]], "không thể nhận chính mình"),
        ([["KHONG-CO", "Kết thúc", "", ""]], "Không có đơn vị mã KHONG-CO"),
        ([["CS-B11", "Kết thúc", "", ""]], "Không có đơn vị mã CS-B11"),
        ([["CS-A11", "Chuyển", "LD-B", ""]], "Không có đơn vị mã LD-B"),
        ([["CD-A1", "Kết thúc", "", ""]], "Còn 2 đơn vị trực thuộc"),
        ([["CD-A1", "Chuyển", "CS-A11", ""]], "là cấp dưới của"),
        (
            [["CS-A11", "Nhập vào", "CS-A12", ""], ["CS-A12", "Kết thúc", "", ""]],
            "cũng kết thúc trong tệp này",
        ),
        (
            [["CS-A11", "Kết thúc", "", ""], ["CS-A11", "Chuyển", "LD-A", ""]],
            "có ở nhiều dòng (2, 3)",
        ),
        (
            [["CS-A11", "Chuyển", "CS-A12", ""], ["CS-A12", "Chuyển", "CS-A11", ""]],
            "tính cả các dòng khác",
        ),
    ],
)
def test_a_row_that_cannot_be_carried_out_says_why(send, rows, sentence):
    batch = send(*rows)
    said = [" ".join(problem_texts(row.problems)) for row in batch.rows.filter(plan="ERROR")]
    assert any(sentence in text for text in said), said


def test_who_is_there_already_is_left_alone(send):
    batch = send(["CS-A11", "Chuyển", "CD-A1", ""])
    assert batch.rows.get().plan == "SKIP"


def test_what_ended_meanwhile_sends_the_sheet_back_to_review(send, now):
    first, second = send(["CS-A11", "Kết thúc", "", ""]), send(["CS-A11", "Chuyển", "LD-A", ""])
    commit_import(actor=send.actor, batch_id=first.pk, at=now)
    with pytest.raises(Exception, match="1 dòng không còn nhập được"):
        commit_import(actor=send.actor, batch_id=second.pk, at=now)
    assert ImportBatch.objects.get(pk=second.pk).state == BatchState.PLANNED


def test_a_row_costs_no_question_of_its_own(send):
    def asked(*rows):
        with CaptureQueriesContext(connection) as queries:
            send(*rows)
        return len(queries)

    send(["CS-A11", "Kết thúc", "", ""])
    one = asked(["CS-A11", "Kết thúc", "", ""])
    three = asked(
        ["CS-A11", "Kết thúc", "", ""], ["CS-A12", "Chuyển", "LD-A", ""], ["CD-A1", "?", "", ""]
    )
    assert three <= one
