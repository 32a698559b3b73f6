"""Figures as typed, packs as written, checks as arithmetic."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st
import pytest

from congdoan.areas.reporting.rules.checking import by_series, figure_at, findings
from congdoan.areas.reporting.rules.cutoffs import cut
from congdoan.areas.reporting.rules.designing import called
from congdoan.areas.reporting.rules.figures import (
    BelowZero,
    NotANumber,
    NotWhole,
    TooLarge,
    read_figure,
)
from congdoan.areas.reporting.rules.moves import PRIMARY, SECOND, may_move
from congdoan.areas.reporting.rules.packs import FormPackIsBroken, read_check, read_pack, read_packs
from congdoan.areas.reporting.services.loading import SHIPPED
from congdoan.kernel.rulebook.api import catalogue


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("  ", None),
        ("0", Decimal(0)),
        ("1250", Decimal(1250)),
        ("1.250", Decimal(1250)),
        ("1.234.567", Decimal(1234567)),
        (" 1 250 ", Decimal(1250)),
        ("１２", Decimal(12)),
    ],
)
def test_whole_figures_are_read_as_typed(text, value):
    assert read_figure(text, line="1") == value


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("bốn mươi", NotANumber),
        ("12 người", NotANumber),
        ("1.25", NotANumber),
        ("1e9", NotANumber),
        ("NaN", NotANumber),
        ("Infinity", NotANumber),
        ("--1", NotANumber),
        ("9" * 60, NotANumber),
        ("-3", BelowZero),
        ("\u22123", BelowZero),
        ("1000000000000", TooLarge),
        ("12,5", NotWhole),
    ],
)
def test_what_is_no_count_is_refused_with_its_line(text, refusal):
    with pytest.raises(refusal) as told:
        read_figure(text, line="14 (Đoàn viên)")
    assert "14 (Đoàn viên)" in told.value.sentence


def test_decimals_money_and_english_signs():
    assert read_figure("8.250.000,5", line="1", whole=False) == Decimal("8250000.5")
    assert read_figure("1,250.5", line="1", whole=False, comma=False) == Decimal("1250.5")
    assert read_figure("1000000000000", line="1", money=True) == Decimal(10) ** 12
    assert read_figure("-3", line="1", negative=True) == Decimal(-3)


@given(st.integers(0, 10**11))
def test_a_grouped_figure_is_the_figure(value):
    assert read_figure(f"{value:,}".replace(",", "."), line="1") == value


def check(said, severity="hard", position=0):
    spec = read_check(severity, said)
    return SimpleNamespace(
        position=position,
        kind=spec.kind,
        severity=spec.severity,
        series=spec.series,
        operator=spec.operator,
        terms=list(spec.terms),
        low=spec.low,
        high=spec.high,
    )


@pytest.mark.parametrize(
    ("said", "values", "before", "found"),
    [
        ("A <= B", {"A": 3, "B": 2}, {}, True),
        ("A <= B", {"A": 2, "B": 2}, {}, False),
        ("A <= B", {"A": 3, "B": None}, {}, False),
        ("A = B + C", {"A": 5, "B": 2, "C": 2}, {}, True),
        ("A = B + C", {"A": 4, "B": 2, "C": 2}, {}, False),
        ("A = B - C", {"A": 1, "B": 3, "C": 2}, {}, False),
        ("A = previous + B - C", {"A": 11, "B": 2, "C": 1}, {"A": 10}, False),
        ("A = previous + B - C", {"A": 12, "B": 2, "C": 1}, {"A": 10}, True),
        ("A = previous + B - C", {"A": 12, "B": 2, "C": 1}, {}, False),
        ("A = previous + B - C", {"A": 12, "B": None, "C": 1}, {"A": 10}, False),
        ("A in 1..5", {"A": 6}, {}, True),
        ("A in 1..5", {"A": 5}, {}, False),
        ("A within 30% from 10", {"A": 140}, {"A": 100}, True),
        ("A within 30% from 10", {"A": 130}, {"A": 100}, False),
        ("A within 30% from 10", {"A": 9}, {"A": 1}, False),
        ("A within 30% from 10", {"A": 20}, {"A": 0}, True),
        ("A within 30% from 10", {"A": 20}, {}, False),
    ],
)
def test_a_check_says_what_does_not_hold(said, values, before, found):
    numbers = {key: None if value is None else Decimal(value) for key, value in values.items()}
    last = {key: Decimal(value) for key, value in before.items()}
    assert bool(findings([check(said)], numbers, last)) is found


def test_a_ratio_is_computed_from_its_parts_and_unknown_by_zero():
    cells = [
        SimpleNamespace(position=0, series="A", roll_up="SUM", parts=[]),
        SimpleNamespace(position=1, series="B", roll_up="SUM", parts=[]),
        SimpleNamespace(position=2, series="R", roll_up="RATIO", parts=[0, 1]),
    ]
    assert by_series(cells, [Decimal(1), Decimal(3), None])["R"] == Decimal("33.33")
    assert figure_at(cells[2], [Decimal(1), Decimal(0), None]) is None
    assert figure_at(cells[2], [None, Decimal(3), None]) is None


def test_every_pair_of_act_and_state_is_decided_by_the_table():
    states = ("DRAFT", "SUBMITTED", "RETURNED", "ACCEPTED")
    allowed = {
        (act, state, second)
        for second, table in ((False, PRIMARY), (True, SECOND))
        for act in PRIMARY
        for state in states
        if may_move(act, state, second=second) and state in table.get(act, set())
    }
    assert allowed == {
        ("write", "DRAFT", False),
        ("write", "RETURNED", False),
        ("submit", "DRAFT", False),
        ("submit", "RETURNED", False),
        ("accept", "SUBMITTED", False),
        ("return", "SUBMITTED", False),
        ("reopen", "ACCEPTED", False),
        ("extend", "DRAFT", False),
        ("extend", "RETURNED", False),
        ("ask", "DRAFT", False),
        ("ask", "RETURNED", False),
        ("refuse", "DRAFT", False),
        ("refuse", "RETURNED", False),
        ("comment", "SUBMITTED", False),
        ("comment", "ACCEPTED", False),
        ("accept", "SUBMITTED", True),
        ("accept", "ACCEPTED", True),
        ("return", "SUBMITTED", True),
        ("return", "ACCEPTED", True),
        ("comment", "SUBMITTED", True),
        ("comment", "ACCEPTED", True),
    }
    for act in PRIMARY:
        for state in states:
            if act != "comment":
                assert not may_move(act, state, open_=False)


def test_every_shipped_pack_is_whole():
    packs = {one.form: one for one in read_packs(SHIPPED)}
    assert set(packs) == {"1-HDCD", "2-HDCD", "TK-NAM-HOC", "TK-CO-QUAN", "SK-PHOI-HOP"}
    assert not any(one.verified for one in packs.values())
    # S1: ten groups of results; S3: strengths, weaknesses, difficulties, shortcomings, directions.
    titles = [part.title for part in packs["TK-NAM-HOC"].sections if part.kind == "NARRATIVE"]
    assert sum(title[0].isdigit() for title in titles) == 10
    agency = {part.code for part in packs["TK-CO-QUAN"].sections}
    assert {"strengths", "weaknesses", "difficulties", "shortcomings", "directions"} <= agency


@pytest.mark.parametrize(
    "data",
    [
        b"[",
        b"form: X",
        (
            b"{form: X, title: X, kind: ANNUAL, number: 1, sections: [{code: a, title: A, lines: ["
            b"{code: A, title: a, measure: STOCK}, {code: A, title: b, measure: STOCK}]}]}"
        ),
        b"{form: X, title: X, kind: ANNUAL, number: 1, sections: [], checks: [{hard: A <= B}]}",
        b"{form: X, title: X, kind: ANNUAL, number: 1, sections: [], checks: [{hard: A ~ B}]}",
    ],
)
def test_a_broken_pack_names_its_file(data):
    with pytest.raises(FormPackIsBroken) as told:
        read_pack("hong.yaml", data)
    assert "hong.yaml" in told.value.sentence


@pytest.mark.parametrize(
    ("kind", "period", "days"),
    [
        ("ANNUAL", ("2026-01-01", "2026-12-31"), ("2025-12-01", "2026-11-30")),
        ("SEMI_ANNUAL", ("2026-01-01", "2026-06-30"), ("2025-12-01", "2026-05-31")),
        ("SCHOOL_YEAR", ("2025-09-01", "2026-08-31"), ("2025-09-01", "2026-05-31")),
        ("SCHOOL_SEM1", ("2027-09-01", "2028-08-31"), ("2027-09-01", "2028-01-15")),
        ("MONTHLY", ("2028-02-01", "2028-02-29"), ("2028-02-01", "2028-02-29")),
        # A quarter that holds no such day stays as it is.
        ("ANNUAL", ("2026-01-01", "2026-03-31"), ("2026-01-01", "2026-03-31")),
    ],
)
def test_figures_are_of_the_days_the_law_names(law, kind, period, days):
    cutoffs = {
        one.code: one.attributes for one in catalogue("report.cutoff", on=date(2026, 11, 30))
    }
    read = tuple(map(date.fromisoformat, period))
    assert cut(read, cutoffs.get(kind)) == tuple(map(date.fromisoformat, days))


def test_a_line_without_a_number_is_named_with_the_one_above():
    packs = {one.form: one for one in read_packs(SHIPPED)}
    assert called(packs["TK-CO-QUAN"])["MEM_FEMALE"].endswith(", trong đó: nữ")
