"""Search by name without diacritics, with the parents of an address narrowing it down."""

from datetime import date

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, Value, When

from congdoan.kernel.places import rules
from congdoan.kernel.places.models import AdminUnit, AdminUnitQuerySet

# Shorter texts ("1", "an") would match inside thousands of names.
_SHORTEST_INSIDE = 3


def find_units(text: str, *, on: date, level: str | None = None) -> AdminUnitQuerySet:
    """
    Return the units of ``on`` that ``text`` may mean, best first.

    ``text`` is a name ("phuc xa"), a code, or an address ("P. Phúc Xá, Q. Ba Đình, Hà Nội");
    house numbers and streets before the unit are passed over.
    """
    return _find(text, Q(valid__contains=on), level)


def find_ended_units(text: str, *, before: date, level: str | None = None) -> AdminUnitQuerySet:
    """Return the units that ended by ``before`` and that ``text`` may mean, best first."""
    return _find(text, Q(valid__endswith__lte=before), level)


def _find(text: str, within: Q, level: str | None) -> AdminUnitQuerySet:
    parts = rules.address_parts(text)
    units = AdminUnit.objects.filter(within)
    if level:
        units = units.filter(level=level)
    for start in range(len(parts)):
        found = _in_parents(units.filter(_matches(parts[start])), parts[start + 1 :])
        if found.exists():
            return found.annotate(rank=_rank(parts[start])).order_by(
                "rank", "level", "sort_key", "code"
            )
    return AdminUnit.objects.none()


def _in_parents(units: AdminUnitQuerySet, parts: list[rules.AddressPart]) -> AdminUnitQuerySet:
    """Keep units below (directly, or by one level) a unit that the next part names."""
    if not parts:
        return units
    above = AdminUnit.objects.filter(code=OuterRef("parent_code"), valid__overlap=OuterRef("valid"))
    named = _in_parents(above.filter(_is_named(parts[0])), parts[1:])
    return units.filter(Exists(named) | Exists(above.filter(Exists(named))))


def _is_named(part: rules.AddressPart) -> Q:
    forms = [part.folded, *(f"{word} {part.name}" for word in rules.KIND_WORDS)]
    if part.name != part.folded:
        # A kind was written: "quận Ba Đình" must not mean "phường Ba Đình".
        forms = [part.folded]
    return Q(folded__in=forms)


def _matches(part: rules.AddressPart) -> Q:
    wanted = _is_named(part) | Q(code=part.folded)
    if len(part.folded) >= _SHORTEST_INSIDE:
        wanted |= Q(folded__contains=part.folded)
    return wanted


def _rank(part: rules.AddressPart) -> Case:
    exact = Q(name__iexact=rules.written_name(part.written))
    return Case(
        When(Q(code=part.folded), then=Value(0)),
        When(_is_named(part) & exact, then=Value(1)),
        When(_is_named(part), then=Value(2)),
        When(folded__endswith=part.folded, then=Value(3)),
        default=Value(4),
        output_field=IntegerField(),
    )
