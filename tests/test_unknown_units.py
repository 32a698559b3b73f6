"""A unit nobody knows: the nearest in reach are offered, one click for all rows that hold it."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
import pytest

from congdoan.areas.members.rules.unit_names import Called, nearest_codes, nearest_names
from congdoan.areas.members.services.importing import MEMBERS, nearest
from congdoan.kernel.organisations.models import OrganisationProfile
from congdoan.support.exchange import api as exchange
from tests.test_member_imports import HEADS, sheet, somebody

pytestmark = pytest.mark.django_db

HEADS_BY_NAME = tuple("Đơn vị" if head == "Mã đơn vị" else head for head in HEADS)


@pytest.fixture
def send(tree, lan, now):
    def plan(values, head="Mã đơn vị"):
        heads = HEADS if head == "Mã đơn vị" else HEADS_BY_NAME
        rows = [{**somebody(n), "Mã đơn vị": "", head: value} for n, value in enumerate(values)]
        return exchange.plan_import(
            actor=lan,
            kind=MEMBERS,
            organisation=tree.middle,
            upload=SimpleUploadedFile("ds.xlsx", sheet(*rows, heads=heads)),
            options={"on": "2026-03-02"},
            at=now,
        )

    return plan


def offered(batch):
    return {
        one.value: [code for code, _name in one.near]
        for one in exchange.unknown_values(batch, MEMBERS)
    }


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Trường Tiểu học Hoa Sem", ["CS-A11"]),
        ("TH Hoa Sen - phường Đông", ["CS-A11", "CD-A1"]),
        ("THCS Anh Dươngg", ["CS-A12"]),
        ("Trường Mầm non Sao Mai", []),  # of another branch: nobody learns of it
        ("Tổ Toán", []),
    ],
)
def test_a_name_finds_the_nearest_unions_in_reach(send, text, codes):
    assert offered(send([text], head="Đơn vị")).get(text, []) == codes


def test_a_code_with_slips_is_put_right_in_one_click_for_all(send, lan, now):
    batch = send(["CSA11", "cs a1l", "CS-A12", "KHONG-CO"])
    rows = list(batch.rows.order_by("n"))
    assert [row.plan for row in rows] == ["ERROR", "ERROR", "CREATE", "ERROR"]
    text = next(one["text"] for one in rows[0].problems if one.get("fix") == "CS-A11")
    assert (
        exchange.fix_all(actor=lan, batch_id=batch.pk, column="unit_code", text=text, at=now) == 2
    )
    assert [row.plan for row in batch.rows.order_by("n")] == ["CREATE"] * 3 + ["ERROR"]


def test_one_click_writes_a_value_over_in_all_its_rows(send, signed_in, lan):
    value = "Trường Tiểu học Hoa Sem"
    batch = send([value, value, "Tổ Toán"], head="Đơn vị")
    desk = signed_in(lan)
    address = reverse("exchange:batch", args=[batch.pk])
    page = desk.get(address).content.decode()
    assert "Có phải ý bạn là…" in page
    assert "Công đoàn cơ sở Trường Tiểu học Hoa Sen (CS-A11)" in page
    said = {"column": "unit_name", "value": value}
    act = reverse("exchange:value", args=[batch.pk])
    refused = desk.post(act, {**said, "text": "CS-A12"}, follow=True).content.decode()
    assert "Không còn dòng nào có vấn đề này" in refused  # it was not offered
    done = desk.post(act, {**said, "text": "CS-A11"}, follow=True).content.decode()
    assert "Đã sửa 2 ô." in done
    assert "Có phải ý bạn là…" not in done
    rows = batch.rows.order_by("n")
    assert [row.plan for row in rows] == ["CREATE", "CREATE", "ERROR"]
    assert rows[0].parsed["unit_code"] == "CS-A11"


def test_a_short_name_names_its_union(send, tree):
    profile = OrganisationProfile.objects.get(organisation=tree.leaf)
    profile.short_name = "CĐCS TH Hoa Sen A1"
    profile.settle_keys()
    profile.save()
    names = ["CĐCS TH Hoa Sen A1", "Công đoàn cơ sở Trường Tiểu học Hoa Sen", "TH Hoa Sen"]
    batch = send(names, head="Đơn vị")
    assert {row.parsed["unit_code"] for row in batch.rows.all()} == {"CS-A11"}


def test_values_are_compared_by_set_and_not_without_end(send, monkeypatch):
    def asked(values):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            send(values, head="Đơn vị")
        return len(queries)

    few = asked(["Trường Tiểu học Hoa Sem"])
    assert asked([f"Trường Tiểu học Hoa Sem {n}" for n in range(30)]) <= few
    monkeypatch.setattr(nearest, "MOST_VALUES", 2)
    assert len(offered(send([f"Tiểu học Hoa Sem {n}" for n in range(5)], head="Đơn vị"))) == 2
    monkeypatch.setattr(nearest, "MOST_UNIONS", 1)
    assert offered(send(["Tiểu học Hoa Sem"], head="Đơn vị")) == {}


def test_nothing_strange_is_offered():
    unions = [
        Called.by("CS-1", "TH Kim Đồng", ["cong doan co so truong tieu hoc kim dong"]),
        Called.by("CS-2", "TH Lê Lợi", ["cong doan co so truong tieu hoc le loi"]),
    ]
    assert [one.code for one in nearest_names("th kim dog", unions, most=3)] == ["CS-1"]
    assert nearest_names("truong tieu hoc", unions, most=3) == []
    assert nearest_names("", unions, most=3) == []
    assert [one.code for one in nearest_codes("cs 2", unions, most=3)] == ["CS-2"]
    assert nearest_codes("XY-77", unions, most=3) == []
