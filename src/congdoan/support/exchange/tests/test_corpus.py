"""
Every ugly file of ``tests/fixtures/exchange`` is read, mapped and repaired as its JSON says.

``CORPUS_WRITE=1 pytest …`` writes the JSON anew: read the difference before it is committed.
"""

import io
import json
import os
from pathlib import Path
from types import SimpleNamespace

import pytest

from congdoan.foundation.refusal import Refusal
from congdoan.support.exchange.rules.kinds import Column
from congdoan.support.exchange.services.planning import ColumnsMissing
from congdoan.support.exchange.services.preparing import prepare
from congdoan.support.exchange.services.reading import SheetIsEmpty, read_workbook

FOLDER = Path(__file__).resolve().parents[5] / "tests" / "fixtures" / "exchange"
EXPECTED = FOLDER / "expected"
NO_LISTS = {".py", ".md", ".json"}
FILES = sorted(p for p in FOLDER.iterdir() if p.is_file() and p.suffix not in NO_LISTS)
#: The columns a register of members has, by the codes of the glossary.
COLUMNS = tuple(
    Column(code, label, required=code == "full_name")
    for code, label in (
        ("full_name", "Họ và tên"),
        ("birth_date", "Ngày sinh"),
        ("gender", "Giới tính"),
        ("citizen_id", "Số căn cước"),
        ("phone", "Điện thoại"),
        ("email", "Thư điện tử"),
        ("union_unit", "Đơn vị"),
        ("job_title", "Chức danh"),
        ("joined_union_on", "Ngày vào công đoàn"),
        ("ethnicity", "Dân tộc"),
        ("party_member", "Đảng viên"),
        ("professional_degree", "Trình độ chuyên môn"),
        ("political_theory", "Lý luận chính trị"),
        ("address_current", "Nơi ở hiện nay"),
        ("note", "Ghi chú"),
    )
)
KIND = SimpleNamespace(columns=COLUMNS)


def told(path):
    """Return what reading, mapping and repairing a file says, as its JSON has it."""
    try:
        workbook = read_workbook(io.BytesIO(path.read_bytes()), path.name)
        table = prepare(workbook, KIND, latest_year=2026)
        if table.headings.missing(COLUMNS):
            raise ColumnsMissing(columns="", name=path.name)
        rows = [row for piece in table.rows() for row in piece]
        if not rows:
            raise SheetIsEmpty(name=path.name)
    except Refusal as refusal:
        return {"refused": type(refusal).__name__, "sentence": refusal.sentence}
    return {
        "sheet": table.sheet.name,
        "mapping": table.headings.mapping,
        "unknown": list(table.headings.unknown)[:12],
        "reading": table.decisions.as_json(),
        "skipped": [[one.n, one.reason, one.text] for one in table.skipped],
        "rows": [
            {
                "n": row.n,
                "cells": {code: text for code, text in row.cells.items() if text},
                "repairs": [
                    f"{one.level} {one.column}: {one.before!r} → {one.after!r} ({one.reason})"
                    for one in row.repairs
                ],
            }
            for row in rows
        ],
    }


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_an_ugly_file_is_read_as_a_person_would(path):
    kept = EXPECTED / f"{path.name}.json"
    found = told(path)
    if os.environ.get("CORPUS_WRITE"):
        before = json.loads(kept.read_text()) if kept.exists() else {}
        # What a kind makes of it is written by tests/test_exchange_corpus.py.
        whole = {**found, "plan": before.get("plan", {})}
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(json.dumps(whole, ensure_ascii=False, indent=1) + "\n")
    expected = json.loads(kept.read_text())
    assert expected.pop("plan")
    assert "hãy" in found.get("sentence", "hãy")
    assert found == expected


def test_the_corpus_is_large_enough_and_small_enough():
    assert len(FILES) >= 40
    assert sum(path.stat().st_size for path in FOLDER.rglob("*") if path.is_file()) < 2_000_000
    assert {path.name.removesuffix(".json") for path in EXPECTED.iterdir()} == {
        path.name for path in FILES
    }
