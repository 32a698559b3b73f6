"""What the rows of a reorganisation are judged against: read in bulk, whatever their number."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db.models import Max

from congdoan.foundation.valid_time import contains
from congdoan.kernel.organisations import api as organisations
from congdoan.kernel.organisations.api import Judge, Standing
from congdoan.kernel.organisations.enums import HierarchyId
from congdoan.kernel.organisations.models import Lineage, Organisation, Placement
from congdoan.support.exchange.rules.kinds import Context, RowDraft


@dataclass
class Facts:
    """The branch as it stands on the day of the reorganisation."""

    context: Context
    day: date
    organisations: dict[str, Organisation] = field(default_factory=dict)
    changeable: set[int] = field(default_factory=set)
    #: Direct superior of everybody mentioned and of everybody above a receiver, on the day.
    parent: dict[int, int] = field(default_factory=dict)
    #: Who hangs directly below each of those mentioned, on the day.
    children: dict[int, set[int]] = field(default_factory=dict)
    depth: dict[int, int] = field(default_factory=dict)
    standing: dict[int, Standing] = field(default_factory=dict)

    @cached_property
    def judge(self) -> Judge:
        return Judge(self.day)

    def there(self, organisation: Organisation) -> bool:
        return contains(organisation.valid, self.day)


def load_facts(rows: list[RowDraft], context: Context) -> Facts:
    facts = Facts(context, context.day("on") or context.actor.today)
    codes = {row.cell(column).strip() for row in rows for column in ("code", "target")} - {""}
    facts.organisations = {one.code: one for one in Organisation.objects.filter(code__in=codes)}
    ids = [one.pk for one in facts.organisations.values()]
    reached = context.actor.reach(organisations.CHANGE)
    facts.changeable = set(reached.filter(pk__in=ids).values_list("pk", flat=True))
    facts.changeable |= organisations.kept_among(
        context.actor,
        set(ids) - facts.changeable,
        organisations.CHANGE,
        on=context.actor.today,
    )
    command = {"hierarchy_id": HierarchyId.COMMAND}
    lines = Lineage.objects.on(facts.day).filter(descendant_id__in=ids, **command)
    above = set(lines.values_list("ancestor_id", flat=True)) | set(ids)
    placed = Placement.objects.on(facts.day).filter(**command)
    facts.parent = dict(placed.filter(child_id__in=above).values_list("child_id", "parent_id"))
    for child, parent in placed.filter(parent_id__in=ids).values_list("child_id", "parent_id"):
        facts.children.setdefault(parent, set()).add(child)
    depths = lines.values_list("descendant_id").annotate(steps=Max("depth"))
    facts.depth = dict(depths)
    families = {one.pk: one.family for one in facts.organisations.values()}
    for profile in organisations.profiles_on(facts.day).filter(organisation_id__in=ids):
        pk = profile.organisation_id
        facts.standing[pk] = Standing.of(families[pk], profile)
    return facts
