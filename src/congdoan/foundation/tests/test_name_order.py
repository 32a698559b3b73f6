"""
2,400 names in the order of the school alphabet, compared with ICU.

The embedded PostgreSQL has no ICU: ``make test-icu`` compares on Debian's (``CONGDOAN_ICU_URL``).

The one difference is meant: ICU tells "Hoà" from "Hòa" by which vowel bears the tone; one name in
two spellings is one name to us, and people of either stand together, ordered by họ đệm.
"""

import os
from pathlib import Path

import psycopg
import pytest

from congdoan.foundation.vietnamese import fold, sort_key

TABLE = Path(__file__).resolve().parents[4] / "tests" / "fixtures" / "names" / "names.tsv"
NAMES = [tuple(line.split("\t")) for line in TABLE.read_text().splitlines()]
#: Old places of the tone and new ones.
_PAIRS = [
    (old, new)
    for plain, marks in (("oa", "òỏõóọ"), ("oe", "òỏõóọ"), ("uy", "ùủũúụ"))
    for old, new in zip(
        [plain[0] + one for one in {"oa": "àảãáạ", "oe": "èẻẽéẹ", "uy": "ỳỷỹýỵ"}[plain]],
        [one + plain[1] for one in marks],
        strict=True,
    )
]


def modern(text):
    """Write a text with the tone where schools put it now; "Quý" has its u with the q."""
    for old, new in _PAIRS:
        text = " ".join(
            word if word.lower().startswith("qu") else word.replace(old, new)
            for word in text.split(" ")
        )
    return text


def key(name):
    rest, given = name
    return f"{sort_key(given)} {sort_key(rest)}"


def test_the_table_is_long_and_each_name_once():
    assert len(set(NAMES)) == len(NAMES) >= 2000


def test_two_spellings_of_a_name_are_one():
    for rest, given in NAMES:
        assert sort_key(modern(given)) == sort_key(given)
        assert fold(modern(rest)) == fold(rest)
        assert fold(given).isascii()


def test_our_order_is_that_of_icu():
    server = os.environ.get("CONGDOAN_ICU_URL") or os.environ.get("DATABASE_URL")
    if not server:
        pytest.skip("the embedded server has no ICU; make test-icu runs this on Debian's")
    names = sorted({(modern(rest), modern(given)) for rest, given in NAMES})
    with psycopg.connect(server) as connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT rest, given FROM unnest(%s::text[], %s::text[]) AS one (rest, given)"
            ' ORDER BY given COLLATE "vi-x-icu", rest COLLATE "vi-x-icu"',
            [[rest for rest, _given in names], [given for _rest, given in names]],
        )
        assert sorted(names, key=key) == cursor.fetchall()
