"""Whose certificate it is. A server's never counts as a person's, nor a person's as a seal."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from congdoan.foundation.refusal import Refusal
from congdoan.foundation.vietnamese import fold


class CertificateOfServer(Refusal):
    """Chứng thư số “{holder}” cấp cho máy chủ, không phải cho người; hãy chọn chứng thư cá nhân."""


class CertificateOfAnother(Refusal):
    """Chứng thư số cấp cho “{holder}”, không phải {person}; hãy dùng chứng thư của chính mình."""


class CertificateNotOfOrganisation(Refusal):
    """Chứng thư số cấp cho “{holder}”, không phải {party}; hãy chọn chứng thư của chính tổ chức."""


class CertificateIsSeal(Refusal):
    """Chứng thư số “{holder}” là con dấu của tổ chức; người ký cần chứng thư cá nhân."""


class CertificateIsPersonal(Refusal):
    """Chứng thư số “{holder}” là của cá nhân; con dấu cần chứng thư số của tổ chức."""


class CertificateOutOfDate(Refusal):
    """Chứng thư số “{holder}” chỉ dùng được từ {begins} đến {ends}; hãy gia hạn rồi ký."""


@dataclass(frozen=True)
class CertificateFacts:
    """What a certificate says of itself, readable without it."""

    holder: str
    organisation: str
    identity: str
    kind: str
    issuer: str
    serial: str
    begins: str
    ends: str
    sha256: str
    is_test: bool = False

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    def valid_at(self, at: datetime) -> bool:
        return datetime.fromisoformat(self.begins) <= at <= datetime.fromisoformat(self.ends)


def holder_kind(identity: str, *, is_server: bool, marks: Mapping[str, Iterable[str]]) -> str:
    """
    Return PERSON, ORGANISATION, SERVER or UNSAID from the identity a certificate carries.

    Public authorities write "CCCD:…" or "MST:…" into it; ``marks`` (rulebook) says which is whose.
    """
    if is_server:
        return "SERVER"
    mark = identity.partition(":")[0].strip().upper()
    for kind, known in marks.items():
        if mark in known:
            return kind
    return "UNSAID"


def refuse_for_person(facts: CertificateFacts, *, person: str) -> None:
    """:raises CertificateOfServer, CertificateIsSeal, CertificateOfAnother: not this person's"""
    if facts.kind == "SERVER":
        raise CertificateOfServer(holder=facts.holder)
    if facts.kind == "ORGANISATION":
        raise CertificateIsSeal(holder=facts.holder)
    if fold(facts.holder) != fold(person):
        raise CertificateOfAnother(holder=facts.holder, person=person)


def refuse_for_seal(facts: CertificateFacts, *, names: Iterable[str], party: str) -> None:
    """:raises CertificateOfServer, CertificateIsPersonal, CertificateNotOfOrganisation: no seal"""
    if facts.kind == "SERVER":
        raise CertificateOfServer(holder=facts.holder)
    if facts.kind == "PERSON":
        raise CertificateIsPersonal(holder=facts.holder)
    if fold(facts.holder) not in {fold(name) for name in names}:
        raise CertificateNotOfOrganisation(holder=facts.holder, party=party)


def refuse_out_of_date(facts: CertificateFacts, *, at: datetime) -> None:
    """:raises CertificateOutOfDate: before it begins or after it ended"""
    if not facts.valid_at(at):
        begins, ends = (datetime.fromisoformat(day) for day in (facts.begins, facts.ends))
        raise CertificateOutOfDate(
            holder=facts.holder, begins=f"{begins:%d/%m/%Y}", ends=f"{ends:%d/%m/%Y}"
        )
