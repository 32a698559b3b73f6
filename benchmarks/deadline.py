"""The last day of a round: reports handed in through the web, the entry page meanwhile, prefill."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
import json
import os
import statistics
import subprocess
import sys
import time
from typing import Any

from benchmarks.harness import Figure, figure, made
from benchmarks.reporting import CELLS, _plain, bench_version, opened
from benchmarks.stage import Stage, now
from benchmarks.working import server_work

#: How many a second are owed, and for how long they are sent (``600`` for what is owed).
A_SECOND = int(os.environ.get("CONGDOAN_BENCH_A_SECOND", "35"))
SECONDS = int(os.environ.get("CONGDOAN_BENCH_SECONDS", "60"))
PAGES = 40


@figure
def deadline_day(stage: Stage) -> Iterator[Figure]:
    """35 reports a second through the web with the worker running; the totals are checked."""
    port = stage.web
    from congdoan.areas.reporting.models import Report

    found = _round()
    waiting = Report.objects.filter(round=found, state="DRAFT", level="L4_GRASSROOTS")
    wanted = A_SECOND * SECONDS + PAGES
    rows = list(waiting.order_by("pk").values_list("pk", "organisation_id")[:wanted])
    signed = _signed_in([organisation for _pk, organisation in rows])
    reports = [(pk, organisation, signed[organisation]) for pk, organisation in rows]
    told, used, behind = _day(stage, port, found, reports)
    _told_or_stop(told, found, reports[PAGES:])
    count = len(told["taken"])
    yield made("deadline_day", count / told["took"], "báo cáo/s", count)
    yield made("deadline_day_processor", used * 1000 / count, "cpu-ms/báo cáo", count)
    yield made("deadline_day_on_two_cores", 2 * count / used, "báo cáo/s", count)
    yield made("deadline_day_answer_p95", _p95(told["taken"]), "ms", count)
    yield made("deadline_day_entry_page_p95", _p95(told["read"]), "ms", len(told["read"]))
    yield made("deadline_day_entry_page", statistics.median(told["read"]), "ms", len(told["read"]))
    yield made("deadline_day_totals_after", behind, "s", 1)


def _day(stage: Stage, port: int, found: Any, reports: list[Any]) -> tuple[Any, float, float]:
    """Return what was told, the processor seconds used, how long the totals took afterwards."""
    from congdoan.areas.reporting.models import Change
    from congdoan.config import serving

    worker = serving.start_worker()
    try:
        _settle()
        database = stage.home / "pg"
        before = server_work(database)
        told = _handed_in(port, reports[PAGES:], [(pk, key) for pk, _o, key in reports[:PAGES]])
        behind = time.perf_counter()
        while Change.objects.filter(round=found).exists():
            time.sleep(0.1)
        behind = time.perf_counter() - behind
        return told, server_work(database) - before, behind
    finally:
        serving.stop_children([worker])


@figure
def prefill_of_a_report(stage: Stage) -> Iterator[Figure]:
    """Everything the platform knows for one report of each shipped form; for a province as well."""
    _ = stage.nation
    from congdoan.areas.reporting.models import FormVersion, Report, Round
    from congdoan.areas.reporting.selectors.cells import layout_of
    from congdoan.areas.reporting.selectors.prefill import computed
    from congdoan.kernel.organisations.models import Organisation

    units = {"unit": "TINH-00.S00001", "province": "TINH-01"}
    for version in FormVersion.objects.filter(form__owner=None).exclude(form__code="BENCH"):
        asked = Round(version=version, first=date(2025, 1, 1), last=date(2025, 12, 31))
        layout = layout_of(version)
        for name, code in units.items():
            report = Report(round=asked, organisation=Organisation.objects.get(code=code))
            taken = []
            for _turn in range(12):
                begun = time.perf_counter()
                computed(layout, report)
                taken.append((time.perf_counter() - begun) * 1000)
            label = f"prefill_{version.form.code}_{name}"
            yield made(label, statistics.median(taken[2:]), "ms", 10)


def _p95(taken: list[float]) -> float:
    return statistics.quantiles(taken, n=20)[-1]


def _round() -> Any:
    """Return the open round of the bench with enough reports left; opened when there is none."""
    from congdoan.areas.reporting.models import Form, Report, Round

    for one in Round.objects.filter(version__form__code="BENCH", state="OPEN").order_by("-pk"):
        left = Report.objects.filter(round=one, state="DRAFT", level="L4_GRASSROOTS").count()
        if left >= A_SECOND * SECONDS + PAGES:
            return one
    form = Form.objects.filter(code="BENCH").first()
    version = form.versions.first() if form else bench_version()
    found = opened(version, Round.objects.filter(version__form__code="BENCH").count())
    _analyze()
    return found


def _analyze() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE reporting_report")
        cursor.execute("VACUUM ANALYZE worklist_workitem")
        cursor.execute("ANALYZE")


def _settle() -> None:
    """Wait until the worker has told everybody of the round: that is not the last day's work."""
    from procrastinate.contrib.django.models import ProcrastinateJob

    until = time.monotonic() + 300
    while time.monotonic() < until:
        if not ProcrastinateJob.objects.filter(status__in=["todo", "doing"]).exists():
            return
        time.sleep(0.5)


def _signed_in(organisations: list[int]) -> dict[int, str]:
    """Give each unit a president who is signed in; return the session of each."""
    from importlib import import_module

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.models import Session

    from congdoan.kernel.accounts.models import User

    _officers(organisations)
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    # Sessions run out in real time, also where the product's day is fixed.
    until = datetime.now(UTC) + timedelta(days=1)
    users = {
        user.username: user
        for user in User.objects.filter(username__in=[f"do-{pk}" for pk in organisations])
    }
    made_ = {}
    rows = []
    for pk in organisations:
        user = users[f"do-{pk}"]
        values = {
            SESSION_KEY: str(user.pk),
            BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
            HASH_SESSION_KEY: user.get_session_auth_hash(),
        }
        made_[pk] = f"{pk:032x}"
        rows.append(
            Session(session_key=made_[pk], session_data=store.encode(values), expire_date=until)
        )
    Session.objects.filter(session_key__in=list(made_.values())).delete()
    Session.objects.bulk_create(rows, batch_size=2_000)
    return made_


def _officers(organisations: list[int]) -> None:
    from congdoan.foundation.valid_time import span
    from congdoan.kernel.accounts.models import User
    from congdoan.kernel.people.models import Office, Person

    there = set(User.objects.filter(username__startswith="do-").values_list("username", flat=True))
    wanted = [pk for pk in organisations if f"do-{pk}" not in there]
    users = [User(username=f"do-{pk}", display_name="Người nộp", password="!") for pk in wanted]
    User.objects.bulk_create(users, batch_size=2_000)
    people = [Person(family_middle="Người", given_name="Nộp", user=user) for user in users]
    for one in people:
        one.settle_keys()
    Person.objects.bulk_create(people, batch_size=2_000)
    Office.objects.bulk_create(
        [
            Office(
                person=person,
                organisation_id=pk,
                position="PRESIDENT",
                valid=span(date(2023, 1, 1), None),
                appointment="ELECTED",
                decision_no="1",
            )
            for person, pk in zip(people, wanted, strict=True)
        ],
        batch_size=2_000,
    )


def _handed_in(port: int, reports: list[Any], pages: list[Any]) -> Any:
    from django.conf import settings

    plan = {
        "port": port,
        "cells": CELLS,
        "a_second": A_SECOND,
        "reports": reports,
        "pages": pages,
        "cookie": settings.SESSION_COOKIE_NAME,
        "csrf": settings.CSRF_COOKIE_NAME,
    }
    child = subprocess.run(
        [sys.executable, "-m", "benchmarks.handing"],
        input=json.dumps(plan),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return json.loads(child.stdout)


def _told_or_stop(told: Any, found: Any, reports: list[Any]) -> None:
    """:raises RuntimeError: when a report was not taken, or the totals are not the plain sum"""
    from congdoan.areas.reporting.models import Change, Report, Total
    from congdoan.areas.reporting.services.rolling import roll

    if told["failed"]:
        message = f"không nộp được: {told['failed']}"
        raise RuntimeError(message)
    top = Total.objects.get(round=found, hierarchy_id=1, parent=None)
    plain = Report.objects.filter(round=found, state__in=["SUBMITTED", "ACCEPTED"]).count()
    if top.submitted != plain:
        message = f"tổng hợp ghi {top.submitted} đã nộp, đếm được {plain}"
        raise RuntimeError(message)
    # What is handed in counts once it is accepted: take all of these and add up again.
    taken = Report.objects.filter(pk__in=[pk for pk, _o, _s in reports])
    taken.update(state="ACCEPTED", accepted_at=now())
    Change.objects.bulk_create(
        Change(round=found, organisation_id=pk, at=now()) for _pk, pk, _s in reports
    )
    roll(found)
    top.refresh_from_db()
    if [int(value) for value in top.values] != _plain(found, 1, top.organisation_id):
        message = "số tổng hợp khác tổng từng báo cáo"
        raise RuntimeError(message)
