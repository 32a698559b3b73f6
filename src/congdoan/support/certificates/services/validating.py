"""Judge every signature of a PDF with what lies in the file itself: no question goes out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
import hashlib
from io import BytesIO
import logging
from typing import Any

from asn1crypto import x509
from django.utils import timezone
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, ModificationLevel
from pyhanko.sign.validation import async_validate_pdf_signature, async_validate_pdf_timestamp
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import PathBuildingError, PathValidationError

from congdoan.foundation.refusal import Refusal
from congdoan.support.certificates.enums import Reason, Verdict
from congdoan.support.certificates.rules.verdicts import Checks, Finding, judge
from congdoan.support.certificates.services.documents import run
from congdoan.support.certificates.services.reading import facts_of
from congdoan.support.certificates.services.trust import Trust

log = logging.getLogger(__name__)

_NO_CHAIN = "NO_CERTIFICATE_CHAIN_FOUND"

#: What a damaged or hostile file makes the parsers raise.
BROKEN = (PdfError, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError)


class NotReadable(Refusal):
    """Không đọc được tệp này như một tệp PDF; hãy chọn lại đúng tệp đã tải về, chưa in hay sửa."""


class TooManySignatures(Refusal):
    """Tệp có {count} chữ ký, nhiều hơn mức kiểm tra được ({limit}); hãy gửi quản trị kiểm tra."""


#: A file made to keep a server busy would carry thousands.
LIMIT = 200


@dataclass(frozen=True)
class _Stamp:
    """A time-stamp over the document: when, and until when its certificate speaks for itself."""

    revision: int
    at: datetime


def validate(pdf: bytes, *, trust: Trust, at: datetime) -> list[Finding]:
    """
    Return a finding per signature and time-stamp, in the order they were made.

    :raises NotReadable: when it is no PDF
    :raises TooManySignatures:
    """
    try:
        reader = PdfFileReader(BytesIO(pdf), strict=False)
        found: Sequence[EmbeddedPdfSignature] = reader.embedded_signatures
    except BROKEN as broken:
        raise NotReadable from broken
    if len(found) > LIMIT:
        raise TooManySignatures(count=len(found), limit=LIMIT)
    stamps = [_Stamp(one.signed_revision, _stamp_time(one, at)) for one in found if _is_stamp(one)]
    return [_finding(one, reader, trust, stamps, at) for one in found]


def _finding(
    signature: EmbeddedPdfSignature,
    reader: PdfFileReader,
    trust: Trust,
    stamps: Sequence[_Stamp],
    at: datetime,
) -> Finding:
    try:
        make = _stamp_finding if _is_stamp(signature) else _signature_finding
        return make(signature, _Judge(reader, trust, tuple(stamps), at))
    except BROKEN:
        log.info("A signature could not be read", exc_info=True)
        return Finding(
            signature.field_name,
            "STAMP" if _is_stamp(signature) else "SIGNATURE",
            Verdict.INVALID,
            Reason.CHANGED if _is_changed(signature) else Reason.UNREADABLE,
        )


def _is_changed(signature: EmbeddedPdfSignature) -> bool:
    """Tell, of a file too broken for the whole check, whether the signed bytes are others now."""
    try:
        attributes = signature.signer_info["signed_attrs"].native
        wanted = next(one["values"][0] for one in attributes if one["type"] == "message_digest")
        return bool(signature.compute_digest() != wanted)
    except (*BROKEN, StopIteration):
        return True


@dataclass(frozen=True)
class _Judge:
    reader: PdfFileReader
    trust: Trust
    stamps: tuple[_Stamp, ...]
    at: datetime

    def context(self, moment: datetime, *, mode: str = "require") -> ValidationContext:
        """Return the world as it was then, by the evidence kept in the file."""
        wanted = {
            **self.trust.judged_by(),
            "revocation_mode": mode,
            "other_certs": list(self.trust.others),
            "moment": moment,
            # Evidence is fetched after the signature it is for.
            "retroactive_revinfo": True,
            # None kept is an answer too: nothing is known, so nothing is valid.
            "ocsps": [],
            "crls": [],
        }
        try:
            return DocumentSecurityStore.read_dss(self.reader).as_validation_context(wanted)
        except NoDSSFoundError:
            return ValidationContext(**wanted)

    def lenient(self, moment: datetime) -> Callable[[], ValidationContext]:
        """Return how to get the same world without asking for revocation; rarely needed."""
        return partial(self.context, moment, mode="soft-fail")

    def outlasts(self, revision: int, certificate: x509.Certificate) -> bool:
        """Tell whether a stamp's certificate lived until the next stamp over it, or until now."""
        later = [one.at for one in self.stamps if one.revision > revision]
        until = min(later, default=self.at)
        ends = certificate["tbs_certificate"]["validity"]["not_after"].native
        return bool(until <= ends)


def _signature_finding(signature: EmbeddedPdfSignature, judge_: _Judge) -> Finding:
    token = next(iter(extract_tst_data_iter(signature.signer_info, signed=False)), None)
    stamped_at = _token_time(token) if token is not None else None
    moment = stamped_at or judge_.at
    status = run(
        async_validate_pdf_signature(
            signature,
            judge_.context(moment),
            judge_.context(moment),
            diff_policy=DEFAULT_DIFF_POLICY,
            algorithm_policy=None,
        )
    )
    stamp = status.timestamp_validity
    stamped = stamp is not None and stamp.intact and stamp.valid and stamp.trusted
    checks = Checks(
        intact=status.intact,
        genuine=status.valid,
        untouched_after=_untouched(status),
        whole=_whole(status),
        trouble=_trouble(status, signature.signer_cert, judge_.lenient(moment)),
        stamped=stamped,
        stamp_lasts=stamp is not None
        and judge_.outlasts(signature.signed_revision, stamp.signing_cert),
    )
    return _told(signature, "SIGNATURE", checks, stamped_at if stamped else None)


def _stamp_finding(signature: EmbeddedPdfSignature, judge_: _Judge) -> Finding:
    moment = _stamp_time(signature, judge_.at)
    status = run(
        async_validate_pdf_timestamp(
            signature, judge_.context(moment), diff_policy=DEFAULT_DIFF_POLICY
        )
    )
    checks = Checks(
        intact=status.intact,
        genuine=status.valid,
        untouched_after=_untouched(status),
        whole=_whole(status),
        trouble=_trouble(status, signature.signer_cert, judge_.lenient(moment)),
        stamped=True,
        stamp_lasts=judge_.outlasts(signature.signed_revision, status.signing_cert),
    )
    return _told(signature, "STAMP", checks, moment)


def _told(
    signature: EmbeddedPdfSignature, kind: str, checks: Checks, moment: datetime | None
) -> Finding:
    verdict, reason = judge(checks)
    facts = facts_of(signature.signer_cert)
    return Finding(
        field=signature.field_name,
        kind=kind,
        verdict=verdict,
        reason=reason,
        holder=facts.holder,
        signed_at=timezone.localtime(moment).isoformat() if moment else "",
        certificate=facts.as_json(),
        is_test=facts.is_test,
    )


def _trouble(
    status: Any, certificate: x509.Certificate, lenient: Callable[[], ValidationContext]
) -> str:
    """Return ETSI's name of what is wrong with the certificate, or nothing."""
    if status.trusted:
        return ""
    problem = status.trust_problem_indic
    if problem is None or problem.name != "CERTIFICATE_CHAIN_GENERAL_FAILURE":
        return str(problem.name) if problem else "GENERIC"
    # One word for two things: no way to a root, or a way of which nobody knows if it still holds.
    return "TRY_LATER" if run(_leads_to_root(certificate, lenient())) else _NO_CHAIN


async def _leads_to_root(certificate: x509.Certificate, lenient: ValidationContext) -> bool:
    try:
        await CertificateValidator(certificate, validation_context=lenient).async_validate_path()
    except (PathBuildingError, PathValidationError):
        return False
    return True


def _untouched(status: Any) -> bool:
    """Nothing but signing and its upkeep happened afterwards."""
    if status.coverage == SignatureCoverageLevel.ENTIRE_FILE:
        return True
    level = status.modification_level
    allowed = level is not None and level <= ModificationLevel.FORM_FILLING
    return bool(allowed and getattr(status, "docmdp_ok", True) is not False)


def _whole(status: Any) -> bool:
    return bool(status.coverage >= SignatureCoverageLevel.ENTIRE_REVISION)


def _is_stamp(signature: EmbeddedPdfSignature) -> bool:
    return bool(signature.sig_object_type == "/DocTimeStamp")


def _stamp_time(signature: EmbeddedPdfSignature, default: datetime) -> datetime:
    try:
        return _token_time(signature.signed_data)
    except BROKEN:
        return default


def _token_time(token: Any) -> datetime:
    moment = token["encap_content_info"]["content"].parsed["gen_time"].native
    if not isinstance(moment, datetime):
        raise TypeError
    return moment


def mark_of(pdf: bytes) -> str:
    """
    Return the hash of the file's first signature, or "" when it has none.

    It stays the same whatever is added later, so a changed copy is still recognised.

    :raises NotReadable: when it is no PDF
    """
    try:
        found = PdfFileReader(BytesIO(pdf), strict=False).embedded_signatures
        return hashlib.sha256(found[0].pkcs7_content).hexdigest() if found else ""
    except BROKEN as broken:
        raise NotReadable from broken
