"""The tolerant reader: both namespaces, parts with or without prefix, zipped or plain files."""

from datetime import date, datetime
import re
from typing import IO

from congdoan.support.edxml.enums import STATUS_CODES, Business
from congdoan.support.edxml.rules.messages import (
    Attachment,
    Letter,
    Message,
    Party,
    Reference,
    Replacement,
    Staff,
    Status,
    Trace,
)
from congdoan.support.edxml.rules.profiles import NAMESPACES
from congdoan.support.edxml.rules.refusals import (
    AttachmentBroken,
    BusinessUnknown,
    DayUnreadable,
    NotEdxml,
    PartMissing,
    StatusUnknown,
)
from congdoan.support.edxml.rules.streaming import CONTENT, Limits, Node, read_tree
from congdoan.support.edxml.rules.unpacking import unpacked

_DAY = re.compile(r"(\d{4})[/-](\d{1,2})[/-](\d{1,2})|(\d{1,2})[/-](\d{1,2})[/-](\d{4})")
_TIME = re.compile(r"[ T](\d{1,2}):(\d{2})(?::(\d{2}))?")


def read_package(stream: IO[bytes], limits: Limits | None = None) -> Message:
    """
    Return what a package says.

    :raises PackageRefused: with the reason in one sentence
    """
    limits = limits or Limits()
    root = read_tree(stream, limits)
    if root.name != "edXML" or root.namespace not in NAMESPACES:
        raise NotEdxml
    header = root.deep("edXMLHeader")
    if header is None:
        raise PartMissing(part="edXMLHeader")
    status = header.find("Status") or header.find("MessageHeader")
    if status is not None and status.find("StatusCode") is not None:
        return _status(status)
    message = header.find("MessageHeader")
    if message is None:
        raise PartMissing(part="MessageHeader")
    return _letter(root, header, message, limits)


def _status(node: Node) -> Status:
    code = _required(node, "StatusCode")
    code = code.zfill(2) if code.isascii() and code.isdigit() else code
    if code not in STATUS_CODES:
        raise StatusUnknown(code=code[:20])
    about = node.find("ResponseFor")
    if about is None:
        raise PartMissing(part="ResponseFor")
    return Status(
        sender=_party(node, "From"),
        about=_reference(about),
        code=code,
        description=node.said("Description"),
        at=_moment(node.said("Timestamp"), "Timestamp"),
        staff=_staff(node),
    )


def _letter(root: Node, header: Node, message: Node, limits: Limits) -> Letter:
    trace = header.find("TraceHeaderList") or Node("TraceHeaderList", "")
    business = trace.find("Bussiness") or trace.find("Business") or Node("Bussiness", "")
    other = message.find("OtherInfo") or Node("OtherInfo", "")
    receivers = tuple(_party_of(one) for one in message.all("To"))
    if not receivers:
        raise PartMissing(part="To")
    return Letter(
        sender=_party(message, "From"),
        receivers=receivers,
        document_id=_required(message, "DocumentId"),
        subject=_required(message, "Subject"),
        code_number=message.said("Code", "CodeNumber"),
        code_notation=message.said("Code", "CodeNotation"),
        place=message.said("PromulgationInfo", "Place"),
        promulgated_on=_day(
            message.said("PromulgationInfo", "PromulgationDate"), "PromulgationDate"
        ),
        type_number=message.said("DocumentType", "Type"),
        type_name=message.said("DocumentType", "TypeName"),
        content=message.said("Content"),
        competence=message.said("SignerInfo", "Competence"),
        position=message.said("SignerInfo", "Position"),
        signer=message.said("SignerInfo", "FullName"),
        due=_day(message.said("DueDate"), "DueDate"),
        to_places=_texts(message.find("ToPlaces"), "Place"),
        priority=other.said("Priority") or "0",
        pages=other.said("PageAmount"),
        responses=tuple(_reference(one) for one in message.all("ResponseFor")),
        business=_business(business),
        reason=business.said("BussinessDocReason"),
        concerns=business.said("DocumentId"),
        replaces=_replacements(business.find("ReplacementInfoList")),
        staff=_staff(business),
        on_paper=business.said("Paper") == "1",
        traces=tuple(_traces(trace)),
        attachments=tuple(_attachments(root, limits)),
    )


def _required(node: Node, name: str) -> str:
    if said := node.said(name):
        return said
    raise PartMissing(part=name)


def _party(node: Node, name: str) -> Party:
    found = node.find(name)
    if found is None:
        raise PartMissing(part=name)
    return _party_of(found)


def _party_of(node: Node) -> Party:
    return Party(
        organ_id=_required(node, "OrganId"),
        name=node.said("OrganName"),
        in_charge=node.said("OrganizationInCharge"),
        address=node.said("OrganAdd"),
        email=node.said("Email"),
        telephone=node.said("Telephone"),
        fax=node.said("Fax"),
        website=node.said("Website"),
    )


def _staff(node: Node) -> Staff:
    found = node.find("StaffInfo") or Node("StaffInfo", "")
    return Staff(
        department=found.said("Department"),
        name=found.said("Staff"),
        mobile=found.said("Mobile"),
        email=found.said("Email"),
    )


def _reference(node: Node) -> Reference:
    return Reference(
        document_id=node.said("DocumentId"),
        organ_id=node.said("OrganId"),
        code=node.said("Code"),
        promulgated_on=_day(node.said("PromulgationDate"), "PromulgationDate"),
    )


def _replacements(node: Node | None) -> tuple[Replacement, ...]:
    rows = node.all("ReplacementInfo") if node is not None else []
    return tuple(
        Replacement(_required(one, "DocumentId"), _texts(one.find("OrganIdList"), "OrganId"))
        for one in rows
    )


def _traces(node: Node) -> list[Trace]:
    found = []
    for one in node.all("TraceHeader"):
        moment = _moment(one.said("Timestamp"), "Timestamp")
        if moment is not None:
            found.append(Trace(one.said("OrganId"), moment))
    return found


def _texts(node: Node | None, name: str) -> tuple[str, ...]:
    return tuple(one.text for one in node.all(name) if one.text) if node is not None else ()


def _business(node: Node) -> Business:
    code = node.said("BussinessDocType") or Business.NEW.value
    if code not in Business.values:
        raise BusinessUnknown(code=code[:20])
    return Business(code)


def _attachments(root: Node, limits: Limits) -> list[Attachment]:
    outside = root.find("AttachmentEncoded") or root.deep("AttachmentEncoded")
    if outside is None:
        return []
    manifest = root.deep("edXMLManifest") or root.deep("Manifest") or Node("edXMLManifest", "")
    listed = {_key(one.said("ContentId")): one for one in manifest.all("Reference")}
    found, whole = [], 0
    for one in outside.all("Attachment"):
        beside = listed.get(_key(one.said("ContentId"))) or Node("Reference", "")
        made = _attachment(one, beside, limits)
        whole += len(made.content)
        if whole > limits.package:
            raise AttachmentBroken(name=made.name)
        found.append(made)
    return found


def _key(text: str) -> str:
    return text.removeprefix("cid:")


def _attachment(one: Node, beside: Node, limits: Limits) -> Attachment:
    name = one.said("AttachmentName") or beside.said("AttachmentName")
    content = next((part.file for part in one.children if part.name in CONTENT), None)
    if content is None:
        raise AttachmentBroken(name=name)
    with content:
        name, data = unpacked(name, content, limit=limits.attachment)
    return Attachment(
        name=name,
        content=data,
        content_type=one.said("ContentType") or beside.said("ContentType"),
        description=one.said("Description") or beside.said("Description"),
    )


def _day(text: str, part: str) -> date | None:
    moment = _moment(text, part)
    return moment.date() if moment is not None else None


def _moment(text: str, part: str) -> datetime | None:
    """Read a day with or without a time, year first (as the standard says) or last (as some do)."""
    if not text:
        return None
    found, time = _DAY.match(text), _TIME.search(text)
    numbers = [int(group) for group in found.groups() if group is not None] if found else []
    year, month, day = numbers if found and found.group(1) else [*reversed(numbers), 0, 0, 0][:3]
    hour, minute, second = [int(group or 0) for group in time.groups()] if time else [0, 0, 0]
    try:  # the package knows no zone
        return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001
    except ValueError:
        raise DayUnreadable(text=text[:40], part=part) from None
