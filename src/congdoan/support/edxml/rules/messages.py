"""What a package says (QCVN 102:2016), free of XML: one document, or one status of a document."""

from dataclasses import dataclass, field
from datetime import date, datetime

from congdoan.support.edxml.enums import Business


@dataclass(frozen=True)
class Party:
    """A body that sends or receives; ``organ_id`` is its mã định danh."""

    organ_id: str
    name: str = ""
    in_charge: str = ""
    address: str = ""
    email: str = ""
    telephone: str = ""
    fax: str = ""
    website: str = ""


@dataclass(frozen=True)
class Staff:
    department: str = ""
    name: str = ""
    mobile: str = ""
    email: str = ""


@dataclass(frozen=True)
class Reference:
    """Another document: the one that is answered, or whose status is told."""

    document_id: str
    organ_id: str = ""
    code: str = ""
    promulgated_on: date | None = None


@dataclass(frozen=True)
class Replacement:
    """A document this one takes the place of, and at whom (nobody named: everybody)."""

    document_id: str
    organ_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Attachment:
    name: str
    content: bytes = field(repr=False)
    content_type: str = "application/pdf"
    description: str = ""


@dataclass(frozen=True)
class Trace:
    """Through whose hands it went; the moment is that of the body's own clock."""

    organ_id: str
    at: datetime


@dataclass(frozen=True)
class Letter:
    """A document on its way: new, or one that revokes, updates, replaces another."""

    sender: Party
    receivers: tuple[Party, ...]
    document_id: str
    subject: str
    code_number: str = ""
    code_notation: str = ""
    place: str = ""
    promulgated_on: date | None = None
    #: The number of the type differs from vendor to vendor; the name is what counts.
    type_number: str = ""
    type_name: str = ""
    content: str = ""
    competence: str = ""
    position: str = ""
    signer: str = ""
    due: date | None = None
    to_places: tuple[str, ...] = ()
    priority: str = "0"
    pages: str = ""
    responses: tuple[Reference, ...] = ()
    business: Business = Business.NEW
    reason: str = ""
    #: Which document is revoked or updated; empty: this one.
    concerns: str = ""
    replaces: tuple[Replacement, ...] = ()
    staff: Staff = Staff()
    on_paper: bool = False
    traces: tuple[Trace, ...] = ()
    attachments: tuple[Attachment, ...] = ()

    @property
    def symbol(self) -> str:
        """Return number and notation as people write them: "12/HD-LĐLĐ"."""
        return "/".join(part for part in (self.code_number, self.code_notation) if part)


@dataclass(frozen=True)
class Status:
    """What became of a document at its receiver."""

    sender: Party
    about: Reference
    code: str
    description: str = ""
    at: datetime | None = None
    staff: Staff = Staff()


Message = Letter | Status
