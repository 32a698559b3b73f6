"""
A signature made with the signer's own software, as with a USB token.

The last revision goes out, with all its fields, and comes back with exactly one revision more: one
signature, in the signer's own field. Nothing else of what comes back is believed or kept.
"""

from datetime import datetime, timedelta
import secrets

from asn1crypto import x509
from django.db import transaction

from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotAllowed, Refusal
from congdoan.kernel.rulebook.api import value
from congdoan.support.certificates.enums import Verdict
from congdoan.support.certificates.models import Lease, SignatureField
from congdoan.support.certificates.selectors.files import content_of, last_revision
from congdoan.support.certificates.services import additions
from congdoan.support.certificates.services.keeping import locked
from congdoan.support.certificates.services.outside import asking
from congdoan.support.certificates.services.providers.interface import Credential
from congdoan.support.certificates.services.signing import (
    Made,
    SignatureNotSound,
    check_certificate,
    refuse_lapsed,
    refuse_unsignable,
)
from congdoan.support.certificates.services.trust import trust
from congdoan.support.certificates.services.validating import validate

#: The provider of a lease whose file is signed outside.
OUTSIDE = "outside"


class CopyAltered(Refusal):
    """Ngoài chữ ký, tệp còn bị thêm hoặc sửa nội dung; hãy tải lại tệp và chỉ ký, không ghi gì."""


def lend_file(*, actor: Actor, field: SignatureField, at: datetime) -> Lease:
    """
    Take the file in hand to sign it outside; longer than with a key that we reach ourselves.

    The slice above has checked the mandate; the certificate is not known yet.

    :raises FileIsHeld, FieldIsFilled, FileIsClosed: not now
    """
    if actor.user_id is None:
        raise NotAllowed
    minutes = int(value("signature.time.outside_minutes", on=at.date()))
    with transaction.atomic():
        file = locked(field.file_id)
        refuse_unsignable(file, field, user=actor.user_id, at=at)
        Lease.objects.filter(file=file).delete()
        return Lease.objects.create(
            file=file,
            field=field,
            key=secrets.token_urlsafe(20),
            user_id=actor.user_id,
            holder_name=actor.name[:130],
            since=at,
            until=at + timedelta(minutes=minutes),
            base=file.revision_count,
            provider=OUTSIDE,
            credential="",
            certificate=b"",
            prepared=content_of(last_revision(file)),
            placement={},
            signed_attributes=b"",
        )


def complete_copy(*, lease: Lease, pdf: bytes, names: tuple[str, ...], at: datetime) -> Made:
    """
    Judge what came back; add the time and the evidence it lacks.

    ``names`` are all the holder goes by, as in ``Signer``. Nothing is locked meanwhile.

    :raises LeaseLapsed: when the time was up
    :raises NothingSigned, NotTheLentFile, SignedElsewhere, SeveralSignatures,
        SavedSeveralTimes, SignedAsCertifier, CopyAltered: not exactly one signature more
    :raises CertificateOfServer, CertificateOfAnother, CertificateRevoked, …: as begin_signing
    :raises SignatureNotSound, NoRoomForTime, StampServiceSilent: nothing is lost, send it again
    """
    refuse_lapsed(lease, lease.file, at)
    world = trust(on=at.date())
    added = additions.find_addition(bytes(lease.prepared), pdf, field=lease.field.name)
    credential = Credential("", added.certificate, added.chain)
    check_certificate(lease.field, credential, names=names, at=at)
    with asking():
        whole = additions.strengthened(
            added,
            stamper=world.stamper(at=at),
            context=world.live_context([added.certificate], at=at, others=added.chain),
        )
    report = validate(whole, trust=world, at=at)
    own = next((one for one in report if one.field == lease.field.name), None)
    if any(one.verdict == Verdict.INVALID for one in report if one is not own):
        raise CopyAltered
    if own is None or not own.is_valid:
        raise SignatureNotSound(reason=own.sentence if own else "")
    return Made(whole, report, x509.Certificate.load(added.certificate.dump()))
