"""Reports of a whole country: opening a round, totals, one acceptance, handing in."""

from collections.abc import Iterator
import random
import statistics
import time
from typing import Any

from benchmarks.documents import _Work
from benchmarks.harness import Figure, figure, made
from benchmarks.stage import TODAY, Stage, now

CELLS, PERIODS = 60, 4
HANDED_IN = 200

_FILL = """
UPDATE reporting_report SET state = 'ACCEPTED', accepted_at = %(at)s, submitted_at = %(at)s,
  entered = (SELECT array_agg((organisation_id * place %% 997)::numeric ORDER BY place)
             FROM generate_series(1, %(cells)s) AS place)
WHERE round_id = %(round)s
"""
# The floor: a branch added up from its reports, as one would without totals.
_PLAIN = """
SELECT u.place, sum(u.value) FROM organisations_lineage l
JOIN reporting_report r ON r.round_id = %(round)s AND r.organisation_id = l.descendant_id
  AND r.state = 'ACCEPTED'
CROSS JOIN unnest(r.entered) WITH ORDINALITY AS u (value, place)
WHERE l.hierarchy_id = %(hierarchy)s AND l.ancestor_id = %(organisation)s AND l.valid @> %(on)s
GROUP BY u.place ORDER BY u.place
"""


@figure
def reports_of_a_nation(stage: Stage) -> Iterator[Figure]:
    """130,000 reports × 60 figures × 4 periods: open, add up, read; floor: a plain sum."""
    _ = stage.nation
    from django.db import transaction

    with transaction.atomic():
        yield from _measured(_Work(stage))
        transaction.set_rollback(True)


def _measured(work: Any) -> Iterator[Figure]:
    from congdoan.areas.reporting.models import Report, Total
    from congdoan.areas.reporting.services.rolling import mark_dirty, roll, roll_all

    version = bench_version()
    took, used, rounds = work.of(lambda: [opened(version, year) for year in range(PERIODS)])
    owed = Report.objects.filter(round=rounds[0]).count()
    yield made("round_opened", took / PERIODS, "s", owed)
    yield made("round_opened_work", used / PERIODS, "cpu-s", owed)
    for one in rounds:
        _run(_FILL, {"at": now(), "cells": CELLS, "round": one.pk})
    _run("ANALYZE reporting_report", {})
    took, used, _none = work.of(lambda: [roll_all(one) for one in rounds])
    yield made("totals_of_a_country", took / PERIODS, "s", owed)
    yield made("totals_of_a_country_work", used / PERIODS, "cpu-s", owed)
    _run("ANALYZE reporting_total", {})
    yield from _read(rounds)
    pick = random.Random("nộp")
    keys = list(Report.objects.filter(round=rounds[0]).values_list("pk", flat=True))
    taken = []
    for pk in pick.sample(keys, 20):
        report = Report.objects.select_related("round__version").get(pk=pk)
        report.entered[0] += 1
        report.save(update_fields=["entered"])
        mark_dirty(report, at=now())
        begun = time.perf_counter()
        roll(rounds[0])
        taken.append(time.perf_counter() - begun)
    yield made("one_acceptance_to_the_top", statistics.median(taken), "s", len(taken))
    top = Total.objects.filter(round=rounds[0], hierarchy_id=1, parent=None).get()
    if [int(value) for value in top.values] != _plain(rounds[0], 1, top.organisation_id):
        message = "số tổng hợp khác tổng từng báo cáo"
        raise RuntimeError(message)


def _read(rounds: list[Any]) -> Iterator[Figure]:
    """Yield the wait for the figures of any branch, beside the sum without totals."""
    from congdoan.areas.reporting.models import Total
    from congdoan.areas.reporting.selectors.cells import layout_of
    from congdoan.areas.reporting.selectors.totals import figures_of

    layout = layout_of(rounds[0].version)
    pick = random.Random("đọc")
    chosen = list(Total.objects.filter(round__in=rounds).values_list("pk", flat=True))
    taken = []
    for pk in pick.sample(chosen, 200):
        begun = time.perf_counter()
        figures_of(layout, Total.objects.get(pk=pk))
        taken.append((time.perf_counter() - begun) * 1000)
    top = Total.objects.filter(round=rounds[-1], hierarchy_id=1, parent=None).get()
    begun = time.perf_counter()
    _plain(rounds[-1], 1, top.organisation_id)
    floor = (time.perf_counter() - begun) * 1000
    yield made("total_of_a_branch", statistics.median(taken), "ms", len(taken), floor=floor)
    yield made("total_of_a_branch_worst", max(taken), "ms", len(taken), floor=floor)


@figure
def handing_in(stage: Stage) -> Iterator[Figure]:
    """200 reports handed in one by one with all checks and work; then the totals, once."""
    _ = stage.nation
    from django.db import transaction

    with transaction.atomic():
        work = _Work(stage)
        found = opened(bench_version(), 0)
        from congdoan.areas.reporting.models import Report
        from congdoan.areas.reporting.services.rolling import roll
        from congdoan.areas.reporting.services.submitting import submit_report
        from congdoan.kernel.access.api import system_actor

        reports = list(Report.objects.filter(round=found).select_related("round")[:HANDED_IN])
        actor = system_actor(today=TODAY)

        def hand_in() -> None:
            for one in reports:
                submit_report(actor=actor, report=one, on=TODAY, at=now())

        took, used, _none = work.of(hand_in)
        yield made("reports_handed_in", HANDED_IN / took, "báo cáo/s", HANDED_IN)
        yield made("reports_handed_in_of_processor", HANDED_IN / used, "báo cáo/cpu-s", HANDED_IN)
        took, used, _none = work.of(lambda: roll(found))
        yield made("totals_after_200", took, "s", HANDED_IN)
        transaction.set_rollback(True)


def bench_version() -> Any:
    """Return a form of one table, sixty lines that are added up."""
    from congdoan.areas.reporting.models import Cell, Form, FormVersion, Line, Section

    form = Form.objects.create(code="BENCH", title="Biểu đo tốc độ", kind="ANNUAL")
    version = FormVersion.objects.create(form=form, number=1, made_at=now())
    section = Section.objects.create(version=version, position=0, code="A", kind="TABLE", title="A")
    for position in range(CELLS):
        code = f"BENCH_{position}"
        line = Line.objects.create(
            section=section,
            position=position,
            title=f"Dòng {position}",
            code=code,
            measure="FLOW",
            roll_up="SUM",
        )
        Cell.objects.create(
            version=version, line=line, position=position, series=code, roll_up="SUM"
        )
    return version


def opened(version: Any, years_ago: int) -> Any:
    from datetime import date

    from congdoan.areas.reporting.services.opening import RoundData, open_round
    from congdoan.kernel.access.api import system_actor
    from congdoan.kernel.organisations.models import Organisation

    year = TODAY.year - 1 - years_ago
    return open_round(
        actor=system_actor(today=TODAY),
        organisation=Organisation.objects.get(code="TLD"),
        data=RoundData(
            version=version,
            title=f"Đo tốc độ {year}",
            first=date(year, 1, 1),
            last=date(year, 12, 31),
            due_on=TODAY,
        ),
        on=TODAY,
        at=now(),
    )


def _plain(found: Any, hierarchy: int, organisation: int) -> list[int]:
    given = {
        "round": found.pk,
        "hierarchy": hierarchy,
        "organisation": organisation,
        "on": found.on,
    }
    return [int(value) for _place, value in _run(_PLAIN, given)]


def _run(statement: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []
