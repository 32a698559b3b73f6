"""The register handed out, changed offline and sent back; and that nothing is lost on the way."""

from datetime import date, timedelta
import io

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
import pytest
from python_calamine import load_workbook
import xlsxwriter

from congdoan.areas.members.models import Membership
from congdoan.areas.members.services.importing import HISTORY, MEMBERS
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import AlreadyDone
from congdoan.kernel.audit.models import AuditEntry
from congdoan.kernel.people.models import Person
from congdoan.support.exchange import api as exchange
from tests.test_member_imports import LAN, picture, sheet, somebody

pytestmark = pytest.mark.django_db

LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxy"
names = st.lists(st.text(LETTERS, min_size=2, max_size=6), min_size=2, max_size=4).map(
    lambda words: " ".join(words).title()
)
days = st.integers(0, 9000).map(lambda n: f"{date(1966, 1, 1) + timedelta(days=n):%d/%m/%Y}")
members = st.lists(
    st.fixed_dictionaries(
        {
            "Họ và tên": names,
            "Ngày sinh": days | st.just(""),
            "Giới tính": st.sampled_from(["Nam", "Nữ", ""]),
            "Nhóm": st.sampled_from(["Nhà giáo", "Nhân viên", "Cán bộ quản lý", "Người lao động"]),
            "Chức danh": st.sampled_from(["Giáo viên", "Kế toán", "a\\b", "Tổ “1”", ""]),
            "Ngày vào công đoàn": st.sampled_from(["01/10/2015", "15/03/2016", ""]),
        }
    ),
    min_size=1,
    max_size=8,
)


@pytest.fixture
def desk(tree, system, now):
    return Desk(tree.leaf, system, now)


class Desk:
    """An officer at the unit: sends, commits, fetches, undoes."""

    def __init__(self, unit, actor: Actor, at):
        self.unit, self.actor, self.at = unit, actor, at

    def send(self, content, kind=MEMBERS):
        return exchange.plan_import(
            actor=self.actor,
            kind=kind,
            organisation=self.unit,
            upload=SimpleUploadedFile("so.xlsx", content),
            options={"on": "2016-09-01"},
            at=self.at,
        )

    def commit(self, batch):
        return exchange.commit_import(actor=self.actor, batch_id=batch.pk, at=self.at)

    def undo(self, batch):
        return exchange.undo_import(actor=self.actor, batch_id=batch.pk, reason="Thử", at=self.at)

    def fetch(self):
        context = exchange.Context(self.actor, self.unit.pk, {}, self.at)
        return exchange.current_sheet(MEMBERS, context)


def changed(content, **cells):
    """Return a fetched sheet with cells of its first row written over, as Excel would save it."""
    book = load_workbook(io.BytesIO(content))
    sheets = [(name, book.get_sheet_by_name(name).to_python()) for name in book.sheet_names]
    rows = sheets[0][1]
    for head, text in cells.items():
        rows[1][rows[0].index(head)] = text
    file = io.BytesIO()
    saved = xlsxwriter.Workbook(file, {"in_memory": True})
    for name, lines in sheets:
        page = saved.add_worksheet(name)
        for at, line in enumerate(lines):
            for place, text in enumerate(line):
                page.write_string(at, place, str(text))
    saved.close()
    return file.getvalue()


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(rows=members)
def test_what_was_imported_and_fetched_again_changes_nothing(desk, rows):
    before = picture()
    full = [
        somebody(n, **row, **{"Số căn cước": "", "Ngày về đơn vị": "01/09/2016"})
        for n, row in enumerate(rows)
    ]
    batch = desk.commit(desk.send(sheet(*full)))
    written = batch.rows.filter(state="DONE").count()
    assert written == len(rows)
    again = desk.send(desk.fetch())
    assert set(again.rows.values_list("plan", flat=True)) == {"SKIP"}
    assert again.rows.count() == written
    exchange.discard_import(actor=desk.actor, batch_id=again.pk)
    desk.undo(batch)
    assert picture() == before


def test_a_changed_cell_comes_back_as_the_one_change(desk):
    desk.commit(desk.send(sheet(LAN, somebody(1))))
    content = changed(desk.fetch(), **{"Họ và tên": "Nguyễn Thị Lan Oanh", "Điện thoại": ""})
    batch = desk.send(content)
    assert sorted(batch.rows.values_list("plan", flat=True)) == ["SKIP", "UPDATE"]
    row = batch.rows.get(plan="UPDATE")
    assert row.parsed["changes"] == {"name": ["Nguyễn Thị Lan Anh", "Nguyễn Thị Lan Oanh"]}
    assert exchange.problem_texts(row.problems) == ["Nguyễn Thị Lan Anh → Nguyễn Thị Lan Oanh"]
    desk.commit(batch)
    person = Person.objects.get(email="anh@vi-du.vn")
    assert (person.given_name, person.phone) == ("Oanh", "0912000001")
    assert Membership.objects.count() == 2


def test_numbers_of_citizens_are_not_handed_out_and_the_log_knows(desk):
    desk.commit(desk.send(sheet(LAN)))
    content = desk.fetch()
    assert "001185000123" not in str(
        load_workbook(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    )
    assert AuditEntry.objects.filter(verb="members.handed_out").count() == 1


def test_a_made_up_record_and_an_old_form_are_refused(desk, monkeypatch):
    desk.commit(desk.send(sheet(LAN)))
    pk = Person.objects.get(email="anh@vi-du.vn").pk
    batch = desk.send(changed(desk.fetch(), **{"Mã hồ sơ": f"HS-{pk}-0000000000"}))
    assert batch.rows.get().plan == "ERROR"
    content = desk.fetch()
    monkeypatch.setitem(MEMBERS.__dict__, "version", 2)
    with pytest.raises(exchange.FormIsOld):
        desk.send(content)


PAST = ("Họ và tên", "Số căn cước", "Mã đơn vị", "Từ ngày", "Đến ngày", "Lý do thôi")


def past(since, until, *, unit="CS-A12", number=LAN["Số căn cước"]):
    cells = (LAN["Họ và tên"], number, unit, since, until, "chuyển công tác")
    return dict(zip(PAST, cells, strict=True))


def test_past_memberships_stand_beside_what_is_known(desk, tree):
    desk.commit(desk.send(sheet(LAN)))
    before = picture()
    batch = desk.send(
        sheet(
            past("01/09/2015", "01/03/2016"),
            past("01/03/2016", "01/01/2017"),
            past("01/10/2015", "01/12/2015"),
            past("01/01/2018", "01/01/2019"),
            past("01/01/2016", "01/02/2016", number="001080999999"),
            heads=PAST,
        ),
        HISTORY,
    )
    assert list(batch.rows.order_by("n").values_list("plan", flat=True)) == [
        "UPDATE", "ERROR", "ERROR", "ERROR", "ERROR",
    ]  # fmt: skip
    crossing = next(p for p in batch.rows.get(n=3).problems if p.get("fix"))
    assert (crossing["column"], crossing["fix"]) == ("until", "01/09/2016")
    assert "dòng 2" in exchange.problem_texts(batch.rows.get(n=4).problems)[0]
    exchange.fix_all(
        actor=desk.actor, batch_id=batch.pk, column="until", text=crossing["text"], at=desk.at
    )
    desk.commit(batch)
    person = Person.objects.get(email="anh@vi-du.vn")
    spans = [
        (one.organisation.code, one.valid.lower, one.valid.upper, one.end_reason)
        for one in Membership.objects.filter(person=person).order_by("valid")
    ]
    assert spans == [
        ("CS-A12", date(2015, 9, 1), date(2016, 3, 1), "TRANSFERRED"),
        ("CS-A12", date(2016, 3, 1), date(2016, 9, 1), "TRANSFERRED"),
        ("CS-A11", date(2016, 9, 1), None, ""),
    ]
    desk.undo(batch)
    assert picture() == before


@pytest.fixture
def officer(minh, signed_in):
    return signed_in(minh)


def post_list(officer, content):
    return officer.post(
        reverse("exchange:upload", args=["doan-vien"]),
        {"on": "02/03/2026", "file": SimpleUploadedFile("dai.xlsx", content)},
    )


def test_a_long_file_is_read_behind_a_bar_that_others_see_too(officer, minh, tree, monkeypatch):
    monkeypatch.setattr("congdoan.support.exchange.services.arranging.LARGEST_AT_ONCE", 10)
    post_list(officer, sheet(LAN, somebody(1)))
    batch = exchange.ImportBatch.objects.get()
    assert batch.state == "PLANNING"
    bar = reverse("exchange:progress", args=[batch.pk])
    page = officer.get(reverse("exchange:batch", args=[batch.pk])).content.decode()
    assert f'hx-get="{bar}"' in page
    assert "0 trong 0 dòng" in officer.get(bar).content.decode()
    part = officer.get(bar, headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith("<section")
    exchange.plan_import_of(
        user_id=minh.user_id, batch_id=batch.pk, today=minh.today, at=batch.created_at
    )
    assert officer.get(bar, headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    assert officer.get(bar).status_code == 302
    assert batch.rows.count() == 2


def test_a_file_that_cannot_be_read_says_why_on_its_page(officer, minh, tree, monkeypatch):
    monkeypatch.setattr("congdoan.support.exchange.services.arranging.LARGEST_AT_ONCE", 10)
    post_list(officer, sheet({"Cột lạ": "x"}, heads=("Cột lạ",)))
    batch = exchange.ImportBatch.objects.get()
    exchange.plan_import_of(
        user_id=minh.user_id, batch_id=batch.pk, today=minh.today, at=batch.created_at
    )
    batch.refresh_from_db()
    assert batch.state in {"UNREADABLE", "MAPPING"}
    page = officer.get(reverse("exchange:batch", args=[batch.pk]), follow=True)
    assert page.status_code == 200


def test_a_row_is_put_right_on_its_page_or_in_the_table(officer, tree):
    post_list(officer, sheet(LAN, somebody(1, **{"Giới tính": "X?"})))
    batch = exchange.ImportBatch.objects.get()
    url = reverse("exchange:row", args=[batch.pk, 3])
    page = officer.get(url).content.decode()
    assert "“X?” không rõ" in page
    given = {"column": "gender", "text": "Nam"}
    part = officer.post(url, given, headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith("<tr")
    assert "Tạo mới" in part
    assert officer.post(url, {"column": "la", "text": "x"}).status_code == 302
    assert officer.post(url, {"column": "gender", "text": "x" * 501}).status_code == 302
    assert batch.rows.get(n=3).edits == {"gender": "Nam"}
    assert officer.get(reverse("exchange:row", args=[batch.pk, 99])).status_code == 404
    fix = reverse("exchange:fix", args=[batch.pk])
    answer = officer.post(fix, {"problem": "khong-co"}, follow=True).content.decode()
    assert "Không còn dòng nào" in answer


def test_who_is_meant_is_said_with_one_press(officer, desk, tree):
    desk.commit(desk.send(sheet(LAN)))
    known = Person.objects.get(email="anh@vi-du.vn")
    twin = {**LAN, "Số căn cước": "", "Thư điện tử": "", "Điện thoại": "0999000111"}
    post_list(officer, sheet(twin))
    batch = exchange.ImportBatch.objects.latest("pk")
    page = officer.get(reverse("exchange:batch", args=[batch.pk])).content.decode()
    assert "Cùng người này" in page
    url = reverse("exchange:answer", args=[batch.pk, 2])
    officer.post(url, {"same": "999999"})
    assert batch.rows.get().plan == "ASK"
    officer.post(url, {"same": str(known.pk)})
    assert batch.rows.get().plan == "UPDATE"


def test_the_command_line_is_the_same_engine(tree, tmp_path, capsys):
    from django.core.management import call_command

    path = tmp_path / "so.xlsx"
    path.write_bytes(sheet(LAN, somebody(1, **{"Giới tính": "X?"})))
    rest = tmp_path / "con-lai.xlsx"
    call_command("import_members", str(path), organisation="CD-A1")
    assert not Membership.objects.exists()
    call_command("import_members", str(path), organisation="CD-A1", commit=True, result=rest)
    said = capsys.readouterr().out
    assert "1 × Giới tính: Giới tính “…” không rõ" in said
    assert Membership.objects.count() == 1
    assert rest.exists()
    batch = exchange.ImportBatch.objects.latest("pk")
    call_command("import_members", undo=batch.pk)
    assert not Membership.objects.exists()


def test_what_was_taken_back_goes_in_again_as_it_was_put_right(desk, tree):
    batch = desk.send(sheet(LAN, somebody(1, **{"Giới tính": "X?"})))
    exchange.edit_cell(
        actor=desk.actor, batch_id=batch.pk, n=3, column="gender", text="Nam", at=desk.at
    )
    desk.commit(batch)
    written = picture()
    with pytest.raises(AlreadyDone):
        exchange.plan_again(actor=desk.actor, batch_id=batch.pk)
    desk.undo(batch)
    assert not Membership.objects.exists()
    assert exchange.plan_again(actor=desk.actor, batch_id=batch.pk).state == "PLANNED"
    assert desk.commit(batch).state == "DONE"
    assert picture() == written


def test_a_file_beyond_the_limit_is_told_before_it_is_read(officer, settings):
    settings.UPLOAD_LIMIT_BYTES = 1000
    page = post_list(officer, sheet(LAN))
    assert page.status_code == 422
    assert "vượt giới hạn" in page.content.decode()
    assert not exchange.ImportBatch.objects.exists()
