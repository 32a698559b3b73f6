"""The annex of what happened: unit by unit, from what was really written; and its workbook."""

from io import BytesIO

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
import pytest
import python_calamine

from congdoan.areas.restructuring.api import (
    Matter,
    PaperKind,
    document_of,
    event_dossier,
    matters,
    report_book,
)
from congdoan.areas.restructuring.tests.scenes import (
    DAY,
    PAPER,
    join,
    new,
    office_key,
    questions,
    regroup,
)
from congdoan.kernel.organisations.api import (
    Decision,
    end_organisations,
    establish_organisations,
    undo_event,
)
from congdoan.kernel.organisations.enums import EndReason, EventKind
from congdoan.kernel.people.models import Office

pytestmark = pytest.mark.django_db


def sheets(content):
    book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


@pytest.fixture
def merged(tree, system, now, seat, make_person):
    for name, post in (("Vũ Thị Mai", "PRESIDENT"), ("Đỗ Văn Nam", "EXEC_MEMBER")):
        seat(make_person(name), tree.other_leaf, post)
    join(tree.other_leaf, 12)
    join(tree.leaf, 7)
    passing = {office_key(tree.other_leaf): tree.leaf.code}
    return regroup(
        system, now, EventKind.MERGE_INTO, [tree.other_leaf], into=tree.leaf, passing=passing
    )


def test_each_unit_has_its_line_and_the_totals_are_those_of_the_rows(merged, system):
    found = sheets(report_book(event_dossier(system, merged.pk)))

    units = found["Đơn vị"]
    assert units[1][1:] == [
        "CS-A12",
        "Công đoàn cơ sở Trường THCS Ánh Dương",
        "Sáp nhập vào đơn vị khác",
        "Công đoàn phường Đông",
        "Công đoàn cơ sở Trường Tiểu học Hoa Sen",
        "12",
        "1",
        "1",
        "0",
    ]
    assert [row[6] for row in units[1:]] == ["12", "7"]
    assert found["Cán bộ"][1][1:3] == ["Vũ Thị Mai", "Chủ tịch"]
    totals = dict(found["Tổng hợp"][1:])
    assert totals["Đoàn viên của các đơn vị trên, ngày hôm trước"] == "19"
    assert totals["Đoàn viên sinh hoạt tiếp ở đơn vị khác"] == "12"
    assert totals["Đoàn viên thôi cùng đơn vị"] == "0"


def test_it_tells_what_was_written_not_what_became_of_it_later(merged, system, tree, now):
    before = report_book(event_dossier(system, merged.pk))
    began = Office.objects.get(organisation=tree.leaf, person__given_name="Mai")
    join(tree.leaf, 4, since=DAY)
    assert began.valid.lower == DAY
    assert sheets(report_book(event_dossier(system, merged.pk))) == sheets(before)


def test_matters_of_slices_above_are_counted_by_unit(merged, system, tree, monkeypatch):
    told = [Matter(tree.other_leaf.pk, "Văn bản phối hợp", "các bên đang chọn", 3)]
    monkeypatch.setitem(matters._handlers, "tests.told", lambda asked: told if asked.events else [])
    with override("vi"):
        dossier = event_dossier(system, merged.pk)
        paper = document_of(dossier, PaperKind.DECISION, "")
    assert sheets(report_book(dossier))["Đơn vị"][1][9] == "3"
    assert any("Văn bản phối hợp: 3 – các bên đang chọn." in str(block) for block in paper.body)


def test_an_undone_event_has_no_papers(merged, system):
    undo_event(actor=system, event=merged, reason="nhầm")
    assert event_dossier(system, merged.pk).reason == "undone"


def test_the_number_of_questions_does_not_grow_with_the_units(tree, system, now):
    def ended(count, mark):
        units = establish_organisations(
            actor=system,
            news=[
                new(
                    f"CS-{mark}{n}",
                    f"Công đoàn cơ sở {mark}{n}",
                    DAY.replace(year=2024),
                    {1: "CD-A1"},
                )
                for n in range(count)
            ],
            decision=Decision(),
            at=now,
        )
        for unit in units:
            join(unit, 2, since=DAY.replace(year=2024))
        return end_organisations(
            actor=system,
            organisations=units,
            reason=EndReason.ENDED_2025,
            on=DAY,
            decision=PAPER,
            at=now,
        )

    counts = []
    few, many = ended(1, "X"), ended(3, "Y")
    event_dossier(system, few.pk)
    for event in (few, many):
        with CaptureQueriesContext(connection) as asked:
            event_dossier(system, event.pk)
        counts.append(questions(asked))
    assert counts[0] == counts[1]
