"""A program imports for a person: with exactly their rights, once, and told in one shape."""

import io
import json

from django.core.files.uploadedfile import SimpleUploadedFile
import pytest
from python_calamine import load_workbook

from congdoan.kernel.organisations.models import Organisation
from congdoan.support.exchange.models import ImportBatch
from congdoan.support.exchange.services import arranging
from congdoan.support.exchange.tests.conftest import unit, workbook

pytestmark = pytest.mark.django_db


def sheet(*units):
    return SimpleUploadedFile("cay.xlsx", workbook(list(units)))


def wish(*units, **fields):
    return {"kind": "to-chuc", "on": "2026-03-02", "file": sheet(*units), **fields}


@pytest.fixture
def lans(program, lan):
    return program(lan)


@pytest.fixture
def planned(lans):
    """Return the number of a plan with two good rows and a bad one."""
    answer = lans.post("/imports", wish(unit("X-1"), unit("X-2"), unit("X-3", parent="ZZ")))
    assert answer.status_code == 201, answer.content.decode()
    return answer.json()["id"]


def test_from_file_to_undo(lans, planned, tree):
    told = lans.get(f"/imports/{planned}").json()
    assert (told["state"], told["kind"], told["organisation"]) == ("PLANNED", "to-chuc", "CD-A1")
    assert told["counts"]["to_do"] == 2
    assert told["counts"]["errors"] == 1
    assert told["page"].endswith(f"/nhap/lan/{planned}/")
    assert not Organisation.objects.filter(code__startswith="X-").exists()
    done = lans.post(f"/imports/{planned}/commit", key="c1")
    assert done.status_code == 200
    assert done.json()["state"] == "DONE"
    assert Organisation.objects.filter(code__startswith="X-").count() == 2
    result = lans.get(f"/imports/{planned}/result", left="true")
    rows = load_workbook(io.BytesIO(result.content)).get_sheet_by_index(0).to_python()
    assert len(rows) == 2
    assert result["Content-Disposition"].endswith('.xlsx"')
    undone = lans.post(f"/imports/{planned}/undo", {"reason": "Nhầm tệp"}, key="u1", json=True)
    assert undone.json()["state"] == "UNDONE"
    assert not Organisation.objects.filter(code__startswith="X-").exists()


def test_rows_with_problems_by_cursor(lans, planned):
    page = lans.get(f"/imports/{planned}/rows").json()
    [row] = page["items"]
    assert (row["plan"], page["next"]) == ("ERROR", "")
    assert row["problems"][0]["severity"] == "ERROR"
    assert "ZZ" in row["problems"][0]["text"]
    seen, cursor = [], ""
    while True:
        page = lans.get(f"/imports/{planned}/rows", show="all", limit=1, cursor=cursor).json()
        seen += [one["n"] for one in page["items"]]
        if not (cursor := page["next"]):
            break
    assert seen == [2, 3, 4]
    assert lans.get(f"/imports/{planned}/rows", cursor="khong-phai").status_code == 200


def test_the_list_is_newest_first_and_ones_own(
    lans, planned, program, tree, make_person, seat, actor_of
):
    far = make_person("Vũ Thị Xa", username="xa")
    seat(far, tree.far_middle, "PRESIDENT")
    assert [one["id"] for one in lans.get("/imports").json()["items"]] == [planned]
    assert program(actor_of(far)).get("/imports").json() == {"items": [], "next": ""}


def test_the_same_key_is_the_same_work(lans, planned):
    again = wish(unit("X-1"), unit("X-2"), unit("X-3", parent="ZZ"))
    answer = lans.post("/imports", again)
    assert answer["Idempotency-Replayed"] == "true"
    assert (answer.status_code, answer.json()["id"]) == (201, planned)
    assert ImportBatch.objects.count() == 1
    first = lans.post(f"/imports/{planned}/commit", key="c1")
    second = lans.post(f"/imports/{planned}/commit", key="c1")
    assert first.json() == second.json()
    assert lans.post(f"/imports/{planned}/commit", key="c2").status_code == 409


def test_a_key_for_something_else_or_none_is_refused(lans, planned):
    assert refusal(lans.post("/imports", wish(unit("Y-1"))), 422) == "KeyUsedOtherwise"
    assert refusal(lans.post("/imports", wish(unit("Y-1")), key=""), 400) == "KeyMissing"
    assert refusal(lans.post("/imports", wish(unit("Y-1")), key="có dấu"), 400) == "KeyMissing"
    assert ImportBatch.objects.count() == 1


def test_what_was_refused_may_be_sent_again_under_its_key(lans, planned):
    assert refusal(lans.post(f"/imports/{planned}/undo", {"reason": "x"}, key="z", json=True), 409)
    lans.post(f"/imports/{planned}/commit", key="c")
    again = lans.post(f"/imports/{planned}/undo", {"reason": "x"}, key="z", json=True)
    assert again.status_code == 200


def refusal(answer, status):
    """Return the code of a problem document with one plain sentence."""
    assert answer.status_code == status, answer.content.decode()
    assert answer["Content-Type"] == "application/problem+json"
    told = answer.json()
    assert told["status"] == status
    assert told["detail"].endswith((".", "!", "”"))
    assert "{" not in told["detail"]
    assert told["type"] == f"urn:congdoan:problem:{told['code']}"
    return told["code"]


def test_a_batch_of_another_branch_is_not_there(
    lans, planned, program, tree, make_person, seat, actor_of
):
    far = make_person("Vũ Thị Xa", username="xa")
    seat(far, tree.far_middle, "PRESIDENT")
    theirs = program(actor_of(far))
    for path in ("", "/rows", "/result"):
        assert refusal(theirs.get(f"/imports/{planned}{path}"), 404) == "NotFound"
    assert refusal(theirs.post(f"/imports/{planned}/commit"), 404) == "NotFound"
    body = {"reason": "thử"}
    assert refusal(theirs.post(f"/imports/{planned}/undo", body, json=True), 404) == "NotFound"
    assert ImportBatch.objects.get(pk=planned).state == "PLANNED"


def test_who_may_not_import_may_not_by_a_program(program, hoa, tree):
    theirs = program(hoa)
    assert refusal(theirs.get("/kinds"), 403) == "NotAllowed"
    assert refusal(theirs.post("/imports", wish(unit("X-1"))), 403) == "NotAllowed"


def test_the_right_ends_with_the_office(lans, lan, planned, today):
    from congdoan.kernel.people.models import Office

    Office.objects.filter(person_id=lan.person_id).delete()
    assert refusal(lans.get(f"/imports/{planned}"), 403) == "NotAllowed"


def test_a_scope_narrows(program, lan, planned):
    reads = program(lan, "imports.read", name="Chỉ đọc")
    assert reads.get(f"/imports/{planned}").status_code == 200
    assert refusal(reads.post(f"/imports/{planned}/commit"), 403) == "ScopeMissing"


@pytest.mark.parametrize(
    ("change", "status", "field"),
    [
        ({"kind": "khong-co"}, 404, ""),
        ({"on": "31/02/2026"}, 422, "on"),
        ({"file": SimpleUploadedFile("a.xlsx", b"khong phai")}, 422, "file"),
        ({"file": SimpleUploadedFile("a.exe", b"MZ")}, 422, "file"),
        ({"kind": "x" * 90}, 422, "kind"),
        ({"organisation": "CS-B11"}, 422, ""),
    ],
)
def test_bad_input_is_named(lans, tree, change, status, field):
    answer = lans.post("/imports", {**wish(unit("X-1")), **change})
    assert refusal(answer, status)
    if field:
        assert any(field in one["field"] for one in answer.json()["errors"])
    assert not ImportBatch.objects.exists()


def test_a_spoilt_call_is_answered_in_the_same_shape(lans, planned):
    assert refusal(lans.get("/khong-co"), 404) == "NotFound"
    assert refusal(lans.get(f"/imports/{'9' * 19}"), 404) == "NotFound"
    assert refusal(lans.get(f"/imports/{planned}/commit"), 405) == "NoSuchMethod"
    assert refusal(lans.get(f"/imports/{planned}/rows", show="la"), 422) == "Unreadable"
    assert refusal(lans.get(f"/imports/{planned}/rows", limit=100_000), 422) == "Unreadable"
    bad = lans.client.post(
        f"/api/v1/imports/{planned}/undo",
        "{khong phai json",
        content_type="application/json",
        headers=lans.headers | {"idempotency-key": "j"},
    )
    assert refusal(bad, 422) == "Unreadable"
    assert refusal(lans.post(f"/imports/{planned}/undo", {"reason": ""}, json=True), 422)
    assert refusal(lans.client.get("/api/v1/imports?cursor=%00", headers=lans.headers), 400)


def test_a_file_whose_columns_are_not_known_waits_for_a_person(lans, tree):
    content = "Cột lạ;Cột khác\n1;2\n".encode()
    answer = lans.post("/imports", {**wish(), "file": SimpleUploadedFile("la.csv", content)})
    assert (answer.status_code, answer.json()["state"]) == (201, "MAPPING")
    assert refusal(lans.post(f"/imports/{answer.json()['id']}/commit", key="c"), 409)


def test_long_steps_are_left_to_the_worker(lans, planned, monkeypatch):
    monkeypatch.setattr(arranging, "MOST_AT_ONCE", 1)
    assert lans.post(f"/imports/{planned}/commit", key="c").status_code == 202
    assert ImportBatch.objects.get(pk=planned).state == "PLANNED"


def test_kinds_and_the_description(lans, client):
    codes = {one["code"] for one in lans.get("/kinds").json()}
    assert {"to-chuc", "doan-vien"} <= codes
    told = client.get("/api/v1/openapi.json")
    assert told.status_code == 200
    schema = json.loads(told.content)
    assert schema["openapi"].startswith("3.1")
    assert "/api/v1/imports/{pk}/commit" in schema["paths"]
    assert "bearer" in json.dumps(schema["components"]["securitySchemes"]).lower()
