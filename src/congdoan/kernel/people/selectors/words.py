"""Positions in words, from the rulebook of the day."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.utils.translation import gettext as _

from congdoan.kernel.organisations.models import Grouping, Organisation
from congdoan.kernel.people.models import Office
from congdoan.kernel.periods.models import Period
from congdoan.kernel.rulebook.api import NoRuleInForce, catalogue, label


def position_label(position: str, day: date) -> str:
    """Return the title of a position on ``day``; an unknown code shows itself."""
    try:
        return label("position", position, day)
    except NoRuleInForce:
        return position


def office_title(office: Office) -> str:
    """Return the title as the decision words it, else the catalogue's."""
    return office.title or position_label(office.position, office.valid.lower)


def office_notes(office: Office, called: Mapping[int, str]) -> list[str]:
    """Return what the office carries beside its title; ``called`` names the organisations."""
    notes = []
    if office.in_charge_of is not None:
        notes.append(_("phụ trách %(name)s") % {"name": office.in_charge_of.name})
    if office.represents_id:
        notes.append(_("đại diện %(name)s") % {"name": called.get(office.represents_id, "…")})
    if office.term is not None:
        notes.append(office.term.label)
    return notes


def terms_of(organisation: Organisation) -> list[tuple[str, str]]:
    """Return the organisation's terms as choices, the newest first."""
    terms = Period.objects.terms().filter(organisation=organisation).order_by("-valid")
    return [(str(term.pk), term.label) for term in terms]


def groupings_led_by(organisation: Organisation, *, on: date) -> list[tuple[str, str]]:
    """Return the groupings that stand under the organisation on ``on`` as choices."""
    groupings = Grouping.objects.on(on).filter(superior=organisation).order_by("folded", "pk")
    return [(str(grouping.pk), grouping.name) for grouping in groupings]


def position_choices(day: date, *, side: str = "") -> list[tuple[str, str]]:
    """Return the positions in force; ``side`` is UNION or PARTNER (empty: both)."""
    return [
        (entry.code, str(entry.label))
        for entry in catalogue("position", on=day)
        if not side or entry.attributes.get("side") == side
    ]


def in_rank(offices: Iterable[Office], *, on: date) -> list[Office]:
    """Return offices as a list of officers is read: by the catalogue's order, chairs first."""
    rank = {entry.code: n for n, entry in enumerate(catalogue("position", on=on))}
    return sorted(offices, key=lambda office: rank.get(office.position, len(rank)))
