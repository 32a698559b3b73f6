"""One province's 1 July 2025, by the product's own services, and somebody who reads meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
import json
import statistics
import subprocess
import sys
from typing import Any

from benchmarks.national_stage import OFFICER, TODAY
from benchmarks.stage import now
from congdoan.kernel.access.api import system_actor
from congdoan.kernel.organisations.api import (
    Decision,
    NewOrganisation,
    PlannedChange,
    ProfileData,
    Regrouping,
    end_organisations,
    establish_organisations,
    impact_of,
    move_organisations,
    regroup_organisations,
)
from congdoan.kernel.organisations.enums import EndReason, EventKind
from congdoan.kernel.organisations.models import Organisation

CODE, HEIR = "LDLD-99", "LDLD-98"
DISTRICTS, UNITS, COMMUNES, SIZE = 12, 4_000, 70, 30
FOUNDED, JUNE, JULY = date(2016, 1, 1), date(2025, 6, 15), date(2025, 7, 1)
PATHS = ("/to-chuc/", "/to-chuc/?q=mam+non")


@dataclass
class Province:
    heir: Organisation
    federation: Organisation
    education: Organisation
    districts: list[Organisation]
    #: Paid wholly by the State, and the others with the commune union they go to.
    ending: list[Organisation]
    staying: list[Organisation]


@dataclass
class Plan:
    province: Province
    communes: list[NewOrganisation]
    homes: dict[int, str]
    units: int = 0
    lines: list[Any] = field(default_factory=list)


@dataclass
class Reader:
    taken: list[float] = field(default_factory=list)

    @property
    def p95(self) -> float:
        return statistics.quantiles(self.taken, n=20)[-1]


def new_unit(
    code: str, name: str, level: str, parents: dict[int, str], on: date
) -> NewOrganisation:
    funding = "G4" if level == "L4_GRASSROOTS" and int(code[-4:]) % 5 < 3 else "PRIVATE"
    profile = ProfileData(name=name, level=level, funding_class=funding)
    return NewOrganisation(code, "UNION", profile, on, parents)


def july_province() -> Province:
    """Return a province as of May 2025 that was made for this: 4,000 units, 30 members each."""
    if not Organisation.objects.filter(code=CODE).exists():
        _make()
    found = {one.code: one for one in Organisation.objects.filter(code__startswith=CODE)}
    units = [found[f"{CODE}-{n:04}"] for n in range(UNITS)]
    return Province(
        Organisation.objects.get(code=HEIR),
        found[CODE],
        found[f"{CODE}-GD"],
        [found[f"{CODE}-H{n:02}"] for n in range(DISTRICTS)],
        [unit for n, unit in enumerate(units) if n % 5 < 3],
        [unit for n, unit in enumerate(units) if n % 5 >= 3],
    )


def _make() -> None:
    from django.db import connection, transaction

    news = [
        new_unit(HEIR, "Liên đoàn Lao động tỉnh nhận", "L2_PROVINCE", {1: "TLD"}, FOUNDED),
        new_unit(CODE, "Liên đoàn Lao động tỉnh thử", "L2_PROVINCE", {1: "TLD"}, FOUNDED),
        new_unit(f"{CODE}-GD", "Công đoàn Giáo dục tỉnh thử", "L3_LOCAL_SECTOR",
             {1: CODE, 2: "CDGDVN"}, FOUNDED),
    ]  # fmt: skip
    for n in range(DISTRICTS):
        name = f"Liên đoàn Lao động huyện thử {n}"
        news.append(new_unit(f"{CODE}-H{n:02}", name, "L3_DISTRICT", {1: CODE}, FOUNDED))
    for n in range(UNITS):
        name = f"Công đoàn cơ sở Trường Mầm non thử số {n}"
        parents = {1: f"{CODE}-H{n % DISTRICTS:02}", 2: f"{CODE}-GD"}
        news.append(new_unit(f"{CODE}-{n:04}", name, "L4_GRASSROOTS", parents, FOUNDED))
    with transaction.atomic(), connection.cursor() as cursor:
        actor = system_actor(today=TODAY)
        establish_organisations(actor=actor, news=news, decision=Decision(number="1"), at=now())
        cursor.execute(
            "INSERT INTO people_person (family_middle, given_name, gender, phone, email, sort_key,"
            " folded) SELECT 'Người', 'Thử', 'F', '', '', 'thu', 'nguoi thu'"
            " FROM generate_series(1, %s) RETURNING id",
            [UNITS * SIZE],
        )
        first = cursor.fetchone()[0]
        cursor.execute(
            "INSERT INTO members_membership (person_id, organisation_id, valid, birth_year, gender,"
            " category, end_reason) SELECT %s + n, o.id, daterange(%s, NULL), 1980, 'F', 'TEACHER',"
            " '' FROM generate_series(0, %s) n JOIN organisations_organisation o"
            " ON o.code = %s || '-' || lpad((n / %s)::text, 4, '0')",
            [first, FOUNDED, UNITS * SIZE - 1, CODE, SIZE],
        )
        from congdoan.areas.members.services.counting import note_points

        units = Organisation.objects.filter(code__regex=f"^{CODE}-[0-9]{{4}}$")
        note_points((pk, FOUNDED, SIZE) for pk in units.values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def plan_july(province: Province) -> Plan:
    """Decide for every unit what becomes of it, and ask what follows."""
    communes = [
        new_unit(f"{CODE}-X{n:02}", f"Công đoàn xã thử {n}", "L3_COMMUNE", {1: HEIR}, JULY)
        for n in range(COMMUNES)
    ]
    homes = {unit.pk: communes[n % COMMUNES].code for n, unit in enumerate(province.staying)}
    plan = Plan(province, communes, homes, units=len(province.ending) + len(province.staying))
    ending = tuple(unit.pk for unit in province.ending)
    moving = tuple(unit.pk for unit in province.staying)
    districts = tuple(unit.pk for unit in [province.education, *province.districts])
    for change in (
        PlannedChange(EventKind.END_OPERATION, JUNE, originals=ending),
        PlannedChange(EventKind.TRANSFER, JULY, originals=moving),
        PlannedChange(EventKind.END_OPERATION, JULY, originals=districts),
        PlannedChange(
            EventKind.MERGE_INTO,
            JULY,
            originals=(province.federation.pk,),
            results=(province.heir.pk,),
        ),
    ):
        plan.lines += impact_of(change)
    return plan


def apply_july(plan: Plan) -> int:
    """Do all of it; return how many people it touched."""
    province = plan.province
    given: dict[str, Any] = {
        "actor": system_actor(today=TODAY),
        "decision": Decision(number="1/QĐ"),
        "at": now(),
    }
    end_organisations(organisations=province.ending, reason=EndReason.ENDED_2025, on=JUNE, **given)
    made = {one.code: one for one in establish_organisations(news=plan.communes, **given)}
    moves = [(unit, made[plan.homes[unit.pk]]) for unit in province.staying]
    move_organisations(moves=moves, on=JULY, **given)
    sector = Organisation.objects.get(code="CDGDVN")
    moves = [(unit, sector) for unit in province.staying]
    move_organisations(moves=moves, on=JULY, hierarchy=2, **given)
    end_organisations(
        organisations=[province.education, *province.districts],
        reason=EndReason.ENDED_2025,
        on=JULY,
        **given,
    )
    regroup_organisations(
        regrouping=Regrouping(
            EventKind.MERGE_INTO, JULY, [province.federation], into=province.heir
        ),
        **given,
    )
    return plan.units * SIZE


@contextmanager
def reading(port: int) -> Iterator[Reader]:
    """Let somebody read pages while the block runs."""
    reader = Reader()
    child = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.reading", str(port), OFFICER, *PATHS],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdin is not None
    assert child.stdout is not None
    child.stdout.readline()
    try:
        yield reader
    finally:
        answer, _ = child.communicate("stop\n", timeout=120)
    reader.taken = json.loads(answer)
