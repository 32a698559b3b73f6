"""
The one implementation of ``foundation.actor.Actor``.

``may`` and ``reach`` read the same holdings: from the offices of today, the grants of today, the
delegations of today. When a term ends, its right is gone the same day. What may be read is read at
the organisations one's own succeeded, too (``Capability.inherited``).
"""

from collections import defaultdict
from copy import copy
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Self

from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, QuerySet

from congdoan.foundation.capabilities import Capability
from congdoan.foundation.prepared import ask
from congdoan.foundation.refusal import NotAllowed
from congdoan.kernel.access.enums import Reach, Role
from congdoan.kernel.access.selectors.holdings import Holding, unscoped_holdings_of_user
from congdoan.kernel.accounts.models import User
from congdoan.kernel.organisations.enums import HierarchyId
from congdoan.kernel.organisations.models import Lineage, Organisation

#: All lines to one organisation: up to the top, whatever is asked about it.
_LINES_TO = """
    SELECT ancestor_id, depth FROM organisations_lineage
    WHERE hierarchy_id = %s AND descendant_id = %s AND reach @> %s::date
"""


@dataclass
class Reached:
    """Where one capability is held: organisation ids by reach."""

    here: set[int] = field(default_factory=set)
    children: set[int] = field(default_factory=set)
    below: set[int] = field(default_factory=set)
    everywhere: bool = False

    def add(self, reach: str, organisation: int | None) -> None:
        if reach == Reach.ALL:
            self.everywhere = True
        elif organisation is not None:
            {Reach.HERE: self.here, Reach.CHILDREN: self.children, Reach.BELOW: self.below}[
                Reach(reach)
            ].add(organisation)

    @property
    def condition(self) -> Q:
        """Which lineage rows lead from a holding to an organisation it reaches."""
        condition = Q(ancestor_id__in=sorted(self.below))
        if self.children:
            condition |= Q(ancestor_id__in=sorted(self.children), depth__lte=1)
        if self.here:
            condition |= Q(ancestor_id__in=sorted(self.here), depth=0)
        return condition

    def leads(self, ancestor: int, depth: int) -> bool:
        """Tell ``condition`` of one row of the lineage."""
        return (
            ancestor in self.below
            or (depth <= 1 and ancestor in self.children)
            or (depth == 0 and ancestor in self.here)
        )

    def __bool__(self) -> bool:
        return self.everywhere or bool(self.here or self.children or self.below)


class Line(Func):
    """
    The condition that a line leads from where something is held to the organisation of ``key``.

    The same lines as ``OfficeActor._lines`` (a property test compares them), written out: on every
    page of a long list the ORM takes longer to write the statement than to ask it.
    """

    output_field = BooleanField()
    conditional = True

    def __init__(self, held: Reached, key: str, day: date, *, few: bool = False) -> None:
        super().__init__(F(key))
        self.held = held
        self.day = day
        self.few = few

    def as_sql(self, compiler: Any, connection: Any, *_: Any, **__: Any) -> tuple[str, list[Any]]:
        key, values = compiler.compile(self.source_expressions[0])
        held = self.held
        ways, starts = [], []
        for ancestors, depth in ((held.below, ""), (held.children, " <= 1"), (held.here, " = 0")):
            if ancestors:
                steps = depth and f" AND line.depth{depth}"
                ways.append(f"line.ancestor_id = ANY(%s::bigint[]){steps}")
                starts.append(sorted(ancestors))
        lines = (
            "FROM organisations_lineage AS line WHERE line.hierarchy_id = %s"
            f" AND line.reach @> %s::date AND ({' OR '.join(ways)})"
        )
        asked = [HierarchyId.COMMAND.value, self.day, *starts]
        if self.few:
            # One walk over an index in the order of its ids, where a join looks up id by id.
            ids = f"ARRAY(SELECT line.descendant_id {lines})"
            return f"{key} = ANY({ids})", [*values, *asked]
        below = f"EXISTS (SELECT 1 {lines} AND line.descendant_id = {key})"
        return below, [*asked, *values]


class OfficeActor:
    """A signed-in person (or nobody) on a day."""

    def __init__(
        self,
        *,
        user: User | None,
        today: date,
        as_of: date | None = None,
        organisation_id: int | None = None,
        acting_for: str = "",
    ) -> None:
        self._user = user
        self.today = today
        self.as_of = as_of or today
        self.acting_for = acting_for
        self._chosen = organisation_id
        self._above: dict[tuple[date, int], list[tuple[int, int]]] = {}
        self._reaches: dict[str, Reached] = {}

    @property
    def user_id(self) -> int | None:
        return self._user.pk if self._user else None

    @cached_property
    def _held(self) -> tuple[int | None, list[Holding]]:
        """Who the user is and what that person holds today; one query."""
        if self._user is None:
            return None, []
        return unscoped_holdings_of_user(self._user.pk, on=self.today)

    @property
    def person_id(self) -> int | None:
        return self._held[0]

    @property
    def name(self) -> str:
        return self._user.display_name if self._user else ""

    @cached_property
    def holdings(self) -> list[Holding]:
        """What the person holds today, offices first."""
        if self._user is None or not self._user.is_active:
            return []
        held = list(self._held[1])
        if self._user.is_operator:
            held.append(Holding(Role.OPERATOR, None, Reach.ALL))
        return held

    @property
    def organisation_ids(self) -> list[int]:
        """Where the person holds something today, in the order of ``holdings``."""
        return list(dict.fromkeys(h.organisation_id for h in self.holdings if h.organisation_id))

    @property
    def organisation_id(self) -> int | None:
        ids = self.organisation_ids
        return self._chosen if self._chosen in ids else (ids[0] if ids else None)

    @cached_property
    def _by_role(self) -> dict[str, list[Holding]]:
        by_role: dict[str, list[Holding]] = defaultdict(list)
        for holding in self.holdings:
            by_role[holding.role].append(holding)
        return by_role

    def _reached(self, capability: Capability) -> Reached:
        """Return where the capability is held: worked out when first asked, of a hundred a few."""
        known = self._reaches.get(capability.name)
        if known is not None:
            return known
        reached = Reached()
        for role, reach in capability.held_by:
            for holding in self._by_role.get(role, ()):
                if holding.only is None or capability.name in holding.only:
                    reach_here = holding.narrowed(reach)
                    reached.add(reach_here, holding.organisation_id)
                    for before in holding.forebears if capability.inherited else ():
                        reached.add(reach_here, before)
        self._reaches[capability.name] = reached  # whole, or not at all: another thread may ask
        return reached

    def may_somewhere(self, capability: Capability) -> bool:
        return bool(self._reached(capability))

    def reach(self, capability: Capability) -> QuerySet[Organisation]:
        everything = Organisation.objects.all()
        held = self._reached(capability)
        if not held:
            return everything.none()
        if held.everywhere:
            return everything
        return everything.filter(Exists(self._lines(held).filter(descendant=OuterRef("pk"))))

    def within(self, capability: Capability, key: str, *, few: bool = False) -> Q | Line:
        held = self._reached(capability)
        if not held:
            return Q(pk__in=[])
        if held.everywhere:
            return Q()
        return Line(held, key, self.as_of, few=few)

    def held_at(self, capability: Capability) -> frozenset[int] | None:
        held = self._reached(capability)
        return None if held.everywhere else frozenset(held.here | held.children | held.below)

    def _lines(self, held: Reached) -> QuerySet[Lineage]:
        """Lines down from where something is held; ``may`` reads the same lines from below."""
        return Lineage.objects.filter(
            held.condition, hierarchy_id=HierarchyId.COMMAND, reach__contains=self.as_of
        )

    def may(self, capability: Capability, *, on: Any) -> bool:
        held = self._reached(capability)
        if not held:
            return False
        if held.everywhere:
            return True
        if on is None:
            return False
        if on.pk in held.here | held.children | held.below:
            return True
        return any(held.leads(*line) for line in self._lines_to(on.pk))

    def _lines_to(self, pk: int) -> list[tuple[int, int]]:
        """Return the lines to an organisation (ancestor, steps): a page asks many rights on one."""
        key = (self.as_of, pk)
        if key not in self._above:
            found = ask(_LINES_TO, [HierarchyId.COMMAND.value, pk, self.as_of])
            self._above[key] = [(ancestor, depth) for ancestor, depth in found]
        return self._above[key]

    def require(self, capability: Capability, *, on: Any) -> None:
        if not self.may(capability, on=on):
            raise NotAllowed

    def looking_at(self, day: date) -> Self:
        other = copy(self)
        other.as_of = day
        return other


class SystemActor:
    """Jobs and commands: holds everything, named in the trail as the system."""

    user_id: int | None = None
    person_id: int | None = None
    organisation_id: int | None = None
    acting_for = ""

    def __init__(self, *, name: str, today: date) -> None:
        self.name = name
        self.today = self.as_of = today

    def reach(self, capability: Capability) -> QuerySet[Organisation]:
        return Organisation.objects.all()

    def within(self, capability: Capability, key: str, *, few: bool = False) -> Q:
        return Q()

    def held_at(self, capability: Capability) -> frozenset[int] | None:
        return None

    def may(self, capability: Capability, *, on: Any) -> bool:
        return True

    def may_somewhere(self, capability: Capability) -> bool:
        return True

    def require(self, capability: Capability, *, on: Any) -> None:
        """Let the system do its work."""

    def looking_at(self, day: date) -> Self:
        other = copy(self)
        other.as_of = day
        return other


def actor_for(
    user: User | None,
    *,
    today: date,
    as_of: date | None = None,
    organisation_id: int | None = None,
    acting_for: str = "",
) -> OfficeActor:
    return OfficeActor(
        user=user, today=today, as_of=as_of, organisation_id=organisation_id, acting_for=acting_for
    )


def system_actor(*, today: date, name: str = "Hệ thống") -> SystemActor:
    return SystemActor(name=name, today=today)
