"""Verdicts on the rows of a tree."""

from datetime import date
import unicodedata

from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
import pytest

from congdoan.foundation.refusal import NotAllowed
from congdoan.kernel.organisations.models import Organisation
from congdoan.support.exchange.models import ImportBatch
from congdoan.support.exchange.selectors import problem_texts
from congdoan.support.exchange.tests.conftest import HEADS, unit

pytestmark = pytest.mark.django_db


def verdicts(batch) -> dict[str, str]:
    return {row.parsed["code"]: row.plan for row in batch.rows.order_by("-n")}


def said(batch, code) -> str:
    rows = batch.rows.filter(parsed__code=code)
    return " ".join(text for row in rows for text in problem_texts(row.problems))


def test_a_branch_is_planned_superiors_first(send):
    batch = send(
        [unit("X-11", parent="X-1"), unit("X-1", level="Công đoàn cấp trên trực tiếp cơ sở khác")]
    )
    rows = {row.parsed["code"]: row for row in batch.rows.all()}
    assert (rows["X-1"].rank, rows["X-11"].rank) == (0, 1)
    assert rows["X-11"].plan == "CREATE"
    assert "trực thuộc: " in said(batch, "X-1")  # L3 under L3: allowed, but said
    assert not Organisation.objects.filter(code="X-1").exists()


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (["", "Tên", "", "L4_GRASSROOTS", "CD-A1", ""], "Thiếu mã"),
        (["X", "", "", "L4_GRASSROOTS", "CD-A1", ""], "Thiếu tên"),
        (["X Đ", "Tên", "", "L4_GRASSROOTS", "CD-A1", ""], "chỉ được gồm"),
        (["X", "Tên", "", "", "CD-A1", ""], "Thiếu cấp"),
        (["X", "Tên", "", "Cấp trời", "CD-A1", ""], "Không có “Cấp trời”"),
        (["X", "Tên", "", "L3_DISTRICT", "CD-A1", "01/01/2026"], "Không có “L3_DISTRICT”"),
        (["X", "Tên", "Hội", "L4_GRASSROOTS", "CD-A1", ""], "không rõ"),
        (["X", "Tên", "", "L4_GRASSROOTS", "", ""], "Thiếu mã đơn vị cấp trên"),
        (["X", "Tên", "", "L4_GRASSROOTS", "KHONG-CO", ""], "Không có đơn vị cấp trên"),
        (["X", "Tên", "", "L4_GRASSROOTS", "X", ""], "chính mình"),
        (["X", "Tên", "", "L4_GRASSROOTS", "CD-A1", "31/02/2020"], "không đúng"),
        (["X", "Tên", "", "L4_GRASSROOTS", "CD-A1", "01/01/2010"], "không tồn tại vào ngày"),
        (["X", "Tên", "", "L4_GRASSROOTS", "CD-B1", ""], "không có quyền"),
        (["X", "T" * 300, "", "L4_GRASSROOTS", "CD-A1", ""], "Quá dài"),
        (["CS-B11", "Tên", "", "L4_GRASSROOTS", "CD-B1", ""], "không thuộc quyền"),
        (["CS-A11", "Tên", "Đối tác", "", "", ""], "với loại khác"),
        (["TR-MOI", "Trường mới", "Đối tác", "", "", ""], "chỉ quản trị"),
    ],
)
def test_a_row_that_cannot_be_imported_says_why(send, row, sentence):
    batch = send([row])
    assert batch.rows.get().plan == "ERROR"
    assert sentence in " ".join(problem_texts(batch.rows.get().problems))


def test_warnings_do_not_stop_a_row(send):
    batch = send(
        [
            unit("X-1", name="Công đoàn cơ sở Trường Tiểu học Hoa Sen"),
            unit("X-2", on="2021"),
            unit("X-3", on="01/09/2026"),
        ]
    )
    assert set(verdicts(batch).values()) == {"CREATE"}
    assert "trùng tên: CS-A11" in said(batch, "X-1")
    assert "Chỉ có năm" in said(batch, "X-2")
    assert "tương lai" in said(batch, "X-3")
    assert list(batch.rows.values_list("severity", flat=True)) == [1, 1, 1]


def test_decomposed_names_are_repaired_and_said(send):
    name = "Công đoàn cơ sở Trường THPT Đồng Tháp"
    batch = send([unit("X-1", name=unicodedata.normalize("NFD", f"  {name} "))])
    row = batch.rows.get()
    assert (row.parsed["name"], row.plan, row.severity) == (name, "CREATE", 0)
    assert "Chữ tổ hợp" in said(batch, "X-1")


def test_days_may_be_cells_of_the_sheet(send):
    assert send([unit("X", on=date(2019, 8, 20))]).rows.get().parsed["on"] == "2019-08-20"


def test_a_circle_is_named_and_what_hangs_below_fails_too(send):
    batch = send(
        [
            unit("A", parent="C"),
            unit("B", parent="A"),
            unit("C", parent="B"),
            unit("D", parent="B"),
            unit("E", parent="D"),
            unit("F"),
        ]
    )
    assert verdicts(batch) == dict.fromkeys("ABCDE", "ERROR") | {"F": "CREATE"}
    assert "vòng tròn" in said(batch, "A")
    assert "phải sửa trước" in said(batch, "E")


def test_two_superiors_for_one_unit_are_refused(send):
    batch = send([unit("X", parent="CD-A1"), unit("X", parent="LD-A"), unit("Y", parent="X")])
    assert verdicts(batch) == {"X": "ERROR", "Y": "ERROR"}
    assert "Hai cấp trên cho một đơn vị (dòng 2, 3): CD-A1, LD-A" in said(batch, "X")
    assert "phải sửa trước" in said(batch, "Y")


def test_a_code_twice_is_refused_a_row_twice_is_taken_once(send):
    batch = send([unit("X", name="Một"), unit("X", name="Hai"), unit("Y"), unit("Y")])
    assert "Trùng mã ở các dòng 2, 3" in said(batch, "X")
    assert sorted(batch.rows.filter(parsed__code="Y").values_list("plan", flat=True)) == [
        "CREATE",
        "SKIP",
    ]


def test_a_superior_founded_later_is_refused(send):
    batch = send(
        [unit("X", on="01/01/2022", level="L3_OTHER"), unit("Y", parent="X", on="01/01/2021")]
    )
    assert "thành lập ngày 01/01/2022, sau đơn vị này" in said(batch, "Y")


def test_a_known_unit_is_updated_or_left_alone_and_blank_never_erases(send):
    same = ["CS-A11", "Công đoàn cơ sở Trường Tiểu học Hoa Sen", "", "L4_GRASSROOTS", "CD-A1", ""]
    renamed = ["CS-A12", "Công đoàn cơ sở Trường THCS Mới", "", "L4_GRASSROOTS", "LD-A", ""]
    batch = send([same, renamed])
    assert verdicts(batch) == {"CS-A11": "SKIP", "CS-A12": "UPDATE"}
    assert batch.rows.get(parsed__code="CS-A12").parsed["changes"] == ["name"]
    assert "Đang trực thuộc CD-A1" in said(batch, "CS-A12")


def test_places_are_looked_up(send):
    from congdoan.kernel.places.api import PlaceData, UnitFacts, load_places

    old = UnitFacts("00001", "COMMUNE", "COMMUNE", "Cũ", "", None, date(2025, 7, 1), "", "", True)
    load_places(data=PlaceData([old], []))
    heads = [*HEADS, "Mã địa bàn"]
    batch = send([[*unit("X"), "00001"], [*unit("Y"), "99999"]], heads=heads)
    assert "không còn vào ngày" in said(batch, "X")
    assert verdicts(batch) == {"X": "CREATE", "Y": "ERROR"}


def test_only_who_may_import_here_may(send, tree, minh, hoa, stranger):
    for actor in (hoa, stranger):
        with pytest.raises(NotAllowed):
            send([unit("X")], actor=actor)
    with pytest.raises(NotAllowed):
        send([unit("X")], actor=minh)  # of a leaf: not at the middle unit
    assert not ImportBatch.objects.exists()


def test_the_same_file_again_takes_the_place_of_its_waiting_plan(send):
    first, second = send([unit("X")]), send([unit("X")])
    assert list(ImportBatch.objects.values_list("pk", flat=True)) == [second.pk]
    assert first.pk != second.pk


def test_planning_costs_the_same_for_few_and_for_many(send):
    def cost(count):
        rows = [unit(f"X-{n}", parent="X-0" if n else "CD-A1") for n in range(count)]
        with CaptureQueriesContext(connection) as counted:
            send(rows)
        return len(counted)

    cost(1)
    assert cost(40) == cost(3)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 8)), min_size=1, max_size=8))
def test_whatever_hangs_where_only_sound_chains_are_planned(send, links):
    codes = [f"N{number}" for number in range(8)]
    batch = send([unit(codes[a], parent=[*codes, "CD-A1"][b]) for a, b in links])
    rows = {row.parsed["code"]: row for row in batch.rows.all() if row.plan == "CREATE"}
    for row in rows.values():
        above, steps = row.parsed["parent"], 0
        while above != "CD-A1":
            assert above in rows
            assert rows[above].rank < row.rank + 1
            above, steps = rows[above].parsed["parent"], steps + 1
            assert steps <= len(rows)
