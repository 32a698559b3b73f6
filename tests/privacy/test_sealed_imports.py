"""Newer facts of members in lists: being hired, the card's issue, the salary's rate, children."""

import io

from django.db import connection
import pytest
from python_calamine import load_workbook

from congdoan.areas.members.models import MemberRecord, Membership, SealedFact
from congdoan.areas.members.services.importing import MEMBERS
from congdoan.areas.members.services.importing.sealed import NO_LEAVE
from congdoan.areas.privacy import api as privacy
from congdoan.areas.privacy.enums import ConsentMethod
from congdoan.areas.privacy.models import Consent
from congdoan.foundation.sealing import unseal
from congdoan.support.exchange import api as exchange
from tests.test_member_imports import HEADS, LAN, commit, named, send, sheet, somebody, undo
from tests.test_member_round_trip import changed, desk

__all__ = ["commit", "desk", "send", "undo"]
pytestmark = pytest.mark.django_db

MORE = (*HEADS, "Ngày tuyển dụng", "Ngày cấp CCCD", "Nơi cấp", "HSL", "Họ tên con")
TOLD = {
    "Ngày tuyển dụng": "15/08/2007",
    "Ngày cấp CCCD": "05/04/2022",
    "Nơi cấp": "Bộ Công an",
    "HSL": "3.66",
}
CHILD = {"Họ tên con": "Lê An 2015"}


def facts(person=None):
    """Return what lies sealed, opened."""
    rows = SealedFact.objects.exclude(kind="CITIZEN_ID")
    rows = rows.filter(person=person) if person else rows
    return {one.kind: unseal(one.sealed, use="members.sealed") for one in rows}


def said(batch):
    return [
        (problem["column"], text)
        for row in batch.rows.order_by("n")
        for problem, text in zip(row.problems, exchange.problem_texts(row.problems), strict=True)
    ]


def test_a_new_member_comes_with_the_newer_facts(send, commit, undo):
    batch = commit(send(LAN | TOLD, heads=MORE))
    assert MemberRecord.objects.get().hired_on.isoformat() == "2007-08-15"
    assert facts() == {"ID_ISSUED": "05/04/2022, Bộ Công an", "SALARY_RATE": "3,66"}
    with connection.cursor() as cursor:
        cursor.execute("SELECT r::text FROM exchange_importrow r WHERE batch_id = %s", [batch.pk])
        lying = str(cursor.fetchall())
    assert not any(text in lying for text in ("3.66", "3,66", "Bộ Công an", "05/04/2022"))
    assert {row.plan for row in send(LAN | TOLD, heads=MORE).rows.all()} == {"SKIP"}
    assert undo(batch).state == "UNDONE"
    assert not SealedFact.objects.exists()


def test_what_cannot_stand_is_named_by_cell_without_its_text(send):
    bad = {
        "Ngày tuyển dụng": "01/01/1980",
        "Ngày cấp CCCD": "31/02/2022",
        "Nơi cấp": "x" * 130,
        "HSL": "5.850.000",
        "Họ tên con": "2",
    }
    batch = send(LAN | bad, LAN | {"Số căn cước": "", "Ngày cấp CCCD": "05/04/2999"}, heads=MORE)
    assert named(batch) >= {
        (2, "hired_on"), (2, "id_issued_on"), (2, "id_issued_by"), (2, "salary_rate"),
        (2, "children"), (3, "id_issued_on"),
    }  # fmt: skip
    assert not any("31/02/2022" in text or "5.850.000" in text for _column, text in said(batch))


def test_only_what_differs_is_written_hidden_and_taken_back(send, commit, undo):
    commit(send(LAN | TOLD, heads=MORE))
    batch = commit(send(LAN | {"HSL": "3,99", "Nơi cấp": "Cục Cảnh sát"}, heads=MORE))
    assert facts() == {"ID_ISSUED": "05/04/2022, Cục Cảnh sát", "SALARY_RATE": "3,99"}
    assert ("salary_rate", "••• → •••") in said(batch)
    undo(batch)
    assert facts() == {"ID_ISSUED": "05/04/2022, Bộ Công an", "SALARY_RATE": "3,66"}
    batch = commit(send(LAN | {"HSL": "3,99"}, heads=MORE))
    commit(send(LAN | {"HSL": "4,32"}, heads=MORE))
    assert "đã được sửa" in str(undo(batch).rows.get().problems)
    assert facts()["SALARY_RATE"] == "4,32"


def test_children_come_by_their_parents_leave_only(send, commit, undo, dang, member, now):
    row = {
        "Họ và tên": f"{member.family_middle} {member.given_name}",
        "Số căn cước": unseal(SealedFact.objects.get(person=member).sealed, use="members.sealed"),
        "Mã đơn vị": Membership.objects.get(person=member).organisation.code,
    } | CHILD
    batch = send(row, LAN | CHILD, heads=MORE)
    assert [text for column, text in said(batch) if column == "children"] == [NO_LEAVE] * 2
    assert [one.plan for one in batch.rows.order_by("n")] == ["SKIP", "CREATE"]
    agreed = privacy.give_consent(actor=dang, code="CARE", version="1", at=now)
    batch = send(row, heads=MORE)
    privacy.withdraw_consent(actor=dang, consent=agreed, method=ConsentMethod.APP, at=now)
    assert "CHILDREN" not in batch.rows.get().parsed["facts"]
    commit(batch)
    assert "CHILDREN" not in facts(member)
    privacy.give_consent(actor=dang, code="CARE", version="1", at=now)
    batch = send(row, heads=MORE)
    Consent.objects.update(ended_at=now, ended="WITHDRAWN")  # at the same moment, elsewhere
    assert "thôi đồng ý" in str(commit(batch).rows.get().problems)
    assert "CHILDREN" not in facts(member)
    privacy.give_consent(actor=dang, code="CARE", version="1", at=now)
    batch = commit(send(row, heads=MORE))
    assert facts(member)["CHILDREN"] == "Lê An 2015"
    kept = batch.rows.get()
    lying = kept.parsed["facts"]["CHILDREN"][0]
    privacy.withdraw_consent(
        actor=dang, consent=Consent.objects.get(ended_at=None), method=ConsentMethod.APP, at=now
    )
    kept.refresh_from_db()
    told = str([kept.raw, kept.parsed, kept.inverse, kept.edits])
    assert lying not in told
    assert not any(kept.raw[place] for place in [batch.mapping["children"]])
    assert undo(batch).state == "UNDONE"
    assert "CHILDREN" not in facts(member)


def test_who_may_not_write_sensitive_facts_writes_the_rest(send, commit, lan, tree, monkeypatch):
    from congdoan.areas.members import policies

    own = {"Mã đơn vị": tree.leaf.code}
    reach = type(lan).reach
    monkeypatch.setattr(
        type(lan),
        "reach",
        lambda actor, right, *rest: (
            reach(actor, right, *rest).none()
            if right == policies.RESTRICTED
            else reach(actor, right, *rest)
        ),
    )
    batch = commit(send(LAN | TOLD | own, actor=lan, organisation=tree.leaf, heads=MORE))
    assert "bạn không có quyền ghi dữ liệu nhạy cảm" in str(said(batch))
    assert facts() == {"ID_ISSUED": "05/04/2022, Bộ Công an"}


def test_the_sheet_handed_out_knows_the_day_of_hiring_and_no_sealed_fact(desk):
    desk.commit(desk.send(sheet(LAN | TOLD, heads=MORE)))
    content = desk.fetch()
    [heads, cells] = load_workbook(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    line = dict(zip(heads, cells, strict=True))
    assert line["Ngày vào làm việc"] == "15/08/2007"
    assert [line[name] for name in ("Ngày cấp căn cước", "Hệ số lương")] == ["", ""]
    assert desk.send(content).rows.get().plan == "SKIP"
    batch = desk.commit(desk.send(changed(content, **{"Hệ số lương": "3,99"})))
    assert (batch.rows.get().state, facts()["SALARY_RATE"]) == ("DONE", "3,99")
    assert facts()["ID_ISSUED"] == "05/04/2022, Bộ Công an"


def test_the_template_offers_who_issues_cards(desk):
    book = load_workbook(io.BytesIO(exchange.template_sheet(MEMBERS, on=desk.actor.today)))
    place = [column.code for column in MEMBERS.columns].index("id_issued_by")
    offered = book.get_sheet_by_name(f"ds{place}").to_python()
    assert ["Bộ Công an"] in offered
    assert len({len(MEMBERS.columns), *map(len, MEMBERS.examples)}) == 1
    assert somebody(1)["Nhóm"] == "Nhà giáo"
