"""
Who may sign for a party on a day: by an office held that day, or by a delegation from its holder.

Each way of having no mandate is a refusal of its own, because each has another way out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from congdoan.foundation.refusal import Refusal
from congdoan.support.signing.rules.authority import Authorities, printed_title


class MandateEnded(Refusal):
    """Nhiệm kỳ {position} của {person} kết thúc ngày {day}; cần người đương chức hoặc ủy quyền."""


class MandateNotBegun(Refusal):
    """Nhiệm kỳ {position} của {person} từ ngày {day} mới bắt đầu; cần người đương chức ký."""


class DelegationOver(Refusal):
    """Giấy ủy quyền {number} cho {person} hết hiệu lực từ ngày {day}; cần giấy ủy quyền mới."""


class DeputyDelegates(Refusal):
    """Giấy ủy quyền {number} do {holder} ({position}) cấp; chỉ người đứng đầu được ủy quyền ký."""


class PositionMaySignNot(Refusal):
    """{position} {person} không được ký thay {party}; cần người có thẩm quyền ký."""


class NotYourParty(Refusal):
    """Chỗ ký này của {party}; hãy để người có thẩm quyền ở đó ký, hoặc ủy quyền cho {person}."""


@dataclass(frozen=True)
class Days:
    """A half-open span of days, open ends as None."""

    start: date | None
    until: date | None

    def hold(self, day: date) -> bool:
        begun = self.start is None or self.start <= day
        return begun and (self.until is None or day < self.until)


@dataclass(frozen=True)
class OfficeFact:
    """An office as the register of offices knows it."""

    pk: int
    position: str
    label: str
    person: str
    days: Days
    decision_no: str = ""
    #: The title as paper prints it, when shorter than the label.
    printed: str = ""

    @property
    def title(self) -> str:
        return printed_title(self.printed or self.label)


@dataclass(frozen=True)
class DelegationFact:
    """A delegation of the right to sign; ``days`` already end where it was revoked."""

    pk: int
    office: OfficeFact
    decision_no: str
    days: Days


@dataclass(frozen=True)
class Party:
    """
    The party a slot belongs to and who of it may sign there.

    No ``positions`` = whoever signs for the organisation itself; ``body`` is the code of the
    collective signed for, when it is not the position's usual one.
    """

    name: str
    positions: frozenset[str] = frozenset()
    body: str = ""


@dataclass(frozen=True)
class Mandate:
    """Why this person may sign: kept with the signature for ever."""

    office: OfficeFact
    delegation: DelegationFact | None
    capacity: tuple[str, ...]
    title: str

    def evidence(self) -> dict[str, Any]:
        """Return what is stored: readable without any other table."""
        office = self.office
        return {
            "kind": "DELEGATION" if self.delegation else "OFFICE",
            "office": office.pk,
            "position": office.position,
            "position_label": office.label,
            "holder": office.person,
            "decision_no": office.decision_no,
            "from": office.days.start.isoformat() if office.days.start else None,
            "until": office.days.until.isoformat() if office.days.until else None,
            "delegation": self.delegation and self.delegation.pk,
            "delegation_no": self.delegation.decision_no if self.delegation else "",
        }


def find_mandate(
    *,
    person: str,
    party: Party,
    offices: Sequence[OfficeFact],
    delegations: Sequence[DelegationFact],
    authorities: Authorities,
    on: date,
) -> Mandate:
    """
    Return the mandate ``person`` has to sign for ``party`` on ``on``.

    ``offices`` are the person's at that party, of all times; ``delegations`` those given to the
    person by office holders there. The order of the book decides between several offices.

    :raises MandateEnded, MandateNotBegun, DelegationOver, PositionMaySignNot, NotYourParty:
    :raises DeputyDelegates: when the paper was given by somebody who is no head
    """
    allowed = authorities.for_party(party.positions)
    signing = [office for code in allowed for office in offices if office.position == code]
    for office in signing:
        if office.days.hold(on):
            lines = authorities.lines(office.position, body=party.body, party=party.name)
            return Mandate(office, None, lines, office.title)
    known = [one for one in delegations if one.office.position in allowed]
    lent = [one for one in known if authorities.positions[one.office.position].head]
    for delegation in lent:
        if delegation.days.hold(on) and delegation.office.days.hold(on):
            own = next((office.title for office in offices if office.days.hold(on)), "")
            lines = (f"TUQ. {delegation.office.title}",)
            return Mandate(delegation.office, delegation, lines, own or "NGƯỜI ĐƯỢC ỦY QUYỀN")
    if known and not lent:
        raise _not_by_a_head(known[0])
    raise _reason(person, party, signing, lent, offices, on)


def _not_by_a_head(delegation: DelegationFact) -> Refusal:
    office = delegation.office
    return DeputyDelegates(
        number=delegation.decision_no, holder=office.person, position=office.label
    )


def _reason(
    person: str,
    party: Party,
    signing: Sequence[OfficeFact],
    lent: Sequence[DelegationFact],
    offices: Sequence[OfficeFact],
    on: date,
) -> Refusal:
    """Return the refusal nearest to having a mandate."""
    who = {"person": person, "party": party.name}
    for delegation in lent:
        ended = _end_of(delegation)
        if ended is not None and ended <= on:
            return DelegationOver(number=delegation.decision_no, person=person, day=_vi(ended))
    past = [office for office in signing if office.days.until and office.days.until <= on]
    if past:
        last = max(past, key=lambda office: office.days.until or date.min)
        day = (last.days.until or on) - timedelta(days=1)
        return MandateEnded(position=last.label, day=_vi(day), **who)
    if signing:
        first = min(signing, key=lambda office: office.days.start or date.max)
        return MandateNotBegun(position=first.label, day=_vi(first.days.start or on), **who)
    for office in offices:
        if office.days.hold(on):
            return PositionMaySignNot(position=office.label, **who)
    return NotYourParty(**who)


def _end_of(delegation: DelegationFact) -> date | None:
    ends = [day for day in (delegation.days.until, delegation.office.days.until) if day]
    return min(ends) if ends else None


def _vi(day: date) -> str:
    return f"{day:%d/%m/%Y}"
