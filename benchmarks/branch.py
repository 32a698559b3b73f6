"""Agreements for a whole branch."""

from collections.abc import Iterator
from datetime import date
import time
from typing import Any

from benchmarks.harness import Figure, figure, made
from benchmarks.stage import FOUNDED, TODAY, Stage, now

SCHOOLS = 1_000
CODE = "NHANH"


@figure
def generate_1000_school_agreements(stage: Stage) -> Iterator[Figure]:
    """Draft for 1,000 schools from a template with places; floor: store the clauses alone."""
    _ = stage.database
    from django.db import transaction

    from congdoan.areas.agreements.api import CascadeData, draft_checkpoint, open_cascade, start_run
    from congdoan.areas.agreements.models import Agreement, Clause
    from congdoan.kernel.access.api import system_actor

    actor = system_actor(today=TODAY)
    superior = _branch(actor)
    with transaction.atomic():
        cascade = open_cascade(
            actor=actor,
            superior=superior,
            data=CascadeData(
                title="Quy chế BCH – BGH",
                kind="REGULATION",
                first_day=TODAY,
                last_day=date(TODAY.year + 5, 1, 1),
                deadline=TODAY,
                template="school",
            ),
            on=TODAY,
            at=now(),
        )
    begun = time.perf_counter()
    run = start_run(actor=actor, cascade=cascade, on=TODAY, at=now())
    while draft_checkpoint(actor=actor, run_id=run.pk, on=TODAY, at=now()):
        pass
    taken = time.perf_counter() - begun

    drafts = Agreement.objects.filter(made_for__cascade=cascade)
    if drafts.count() != SCHOOLS:
        raise RuntimeError(drafts.count())
    clauses = list(Clause.objects.filter(version__agreement__in=drafts))
    Clause.objects.filter(version__agreement__in=drafts).delete()
    for clause in clauses:
        clause.pk = None
    begun = time.perf_counter()
    Clause.objects.bulk_create(clauses, batch_size=1000)
    floor = time.perf_counter() - begun
    drafts.delete()
    cascade.delete()
    yield made("generate_1000_school_agreements", taken, "s", SCHOOLS, floor=floor)


def _branch(actor: Any) -> Any:
    """Return a union with 1,000 schools below it, each with its management, founded once."""
    from django.db import transaction

    from congdoan.kernel.organisations.api import (
        Decision,
        NewOrganisation,
        ProfileData,
        establish_organisations,
        link_counterparts,
    )
    from congdoan.kernel.organisations.models import Organisation

    there = Organisation.objects.filter(code=CODE).first()
    if there is not None:
        return there
    news = [_new(NewOrganisation, ProfileData, CODE, "UNION", "Công đoàn nhánh", "L3_OTHER", "")]
    for number in range(SCHOOLS):
        name = f"Trường Tiểu học số {number}"
        own, partner = f"{CODE}-CS-{number:04}", f"{CODE}-TR-{number:04}"
        union = f"Công đoàn cơ sở {name}"
        news.append(_new(NewOrganisation, ProfileData, own, "UNION", union, "L4_GRASSROOTS", CODE))
        news.append(_new(NewOrganisation, ProfileData, partner, "PARTNER", name, "", ""))
    with transaction.atomic():
        establish_organisations(actor=actor, news=news, decision=Decision(number="1"), at=now())
        found = {one.code: one for one in Organisation.objects.filter(code__startswith=CODE)}
        codes = [(f"{CODE}-CS-{number:04}", f"{CODE}-TR-{number:04}") for number in range(SCHOOLS)]
        pairs = [(found[union], found[partner]) for union, partner in codes]
        link_counterparts(actor=actor, pairs=pairs, on=FOUNDED)
    return found[CODE]


def _new(
    make: Any, profile: Any, code: str, family: str, name: str, level: str, parent: str
) -> Any:
    return make(
        code=code,
        family=family,
        profile=profile(name=name, level=level),
        on=FOUNDED,
        parents={1: parent} if parent else {},
    )
