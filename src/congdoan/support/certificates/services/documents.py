"""What pyHanko does to the PDF: fields, certification, one signature, archive time-stamp."""

import asyncio
from collections.abc import Coroutine, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
import hashlib
from io import BytesIO
import tempfile
from typing import Any, TypeVar

from asn1crypto import algos, cms, x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.signers.pdf_byterange import PreparedByteRangeDigest
from pyhanko.sign.signers.pdf_signer import PdfTBSDocument, PdfTimeStamper
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.validation.dss import async_add_validation_info
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

#: SignatureField of the installation's own certification; never shown on a page.
PLATFORM = "CongDoanSo"
_HASH = "sha256"
#: Room for a signature with its chain and time-stamp, in the hexadecimal digits a PDF keeps.
_RESERVED = 2 * 14 * 1024

Result = TypeVar("Result")


@dataclass(frozen=True)
class Place:
    """Where a signature is drawn: page from 0, corners in points from the lower left."""

    field: str
    page: int
    box: tuple[int, int, int, int]


@dataclass(frozen=True)
class Prepared:
    """A revision that lacks nothing but the signature; can wait in the database."""

    pdf: bytes
    signed_attributes: bytes
    placement: dict[str, Any]

    @property
    def digest(self) -> bytes:
        """What the key has to sign."""
        return hashlib.sha256(self.signed_attributes).digest()


def add_fields(pdf: bytes, places: Sequence[Place]) -> bytes:
    """Put in all empty fields; each locks itself once it is signed."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    for place in places:
        own = fields.FieldMDPSpec(fields.FieldMDPAction.INCLUDE, fields=[place.field])
        spec = fields.SigFieldSpec(
            place.field, on_page=place.page, box=place.box, field_mdp_spec=own
        )
        fields.append_signature_field(writer, spec)
    fields.append_signature_field(writer, fields.SigFieldSpec(PLATFORM))
    return _written(writer)


def certify(
    pdf: bytes,
    *,
    seal: signers.Signer,
    stamper: TimeStamper,
    context: ValidationContext,
    reason: str,
) -> bytes:
    """Certify: from here on only filling in signatures is allowed (DocMDP level 2)."""
    metadata = signers.PdfSignatureMetadata(
        field_name=PLATFORM,
        certify=True,
        docmdp_permissions=fields.MDPPerm.FILL_FORMS,
        subfilter=fields.SigSeedSubFilter.PADES,
        md_algorithm=_HASH,
        reason=reason,
    )
    signer = signers.PdfSigner(metadata, signer=seal, timestamper=stamper)
    out = BytesIO()
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    run(
        signer.async_sign_pdf(
            writer, existing_fields_only=True, bytes_reserved=_RESERVED, output=out
        )
    )
    return with_evidence(out.getvalue(), context)


def prepare(
    pdf: bytes,
    *,
    field: str,
    certificate: x509.Certificate,
    drawing: bytes,
    name: str,
) -> Prepared:
    """Write everything of the next revision but the signature value."""
    metadata = signers.PdfSignatureMetadata(
        field_name=field,
        subfilter=fields.SigSeedSubFilter.PADES,
        md_algorithm=_HASH,
        name=name,
    )
    signer = _outside(certificate, (), bytes(512))
    with _page(drawing) as path:
        style = StaticStampStyle.from_pdf_file(path, border_width=0)
        maker = signers.PdfSigner(metadata, signer=signer, stamp_style=style)
        writer = IncrementalPdfFileWriter(BytesIO(pdf))
        prepared, _document, out = run(
            maker.async_digest_doc_for_signing(
                writer, existing_fields_only=True, bytes_reserved=_RESERVED
            )
        )
    attributes = run(signer.signed_attrs(prepared.document_digest, _HASH, use_pades=True))
    placement = {
        "digest": prepared.document_digest.hex(),
        "start": prepared.reserved_region_start,
        "end": prepared.reserved_region_end,
    }
    return Prepared(_bytes(out), attributes.dump(), placement)


def embed(
    prepared: Prepared,
    signature: bytes,
    *,
    certificate: x509.Certificate,
    chain: Sequence[x509.Certificate],
    stamper: TimeStamper,
    context: ValidationContext,
) -> bytes:
    """Put a signature that came from outside into its place, time-stamp it, add the evidence."""
    signer = _outside(certificate, chain, signature)
    attributes = cms.CMSAttributes.load(prepared.signed_attributes)
    message = run(signer.async_sign_prescribed_attributes(_HASH, attributes, timestamper=stamper))
    region = PreparedByteRangeDigest(
        bytes.fromhex(prepared.placement["digest"]),
        prepared.placement["start"],
        prepared.placement["end"],
    )
    out = BytesIO(prepared.pdf)
    run(PdfTBSDocument.async_finish_signing(out, region, message))
    return with_evidence(out.getvalue(), context)


def archive(pdf: bytes, *, stamper: TimeStamper, context: ValidationContext) -> bytes:
    """Add a document time-stamp over everything so far; the first one, or a renewal."""
    maker = PdfTimeStamper(stamper)
    reader = PdfFileReader(BytesIO(pdf))
    out = BytesIO()
    if reader.embedded_timestamp_signatures:
        run(
            maker.async_update_archival_timestamp_chain(reader, context, in_place=False, output=out)
        )
    else:
        writer = IncrementalPdfFileWriter(BytesIO(pdf))
        run(maker.async_timestamp_pdf(writer, _HASH, validation_context=context, output=out))
    return out.getvalue()


def verifies(certificate: x509.Certificate, signature: bytes, signed: bytes) -> bool:
    """Tell whether a value that came from outside is the signature of this certificate's key."""
    key = serialization.load_der_public_key(certificate.public_key.dump())
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, signed, padding.PKCS1v15(), hashes.SHA256())
            return True
        if isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, signed, ec.ECDSA(hashes.SHA256()))
            return True
    except InvalidSignature:
        return False
    return False


def with_evidence(pdf: bytes, context: ValidationContext) -> bytes:
    """Add chain and revocation of the last signature and its time-stamp (B-LT)."""
    last = PdfFileReader(BytesIO(pdf)).embedded_signatures[-1]
    return _bytes(run(async_add_validation_info(last, context)))


def _outside(
    certificate: x509.Certificate, chain: Sequence[x509.Certificate], value: bytes
) -> signers.ExternalSigner:
    known = SimpleCertificateStore()
    known.register_multiple([certificate, *chain])
    mechanism = "sha256_ecdsa" if certificate.public_key.algorithm == "ec" else "sha256_rsa"
    return signers.ExternalSigner(
        certificate,
        known,
        value,
        signature_mechanism=algos.SignedDigestAlgorithm({"algorithm": mechanism}),
    )


@contextmanager
def _page(drawing: bytes) -> Iterator[str]:
    """Lend a drawing as the file pyHanko wants to read it from."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(drawing)
        file.flush()
        yield file.name


def run(work: Coroutine[Any, Any, Result]) -> Result:
    """Do pyHanko's work to its end; beside a running loop (of a server) in a thread of its own."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(work)
    with ThreadPoolExecutor(1) as beside:
        return beside.submit(asyncio.run, work).result()


def _written(writer: IncrementalPdfFileWriter) -> bytes:
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _bytes(out: Any) -> bytes:
    out.seek(0)
    return bytes(out.read())
