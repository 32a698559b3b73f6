from datetime import UTC, date, datetime
import io
import json

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
import pytest
from python_calamine import load_workbook
import xlsxwriter

from congdoan.areas.members.models import (
    BranchChange,
    MemberChange,
    MemberRecord,
    Membership,
    MemberWork,
    SealedFact,
)
from congdoan.areas.members.selectors import unscoped_counted_one_by_one, unscoped_member_count
from congdoan.areas.members.services.importing import MEMBERS
from congdoan.foundation.refusal import AlreadyDone, NotAllowed
from congdoan.foundation.sealing import unseal
from congdoan.kernel.audit.models import AuditEntry
from congdoan.kernel.organisations import api as organisations
from congdoan.kernel.people.models import Limit, Office, Person
from congdoan.support.exchange import api as exchange

pytestmark = pytest.mark.django_db

HEADS = (
    *("Mã đoàn viên", "Họ và tên", "Ngày sinh", "Giới tính", "Số căn cước", "Điện thoại"),
    *("Thư điện tử", "Mã đơn vị", "Ngày vào công đoàn", "Ngày về đơn vị", "Nhóm", "Chức danh"),
)
LAN = {
    "Họ và tên": "Nguyễn Thị Lan Anh",
    "Ngày sinh": "02/09/1985",
    "Giới tính": "Nữ",
    "Số căn cước": "001185000123",
    "Điện thoại": "0912000001",
    "Thư điện tử": "anh@vi-du.vn",
    "Mã đơn vị": "CS-A11",
    "Ngày vào công đoàn": "01/10/2008",
    "Ngày về đơn vị": "01/09/2016",
    "Nhóm": "Nhà giáo",
    "Chức danh": "Giáo viên",
}


def somebody(n: int = 0, **cells: str) -> dict[str, str]:
    """Return a good row of its own; keyword arguments write over columns (``_`` for spaces)."""
    own = {
        "Họ và tên": f"Trần Văn {'ABCDEFGHIKLM'[n % 12]}{'aeiou'[n % 5]}n",
        "Giới tính": "Nam",
        "Ngày sinh": f"{1 + n % 28:02}/01/1980",
        "Số căn cước": f"001080{n:06}",
        "Điện thoại": f"0913{n:06}",
        "Thư điện tử": f"m{n}@vi-du.vn",
    }
    return {**LAN, **own, **cells}


def sheet(*rows: dict[str, str], heads=HEADS, font="") -> bytes:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    book.set_properties({"created": datetime(2020, 1, 1, tzinfo=UTC)})
    page = book.add_worksheet("Danh sách")
    style = book.add_format({"font_name": font}) if font else None
    for line, row in enumerate([dict(zip(heads, heads, strict=True)), *rows]):
        for place, head in enumerate(heads):
            page.write_string(line, place, row.get(head, ""), style)
    book.close()
    return file.getvalue()


@pytest.fixture
def send(tree, system, now):
    def plan(*rows, content=None, actor=None, organisation=None, heads=HEADS):
        return exchange.plan_import(
            actor=actor or system,
            kind=MEMBERS,
            organisation=organisation or tree.middle,
            upload=SimpleUploadedFile("doan-vien.xlsx", content or sheet(*rows, heads=heads)),
            options={"on": "2026-03-02"},
            at=now,
        )

    return plan


@pytest.fixture
def commit(system, now):
    return lambda batch, actor=None: exchange.commit_import(
        actor=actor or system, batch_id=batch.pk, at=now
    )


@pytest.fixture
def undo(system, now):
    return lambda batch: exchange.undo_import(
        actor=system, batch_id=batch.pk, reason="Nhầm tệp", at=now
    )


def plans(batch):
    return list(batch.rows.order_by("n").values_list("plan", flat=True))


def named(batch):
    """Return (row, column) of every problem that keeps a row from being written."""
    return {
        (row.n, problem["column"])
        for row in batch.rows.order_by("n")
        for problem in row.problems
        if problem["severity"] == 2
    }


def picture():
    """Everything an import may touch, for comparing."""
    return (
        list(Person.objects.order_by("folded", "birth_date").values_list("folded", "email")),
        list(Membership.objects.order_by("pk").values_list("organisation__code", "valid")),
        MemberRecord.objects.count(),
        MemberWork.objects.count(),
        SealedFact.objects.count(),
        {
            code: unscoped_member_count(pk, on=date(2026, 3, 1))
            for pk, code in organisations_codes()
        },
    )


def organisations_codes():
    from congdoan.kernel.organisations.models import Organisation

    return list(Organisation.objects.values_list("pk", "code"))


def test_a_member_is_written_with_everything_the_row_says(send, commit, tree):
    batch = commit(send(LAN))
    assert batch.state == "DONE"
    person = Person.objects.get(email="anh@vi-du.vn")
    assert (person.family_middle, person.given_name) == ("Nguyễn Thị Lan", "Anh")
    other = Person(family_middle="Nguyễn Thị Lan", given_name="Anh")
    other.settle_keys()
    assert (person.sort_key, person.folded) == (other.sort_key, other.folded)
    stay = Membership.objects.get(person=person)
    assert stay.organisation == tree.leaf
    assert (stay.valid.lower, stay.valid.upper) == (date(2016, 9, 1), None)
    assert (stay.gender, stay.birth_year, stay.category) == ("F", 1985, "TEACHER")
    fact = SealedFact.objects.get(person=person)
    assert unseal(fact.sealed, use="members.sealed") == "001185000123"
    assert MemberRecord.objects.get(person=person).joined_on == date(2008, 10, 1)
    assert MemberWork.objects.get(person=person).job_title == "Giáo viên"
    assert unscoped_member_count(tree.leaf.pk, on=date(2026, 3, 1)) == 1
    assert unscoped_member_count(tree.central.pk, on=date(2026, 3, 1)) == 1
    assert unscoped_counted_one_by_one(tree.central.pk, on=date(2026, 3, 1)) == 1


def test_the_number_lies_nowhere_in_the_open(send, commit):
    batch = commit(send(LAN))
    with connection.cursor() as cursor:
        cursor.execute("SELECT r::text FROM exchange_importrow r WHERE batch_id = %s", [batch.pk])
        assert "001185000123" not in str(cursor.fetchall())
    assert "001185000123" not in json.dumps(list(AuditEntry.objects.values("changes")))


def test_every_kind_of_bad_row_is_named_by_row_and_cell(send, commit):
    bad = [
        somebody(1, **{"Họ và tên": ""}),
        somebody(2, **{"Ngày sinh": "31/02/1980"}),
        somebody(3, **{"Ngày sinh": "01/01/2031"}),
        somebody(4, **{"Số căn cước": "00108000012"}),
        somebody(5, **{"Số căn cước": "001080ABC123"}),
        somebody(6, **{"Số căn cước": LAN["Số căn cước"]}),
        somebody(7, **{"Thư điện tử": LAN["Thư điện tử"]}),
        somebody(8, **{"Thư điện tử": "thu@"}),
        somebody(9, **{"Mã đơn vị": "KHONG-CO"}),
        somebody(10, **{"Ngày vào công đoàn": "01/01/1950"}),
        somebody(11, **{"Giới tính": "X?"}),
        somebody(12, **{"Ngày vào công đoàn": "01/01/1994"}),
    ]
    batch = send(LAN, *bad, somebody(20))
    assert named(batch) == {
        (2, "citizen_id"),
        (2, "email"),
        (3, "name"),
        (4, "birth_date"),
        (5, "birth_date"),
        (6, "citizen_id"),
        (7, "citizen_id"),
        (8, "citizen_id"),
        (9, "email"),
        (10, "email"),
        (11, "unit_code"),
        (12, "joined_on"),
        (13, "gender"),
        (14, "joined_on"),
    }
    commit(batch)
    assert Person.objects.filter(email__endswith="vi-du.vn").count() == 1
    assert batch.rows.filter(state="DONE").count() == 1
    assert batch.rows.filter(state="WAITING", plan="ERROR").count() == 13


def test_keys_of_two_people_of_the_register_refuse_the_row(send, commit):
    """One citizen's number twice: in the file each is named, in the register nobody is guessed."""
    commit(send(LAN, somebody(1)))
    mixed = somebody(1, **{"Số căn cước": LAN["Số căn cước"]})
    batch = send(mixed, somebody(2))
    assert named(batch) == {(2, "citizen_id")}
    assert "thuộc về nhiều người trong sổ" in str(batch.rows.get(n=2).problems)
    assert commit(batch).rows.get(n=2).state == "WAITING"
    assert Person.objects.filter(email__endswith="vi-du.vn").count() == 3


def test_the_same_file_again_has_nothing_to_do(send, commit):
    commit(send(LAN, somebody(1)))
    again = send(LAN, somebody(1))
    assert plans(again) == ["SKIP", "SKIP"]
    with pytest.raises(exchange.NothingToImport):
        commit(again)


def test_only_what_differs_is_written_and_blank_erases_nothing(send, commit, undo):
    commit(send(LAN, somebody(1)))
    before = picture()
    changed = {**LAN, "Điện thoại": "0988111222", "Thư điện tử": "", "Chức danh": "Tổ trưởng"}
    batch = send(changed, somebody(1))
    assert plans(batch) == ["UPDATE", "SKIP"]
    assert set(batch.rows.get(n=2).parsed["changes"]) == {"phone", "job_title"}
    commit(batch)
    person = Person.objects.get(folded="nguyen thi lan anh")
    assert (person.phone, person.email) == ("0988111222", "anh@vi-du.vn")
    assert MemberWork.objects.get(person=person).job_title == "Tổ trưởng"
    undo(batch)
    person.refresh_from_db()
    assert person.phone == "0912000001"
    assert picture() == before


def test_name_and_birthday_alone_ask_a_person(send, commit, system, now):
    commit(send(LAN))
    twin = {**LAN, "Số căn cước": "", "Thư điện tử": "khac@vi-du.vn", "Điện thoại": "0999000111"}
    batch = send(twin)
    assert plans(batch) == ["ASK"]
    row = batch.rows.get()
    assert "Có thể trùng" in row.problems[0]["text"]
    exchange.answer_row(actor=system, batch_id=batch.pk, n=2, same=0, at=now)
    commit(batch)
    assert Person.objects.filter(folded="nguyen thi lan anh").count() == 2


def test_whose_data_may_only_be_kept_is_suggested_to_nobody(send, commit, system, now):
    commit(send(LAN))
    known = Person.objects.get(folded="nguyen thi lan anh")
    Limit.objects.create(person=known, purpose="", since=now)
    twin = {**LAN, "Số căn cước": "", "Thư điện tử": "khac@vi-du.vn", "Điện thoại": "0999000111"}
    batch = send({**twin, "Họ và tên": "nguyễn thị LAN anh"})
    row = batch.rows.get()
    (problem,) = [one for one in row.problems if one["column"] == "name" and "who" not in one]
    said = exchange.problem_texts(row.problems)
    assert "hồ sơ đang hạn chế xử lý" in str(said)
    assert known.full_name not in str(row.problems)
    assert str(known.pk) not in str(problem.get("values", ""))
    # Whoever insists on the person is refused, and a namesake still goes in.
    exchange.answer_row(actor=system, batch_id=batch.pk, n=2, same=known.pk, at=now)
    assert plans(batch) == ["ERROR"]
    exchange.answer_row(actor=system, batch_id=batch.pk, n=2, same=0, at=now)
    commit(batch)
    assert Person.objects.filter(folded="nguyen thi lan anh").count() == 2


def test_the_same_person_by_a_persons_word_is_updated(send, commit, system, now):
    commit(send(LAN))
    known = Person.objects.get(folded="nguyen thi lan anh")
    twin = {**LAN, "Số căn cước": "", "Thư điện tử": "", "Điện thoại": "0999000111"}
    batch = send(twin)
    exchange.answer_row(actor=system, batch_id=batch.pk, n=2, same=known.pk, at=now)
    commit(batch)
    known.refresh_from_db()
    assert known.phone == "0999000111"
    assert Person.objects.filter(folded="nguyen thi lan anh").count() == 1


def test_a_cell_is_corrected_in_the_plan_and_its_twin_with_it(send, commit, system, now):
    batch = send(LAN, somebody(1, **{"Số căn cước": LAN["Số căn cước"]}))
    assert plans(batch) == ["ERROR", "ERROR"]
    draft = exchange.edit_cell(
        actor=system, batch_id=batch.pk, n=3, column="citizen_id", text="001080000777", at=now
    )
    assert draft.plan == "CREATE"
    assert plans(batch) == ["CREATE", "CREATE"]
    exchange.edit_cell(
        actor=system, batch_id=batch.pk, n=3, column="citizen_id", text=LAN["Số căn cước"], at=now
    )
    assert plans(batch) == ["ERROR", "ERROR"]
    exchange.forget_edits(actor=system, batch_id=batch.pk, numbers=[3], at=now)
    assert batch.rows.get(n=3).edits == {}


def test_all_cells_of_one_problem_are_put_right_at_once(send, commit, system, now):
    batch = send(*(somebody(n, **{"Số căn cước": f"01080{n:06}"}) for n in range(3)))
    assert plans(batch) == ["ERROR"] * 3
    text = batch.rows.first().problems[0]["text"]
    fixed = exchange.fix_all(
        actor=system, batch_id=batch.pk, column="citizen_id", text=text, at=now
    )
    assert fixed == 3
    assert plans(batch) == ["CREATE"] * 3
    with pytest.raises(exchange.NothingToFix):
        exchange.fix_all(actor=system, batch_id=batch.pk, column="citizen_id", text=text, at=now)


def test_parked_rows_go_in_once_they_are_right(send, commit, system, now):
    batch = send(LAN, somebody(1, **{"Giới tính": "X?"}))
    commit(batch)
    with pytest.raises(AlreadyDone):
        commit(batch)
    exchange.edit_cell(actor=system, batch_id=batch.pk, n=3, column="gender", text="Nam", at=now)
    commit(batch)
    assert set(batch.rows.values_list("state", flat=True)) == {"DONE"}
    assert Membership.objects.count() == 2


def test_the_result_can_be_sent_again(send, commit):
    batch = commit(send(LAN, somebody(1, **{"Giới tính": "X?"})))
    content = exchange.result_sheet(batch, parked=True)
    rows = load_workbook(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert rows[0][1:] == list(HEADS)
    assert len(rows) == 2
    assert rows[1][0].startswith("Phải sửa: Giới tính “X?” không rõ")
    assert rows[1][5] == "001080000001"
    again = send(content=content)
    assert plans(again) == ["ERROR"]


def test_undo_leaves_everything_as_it_was(send, commit, undo):
    commit(send(somebody(50)))
    before = picture()
    batch = commit(send(*(somebody(n) for n in range(7)), LAN))
    assert picture() != before
    undone = undo(batch)
    assert undone.state == "UNDONE"
    assert picture() == before
    commit(send(*(somebody(n) for n in range(7)), LAN))
    assert Membership.objects.count() == 9


def test_undo_leaves_whoever_changed_since_and_says_who(send, commit, undo, tree, make_person):
    batch = commit(send(somebody(1), somebody(2), somebody(3)))
    Person.objects.filter(email="m1@vi-du.vn").update(phone="0900999888")
    Office.objects.create(
        person=Person.objects.get(email="m2@vi-du.vn"),
        organisation=tree.leaf,
        position="PRESIDENT",
        valid=("2026-01-01", None),
        appointment="ELECTED",
    )
    undone = undo(batch)
    states = dict(undone.rows.values_list("n", "state"))
    assert states == {2: "DONE", 3: "DONE", 4: "UNDONE"}
    assert "đã được sửa" in str(undone.rows.get(n=2).problems)
    assert "việc khác" in str(undone.rows.get(n=3).problems)
    Person.objects.filter(email="m1@vi-du.vn").update(phone="0913000001")
    assert undo(batch).rows.get(n=2).state == "UNDONE"


def test_checkpoints_go_on_where_they_stopped(send, commit, system, monkeypatch):
    from congdoan.support.exchange.services import committing

    monkeypatch.setattr(committing, "SET_CHECKPOINT", 2)
    batch = send(*(somebody(n) for n in range(5)))
    real, calls = committing.store_outcomes, []

    def cut_off(outcomes, state):
        calls.append(len(outcomes))
        if len(calls) == 2:
            raise ConnectionError
        real(outcomes, state)

    monkeypatch.setattr(committing, "store_outcomes", cut_off)
    with pytest.raises(ConnectionError):
        commit(batch)
    batch.refresh_from_db()
    assert batch.state == "RUNNING"
    assert batch.rows.filter(state="DONE").count() == 2
    monkeypatch.setattr(committing, "store_outcomes", real)
    assert commit(batch).state == "DONE"
    assert Membership.objects.count() == 5


def test_two_imports_of_the_same_people_write_them_once(send, commit, system, now):
    one = send(LAN, somebody(1), somebody(2))
    other = send(LAN, somebody(1), somebody(3))
    commit(one)
    commit(other)
    states = list(other.rows.order_by("n").values_list("state", flat=True))
    assert states == ["REFUSED", "REFUSED", "DONE"]
    assert Membership.objects.count() == 4
    exchange.edit_cell(
        actor=system, batch_id=other.pk, n=2, column="phone", text="0912000001", at=now
    )
    assert other.rows.get(n=2).plan == "SKIP"


def test_units_that_ended_and_units_of_others_are_refused_row_by_row(
    send, commit, system, lan, now, tree
):
    organisations.end_organisation(
        actor=system,
        organisation=tree.other_leaf,
        reason="DISSOLVED",
        on=date(2020, 1, 1),
        decision=organisations.Decision(),
        at=now,
    )
    batch = send(
        LAN,
        somebody(1, **{"Mã đơn vị": "CS-A12"}),
        somebody(2, **{"Mã đơn vị": "CS-B11"}),
        somebody(3, **{"Ngày về đơn vị": "01/01/2001"}),
        actor=lan,
    )
    assert named(batch) == {(3, "unit_code"), (4, "unit_code"), (5, "since")}
    assert "đã kết thúc" in str(batch.rows.get(n=3).problems)
    assert "không thuộc quyền" in str(batch.rows.get(n=4).problems)


def test_somebody_of_another_branch_is_not_told_of(send, commit, lan):
    commit(send({**LAN, "Mã đơn vị": "CS-B11"}))
    batch = send(LAN, actor=lan)
    assert named(batch) == {(2, "citizen_id")}
    assert "CS-B11" not in str(list(batch.rows.values("problems", "parsed")))


def test_a_unit_that_ended_meanwhile_is_refused_while_writing(send, commit, system, now, tree):
    batch = send(LAN, somebody(1, **{"Mã đơn vị": "CS-A12"}))
    organisations.end_organisation(
        actor=system,
        organisation=tree.leaf,
        reason="DISSOLVED",
        on=date(2016, 1, 1),
        decision=organisations.Decision(),
        at=now,
    )
    commit(batch)
    assert list(batch.rows.order_by("n").values_list("state", flat=True)) == ["REFUSED", "DONE"]


def test_who_lost_the_right_writes_nothing(send, commit, lan, tree):
    batch = send(LAN, actor=lan)
    Office.objects.filter(person_id=lan.person_id).update(valid=("2020-01-01", "2020-02-01"))
    from congdoan.kernel.access.api import actor_for
    from congdoan.kernel.accounts.models import User

    later = actor_for(User.objects.get(pk=lan.user_id), today=lan.today)
    with pytest.raises(NotAllowed):
        commit(batch, actor=later)
    assert not Membership.objects.exists()


def test_one_audit_row_for_the_batch_with_counts_and_the_files_hash(send, commit):
    before = AuditEntry.objects.count()
    batch = commit(send(LAN, somebody(1)))
    made = AuditEntry.objects.order_by("pk")[before:]
    assert [one.verb for one in made] == ["exchange.planned", "exchange.committed"]
    assert made[1].changes["rows"] == 2
    assert made[1].changes["sha256"] == batch.file_hash


def test_the_template_is_a_file_we_take(send, tree):
    content = exchange.template_sheet(MEMBERS, on=date(2026, 3, 2))
    batch = send(content=content)
    assert batch.rows.count() == len(MEMBERS.examples)
    assert {column for _n, column in named(batch)} == {"unit_code"}


def test_the_counts_are_those_of_a_recount(send, commit):
    commit(send(*(somebody(n, **{"Ngày về đơn vị": f"0{1 + n}/09/2016"}) for n in range(6))))
    added = sum(MemberChange.objects.values_list("delta", flat=True))
    assert added == Membership.objects.count() == 6
    assert BranchChange.objects.exists()


def test_questions_do_not_grow_with_the_rows(send, django_assert_max_num_queries):
    with django_assert_max_num_queries(40):
        few = send(*(somebody(n) for n in range(2)))
    with django_assert_max_num_queries(40):
        many = send(*(somebody(n) for n in range(200, 260)))
    assert exchange.ImportRow.objects.filter(batch__in=[few.pk, many.pk]).count() == 62
