from datetime import date
import io

from django.db import connection
import pytest
from python_calamine import load_workbook

from congdoan.foundation.refusal import AlreadyDone
from congdoan.kernel.audit.models import AuditEntry
from congdoan.kernel.organisations import api as organisations
from congdoan.kernel.organisations.api import NewerDepends, names
from congdoan.kernel.organisations.models import Lineage, Organisation, Placement
from congdoan.support.exchange.models import ImportBatch
from congdoan.support.exchange.services import (
    ORGANISATION_TREE,
    NotCommitted,
    NothingToImport,
    PlanOutOfDate,
    commit_import,
    committing,
    discard_import,
    result_sheet,
    template_sheet,
    undo_import,
)
from congdoan.support.exchange.tests.conftest import HEADS, unit

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 2)
RENAMED = ["CS-A12", "Công đoàn cơ sở Trường THCS Mới", "", "L4_GRASSROOTS", "CD-A1", ""]


@pytest.fixture
def commit(lan, now):
    return lambda batch: commit_import(actor=lan, batch_id=batch.pk, at=now)


def states(batch):
    return dict(batch.rows.values_list("parsed__code", "state"))


def picture():
    """Everything an import may touch, for comparing."""
    return (
        sorted(Organisation.objects.values_list("code", "valid", "end_reason")),
        sorted(Placement.objects.values_list("child__code", "parent__code", "valid")),
        sorted(
            Lineage.objects.values_list("hierarchy", "ancestor__code", "descendant__code", "valid")
        ),
        sorted(organisations.profiles_on(TODAY).values_list("organisation__code", "name", "level")),
    )


def test_ready_rows_are_written_and_rows_with_errors_are_left(send, commit, lan, tree):
    batch = commit(
        send(
            [
                unit("X-11", parent="X-1"),
                unit("X-1", level="L3_OTHER"),
                unit("Y", parent="ZZ"),
                RENAMED,
            ]
        )
    )
    assert batch.state == "DONE"
    assert states(batch) == {"X-11": "DONE", "X-1": "DONE", "Y": "WAITING", "CS-A12": "DONE"}
    made = Organisation.objects.get(code="X-11")
    assert made.valid.lower == date(2020, 9, 5)
    assert Lineage.objects.filter(descendant=made, ancestor=tree.middle, depth=2).exists()
    assert names([tree.other_leaf.pk], on=TODAY)[tree.other_leaf.pk].endswith("Mới")
    assert names([tree.other_leaf.pk], on=date(2026, 3, 1))[tree.other_leaf.pk].endswith(
        "Ánh Dương"
    )
    assert batch.rows.get(parsed__code="X-11").target_id == made.pk
    assert AuditEntry.objects.filter(verb="exchange.committed", actor_id=lan.user_id).exists()


def test_a_batch_is_committed_once(send, commit):
    batch = send([unit("X")])
    commit(batch)
    with pytest.raises(AlreadyDone):
        commit(batch)
    assert Organisation.objects.filter(code="X").count() == 1


def test_the_same_file_after_the_commit_has_nothing_to_do(send, commit):
    commit(send([unit("X"), unit("Y")]))
    again = send([unit("X"), unit("Y")])
    assert set(again.rows.values_list("plan", flat=True)) == {"SKIP"}
    with pytest.raises(NothingToImport):
        commit(again)


def test_a_run_that_was_cut_off_goes_on_where_it_stopped(send, commit, monkeypatch):
    monkeypatch.setattr(committing, "CHECKPOINT", 2)
    batch = send([unit(f"X-{n}") for n in range(5)])
    write, calls = committing._write, []

    def cut_off(rows, kind, context):
        calls.append(len(rows))
        if len(calls) == 2:
            raise ConnectionError
        write(rows, kind, context)

    monkeypatch.setattr(committing, "_write", cut_off)
    with pytest.raises(ConnectionError):
        commit(batch)
    batch.refresh_from_db()
    assert batch.state == "RUNNING"
    assert sorted(states(batch).values()) == ["DONE"] * 2 + ["WAITING"] * 3
    monkeypatch.setattr(committing, "_write", write)
    assert commit(batch).state == "DONE"
    assert Organisation.objects.filter(code__startswith="X-").count() == 5


def test_what_others_changed_meanwhile_sends_the_plan_back(send, commit, system, now, tree):
    batch = send([unit("X"), unit("Y", parent="CS-A11")])
    organisations.end_organisation(
        actor=system,
        organisation=tree.leaf,
        reason="DISSOLVED",
        on=date(2019, 1, 1),
        decision=organisations.Decision(),
        at=now,
    )
    with pytest.raises(PlanOutOfDate):
        commit(batch)
    batch.refresh_from_db()
    assert batch.state == "PLANNED"
    assert batch.rows.get(parsed__code="Y").plan == "ERROR"
    assert not Organisation.objects.filter(code="X").exists()
    commit(batch)
    assert states(batch) == {"X": "DONE", "Y": "WAITING"}


def test_a_refused_row_does_not_stop_its_neighbours(send, commit, monkeypatch):
    batch = send([unit("X-1"), unit("X-2"), unit("X-3")])
    real = ORGANISATION_TREE.commit

    def refuse_second(rows, context):
        if any(row.parsed["code"] == "X-2" for row in rows):
            raise organisations.CodeTaken(code="X-2")
        return real(rows, context)

    monkeypatch.setitem(ORGANISATION_TREE.__dict__, "commit", refuse_second)
    done = commit(batch)
    assert states(done) == {"X-1": "DONE", "X-2": "REFUSED", "X-3": "DONE"}
    assert "X-2 đã thuộc" in str(done.rows.get(parsed__code="X-2").problems)


def test_undoing_leaves_everything_as_it_was(send, commit, lan, now):
    before = picture()
    batch = commit(send([unit("X-1", level="L3_OTHER"), unit("X-11", parent="X-1"), RENAMED]))
    assert picture() != before
    undone = undo_import(actor=lan, batch_id=batch.pk, reason="Nhập nhầm", at=now)
    assert undone.state == "UNDONE"
    assert set(states(undone).values()) == {"UNDONE"}
    assert picture() == before
    with pytest.raises(AlreadyDone):
        undo_import(actor=lan, batch_id=batch.pk, reason="Nữa", at=now)
    commit(send([unit("X-1", level="L3_OTHER")]))
    assert Organisation.objects.filter(code="X-1").exists()


def test_undoing_crosses_checkpoints(send, commit, lan, now, monkeypatch):
    monkeypatch.setattr(committing, "CHECKPOINT", 2)
    before = picture()
    chain = [unit("X-0", level="L3_OTHER")]
    chain += [unit(f"X-{n}", parent=f"X-{n - 1}", level="L3_OTHER") for n in range(1, 6)]
    batch = commit(send([*chain, RENAMED]))
    assert set(states(batch).values()) == {"DONE"}
    undo_import(actor=lan, batch_id=batch.pk, reason="Nhập nhầm", at=now)
    assert picture() == before


def test_undoing_is_refused_whole_while_something_newer_rests_on_it(send, commit, lan, now):
    batch = commit(send([unit("X-1"), unit("X-2")]))
    commit(send([["X-1", "Tên khác", "", "L4_GRASSROOTS", "CD-A1", ""]]))
    with pytest.raises(NewerDepends):
        undo_import(actor=lan, batch_id=batch.pk, reason="Nhầm", at=now)
    assert Organisation.objects.filter(code__in=["X-1", "X-2"]).count() == 2


def test_a_plan_is_discarded_not_undone(send, lan, now):
    batch = send([unit("X")])
    with pytest.raises(NotCommitted):
        undo_import(actor=lan, batch_id=batch.pk, reason="", at=now)
    assert discard_import(actor=lan, batch_id=batch.pk).state == "DISCARDED"
    with pytest.raises(AlreadyDone):
        commit_import(actor=lan, batch_id=batch.pk, at=now)


def sheet_rows(content, title):
    return load_workbook(io.BytesIO(content)).get_sheet_by_name(title).to_python()


def test_the_result_has_each_rows_outcome_in_the_first_column(send, commit):
    batch = commit(send([unit("X"), unit("Y", name="=HYPERLINK()", parent="ZZ"), unit("X")]))
    rows = sheet_rows(result_sheet(batch), "Kết quả")
    assert rows[0] == ["Kết quả", *HEADS]
    assert rows[1][:2] == ["Đã nhập", "X"]
    assert rows[2][0] == "Phải sửa: Không có đơn vị cấp trên mang mã ZZ."
    assert rows[2][2] == "=HYPERLINK()"
    assert rows[3][0].startswith("Bỏ qua: Lặp lại dòng 2")


def test_the_result_file_can_be_sent_again(send, commit):
    done = commit(send([unit("X"), unit("Y", parent="ZZ")]))
    again = send(content=result_sheet(done))
    assert dict(again.rows.values_list("parsed__code", "plan")) == {"X": "SKIP", "Y": "ERROR"}


def test_the_template_is_a_file_we_take(send, law):
    content = template_sheet(ORGANISATION_TREE, on=TODAY)
    batch = send(content=content)
    assert batch.rows.count() == len(ORGANISATION_TREE.examples)
    values = sheet_rows(content, "Giá trị")
    assert ["Cấp", "L4_GRASSROOTS", "Công đoàn cơ sở"] in values
    assert len(sheet_rows(content, "Hướng dẫn")) > len(ORGANISATION_TREE.columns) + 1


def test_three_thousand_rows_in_one_transaction(send, commit):
    rows = [unit(f"P-{n}", level="L3_OTHER") for n in range(30)]
    rows += [unit(f"C-{n}", parent=f"P-{n % 30}") for n in range(2970)]
    batch = commit(send(rows))
    assert batch.rows.filter(state="DONE").count() == 3000
    assert Organisation.objects.filter(code__startswith="C-").count() == 2970
    assert ImportBatch.objects.get().state == "DONE"
    with connection.cursor() as cursor:
        # The checks that wait for the commit look rows up by key: the planner knows of the rows.
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = 'organisations_lineage'")
        assert cursor.fetchone()[0] >= 1000
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
