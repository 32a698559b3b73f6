"""Figures of one province on a country of real size: two days compared, its July from a sheet."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO
import time
from typing import Any

from benchmarks.harness import Figure, figure, made, side_by_side_ms
from benchmarks.national_stage import OFFICER, TODAY, national
from benchmarks.stage import Stage, now

BEFORE, AFTER = date(2025, 6, 1), date(2025, 7, 1)
_BOTH_DAYS = """
SELECT o.code, p.name, p.level, p.valid FROM organisations_lineage l
JOIN organisations_organisation o ON o.id = l.descendant_id
JOIN organisations_organisationprofile p ON p.organisation_id = o.id AND p.valid @> %(day)s
WHERE l.hierarchy_id = 1 AND l.ancestor_id = %(branch)s AND l.valid @> %(day)s
"""


@figure
def compare_two_dates(stage: Stage) -> Iterator[Figure]:
    """The largest province on two days; floor: its names and levels of both days, one read each."""
    with national(stage):
        from django.db import connection

        from congdoan.kernel.access.api import actor_for
        from congdoan.kernel.accounts.models import User
        from congdoan.kernel.organisations.models import Organisation
        from congdoan.kernel.organisations.selectors.comparing import compare_branch

        branch = Organisation.objects.get(pk=_largest_province())
        user = User.objects.get(username=OFFICER)
        actor = actor_for(user, today=TODAY, as_of=None)
        rows = len(compare_branch(actor, branch, before=BEFORE, after=AFTER).rows)

        def compares() -> None:
            compare_branch(actor, branch, before=BEFORE, after=AFTER)

        def reads() -> None:
            with connection.cursor() as cursor:
                for day in (BEFORE, AFTER):
                    cursor.execute(_BOTH_DAYS, {"day": day, "branch": branch.pk})
                    cursor.fetchall()

        took, floor = side_by_side_ms(compares, reads, 7, warm=1)
    yield made("compare_two_dates", took, "ms", rows, floor=floor)


def _largest_province() -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT l.ancestor_id FROM organisations_lineage l"
            " JOIN organisations_organisationprofile p ON p.organisation_id = l.ancestor_id"
            " AND p.level = 'L2_PROVINCE' AND p.valid @> %(day)s"
            " WHERE l.hierarchy_id = 1 AND l.valid @> %(day)s"
            " GROUP BY 1 ORDER BY count(*) DESC LIMIT 1",
            {"day": AFTER},
        )
        return int(cursor.fetchone()[0])


@figure
def july_2025_from_a_sheet(stage: Stage) -> Iterator[Figure]:
    """4,000 units from one spreadsheet; floors: calamine alone, the same rows without asking."""
    with national(stage):
        from django.core.files.uploadedfile import SimpleUploadedFile
        from django.db import transaction

        from benchmarks.july import JULY, july_province
        from congdoan.kernel.access.api import system_actor
        from congdoan.kernel.organisations.api import Decision, establish_organisations
        from congdoan.support.exchange.api import ORGANISATION_CHANGES, commit_import, plan_import
        from congdoan.support.exchange.enums import RowState

        province = july_province()
        actor = system_actor(today=TODAY)
        given: dict[str, Any] = {"actor": actor, "at": now()}
        with transaction.atomic():
            communes = establish_organisations(
                news=_communes(), decision=Decision(number="1/QĐ"), **given
            )
            content = _sheet(province, communes)
            reading = _calamine_alone(content)
            begun = time.perf_counter()
            batch = plan_import(
                kind=ORGANISATION_CHANGES,
                organisation=province.heir,
                upload=SimpleUploadedFile("sap-xep.xlsx", content),
                options={"on": JULY.isoformat(), "decision_no": "1/QĐ"},
                **given,
            )
            planned = time.perf_counter() - begun
            begun = time.perf_counter()
            batch = commit_import(batch_id=batch.pk, **given)
            applied = time.perf_counter() - begun
            done = batch.rows.filter(state=RowState.DONE).count()
            transaction.set_rollback(True)
        floor = _without_asking(province)
    yield made("july_2025_from_a_sheet_planned", planned, "s", done, floor=reading)
    yield made("july_2025_from_a_sheet_applied", applied, "s", done, floor=floor)


def _communes() -> list[Any]:
    from benchmarks.july import CODE, COMMUNES, HEIR, JULY, new_unit

    return [
        new_unit(f"{CODE}-X{n:02}", f"Công đoàn xã thử {n}", "L3_COMMUNE", {1: HEIR}, JULY)
        for n in range(COMMUNES)
    ]


def _sheet(province: Any, communes: list[Any]) -> bytes:
    import xlsxwriter

    stream = BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as workbook:
        page = workbook.add_worksheet()
        page.write_row(0, 0, ("Mã đơn vị", "Việc", "Mã đơn vị nhận"))
        rows = [(unit.code, "Kết thúc", "") for unit in province.ending]
        rows += [
            (unit.code, "Chuyển", communes[n % len(communes)].code)
            for n, unit in enumerate(province.staying)
        ]
        rows += [(unit.code, "Kết thúc", "") for unit in province.districts]
        for n, row in enumerate(rows, start=1):
            page.write_row(n, 0, row)
    return stream.getvalue()


def _calamine_alone(content: bytes) -> float:
    from python_calamine import CalamineWorkbook

    begun = time.perf_counter()
    CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    return time.perf_counter() - begun


def _without_asking(province: Any) -> float:
    """Return the seconds of cutting the rows of units and members by hand, and rolling back."""
    from django.db import connection, transaction

    from benchmarks.july import JULY

    ids = [unit.pk for unit in [*province.ending, *province.staying, *province.districts]]
    ending = [unit.pk for unit in [*province.ending, *province.districts]]
    begun = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        for table, key, chosen in (
            ("organisations_placement", "child_id", ids),
            ("organisations_lineage", "descendant_id", ids),
            ("organisations_organisationprofile", "organisation_id", ending),
            ("members_membership", "organisation_id", ending),
            ("organisations_organisation", "id", ending),
        ):
            cursor.execute(
                f"UPDATE {table} SET valid = valid * daterange(NULL, %(on)s)"
                f" WHERE {key} = ANY(%(ids)s) AND valid @> %(on)s",
                {"ids": chosen, "on": JULY},
            )
        transaction.set_rollback(True)
    return time.perf_counter() - begun
