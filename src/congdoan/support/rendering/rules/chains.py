"""
Who signs for whom: TM. thay mặt, KT. ký thay, TL. thừa lệnh, TUQ. thừa ủy quyền, Q. quyền.

A chain is read from above ("TM. BAN CHẤP HÀNH / KT. CHỦ TỊCH / PHÓ CHỦ TỊCH"). It is lawful only if
the signer holds, on the day of signing, an office that the rulebook lets sign so. Offices and rules
come in as values; this module knows no tables.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from congdoan.foundation.refusal import Refusal
from congdoan.support.rendering.enums import Prefix
from congdoan.support.rendering.rules.document import SignatureBlock


class NoOfficeThatDay(Refusal):
    """{name} không giữ chức vụ nào ngày {day} nên không ký được văn bản này; hãy chọn người ký khác."""  # noqa: E501


class MayNotSignSo(Refusal):
    """{name} không được ký “{line}” ngày {day} theo chức vụ đang giữ; hãy chọn thể thức khác hoặc người ký khác."""  # noqa: E501


class ChainOutOfOrder(Refusal):
    """Thể thức đề ký không đúng: “{line}”; “TM.” đứng đầu và chỉ đi với “KT.” hoặc “Q.”."""


class NotActing(Refusal):
    """{name} không được giao quyền {position} ngày {day} nên không ký “Q.”; hãy chọn thể thức khác."""  # noqa: E501


class NoAuthorityInWriting(Refusal):
    """Chưa có văn bản ủy quyền cho {name} ký “{line}” ngày {day}; hãy ghi văn bản đó trước."""


class AuthorityHandedOn(Refusal):
    """{name} được ủy quyền lại từ người cũng chỉ được ủy quyền nên không ký “TUQ.”; hãy để người được ủy quyền trực tiếp ký."""  # noqa: E501


@dataclass(frozen=True)
class Step:
    """One line above the title: a prefix and the body or position it names (codes)."""

    prefix: Prefix
    of: str


@dataclass(frozen=True)
class HeldOffice:
    """An office of the signer, first day in, last day out; ``acting`` for "quyền"."""

    position: str
    title: str
    since: date
    until: date | None = None
    acting: bool = False

    def held(self, on: date) -> bool:
        return self.since <= on and (self.until is None or on < self.until)


@dataclass(frozen=True)
class Authority:
    """A written authorisation to sign for the holder of a position (or for a body)."""

    of: str
    since: date
    until: date
    handed_on: bool = False

    def holds(self, of: str, on: date) -> bool:
        return self.of == of and self.since <= on < self.until


@dataclass(frozen=True)
class SigningLaw:
    """``signs``: position → what it may sign as; ``words``: code → what is printed."""

    signs: Mapping[str, Sequence[Mapping[str, str]]]
    words: Mapping[str, str]


@dataclass(frozen=True)
class Signer:
    """Whoever is to sign: the offices of all times and the authorisations, dated."""

    name: str
    offices: Sequence[HeldOffice]
    authorities: Sequence[Authority] = ()


def validated_chain(
    steps: Sequence[Step], signer: Signer, law: SigningLaw, *, on: date
) -> SignatureBlock:
    """
    Return the signature block, or refuse: prefix and position must fit the offices of the day.

    :raises NoOfficeThatDay, ChainOutOfOrder, MayNotSignSo, NotActing, NoAuthorityInWriting,
        AuthorityHandedOn: each names who, what and when
    """
    held = [office for office in signer.offices if office.held(on)]
    if not held:
        raise NoOfficeThatDay(name=signer.name, day=_day(on))
    _refuse_disorder(steps, law)
    fitting = held
    for step in steps:
        fitting = [one for one in fitting if _may(step, one, law)]
        if step.prefix is Prefix.TUQ:
            _refuse_unwritten(step, signer, law, on)
            fitting = fitting or held
        elif not fitting:
            raise _refusal(step, signer, law, on)
    office = fitting[0]
    acting = bool(steps) and steps[-1].prefix is Prefix.Q
    capacity = [_line(step, law) for step in steps if step.prefix is not Prefix.Q]
    title = _line(steps[-1], law) if acting else office.title.upper()
    return SignatureBlock(title=title, name=signer.name, capacity=tuple(capacity))


def _refuse_disorder(steps: Sequence[Step], law: SigningLaw) -> None:
    order = [step.prefix for step in steps]
    lawful = (
        not order or len(order) == 1 or order in ([Prefix.TM, Prefix.KT], [Prefix.TM, Prefix.Q])
    )
    if not lawful:
        raise ChainOutOfOrder(line=" / ".join(_line(step, law) for step in steps))


def _may(step: Step, office: HeldOffice, law: SigningLaw) -> bool:
    if step.prefix is Prefix.TUQ:
        return True
    if step.prefix is Prefix.Q:
        return office.acting and office.position == step.of
    return any(
        how.get("prefix") == step.prefix and step.of in (how.get("body"), how.get("position"))
        for how in law.signs.get(office.position, ())
    )


def _refuse_unwritten(step: Step, signer: Signer, law: SigningLaw, on: date) -> None:
    found = [one for one in signer.authorities if one.holds(step.of, on)]
    if not found:
        raise NoAuthorityInWriting(name=signer.name, line=_line(step, law), day=_day(on))
    if all(one.handed_on for one in found):
        raise AuthorityHandedOn(name=signer.name)


def _refusal(step: Step, signer: Signer, law: SigningLaw, on: date) -> Refusal:
    if step.prefix is Prefix.Q:
        position = law.words.get(step.of, step.of)
        return NotActing(name=signer.name, position=position.lower(), day=_day(on))
    return MayNotSignSo(name=signer.name, line=_line(step, law), day=_day(on))


def _line(step: Step, law: SigningLaw) -> str:
    return f"{step.prefix}. {law.words.get(step.of, step.of).upper()}"


def _day(on: date) -> str:
    return on.strftime("%d/%m/%Y")
