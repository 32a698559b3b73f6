"""A round over a random tree on both lines, with random figures, to check totals against."""

from datetime import date
from decimal import Decimal
import random

import pytest

from congdoan.areas.reporting.enums import RollUp
from congdoan.areas.reporting.models import Cell, Form, FormVersion, Line, Report, Round, Section
from congdoan.areas.reporting.services.rolling import prepare_totals
from congdoan.kernel.organisations.api import (
    Decision,
    NewOrganisation,
    ProfileData,
    establish_organisations,
)
from congdoan.kernel.organisations.models import Lineage

ON = date(2025, 11, 30)
#: Series, roll-up, positions of the parts.
BOXES = [
    ("EMP", RollUp.SUM, []),
    ("MEM", RollUp.SUM, []),
    ("DENSITY", RollUp.RATIO, [1, 0]),
    ("SALARY", RollUp.WEIGHTED, [0]),
    ("PEOPLE", RollUp.DISTINCT, []),
]


@pytest.fixture
def tallied_version(db, now):
    form = Form.objects.create(code="THU", title="Thử tổng hợp", kind="ANNUAL")
    version = FormVersion.objects.create(form=form, number=1, made_at=now)
    section = Section.objects.create(version=version, position=0, code="A", kind="TABLE", title="A")
    for position, (series, roll_up, parts) in enumerate(BOXES):
        line = Line.objects.create(
            section=section, position=position, title=series, code=series, roll_up=roll_up
        )
        Cell.objects.create(
            version=version,
            line=line,
            position=position,
            series=series,
            roll_up=roll_up,
            parts=parts,
        )
    return version


@pytest.fixture
def forest(tree, system, now):
    """Two dozen unions under both lines: some lead others, some hang right under a province."""
    pick = random.Random("cây tổng hợp")  # noqa: S311 - an invented tree
    codes, news = ["CD-A1"], []
    for n in range(24):
        code = f"TH-{n:02}"
        parents = {1: pick.choice([*codes[-6:], "LD-A"])}
        if n % 3:
            parents[2] = pick.choice(["LD-B", "CD-B1"])
        profile = ProfileData(name=f"Công đoàn thử {n}")
        news.append(NewOrganisation(code, "UNION", profile, date(2016, 1, 1), parents))
        codes.append(code)
    return establish_organisations(
        actor=system, news=news, decision=Decision(number="03/QĐ"), at=now
    )


@pytest.fixture
def tallied(tree, forest, tallied_version, now):
    """A round of the whole province, where not everybody owes."""
    return round_on(ON, tree, forest, tallied_version, now)


def round_on(on, tree, forest, version, now):
    """Open a round on the tree of a day, with figures in every report."""
    pick = random.Random("đợt tổng hợp")  # noqa: S311 - invented figures
    round_ = Round.objects.create(
        organisation=tree.province,
        version=version,
        kind="ANNUAL",
        title="Đợt thử",
        first=date(on.year, 1, 1),
        last=on,
        on=on,
        hierarchy_id=1,
        due_on=date(2025, 12, 5),
        opened_at=now,
    )
    owing = [tree.middle, tree.leaf, tree.other_leaf, *forest]
    above = {
        (row.hierarchy_id, row.descendant_id): row.ancestor_id
        for row in Lineage.objects.on(on).filter(depth=1)
    }
    Report.objects.bulk_create(
        Report(
            round=round_,
            organisation=one,
            superior_id=above[1, one.pk],
            beside_id=above.get((2, one.pk)),
            due_on=round_.due_on,
            entered=figures(pick),
        )
        for one in owing
        if pick.random() < 0.8
    )
    prepare_totals(round_)
    return round_


def figures(pick):
    count = pick.choice([None, 0, pick.randrange(500)])
    return [
        count,
        pick.choice([None, pick.randrange(400)]),
        None,
        pick.choice([None, Decimal(pick.randrange(10**9)) / 100]),
        pick.randrange(9),
    ]
