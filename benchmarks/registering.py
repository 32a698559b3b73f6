"""The register of members on a country of real size: what its pages ask, and whole pages."""

from collections.abc import Iterator
from datetime import timedelta
from time import perf_counter
from typing import Any
from urllib.parse import urlencode

from benchmarks.harness import Figure, figure, made, median_ms, side_by_side_ms
from benchmarks.national_stage import OFFICER, TODAY, national, web_on
from benchmarks.stage import Client, Stage
from benchmarks.working import page_work_ms

PAGE, ASKED = 50, 500
#: What the list is narrowed by, beside its branch.
FILTERS = {
    "women": {"gender": "F"},
    "managers_over_50": {"category": "MANAGER", "age_from": "50"},
    "primary": {"kind": "PRIMARY"},
    "former": {"state": "CEASED"},
}
#: Names typed with marks, without, in part; a name hardly anybody bears; a number nobody has.
SEARCHES = {
    "marks": "Nguyễn Thị Hòa",
    "no_marks": "nguyen thi hoa",
    "partial": "ngu hoa",
    "rare": "Đoàn Hoàng Quý Uyên",
    "nobody": "0987654321",
}


@figure
def member_register(stage: Stage) -> Iterator[Figure]:
    """Pages and searches of the register of the country and a province; floor: the plain page."""
    with national(stage) as loaded:
        asked = {name: address for name, address in _addresses() if address}
        for name, (unit, query) in asked.items():
            took, rows = _in_database(unit, query)
            yield made(f"member_register_{name}_database", took, "ms", rows)
        with web_on(stage, loaded, "benchmarks.plain:application") as port:
            client, plain = Client(port), Client(port)
            client.sign_in(OFFICER)
            for name, (unit, query) in asked.items():
                path = f"/doan-vien/don-vi/{unit.pk}/?{urlencode(query)}"
                status, text = client.get(path)
                if status != 200 or 'id="table"' not in text:
                    message = f"{path} trả lời {status}"
                    raise RuntimeError(message)
                took, floor = side_by_side_ms(
                    lambda path=path: client.get(path),  # type: ignore[misc]
                    lambda: plain.get("/plain/"),
                    20,
                    warm=3,
                )
                yield made(f"member_register_{name}_page", took, "ms", 20, floor=floor)
                work, least = (
                    page_work_ms(stage.home / "pg", asks, 30)
                    for asks in (
                        lambda path=path: client.get(path),  # type: ignore[misc]
                        lambda: plain.get("/plain/"),
                    )
                )
                yield made(f"member_register_{name}_work", work, "cpu-ms", 30, floor=least)


@figure
def movement_any_branch(stage: Stage) -> Iterator[Figure]:
    """A year's movement of branches, also with a day just written; floor: one row of a table."""
    with national(stage):
        from django.db import connection

        from congdoan.areas.members.models import BranchMove, KeptBranch, MoveMark
        from congdoan.areas.members.selectors.movement import unscoped_movement
        from congdoan.areas.members.services.moves import keep_branches, settle_moves

        begun = perf_counter()
        keep_branches()
        filled = settle_moves()
        if filled:
            yield made("movement_kept", perf_counter() - begun, "s", filled)
        yield made("movement_kept_rows", BranchMove.objects.count(), "rows", 1)

        def looks_up() -> None:
            with connection.cursor() as cursor:
                cursor.execute("SELECT number FROM members_branchmove LIMIT 1")
                cursor.fetchone()

        floor = median_ms(looks_up, 50)
        for marked in (False, True):
            if marked:
                MoveMark.objects.bulk_create(
                    MoveMark(
                        hierarchy_id=one.hierarchy_id,
                        organisation_id=one.organisation_id,
                        day=TODAY - timedelta(days=30),
                        units=False,
                    )
                    for one in KeptBranch.objects.all()
                )
            for name, unit in _branches().items():
                took = median_ms(
                    lambda unit=unit: unscoped_movement(  # type: ignore[misc]
                        unit.pk, first=TODAY - timedelta(days=365), last=TODAY
                    ),
                    9,
                )
                suffix = "_day_written" if marked else ""
                yield made(f"movement_{name}{suffix}", took, "ms", 9, floor=floor)
        MoveMark.objects.all().delete()


def _branches() -> dict[str, Any]:
    from benchmarks.telling import _largest_province
    from congdoan.kernel.organisations.models import Organisation

    school = (
        Organisation.objects.on(TODAY).filter(profiles__level="L4_GRASSROOTS").order_by("pk").last()
    )
    return {
        "country": Organisation.objects.get(code="TLD"),
        "province": Organisation.objects.get(pk=_largest_province()),
        "branch": _branch_of(10_000),
        "school": school,
    }


def _branch_of(members: int) -> Any:
    """Return the superior whose branch has about so many: too many to sort, few in the country."""
    from congdoan.areas.members.selectors.counts import unscoped_member_counts
    from congdoan.kernel.organisations.models import Organisation

    superiors = Organisation.objects.on(TODAY).filter(profiles__level__startswith="L3")
    counts = unscoped_member_counts(set(superiors.values_list("pk", flat=True)), on=TODAY)
    return Organisation.objects.get(pk=min(counts, key=lambda pk: abs(counts[pk] - members)))


def _actor() -> Any:
    from congdoan.kernel.access.api import actor_for
    from congdoan.kernel.accounts.models import User

    return actor_for(User.objects.get(username=OFFICER), today=TODAY, as_of=None)


def _addresses() -> Iterator[tuple[str, tuple[Any, dict[str, str]]]]:
    from congdoan.areas.members.services.listing import look_below
    from congdoan.foundation import clock

    for name, unit in _branches().items():
        look_below(actor=_actor(), unit=unit, purpose="đo tốc độ", at=clock.now())
        yield f"{name}_first", (unit, {"below": "1"})
        if name == "school":
            continue
        yield f"{name}_page_{ASKED}", (unit, {"below": "1", "after": _token(unit)})
        for kind, words in SEARCHES.items():
            yield f"{name}_search_{kind}", (unit, {"below": "1", "q": words})
        for kind, narrowed in FILTERS.items():
            yield f"{name}_{kind}", (unit, {"below": "1", **narrowed})


def _table(unit: Any, query: dict[str, str]) -> Any:
    from django.test import RequestFactory

    from congdoan.areas.members.tables import MemberTable

    request = RequestFactory().get("/", query)
    request.actor = _actor()  # type: ignore[attr-defined]
    return MemberTable(unit, request, below=True, restricted=False)


def _token(unit: Any) -> str:
    """Return the address part of page 500 as the page before it would link to it."""
    table = _table(unit, {"below": "1"})
    row = table.rows_asked.order_by("sort_key", "pk")
    last = row[PAGE * (ASKED - 1) - 1 : PAGE * (ASKED - 1)]
    return str(table.keyset.token(last[0])) if last else ""


def _in_database(unit: Any, query: dict[str, str]) -> tuple[float, int]:
    """Return the milliseconds all statements of one table take, and the rows of the page."""
    from django.db import connection

    spent: list[float] = []
    rows = 0

    def timed(execute: Any, *given: Any) -> Any:
        begun = perf_counter()
        try:
            return execute(*given)
        finally:
            spent[-1] += (perf_counter() - begun) * 1000

    with connection.execute_wrapper(timed):
        for _turn in range(8):
            spent.append(0.0)
            table = _table(unit, query)
            rows = len(list(table.rows))
            _ = table.count
    return sorted(spent[1:])[len(spent[1:]) // 2], rows
