"""
Every ugly file of ``tests/fixtures/exchange`` becomes the plan its JSON says, in one register.

The register: Hương (her citizen's number is known), Việt (name and birthday alone), Như (in a
union out of reach). An is new. So a file in an old font or of dates in three orders shows what it
must in the end: that people are recognised, and what would be written. ``CORPUS_WRITE=1 pytest …``
writes the JSON anew: read the difference before it is committed.
"""

import json
import os

from django.core.files.uploadedfile import SimpleUploadedFile
import pytest

from congdoan.areas.members.services.importing import MEMBERS
from congdoan.foundation.refusal import Refusal
from congdoan.support.exchange import api as exchange
from congdoan.support.exchange.tests.test_corpus import EXPECTED, FILES
from tests.test_member_imports import sheet

pytestmark = pytest.mark.django_db

HEADS = ("Họ và tên", "Ngày sinh", "Giới tính", "Số căn cước", "Điện thoại", "Mã đơn vị")
KNOWN = (
    ("Trần Thị Hương", "05/09/1975", "Nữ", "038175005678", "", "CS-A11"),
    ("Lê Quốc Việt", "20/11/1990", "Nam", "", "", "CS-A12"),
    ("Đỗ Quỳnh Như", "01/06/1988", "Nữ", "079188008765", "0703456789", "CS-B11"),
)
LEVELS = {0: "NOTE", 1: "WARNING", 2: "ERROR"}


@pytest.fixture
def register(tree, system, now):
    rows = [dict(zip(HEADS, cells, strict=True)) for cells in KNOWN]
    batch = exchange.plan_import(
        actor=system,
        kind=MEMBERS,
        organisation=tree.central,
        upload=SimpleUploadedFile("so.xlsx", sheet(*rows, heads=HEADS)),
        options={"on": "2020-01-01"},
        at=now,
    )
    exchange.commit_import(actor=system, batch_id=batch.pk, at=now)
    assert batch.rows.filter(state="DONE").count() == len(KNOWN)


def planned(path, actor, organisation, at):
    """Return the plan of a file as its JSON has it: what each row does, and what is said of it."""
    try:
        batch = exchange.plan_import(
            actor=actor,
            kind=MEMBERS,
            organisation=organisation,
            upload=SimpleUploadedFile(path.name, path.read_bytes()),
            options={"on": "2026-03-02"},
            at=at,
        )
    except Refusal as refusal:
        return {"refused": refusal.sentence}
    return {
        "columns": batch.mapping,
        "types": [
            f"{one.rows} × {LEVELS[one.severity]} {one.column}: {one.sentence}"
            + (f" ⇒ {one.fixable}" if one.fixable else "")
            for one in exchange.problem_types(batch, MEMBERS)
        ],
        "rows": {
            str(row.n): [row.plan, *map(said, row.problems)] for row in batch.rows.order_by("n")
        },
    }


def said(problem):
    """Return one problem as a line; what would be written instead after ⇒, sealed as a dot."""
    [text] = exchange.problem_texts([problem])
    told = f"{LEVELS[problem['severity']]} {problem['column']}: {text}"
    if "fix" not in problem:
        return told
    return f"{told} ⇒ {'•' if problem['column'] == 'citizen_id' else problem['fix']}"


def test_every_ugly_file_becomes_the_plan_it_should(register, lan, tree, now):
    different = {}
    for path in FILES:
        kept = EXPECTED / f"{path.name}.json"
        whole = json.loads(kept.read_text())
        found = planned(path, lan, tree.middle, now)
        if os.environ.get("CORPUS_WRITE"):
            whole["plan"] = found
            kept.write_text(json.dumps(whole, ensure_ascii=False, indent=1) + "\n")
        if found != whole["plan"]:
            different[path.name] = found
    assert different == {}
