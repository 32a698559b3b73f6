"""What the registers know about a person's right to sign for a party."""

from collections.abc import Sequence
from datetime import date

from congdoan.kernel.access.models import Delegation
from congdoan.kernel.people.models import Office, Person
from congdoan.kernel.rulebook.api import catalogue
from congdoan.support.signing import policies
from congdoan.support.signing.models import Slot
from congdoan.support.signing.rules.authority import Authorities, Option, Position
from congdoan.support.signing.rules.mandate import (
    Days,
    DelegationFact,
    Mandate,
    OfficeFact,
    Party,
    find_mandate,
)


def authorities(*, on: date) -> Authorities:
    """Return how positions sign on ``on``; the rulebook decides."""
    positions = {
        entry.code: Position(
            entry.code,
            entry.attributes.get("printed") or entry.label_vi,
            tuple(
                Option(row.get("prefix", ""), row.get("body", ""), row.get("position", ""))
                for row in entry.attributes["signs"]
            ),
            head=bool(entry.attributes.get("head")),
        )
        for entry in catalogue("position", on=on)
        if entry.attributes.get("signs")
    }
    bodies = {
        entry.code: entry.attributes["sign_as"]
        for entry in catalogue("body", on=on)
        if entry.attributes.get("sign_as")
    }
    return Authorities(positions, bodies)


def unscoped_mandate(person: Person, slot: Slot, *, on: date) -> Mandate:
    """
    Return the mandate of ``person`` to sign ``slot`` on ``on``.

    :raises MandateEnded, MandateNotBegun, DelegationOver, PositionMaySignNot, NotYourParty:
    """
    labels, printed = _labels(on)
    offices = Office.objects.filter(person=person, organisation_id=slot.organisation_id)
    return find_mandate(
        person=person.full_name,
        party=Party(slot.party_name, frozenset(slot.positions), slot.body),
        offices=[
            _office(row, labels, printed) for row in offices.select_related("person").order_by("pk")
        ],
        delegations=_delegations(person, slot.organisation_id, labels, printed),
        authorities=authorities(on=on),
        on=on,
    )


def unscoped_signatories(slot: Slot, *, since: date, until: date) -> list[Person]:
    """Return who could have signed for the slot's party on some day from ``since`` to ``until``."""
    book = authorities(on=until)
    codes = book.for_party(frozenset(slot.positions))
    offices = Office.objects.filter(
        organisation_id=slot.organisation_id,
        position__in=codes,
        valid__overlap=(since, until),
    ) | Office.objects.on(until).filter(organisation_id=slot.organisation_id, position__in=codes)
    delegates = Delegation.objects.filter(
        office__in=offices, capabilities__contains=[policies.SIGN.name]
    )
    people = Person.objects.filter(
        pk__in=[
            *offices.values_list("person", flat=True),
            *delegates.values_list("delegate", flat=True),
        ]
    )
    return list(people.order_by("sort_key", "pk"))


def unscoped_signatory_ids(organisations: Sequence[int], *, on: date) -> dict[int, set[int]]:
    """Return, by organisation, the people who may sign something there on ``on``; two queries."""
    found: dict[int, set[int]] = {pk: set() for pk in organisations}
    codes = list(authorities(on=on).positions)
    offices = Office.objects.on(on).filter(organisation_id__in=organisations, position__in=codes)
    for organisation, person in offices.values_list("organisation_id", "person_id"):
        found[organisation].add(person)
    delegations = Delegation.objects.on(on).filter(
        office__in=offices, capabilities__contains=[policies.SIGN.name], revoked_on=None
    )
    for organisation, person in delegations.values_list("office__organisation_id", "delegate_id"):
        found[organisation].add(person)
    return found


def _labels(on: date) -> tuple[dict[str, str], dict[str, str]]:
    """Return what positions are called, and how paper prints those it shortens."""
    book = list(catalogue("position", on=on))
    printed = {entry.code: entry.attributes.get("printed", "") for entry in book}
    return {entry.code: entry.label_vi for entry in book}, printed


def _office(row: Office, labels: dict[str, str], printed: dict[str, str]) -> OfficeFact:
    return OfficeFact(
        pk=row.pk,
        position=row.position,
        label=row.title or labels.get(row.position, row.position),
        person=row.person.full_name,
        days=Days(row.valid.lower, row.valid.upper),
        decision_no=row.decision_no,
        printed=row.title or printed.get(row.position, ""),
    )


def _delegations(
    person: Person, organisation: int, labels: dict[str, str], printed: dict[str, str]
) -> list[DelegationFact]:
    rows = Delegation.objects.filter(
        delegate=person,
        office__organisation_id=organisation,
        capabilities__contains=[policies.SIGN.name],
    )
    return [
        DelegationFact(
            pk=row.pk,
            office=_office(row.office, labels, printed),
            decision_no=row.decision_no,
            days=Days(row.valid.lower, _earliest(row.valid.upper, row.revoked_on)),
        )
        for row in rows.select_related("office__person").order_by("-valid")
    ]


def _earliest(*days: date | None) -> date | None:
    known = [day for day in days if day is not None]
    return min(known) if known else None
