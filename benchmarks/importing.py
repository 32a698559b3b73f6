"""
Importing members: a province's list planned, carried out and taken back, against bare floors.

Wall-clock times on a machine that does other work say little; beside them stand the processor
seconds of both processes that work (ours and the database's session), which nobody else lengthens
much. Floors are measured in the same run: calamine alone, COPY alone.
"""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
import io
import json
from pathlib import Path
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

from benchmarks.harness import Figure, figure, made
from benchmarks.lists import write_list
from benchmarks.stage import TODAY, now

if TYPE_CHECKING:
    from benchmarks.stage import Stage

CODE, UNITS, ROWS, MANY = "NHAP", 400, 100_000, 1_000_000


def units_of() -> list[str]:
    """Return the codes of the province's units; made when first asked for."""
    from congdoan.kernel.access.api import system_actor
    from congdoan.kernel.organisations.api import (
        Decision,
        NewOrganisation,
        ProfileData,
        establish_organisations,
    )
    from congdoan.kernel.organisations.models import Organisation

    codes = [f"{CODE}-{n:04}" for n in range(UNITS)]
    if Organisation.objects.filter(code=codes[-1]).exists():
        return codes

    def new(code: str, name: str, level: str, parent: str) -> NewOrganisation:
        lines = {1: parent} if parent else {}
        return NewOrganisation(
            code, "UNION", ProfileData(name=name, level=level), date(1975, 1, 1), lines
        )

    news = [new(CODE, "Liên đoàn Lao động tỉnh nhập", "L2_PROVINCE", "")]
    news += [
        new(f"{CODE}-X{n:02}", f"Công đoàn cấp trên nhập {n}", "L3_OTHER", CODE) for n in range(20)
    ]
    news += [
        new(code, f"Công đoàn cơ sở Trường nhập {n}", "L4_GRASSROOTS", f"{CODE}-X{n % 20:02}")
        for n, code in enumerate(codes)
    ]
    establish_organisations(
        actor=system_actor(today=TODAY), news=news, decision=Decision(number="1"), at=now()
    )
    return codes


def _list(stage: "Stage", *, seed: int = 1, count: int = ROWS) -> Path:
    path = stage.home / f"list-{count}-{seed}.xlsx"
    if not path.exists():
        write_list(path, count, units_of(), seed=seed)
    return path


def _run(stage: "Stage", path: Path, *steps: str) -> dict[str, Any]:
    """Import in a process of its own: its peak of memory is the import's alone."""
    command = [sys.executable, "-m", "benchmarks.importing_run", str(path), CODE, *steps]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    del stage
    return dict(json.loads(done.stdout.splitlines()[-1]))


@lru_cache(maxsize=1)
def _measured(stage: "Stage") -> dict[str, Any]:
    _ = stage.database
    path = _list(stage)
    _vacuum()
    return _run(stage, path, "commit", "undo") | {
        "calamine": _calamine_alone(path),
        "copy": _copy_alone(),
    }


def _vacuum() -> None:
    """Do at once what the server does by itself some minutes after the last run."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _calamine_alone(path: Path) -> float:
    from python_calamine import load_workbook

    begun = time.perf_counter()
    book = load_workbook(io.BytesIO(path.read_bytes()))
    for _row in book.get_sheet_by_index(0).iter_rows():
        pass
    return time.perf_counter() - begun


def _copy_alone() -> float:
    """Return how long COPY takes into a table with a key, two unique constraints and an index."""
    from django.db import connection

    lines = [
        f"{n}\t{n * 7919 % 10**12:012}\tm{n}@vi-du.vn\tNguyễn Văn {n}\t1980-01-01\tCS-{n % 400}\n"
        for n in range(ROWS)
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE bench_copy (id bigint PRIMARY KEY, number text UNIQUE, mail text UNIQUE,"
            " name text, born date, unit text)"
        )
        cursor.execute("CREATE INDEX ON bench_copy (name)")
        begun = time.perf_counter()
        with cursor.copy("COPY bench_copy FROM STDIN") as copy:
            copy.write("".join(lines))
        taken = time.perf_counter() - begun
        cursor.execute("DROP TABLE bench_copy")
    return taken


def _step(stage: "Stage", step: str, floor: str) -> Iterator[Figure]:
    told = _measured(stage)
    yield made(f"import_{step}_100k", told[step], "s", 1, floor=told[floor])
    yield made(f"import_{step}_100k_rate", ROWS / told[step], "rows/s", 1)
    yield made(f"import_{step}_100k_work", sum(told[f"{step}_work"]), "cpu-s", 1)


@figure
def import_plan_100k(stage: "Stage") -> Iterator[Figure]:
    """100,000 rows, 2 % wrong in ten ways: read, judged, stored; the floor is calamine alone."""
    yield from _step(stage, "plan", "calamine")


@figure
def import_commit_100k(stage: "Stage") -> Iterator[Figure]:
    """The same rows written in checkpoints of 5,000; the floor is COPY alone."""
    yield from _step(stage, "commit", "copy")


@figure
def import_undo_100k(stage: "Stage") -> Iterator[Figure]:
    """The same rows taken back; the floor is COPY alone."""
    yield from _step(stage, "undo", "copy")


@figure
def import_memory_100k(stage: "Stage") -> Iterator[Figure]:
    """The peak of the process that plans, commits and undoes (500 MB at most)."""
    told = _measured(stage)
    yield made("import_memory_100k", told["peak_mb"], "MB", 1, floor=told["before_mb"])


@figure
def import_into_1m(stage: "Stage") -> Iterator[Figure]:
    """The same list into a register that holds a million, against an empty one (1.5 at most)."""
    empty = _measured(stage)
    fill_register(MANY)
    full = _run(stage, _list(stage), "commit", "undo")
    for step in ("plan", "commit", "undo"):
        work, before = sum(full[f"{step}_work"]), sum(empty[f"{step}_work"])
        yield made(f"import_into_1m_{step}", full[step], "s", 1, floor=empty[step])
        yield made(f"import_into_1m_{step}_work", work, "cpu-s", 1, floor=before)


_PEOPLE = """
INSERT INTO people_person (family_middle, given_name, gender, birth_date, phone, email, sort_key,
                           folded)
SELECT 'Nguyễn Văn', 'Đông' || n %% 5000, 'M', date '1966-01-01' + n %% 12000,
       '08' || lpad(n::text, 8, '0'), 'cu' || n || '@vi-du.vn', 'dong' || n %% 5000 || ' ' || n,
       'nguyen van dong' || n %% 5000
FROM generate_series(1, %s) n RETURNING id
"""
_PARTS = (
    (
        "INSERT INTO members_membership (person_id, organisation_id, valid, birth_year, gender,"
        " category, begin_reason, end_reason) SELECT p.id,"
        " (%(units)s::bigint[])[1 + p.id %% %(many)s],"
        " daterange(date '2000-01-01' + (p.id %% 8000)::int, NULL), 1980, 'M', 'TEACHER',"
        " 'KNOWN', ''"
        " FROM people_person p WHERE p.id BETWEEN %(first)s AND %(last)s"
    ),
    (
        "INSERT INTO members_memberrecord (person_id, member_no, digits, revision, card_type,"
        " birth_place, home_town, nationality, address_permanent, address_current, marital_status,"
        " education_level, professional_degree, political_theory, foreign_language, it_level)"
        " SELECT p.id, 'CU' || p.id, p.phone || ' cu' || p.id, 0,"
        " '','','','','','','','','','','',''"
        " FROM people_person p WHERE p.id BETWEEN %(first)s AND %(last)s"
    ),
    (
        "INSERT INTO members_sealedfact (person_id, kind, sealed, token)"
        " SELECT p.id, 'CITIZEN_ID', md5(p.id::text), md5('t' || p.id) FROM people_person p"
        " WHERE p.id BETWEEN %(first)s AND %(last)s"
    ),
    (
        "INSERT INTO members_memberwork (person_id, valid, job_title, department, teacher_grade,"
        " contract_type) SELECT p.id, daterange('2000-01-01', NULL), 'Giáo viên', 'Tổ 1', '', ''"
        " FROM people_person p WHERE p.id BETWEEN %(first)s AND %(last)s"
    ),
)


def fill_register(count: int) -> None:
    """Write a million members as they would lie there; counted afterwards."""
    from django.db import connection

    from congdoan.areas.members.services import rebuild_counts
    from congdoan.kernel.organisations.models import Organisation

    units = list(
        Organisation.objects.filter(code__regex=f"^{CODE}-[0-9]").values_list("pk", flat=True)
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM people_person WHERE email LIKE %s", ["cu%@vi-du.vn"])
        if cursor.fetchone()[0] >= count:
            return
        cursor.execute(_PEOPLE, [count])
        ids = [pk for (pk,) in cursor.fetchall()]
        given = {"units": units, "many": len(units), "first": min(ids), "last": max(ids)}
        for part in _PARTS:
            cursor.execute(part, given)
    rebuild_counts()
    _vacuum()
