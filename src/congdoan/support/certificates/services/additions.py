"""What somebody's own software added to a PDF of ours: one signature, or anything else."""

from collections.abc import Sequence
from dataclasses import dataclass
import hashlib
from io import BytesIO

from asn1crypto import cms, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import simple_cms_attribute
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko_certvalidator import ValidationContext

from congdoan.foundation.refusal import Refusal
from congdoan.support.certificates.services.documents import run, with_evidence
from congdoan.support.certificates.services.validating import BROKEN, NotReadable

_TIME = "signature_time_stamp_token"


class NothingSigned(Refusal):
    """Tệp gửi lên chưa có chữ ký mới; hãy mở tệp bằng phần mềm ký, ký, lưu lại rồi gửi."""


class NotTheLentFile(Refusal):
    """Tệp gửi lên không phải bản vừa tải có thêm chữ ký; hãy tải lại và ký ngay trên bản đó."""


class SignedElsewhere(Refusal):
    """Chữ ký nằm ở ô “{found}”, không phải ô “{field}” của bạn; hãy tải lại tệp và ký đúng ô."""


class SeveralSignatures(Refusal):
    """Tệp có {count} chữ ký mới; mỗi lượt chỉ nhận một chữ ký, hãy tải lại tệp và ký một lần."""


class SavedSeveralTimes(Refusal):
    """Ngoài lần ký, tệp còn {count} lần lưu khác; hãy tải lại tệp, ký một lần, không lưu thêm."""


class SignedAsCertifier(Refusal):
    """Phần mềm đã ký kiểu chứng thực (certify); hãy tải lại tệp và chọn kiểu ký thông thường."""


class NoRoomForTime(Refusal):
    """Chữ ký không có dấu thời gian và không còn chỗ để thêm; hãy bật dấu thời gian rồi ký lại."""


@dataclass(frozen=True)
class Addition:
    """The one signature that was added; ``contents`` says where in ``pdf`` its value stands."""

    pdf: bytes
    contents: tuple[int, int]
    message: cms.ContentInfo
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]

    @property
    def has_time(self) -> bool:
        attributes = self._signer["unsigned_attrs"]
        return any(one["type"].native == _TIME for one in attributes or ())

    @property
    def _signer(self) -> cms.SignerInfo:
        return self.message["content"]["signer_infos"][0]


def find_addition(base: bytes, pdf: bytes, *, field: str) -> Addition:
    """
    Return the one signature in ``field`` that ``pdf`` has more than ``base``.

    :raises NothingSigned, NotTheLentFile, SignedElsewhere, SeveralSignatures:
    :raises SavedSeveralTimes, SignedAsCertifier: when it is anything else
    :raises NotReadable: when it begins as ours and then makes no sense
    """
    if not pdf.startswith(base):
        raise NotTheLentFile
    if not pdf[len(base) :].strip():
        raise NothingSigned
    try:
        before, after = PdfFileReader(BytesIO(base)), PdfFileReader(BytesIO(pdf), strict=False)
        known = {one.field_name for one in before.embedded_signatures}
        new = [one for one in after.embedded_signatures if one.field_name not in known]
        more = after.xrefs.total_revisions - before.xrefs.total_revisions
        return _only(new, pdf, field=field, more=more)
    except BROKEN as broken:
        raise NotReadable from broken


def _only(new: Sequence[EmbeddedPdfSignature], pdf: bytes, *, field: str, more: int) -> Addition:
    if not new:
        raise NothingSigned
    if len(new) > 1:
        raise SeveralSignatures(count=len(new))
    one = new[0]
    if one.field_name != field:
        raise SignedElsewhere(found=one.field_name, field=field)
    if _certifies(one):
        raise SignedAsCertifier
    start, before, after, length = (int(number) for number in one.byte_range)
    # What stands behind the signed bytes is covered by nobody.
    if more != 1 or start != 0 or pdf[after + length :].strip():
        raise SavedSeveralTimes(count=max(more - 1, 1))
    return Addition(
        pdf=pdf[: after + length],
        contents=(before, after),
        message=cms.ContentInfo.load(one.pkcs7_content),
        certificate=one.signer_cert,
        chain=tuple(one.other_embedded_certs),
    )


def _certifies(signature: EmbeddedPdfSignature) -> bool:
    """Tell whether it claims to certify the document, which the installation's seal has done."""
    references = signature.sig_object.get("/Reference", ())
    return any(one.get_object().get("/TransformMethod") == "/DocMDP" for one in references)


def strengthened(added: Addition, *, stamper: TimeStamper, context: ValidationContext) -> bytes:
    """
    Return the file with a time-stamp on the signature, if it had none, and with its evidence.

    :raises NoRoomForTime: when the software left no room for a time-stamp
    """
    return with_evidence(added.pdf if added.has_time else _stamped(added, stamper), context)


def _stamped(added: Addition, stamper: TimeStamper) -> bytes:
    """Put a time-stamp beside the signature's value; the signed bytes are not touched."""
    signer = added.message["content"]["signer_infos"][0]
    digest = hashlib.sha256(signer["signature"].native).digest()
    token = run(stamper.async_timestamp(digest, "sha256"))
    kept = list(signer["unsigned_attrs"] or ())
    signer["unsigned_attrs"] = cms.CMSAttributes([*kept, simple_cms_attribute(_TIME, token)])
    start, end = added.contents
    value: bytes = added.message.dump().hex().encode()
    room = end - start - 2
    if len(value) > room:
        raise NoRoomForTime
    return added.pdf[: start + 1] + value.ljust(room, b"0") + added.pdf[end - 1 :]
