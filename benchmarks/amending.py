"""The text of an agreement on a day."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from benchmarks.harness import Figure, figure, made, median_ms
from benchmarks.papers import SENTENCE
from benchmarks.stage import TODAY, Stage, now

ARTICLES, CLAUSES, ADDENDA = 60, 5, 8


@figure
def consolidated_text(stage: Stage) -> Iterator[Figure]:
    """60 articles with eight addenda as of a day; floor: read and number the signed text alone."""
    _ = stage.database
    from django.db import transaction

    from congdoan.areas.agreements.api import consolidated, outline_of

    with transaction.atomic():
        agreement = _agreement()
        day = TODAY + timedelta(days=ADDENDA)
        lines = consolidated(agreement, on=day)
        touched = sum(bool(line.item.touches) for line in lines)
        if len(lines) != ARTICLES * (CLAUSES + 1) + ADDENDA or touched < ADDENDA * 10:
            message = f"{len(lines)} dòng, {touched} dòng có sửa"
            raise RuntimeError(message)
        took = median_ms(lambda: consolidated(agreement, on=day), 15)
        floor = median_ms(lambda: outline_of(agreement), 15)
        transaction.set_rollback(True)
    yield made("consolidated_text", took, "ms", 15, floor=floor)


def _agreement() -> Any:
    from congdoan.areas.agreements.models import Agreement, Amendment, AmendmentChange, Version
    from congdoan.foundation.valid_time import span
    from congdoan.kernel.organisations.models import Organisation

    own = Organisation.objects.order_by("pk")[0]
    agreement = Agreement.objects.create(
        kind="REGULATION",
        title="Quy chế đo tốc độ",
        valid=span(TODAY, date(TODAY.year + 5, 1, 1)),
        drafting=own,
        created_at=now(),
    )
    version = Version.objects.create(agreement=agreement, number=1, created_at=now())
    clauses = _clauses(version)
    for number in range(1, ADDENDA + 1):
        amendment = Amendment.objects.create(
            agreement=agreement,
            proposer=own,
            number=number,
            title="Sửa đổi",
            state="EFFECTIVE",
            effective_on=TODAY + timedelta(days=number),
            frozen_on=TODAY,
            sha256="0" * 64,
            created_at=now(),
        )
        changed = clauses[number :: ARTICLES // 2]
        rows = [
            AmendmentChange(
                amendment=amendment,
                kind="CHANGE",
                order=place,
                clause=clause.stable_id,
                level=clause.level,
                heading=clause.heading,
                text=f"Lần {number}: {SENTENCE * 3}",
            )
            for place, clause in enumerate(changed)
        ]
        added = AmendmentChange(
            amendment=amendment,
            kind="ADD",
            order=len(rows),
            clause=uuid4(),
            anchor=clauses[number * (CLAUSES + 1) + 1].stable_id,
            level="CLAUSE",
            text=SENTENCE,
        )
        AmendmentChange.objects.bulk_create([*rows, added])
    return agreement


def _clauses(version: Any) -> list[Any]:
    from congdoan.areas.agreements.models import Clause

    rows = [
        Clause(
            version=version,
            level="CLAUSE" if place % (CLAUSES + 1) else "ARTICLE",
            order=place + 1,
            heading="" if place % (CLAUSES + 1) else "Nội dung phối hợp",
            text=SENTENCE * 3 if place % (CLAUSES + 1) else "",
            changed_at=now(),
        )
        for place in range(ARTICLES * (CLAUSES + 1))
    ]
    made_rows: list[Any] = Clause.objects.bulk_create(rows)
    return made_rows
