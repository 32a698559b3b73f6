from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob
import pytest

from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.people.models import Office
from congdoan.support.exchange.models import ImportBatch
from congdoan.support.exchange.tests.conftest import unit, workbook
from congdoan.support.notifications.api import inbox

pytestmark = pytest.mark.django_db

UPLOAD = {"on": "02/03/2026", "decision_no": "12/QĐ"}


@pytest.fixture
def desk(signed_in, lan):
    return signed_in(lan)


def post_file(desk, content, name="cay.xlsx"):
    url = reverse("exchange:upload", args=["to-chuc"])
    return desk.post(url, UPLOAD | {"file": SimpleUploadedFile(name, content)})


def page(desk, name, *args, **query):
    response = desk.get(reverse(f"exchange:{name}", args=args), query)
    assert response.status_code == 200
    return response.content.decode()


def test_who_may_not_import_is_kept_out(signed_in, hoa, tree):
    desk = signed_in(hoa)
    for name, args in (("index", []), ("upload", ["to-chuc"]), ("template", ["to-chuc"])):
        assert desk.get(reverse(f"exchange:{name}", args=args)).status_code == 403


def test_the_first_page_offers_the_kind_and_teaches(desk):
    text = page(desk, "index")
    assert "Cây tổ chức" in text
    assert "Chưa có lần nhập nào" in text
    assert desk.get(reverse("exchange:upload", args=["la"])).status_code == 404


def test_from_file_to_undo(desk, tree):
    response = post_file(desk, workbook([unit("X-1"), unit("X-2", parent="ZZ")]))
    batch = ImportBatch.objects.get()
    assert response.url == reverse("exchange:batch", args=[batch.pk])
    text = page(desk, "batch", batch.pk)
    assert "Nhập 1 dòng" in text
    assert text.index("X-2") < text.index("X-1")  # what must be corrected stands first
    assert "X-1 ·" not in page(desk, "batch", batch.pk, show="errors")
    assert "12/QĐ" not in text
    desk.post(reverse("exchange:batch_commit", args=[batch.pk]))
    assert Organisation.objects.filter(code="X-1").exists()
    assert "Đã nhập 1 dòng" in page(desk, "batch", batch.pk)
    assert "X-1" in page(desk, "batch", batch.pk, show="done")
    result = desk.get(reverse("exchange:batch_result", args=[batch.pk]))
    assert result["Content-Disposition"].endswith('.xlsx"')
    undo = reverse("exchange:batch_undo", args=[batch.pk])
    assert "Điều gì sẽ xảy ra" in page(desk, "batch_undo", batch.pk)
    assert desk.post(undo, {"reason": ""}).status_code == 422
    assert desk.post(undo, {"reason": "Nhập nhầm tệp"}).status_code == 302
    assert not Organisation.objects.filter(code="X-1").exists()
    assert desk.post(undo, {"reason": "Nữa"}).status_code == 422


def test_pressing_twice_imports_once(desk, tree):
    post_file(desk, workbook([unit("X-1")]))
    url = reverse("exchange:batch_commit", args=[ImportBatch.objects.get().pk])
    desk.post(url)
    answer = desk.post(url, follow=True).content.decode()
    assert "đã được thực hiện trước đó" in answer
    assert Organisation.objects.filter(code="X-1").count() == 1


def test_rows_somebody_else_wrote_meanwhile_are_compared_again(desk, tree):
    rows = [unit("X-1"), unit("X-2")]
    post_file(desk, workbook(rows))
    batch = ImportBatch.objects.get()
    batch.rows.update(state="REFUSED", plan="ERROR", severity=2)
    compare = reverse("exchange:compare", args=[batch.pk])
    assert f'action="{compare}"' in page(desk, "batch", batch.pk)
    assert "Đã so lại 2 dòng với sổ." in desk.post(compare, follow=True).content.decode()
    assert set(batch.rows.values_list("state", "plan")) == {("WAITING", "CREATE")}
    assert compare not in page(desk, "batch", batch.pk)
    assert "Không còn dòng nào bị giữ lại" in desk.post(compare, follow=True).content.decode()
    assert desk.get(compare).status_code == 405


def test_a_long_file_is_imported_in_the_background(desk, lan, tree, monkeypatch):
    from congdoan.support.exchange import tasks
    from congdoan.support.exchange.services import arranging

    monkeypatch.setattr(arranging, "MOST_AT_ONCE", 1)
    post_file(desk, workbook([unit("X-1"), unit("X-2", parent="X-1")]))
    pk = ImportBatch.objects.get().pk
    for _pressed_again in range(2):
        answer = desk.post(reverse("exchange:batch_commit", args=[pk]), follow=True)
        assert "nhập ở nền" in answer.content.decode()
    (job,) = ProcrastinateJob.objects.filter(task_name="exchange.commit")
    assert job.args == {"batch_id": pk, "user_id": lan.user_id}
    assert not Organisation.objects.filter(code="X-1").exists()
    for _again in range(2):
        tasks.commit_in_background(batch_id=pk, user_id=lan.user_id)
        assert ImportBatch.objects.get().state == "DONE"
    assert Organisation.objects.filter(code__in=["X-1", "X-2"]).count() == 2
    (told,) = inbox(lan)
    assert told.title == "Đã nhập xong tệp cay.xlsx"
    assert "Đã ghi 2 dòng" in told.body
    assert told.url == reverse("exchange:batch", args=[pk])


def test_a_background_import_that_cannot_go_on_says_why(desk, lan, tree, monkeypatch):
    from congdoan.support.exchange import tasks
    from congdoan.support.exchange.services import arranging

    monkeypatch.setattr(arranging, "MOST_AT_ONCE", 1)
    post_file(desk, workbook([unit("X-1"), unit("X-2", parent="X-1")]))
    pk = ImportBatch.objects.get().pk
    desk.post(reverse("exchange:batch_commit", args=[pk]))
    Office.objects.filter(person_id=lan.person_id).update(valid=("2020-01-01", "2020-02-01"))
    tasks.commit_in_background(batch_id=pk, user_id=lan.user_id)
    assert not Organisation.objects.filter(code="X-1").exists()
    (told,) = inbox(lan)
    assert told.title == "Chưa nhập được tệp cay.xlsx"
    assert "không có quyền" in told.body


def test_a_file_with_nothing_new_says_so(desk, tree):
    known = ["CS-A11", "Công đoàn cơ sở Trường Tiểu học Hoa Sen", "", "L4_GRASSROOTS", "CD-A1", ""]
    post_file(desk, workbook([known]))
    text = page(desk, "batch", ImportBatch.objects.get().pk)
    assert "Mọi dòng đều đã có" in text
    assert reverse("exchange:batch_commit", args=[ImportBatch.objects.get().pk]) not in text


def test_a_plan_may_be_thrown_away(desk, tree):
    post_file(desk, workbook([unit("X-1")]))
    pk = ImportBatch.objects.get().pk
    assert desk.get(reverse("exchange:batch_discard", args=[pk])).status_code == 405
    desk.post(reverse("exchange:batch_discard", args=[pk]))
    assert "Nhập 1 dòng" not in page(desk, "batch", pk)


#: What Excel makes of a workbook with a password: an OLE file around an encrypted package.
LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le")


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "a.xlsx", "rỗng"),
        (b"%PDF-1.7", "a.pdf", "không thuộc loại nhận được"),
        (b"%PDF-1.7", "a.xlsx", "không phải là XLSX"),
        ("Mã;Tên\n".encode(), "a.csv", "không có dòng dữ liệu"),
        (b"PK\x03\x04", "a.xlsm", "không thuộc loại nhận được"),
        (LOCKED, "a.xlsx", "mật khẩu"),
    ],
)
def test_a_wrong_file_is_refused_beside_the_field(desk, tree, content, name, sentence):
    response = post_file(desk, content, name)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not ImportBatch.objects.exists()


def test_a_file_of_forty_megabytes_is_refused(desk, tree):
    response = post_file(desk, b"PK\x03\x04" + b"0" * (40 * 1024 * 1024))
    assert response.status_code == 422
    assert "vượt giới hạn" in response.content.decode()


def test_a_batch_of_another_branch_is_not_found(desk, signed_in, tree, make_person, seat, actor_of):
    post_file(desk, workbook([unit("X-1")]))
    pk = ImportBatch.objects.get().pk
    far = make_person("Phạm Văn Xa", username="xa")
    seat(far, tree.far_middle)
    other = signed_in(actor_of(far))
    for name in ("batch", "batch_result", "batch_undo"):
        assert other.get(reverse(f"exchange:{name}", args=[pk])).status_code == 404
    assert other.post(reverse("exchange:batch_commit", args=[pk])).status_code == 404
    assert not Organisation.objects.filter(code="X-1").exists()


def test_names_from_a_file_are_escaped(desk, tree):
    post_file(desk, workbook([unit("X-1", name="<script>alert(1)</script>", parent="<b>")]))
    assert "<script>alert" not in page(desk, "batch", ImportBatch.objects.get().pk)


def test_the_review_costs_the_same_for_few_and_for_many(desk, tree):
    def cost(rows):
        post_file(desk, workbook(rows))
        pk = ImportBatch.objects.latest("pk").pk
        with CaptureQueriesContext(connection) as counted:
            page(desk, "batch", pk)
        return len(counted)

    cost([unit("W")])
    assert cost([unit("X")]) == cost([unit(f"Y-{n}", parent="ZZ") for n in range(3)])


def test_the_list_of_imports_costs_the_same_for_one_and_for_three(desk, tree):
    costs = []
    for codes in (("W",), ("X", "Y")):
        for code in codes:
            post_file(desk, workbook([unit(code)]), f"{code}.xlsx")
        page(desk, "index")
        with CaptureQueriesContext(connection) as counted:
            shown = page(desk, "index")
        assert f"{codes[-1]}.xlsx" in shown
        costs.append(len(counted))
    assert costs[0] == costs[1]
