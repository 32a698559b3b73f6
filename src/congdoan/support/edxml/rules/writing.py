"""The writer: one message in the way a peer reads it."""

import base64
from datetime import date, datetime
import io
import re
from typing import Any
import zipfile

from lxml import etree

from congdoan.support.edxml.enums import Business
from congdoan.support.edxml.rules.messages import (
    Letter,
    Message,
    Party,
    Reference,
    Staff,
    Status,
)
from congdoan.support.edxml.rules.profiles import Profile

_XLINK = "http://www.w3.org/1999/xlink"
_DS = "http://www.w3.org/2000/09/xmldsig#"
_MOMENT = "%Y/%m/%d %H:%M:%S"
#: What XML 1.0 has no place for.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: Zips must be the same every time; this is their first possible moment.
_ZIP_DAY = (1980, 1, 1, 0, 0, 0)


class _Writer:
    def __init__(self, profile: Profile) -> None:
        self.profile = profile
        self.root = etree.Element(
            f"{{{profile.namespace}}}edXML",
            nsmap={None: profile.namespace, "edXML": profile.namespace},
        )

    def part(self, above: Any, name: str, text: str = "", *, framed: bool = False) -> Any:
        """Put an element; ``framed`` ones always carry the prefix."""
        tag = f"{{{self.profile.namespace}}}{name}"
        nsmap: dict[str | None, str] = {"edXML": self.profile.namespace}
        if not framed and not self.profile.prefixed:
            nsmap = {None: self.profile.namespace}
        made = etree.SubElement(above, tag, nsmap=nsmap)
        if text:
            made.text = _FORBIDDEN.sub("", text)
        return made

    def day(self, value: date | None) -> str:
        return value.strftime(self.profile.day) if value else ""


def write_tree(message: Message, profile: Profile, *, place_for_signature: bool = False) -> Any:
    """Return the elements of a package."""
    to = _Writer(profile)
    envelope = to.part(to.root, "edXMLEnvelope", framed=True)
    header = to.part(envelope, "edXMLHeader", framed=True)
    if isinstance(message, Status):
        _status(to, header, message)
    else:
        _message(to, to.part(header, "MessageHeader"), message)
        _trace(to, to.part(header, "TraceHeaderList"), message)
    if place_for_signature:
        etree.SubElement(header, f"{{{_DS}}}Signature", {"Id": "placeholder"}, nsmap={"ds": _DS})
    else:
        to.part(header, "DigitalSignature")
    if isinstance(message, Letter):
        _files(to, envelope, message)
    return to.root


def write_package(message: Message, profile: Profile) -> bytes:
    """Return an unsigned package."""
    return serialised(write_tree(message, profile))


def serialised(root: Any) -> bytes:
    made: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return made


def _party(to: _Writer, above: Any, name: str, party: Party) -> None:
    node = to.part(above, name)
    for part, text in (
        ("OrganId", party.organ_id),
        ("OrganizationInCharge", party.in_charge),
        ("OrganName", party.name),
        ("OrganAdd", party.address),
        ("Email", party.email),
        ("Telephone", party.telephone),
        ("Fax", party.fax),
        ("Website", party.website),
    ):
        to.part(node, part, text)


def _staff(to: _Writer, above: Any, staff: Staff) -> None:
    node = to.part(above, "StaffInfo")
    to.part(node, "Department", staff.department)
    to.part(node, "Staff", staff.name)
    to.part(node, "Mobile", staff.mobile)
    to.part(node, "Email", staff.email)


def _reference(to: _Writer, above: Any, one: Reference) -> None:
    node = to.part(above, "ResponseFor")
    to.part(node, "OrganId", one.organ_id)
    to.part(node, "Code", one.code)
    to.part(node, "PromulgationDate", to.day(one.promulgated_on))
    to.part(node, "DocumentId", one.document_id)


def _status(to: _Writer, header: Any, status: Status) -> None:
    node = to.part(header, "Status")
    _party(to, node, "From", status.sender)
    _reference(to, node, status.about)
    to.part(node, "StatusCode", status.code)
    to.part(node, "Description", status.description)
    to.part(node, "Timestamp", _moment(status.at))
    _staff(to, node, status.staff)


def _moment(at: datetime | None) -> str:
    return at.strftime(_MOMENT) if at else ""


def _message(to: _Writer, node: Any, letter: Letter) -> None:
    _party(to, node, "From", letter.sender)
    for one in letter.receivers:
        _party(to, node, "To", one)
    code = to.part(node, "Code")
    to.part(code, "CodeNumber", letter.code_number)
    to.part(code, "CodeNotation", letter.code_notation)
    made = to.part(node, "PromulgationInfo")
    to.part(made, "Place", letter.place)
    to.part(made, "PromulgationDate", to.day(letter.promulgated_on))
    kind = to.part(node, "DocumentType")
    to.part(kind, "Type", letter.type_number)
    to.part(kind, "TypeName", letter.type_name)
    to.part(node, "Subject", letter.subject)
    to.part(node, "Content", letter.content)
    signer = to.part(node, "SignerInfo")
    to.part(signer, "Competence", letter.competence)
    to.part(signer, "Position", letter.position)
    to.part(signer, "FullName", letter.signer)
    to.part(node, "DueDate", to.day(letter.due))
    places = to.part(node, "ToPlaces")
    for place in letter.to_places:
        to.part(places, "Place", place)
    other = to.part(node, "OtherInfo")
    to.part(other, "Priority", letter.priority)
    to.part(other, "PageAmount", letter.pages)
    for answered in letter.responses:
        _reference(to, node, answered)
    to.part(node, "DocumentId", letter.document_id)


def _trace(to: _Writer, node: Any, letter: Letter) -> None:
    for one in letter.traces:
        trace = to.part(node, "TraceHeader")
        to.part(trace, "OrganId", one.organ_id)
        to.part(trace, "Timestamp", _moment(one.at))
    business = to.part(node, "Bussiness")
    to.part(business, "BussinessDocType", letter.business.value)
    to.part(business, "BussinessDocReason", letter.reason)
    if letter.business == Business.UPDATE:
        changed = to.part(business, "BussinessDocumentInfo")
        to.part(changed, "DocumentInfo", "1")
        to.part(changed, "DocumentReceiver", "0")
    to.part(business, "DocumentId", letter.concerns)
    _staff(to, business, letter.staff)
    to.part(business, "Paper", "1" if letter.on_paper else "0")
    if letter.replaces:
        listed = to.part(business, "ReplacementInfoList")
        for replaced in letter.replaces:
            info = to.part(listed, "ReplacementInfo")
            to.part(info, "DocumentId", replaced.document_id)
            organs = to.part(info, "OrganIdList")
            for organ in replaced.organ_ids:
                to.part(organs, "OrganId", organ)


def _files(to: _Writer, envelope: Any, letter: Letter) -> None:
    body = to.part(envelope, "edXMLBody", framed=True)
    manifest = to.part(body, "edXMLManifest", framed=True)
    outside = to.part(to.root, "AttachmentEncoded")
    for place, one in enumerate(letter.attachments, start=1):
        key = f"tep-{place}"
        listed = to.part(manifest, "Reference", framed=True)
        listed.set(f"{{{_XLINK}}}href", f"cid:{key}")
        to.part(listed, "AttachmentName", one.name)
        to.part(listed, "ContentType", one.content_type)
        to.part(listed, "ContentId", f"cid:{key}")
        node = to.part(outside, "Attachment")
        to.part(node, "ContentType", one.content_type)
        to.part(node, "ContentId", key)
        to.part(node, "Description", one.description)
        content = _zipped(one.name, one.content) if to.profile.zipped else one.content
        to.part(node, "ContentTransferEncoded").text = base64.b64encode(content).decode()
        to.part(node, "AttachmentName", one.name)


def _zipped(name: str, content: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(zipfile.ZipInfo(name or "tep", _ZIP_DAY), content)
    return made.getvalue()
