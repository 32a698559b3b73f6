"""Purposes of the day with the words asked for, and what somebody has agreed to."""

from dataclasses import dataclass
from datetime import date

from congdoan.areas.privacy.models import Consent
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotFound
from congdoan.kernel.people.api import Use
from congdoan.kernel.rulebook.api import catalogue, label


@dataclass(frozen=True)
class Purpose:
    """One purpose as the rulebook words it on a day, and whether somebody said yes."""

    code: str
    label: str
    version: str
    text: str
    #: What withdrawing means.
    after: str
    sensitive: bool
    verified: bool
    rule_key: str
    given: Consent | None = None

    @property
    def outdated(self) -> bool:
        """Tell whether the yes was to other words than today's."""
        return self.given is not None and self.given.version != self.version


def purposes(person: int, *, on: date) -> list[Purpose]:
    """Return the purposes in force on a day, those with sensitive data last."""
    held = {
        one.purpose: one for one in Consent.objects.filter(person_id=person, ended_at__isnull=True)
    }
    found = []
    for entry in catalogue("privacy.purpose", on=on):
        words = entry.attributes
        found.append(
            Purpose(
                entry.code,
                str(entry.label),
                str(words["version"]),
                words["text"],
                words["after"],
                bool(words["sensitive"]),
                entry.rule.verified,
                entry.rule.key,
                held.get(entry.code),
            )
        )
    return sorted(found, key=lambda one: one.sensitive)


def get_purpose(person: int, code: str, *, on: date) -> Purpose:
    """:raises NotFound: no such purpose on that day"""
    found = next((one for one in purposes(person, on=on) if one.code == code), None)
    if found is None:
        raise NotFound
    return found


def history(person: int) -> list[Consent]:
    """Return every yes and its end, the newest first."""
    return list(Consent.objects.filter(person_id=person).order_by("-given_at", "-pk")[:100])


def purpose_label(consent: Consent) -> str:
    return label("privacy.purpose", consent.purpose, consent.given_at.date())


def get_own_consent(actor: Actor, pk: int) -> Consent:
    """:raises NotFound: when there is none, or it is somebody else's"""
    found = Consent.objects.filter(pk=pk, person_id=actor.person_id or 0).first()
    if found is None:
        raise NotFound
    return found


def agreed_to(use: Use) -> set[int]:
    """Answer ``agreeing`` of people: whose yes to a purpose stands."""
    rows = Consent.objects.filter(person__in=use.people, purpose=use.purpose, ended_at__isnull=True)
    return set(rows.values_list("person_id", flat=True))


def get_consent_at(person: int, pk: int) -> Consent:
    """:raises NotFound: when there is none of that person (whose page the caller has opened)"""
    found = Consent.objects.select_related("organisation").filter(pk=pk, person_id=person).first()
    if found is None:
        raise NotFound
    return found
