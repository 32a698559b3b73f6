"""
A country of real size (``congdoan seed-national``) in a database of its own beside the bench's.

``CONGDOAN_BENCH_SCALE`` says how much of it (0.1 unless told otherwise; 1 needs room and patience).
It is loaded once and kept; figures that change it roll back.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
import os
from pathlib import Path
import re
import subprocess
import sys
import time

from benchmarks.stage import PASSWORD, Stage, free_port, wait_for

OFFICER = "ca-nuoc-that"
TODAY = date(2026, 11, 1)


@dataclass(frozen=True)
class Loaded:
    scale: float
    database_url: str
    seconds: float
    #: Seconds of each step of the load, as the command says them.
    steps: dict[str, float]


@contextmanager
def national(stage: Stage, scale: float | None = None) -> Iterator[Loaded]:
    """Let Django's connection lead to the country."""
    _ = stage.database
    from django.db import connection

    from congdoan.config import embedded

    scale = scale or float(os.environ.get("CONGDOAN_BENCH_SCALE", "0.1"))
    name = f"national_{stage.digest[:8]}_{str(scale).replace('.', '_')}"
    url = embedded.database_url(stage.home, name)
    seconds, steps = _loaded(stage, name, url, scale)
    home = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        _officer()
        yield Loaded(scale, url, seconds, steps)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = home


def _loaded(stage: Stage, name: str, url: str, scale: float) -> tuple[float, dict[str, float]]:
    """Load it unless it is there; return how long that took when it was done."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT oid, shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s",
            [name],
        )
        there = cursor.fetchone()
        if there and there[1]:
            seconds, _sign, rest = there[1].partition("|")
            return float(seconds), _steps(rest)
        if there:
            cursor.execute(f"DROP DATABASE {name}")
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE template0")
    environment = {**os.environ, "DATABASE_URL": url}
    for command in (("migrate", "--verbosity=0"), ("load_rulebook",), ("load_periods",)):
        _run(environment, *command)
    begun, worked = time.perf_counter(), _worked(stage)
    said = _run(environment, "seed_national", "--scale", str(scale), "--yes")
    seconds, worked = time.perf_counter() - begun, _worked(stage) - worked
    said += f"  Bộ xử lý: {worked:.1f} giây\n".replace(".", ",")
    print(said, file=sys.stderr, flush=True)
    with connection.cursor() as cursor:
        cursor.execute(f"COMMENT ON DATABASE {name} IS %s", [f"{seconds:.1f}|{said}"])
    return seconds, _steps(said)


def _worked(stage: Stage) -> float:
    """Return the processor seconds of our children and of all of PostgreSQL's that have ended."""
    server = (stage.home / "pg" / "postmaster.pid").read_text().split()[0]
    counted = Path(f"/proc/{server}/stat").read_text().rpartition(")")[2].split()
    ticks = sum(int(ticks) for ticks in counted[11:15])
    ours = os.times()
    return ticks / os.sysconf("SC_CLK_TCK") + ours.children_user + ours.children_system


def _run(environment: dict[str, str], *command: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "django", *command],
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return done.stdout


def _steps(said: str) -> dict[str, float]:
    found = re.findall(r"^  (.+): ([\d,]+) giây$", said, re.MULTILINE)
    return {re.sub(r"\d+ ", "", what): float(took.replace(",", ".")) for what, took in found}


def _officer() -> None:
    """Give the country somebody who signs in for the Confederation."""
    from congdoan.kernel.access.api import system_actor
    from congdoan.kernel.accounts.models import User
    from congdoan.kernel.organisations.models import Organisation
    from congdoan.kernel.people.api import OfficeData, appoint
    from congdoan.kernel.people.models import Person

    if User.objects.filter(username=OFFICER).exists():
        return
    user = User(username=OFFICER, display_name="Người đo")
    user.set_password(PASSWORD)
    user.save()
    person = Person(family_middle="Người", given_name="Đo", user=user)
    person.settle_keys()
    person.save()
    appoint(
        actor=system_actor(today=TODAY),
        person=person,
        organisation=Organisation.objects.get(code="TLD"),
        data=OfficeData(position="PRESIDENT", start=date(2023, 1, 1), decision_no="1"),
    )


@contextmanager
def web_on(stage: Stage, loaded: Loaded, application: str = "") -> Iterator[int]:
    """Serve the product (or ``module:application`` around it) on the country; yield the port."""
    from congdoan.config import serving

    port = free_port()
    command = serving.web_command("127.0.0.1", port)
    if application:
        command = [*command[:-1], application]
    kept = os.environ.get("DATABASE_URL")
    os.environ["DATABASE_URL"] = loaded.database_url
    try:
        child = serving.start_child(command)
    finally:
        os.environ.pop("DATABASE_URL")
        if kept:
            os.environ["DATABASE_URL"] = kept
    try:
        wait_for(f"http://127.0.0.1:{port}/health/live", 60)
        yield port
    finally:
        serving.stop_children([child])
