"""The page on which an officer says what the columns are, and what is remembered of it."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
import pytest

from congdoan.foundation.refusal import AlreadyDone
from congdoan.kernel.audit.models import AuditEntry
from congdoan.support.exchange.models import ColumnMemory, ImportBatch
from congdoan.support.exchange.services import ColumnNotNamed, discard_import, name_columns
from congdoan.support.exchange.tests.conftest import HEADS, unit, workbook

pytestmark = pytest.mark.django_db
STRANGE = ["Ký mã", "Gọi là", "Loại", "Cấp", "Thuộc về", "Ngày thành lập"]


@pytest.fixture
def desk(signed_in, lan):
    return signed_in(lan)


def send_up(desk, content, name="cay.xlsx", **more):
    data = {"on": "02/03/2026", "file": SimpleUploadedFile(name, content), **more}
    return desk.post(reverse("exchange:upload", args=["to-chuc"]), data)


def answer(desk, batch, codes, **more):
    given = {f"c{place}": code for place, code in enumerate(codes)} | {"go": "1", **more}
    return desk.post(reverse("exchange:columns", args=[batch.pk]), given)


def test_columns_nobody_knows_are_asked_once_and_remembered(desk, tree):
    response = send_up(desk, workbook([unit("X-1")], heads=STRANGE))
    batch = ImportBatch.objects.get()
    assert response.url == reverse("exchange:columns", args=[batch.pk])
    assert batch.state == "MAPPING"
    page = desk.get(response.url).content.decode()
    assert "Ký mã" in page
    assert "X-1" in page
    assert "Còn thiếu" in page
    codes = ["code", "name", "family", "level", "parent", "on"]
    assert answer(desk, batch, codes, sheet="0", at="0").url == reverse(
        "exchange:batch", args=[batch.pk]
    )
    batch.refresh_from_db()
    assert batch.state == "PLANNED"
    assert batch.rows.get().parsed["code"] == "X-1"
    assert AuditEntry.objects.filter(verb="exchange.named").count() == 1
    again = send_up(desk, workbook([unit("X-2"), unit("X-3")], heads=STRANGE), "thang-sau.xlsx")
    later = ImportBatch.objects.latest("pk")
    assert again.url == reverse("exchange:batch", args=[later.pk])
    assert set(later.rows.values_list("plan", flat=True)) == {"CREATE"}


@pytest.mark.parametrize(
    ("codes", "sentence"),
    [
        (["name", "", "", "", "", ""], "Chưa chọn cột nào là “Mã”"),
        (["code", "name", "name", "", "", ""], "cùng được chọn là “Tên”"),
        (["x:y", "<b>", "", "", "", ""], "Chưa chọn cột nào"),
    ],
)
def test_a_wrong_answer_is_refused_on_the_page(desk, tree, codes, sentence):
    send_up(desk, workbook([unit("X-1")], heads=STRANGE))
    response = answer(desk, ImportBatch.objects.get(), codes)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert ImportBatch.objects.get().state == "MAPPING"
    assert not ColumnMemory.objects.exists()


def test_a_plan_may_be_made_anew_of_other_columns(desk, tree):
    send_up(desk, workbook([unit("X-1")]))
    batch = ImportBatch.objects.get()
    assert batch.state == "PLANNED"
    assert (
        "Xem lại các cột" in desk.get(reverse("exchange:batch", args=[batch.pk])).content.decode()
    )
    answer(desk, batch, ["code", "short_name", "", "level", "parent", "on"])
    assert ImportBatch.objects.get().state == "PLANNED"  # no name: refused, nothing changed
    answer(desk, batch, ["name", "code", "", "level", "parent", "on"])
    assert ImportBatch.objects.get().rows.get().parsed["name"] == "X-1"


def test_the_columns_are_shown_when_asked_for(desk, tree):
    response = send_up(desk, workbook([unit("X-1")]), look="on")
    assert "/cot/" in response.url
    page = desk.get(response.url).content.decode()
    assert "Còn thiếu" not in page


def test_sheet_and_heading_row_can_be_chosen(desk, tree):
    send_up(desk, workbook([HEADS, unit("X-1")], heads=["Bản", "nháp"]), look="on")
    url = reverse("exchange:columns", args=[ImportBatch.objects.get().pk])
    assert "nháp" in desk.get(url, {"at": "0"}).content.decode()
    for bad in ({"at": "9" * 30}, {"at": "-1"}, {"sheet": "x"}):
        assert desk.get(url, bad).status_code == 400
    assert desk.get(url, {"sheet": "77", "at": "999"}).status_code == 200


def test_columns_are_named_before_a_plan_is_carried_out_only(desk, tree, lan, now):
    send_up(desk, workbook([unit("X-1")], heads=STRANGE))
    batch = ImportBatch.objects.get()
    given = {"actor": lan, "batch_id": batch.pk, "sheet": 0, "heads_at": 0, "at": now}
    with pytest.raises(ColumnNotNamed):
        name_columns(mapping={"name": 1}, **given)
    discard_import(actor=lan, batch_id=batch.pk)
    with pytest.raises(AlreadyDone):
        name_columns(mapping={"code": 0, "name": 1}, **given)
    assert desk.get(reverse("exchange:columns", args=[batch.pk])).status_code == 302


def test_what_another_organisation_named_is_not_recalled(desk, tree, now):
    ColumnMemory.objects.create(
        organisation=tree.far_middle, kind="to-chuc", signature="0" * 64, mapping={}, used_at=now
    )
    send_up(desk, workbook([unit("X-1")], heads=STRANGE))
    assert ImportBatch.objects.get().state == "MAPPING"


def test_skipped_rows_are_told(desk, tree):
    send_up(desk, workbook([unit("X-1"), ["", "Tổng cộng: 1"], ["", "NGƯỜI LẬP BIỂU"]]))
    page = desk.get(reverse("exchange:batch", args=[ImportBatch.objects.get().pk]))
    assert "2 dòng không phải dữ liệu" in page.content.decode()
