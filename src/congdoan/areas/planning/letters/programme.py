"""A programme or plan in official form."""

import re

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from congdoan.areas.planning.enums import PlanKind
from congdoan.areas.planning.models import Plan, Task
from congdoan.kernel.organisations.api import name_of, superior_names
from congdoan.kernel.people.api import position_choices, unscoped_holders
from congdoan.support.rendering.api import (
    Block,
    Division,
    IssuingBody,
    Level,
    OfficialDocument,
    Paragraph,
    ProfileCode,
    SignatureBlock,
    Table,
)

_NUMBER = re.compile(r"^\d+[a-zA-Z]?\s*[-/]")


def programme_paper(plan: Plan, tasks: list[Task]) -> OfficialDocument:
    """Return the plan as one paper, with the names of the day it was adopted, else begun."""
    day = plan.adopted_on or plan.made_at.date()
    unit = plan.organisation
    return OfficialDocument(
        bodies=[
            IssuingBody(
                name=name_of(unit, on=day),
                superior=superior_names([unit.pk], on=day).get(unit.pk, ""),
                number=plan.decision if _NUMBER.match(plan.decision) else "",
            )
        ],
        type_name=type_name(plan).upper(),
        subject=plan.title,
        profile=ProfileCode.UNION,
        dated=plan.adopted_on,
        body=_body(plan, tasks),
        signatures=[_signature(plan)],
        note="" if plan.adopted_on else _("Dự thảo, chưa ban hành."),
    )


def type_name(plan: Plan) -> str:
    return _("Chương trình") if plan.kind == PlanKind.PROGRAMME else _("Kế hoạch")


def _body(plan: Plan, tasks: list[Task]) -> list[Block]:
    blocks: list[Block] = []
    if plan.aims:
        blocks.append(Division(Level.ARTICLE, "I.", _("Mục đích, yêu cầu")))
        blocks += [Paragraph(line) for line in plan.aims.splitlines() if line.strip()]
    blocks.append(Division(Level.ARTICLE, "II." if plan.aims else "I.", _("Nhiệm vụ trọng tâm")))
    blocks.append(Table(head=heads(), rows=rows_of(tasks), widths=[1, 6, 2.8, 2.8, 3, 2.6]))
    return blocks


def heads() -> list[str]:
    return [
        _("TT"),
        _("Nhiệm vụ"),
        _("Chủ trì"),
        _("Phối hợp"),
        _("Thời gian"),
        _("Cần đạt"),
    ]


def rows_of(tasks: list[Task]) -> list[list[str]]:
    """Return the tasks as rows; a part's name stands before its first task."""
    rows, part = [], ""
    for number, task in enumerate(tasks, start=1):
        words = task.title if not task.content else f"{task.title}\n{task.content}"
        if task.section and task.section != part:
            words = f"{task.section.upper()}\n{words}"
        part = task.section
        rows.append([str(number), words, lead_of(task), task.helpers, when(task), task.target])
    return rows


def lead_of(task: Task) -> str:
    """Return who leads, as printed: the office, the person."""
    day = task.plan.adopted_on or task.plan.made_at.date()
    office = dict(position_choices(day)).get(task.lead_position, "")
    return ", ".join(filter(None, [task.lead.full_name if task.lead else "", office]))


def when(task: Task) -> str:
    return date_format(task.due, "d/m/Y") if task.due else _("Trong kỳ")


def _signature(plan: Plan) -> SignatureBlock:
    day = plan.adopted_on or plan.made_at.date()
    chair = unscoped_holders(organisation=plan.organisation_id, positions=["PRESIDENT"], on=day)
    holder = chair.first()
    body = plan.adopted_by or _("Ban Chấp hành")
    return SignatureBlock(
        title=_("CHỦ TỊCH"),
        name=holder.person.full_name if holder and plan.adopted_on else "",
        capacity=[f"TM. {body.upper()}"],
    )
