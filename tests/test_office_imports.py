"""Offices from a sheet: planned, written by the screens' services, fetched, changed, undone."""

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
import pytest

from congdoan.areas.members.services.importing import MEMBERS, OFFICES
from congdoan.foundation.refusal import Refusal
from congdoan.kernel.audit.models import AuditEntry
from congdoan.kernel.people.models import Office
from congdoan.support.exchange import api as exchange
from tests.test_member_imports import LAN, sheet, somebody
from tests.test_member_round_trip import changed

pytestmark = pytest.mark.django_db

HEADS = ("Họ và tên", "Số căn cước", "Mã đơn vị", "Chức vụ", "Từ ngày", "Đến ngày", "Số quyết định")


def post(position="Chủ tịch", since="15/10/2022", until="", number=LAN["Số căn cước"], **more):
    cells = (LAN["Họ và tên"], number, "CS-A11", position, since, until, "12/QĐ")
    return {**dict(zip(HEADS, cells, strict=True)), **more}


@pytest.fixture
def send(tree, minh, system, now):
    def plan(*rows, content=None, kind=OFFICES, actor=minh):
        return exchange.plan_import(
            actor=actor,
            kind=kind,
            organisation=tree.leaf,
            upload=SimpleUploadedFile(
                "chuc-vu.xlsx", content or sheet(*rows, heads=HEADS if kind is OFFICES else [*LAN])
            ),
            options={"on": "2026-03-02"},
            at=now,
        )

    batch = plan(LAN, somebody(1), kind=MEMBERS, actor=system)
    exchange.commit_import(actor=system, batch_id=batch.pk, at=now)
    return plan


@pytest.fixture
def commit(minh, now):
    return lambda batch: exchange.commit_import(actor=minh, batch_id=batch.pk, at=now)


def offices():
    found = Office.objects.filter(person__email="anh@vi-du.vn").order_by("valid")
    return [(one.position, one.valid.lower, one.valid.upper) for one in found]


def test_offices_are_written_fetched_changed_and_taken_back(send, commit, minh, tree, now):
    first = send(post("Ủy viên ban chấp hành", "01/10/2017", "15/10/2022"), post("TREASURER"))
    assert list(first.rows.values_list("plan", flat=True)) == ["CREATE", "CREATE"]
    commit(first)
    held = [
        ("EXEC_MEMBER", date(2017, 10, 1), date(2022, 10, 15)),
        ("TREASURER", date(2022, 10, 15), None),
    ]
    assert offices() == held

    context = exchange.Context(minh, tree.leaf.pk, {}, now)
    fetched = exchange.current_sheet(OFFICES, context)
    assert set(send(content=fetched).rows.values_list("plan", flat=True)) == {"SKIP"}
    rows = [row for row in OFFICES.current(context) if row[9] == "Thủ quỹ"]
    assert len(rows) == 1
    second = send(post("Thủ quỹ", until="01/03/2027", **{"Số quyết định": ""}))
    assert second.rows.get().plan == "UPDATE"
    assert exchange.problem_texts(second.rows.get().problems) == ["— → 01/03/2027"]
    commit(second)
    assert offices()[1][2] == date(2027, 3, 1)

    exchange.undo_import(actor=minh, batch_id=second.pk, reason="Nhầm", at=now)
    assert offices() == held
    exchange.undo_import(actor=minh, batch_id=first.pk, reason="Nhầm", at=now)
    assert offices() == []
    verbs = set(AuditEntry.objects.values_list("verb", flat=True))
    assert {"people.appointed", "people.office_amended", "people.office_withdrawn"} <= verbs


def test_a_fetched_sheet_with_one_new_cell_changes_that_cell(send, commit, minh, tree, now):
    context = exchange.Context(minh, tree.leaf.pk, {}, now)
    sheet_now = exchange.current_sheet(OFFICES, context)  # Minh alone
    batch = send(content=changed(sheet_now, **{"Chức danh ghi trên văn bản": "Chủ tịch CĐCS"}))
    assert batch.rows.get().parsed["facts"] == {"title": "Chủ tịch CĐCS"}


def test_what_cannot_stand_is_named_by_cell(send, commit):
    commit(send(post("TREASURER")))
    batch = send(
        post("Vua"),
        post("CLERK", "31/02/2022"),
        post("CLERK", "15/10/2022", "15/10/2020"),
        post("CLERK", "01/01/2001"),
        post("TREASURER", "01/01/2020"),
        post("TREASURER", "01/01/2024"),
        post(number="001080999999"),
        post(**{"Mã đơn vị": "CS-B11"}),
        post("SPECIALIST", "01/01/2020"),
        post("SPECIALIST", "01/01/2021"),
    )
    found = {
        row.n: {one["column"] for one in row.problems if one["severity"] == 2}
        for row in batch.rows.order_by("n")
    }
    assert found == {
        2: {"position"},
        3: {"from_on"},
        4: {"until_on"},
        5: {"unit_code"},
        6: {"until_on"},
        7: {"from_on"},
        8: {"name"},
        9: {"unit_code"},
        10: set(),
        11: {"from_on"},
    }
    fix = next(one for one in batch.rows.get(n=6).problems if "fix" in one)
    assert fix["fix"] == "15/10/2022"


def test_an_office_in_use_is_not_taken_back(send, commit, minh, now, monkeypatch):
    batch = commit(send(post("TREASURER")))
    from django.db.models import ProtectedError

    def refuse(self):
        raise ProtectedError("x", set())

    monkeypatch.setattr(Office, "delete", refuse)
    with pytest.raises(Refusal, match="không gỡ được"):
        exchange.undo_import(actor=minh, batch_id=batch.pk, reason="Nhầm", at=now)
