"""One signature with a certificate, in two steps that may lie minutes apart."""

from dataclasses import dataclass
from datetime import datetime, timedelta
import secrets

from asn1crypto import x509
from django.db import transaction
from pyhanko_certvalidator import CertificateValidator

from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotAllowed, Refusal
from congdoan.kernel.audit import api as audit
from congdoan.kernel.rulebook.api import value
from congdoan.support.certificates.enums import FieldKind, RevisionKind
from congdoan.support.certificates.models import Lease, Revision, SignatureField, SignedFile
from congdoan.support.certificates.rules import holders, leases
from congdoan.support.certificates.rules.verdicts import Finding
from congdoan.support.certificates.selectors.files import content_of, last_revision
from congdoan.support.certificates.services import documents
from congdoan.support.certificates.services.keeping import add_revision, locked
from congdoan.support.certificates.services.outside import asking
from congdoan.support.certificates.services.providers.interface import (
    Answer,
    Credential,
    Order,
    Waiting,
)
from congdoan.support.certificates.services.reading import facts_of
from congdoan.support.certificates.services.trust import trust
from congdoan.support.certificates.services.validating import validate


class SignatureWrong(Refusal):
    """Chữ ký nhận về không khớp với chứng thư số nên không được ghi; tệp vẫn nguyên, hãy ký lại."""


class SignatureNotSound(Refusal):
    """Chữ ký vừa tạo không qua kiểm tra ({reason}) nên không được ghi; tệp vẫn nguyên."""


@dataclass(frozen=True)
class Signer:
    """Whose signature it is to be, and how it looks; ``names`` are all the holder goes by."""

    names: tuple[str, ...]
    drawing: bytes


def begin_signing(
    *,
    actor: Actor,
    field: SignatureField,
    signer: Signer,
    provider: str,
    credential: Credential,
    at: datetime,
) -> Lease:
    """
    Take the file in hand and prepare the next revision. The slice above has checked the mandate.

    The same person may begin anew; an attempt whose time is up is simply thrown away.

    :raises CertificateOfServer, CertificateIsSeal, CertificateOfAnother, …: a wrong certificate
    :raises CertificateNotTrusted, CertificateRevoked, CertificateOutOfDate: a dead one
    :raises FileIsHeld, FieldIsFilled, FileIsClosed: not now
    """
    if actor.user_id is None:
        raise NotAllowed
    check_certificate(field, credential, names=signer.names, at=at)
    with transaction.atomic():
        file = locked(field.file_id)
        refuse_unsignable(file, field, user=actor.user_id, at=at)
        prepared = documents.prepare(
            content_of(last_revision(file)),
            field=field.name,
            certificate=credential.certificate,
            drawing=signer.drawing,
            name=signer.names[0],
        )
        minutes = int(value("signature.time.lease_minutes", on=at.date()))
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
            provider=provider,
            credential=credential.code,
            certificate=credential.certificate.dump(),
            chain=[one.dump().hex() for one in credential.chain],
            prepared=prepared.pdf,
            placement=prepared.placement,
            signed_attributes=prepared.signed_attributes,
        )


def check_certificate(
    field: SignatureField, credential: Credential, *, names: tuple[str, ...], at: datetime
) -> None:
    """
    See that the certificate is the holder's, alive and not revoked, before anything is signed.

    Circular 15/2025/TT-BKHCN asks it of signing software.
    """
    facts = facts_of(credential.certificate)
    if field.kind == FieldKind.SEAL:
        holders.refuse_for_seal(facts, names=names, party=field.party_name)
    else:
        holders.refuse_for_person(facts, person=names[0])
    holders.refuse_out_of_date(facts, at=at)
    context = trust(on=at.date()).live_context(
        [credential.certificate], at=at, others=credential.chain
    )
    with asking():
        validator = CertificateValidator(credential.certificate, validation_context=context)
        documents.run(validator.async_validate_usage({"non_repudiation"}))


def refuse_unsignable(file: SignedFile, field: SignatureField, *, user: int, at: datetime) -> None:
    """:raises FileIsClosed, FieldIsFilled, FileIsHeld: when this field cannot be signed now"""
    if file.closed_at is not None:
        raise leases.FileIsClosed
    if Revision.objects.filter(field=field).exists():
        raise leases.FieldIsFilled
    held = Lease.objects.filter(file=file).exclude(user_id=user).first()
    if held is not None:
        leases.refuse_held(holder=held.holder_name, until=held.until, at=at)


def order_of(lease: Lease, *, title: str) -> Order:
    """Return what the provider is asked to sign."""
    prepared = _prepared(lease)
    return Order(lease.credential, prepared.digest, prepared.signed_attributes, title, lease.key)


@transaction.atomic
def note_answer(*, lease: Lease, answer: Answer) -> None:
    """Remember the name of a request that waits for its owner's confirmation."""
    if isinstance(answer, Waiting):
        Lease.objects.filter(pk=lease.pk).update(transaction=answer.transaction)


@dataclass(frozen=True)
class Made:
    """A finished revision that nobody keeps yet."""

    pdf: bytes
    report: list[Finding]
    certificate: x509.Certificate


def finish_signing(*, actor: Actor, lease: Lease, signature: bytes, at: datetime) -> Revision:
    """Complete and keep in one go; raises as the two do."""
    made = complete_signature(lease=lease, signature=signature, at=at)
    return keep_signature(actor=actor, lease=lease, made=made, at=at)


def complete_signature(*, lease: Lease, signature: bytes, at: datetime) -> Made:
    """
    Put the signature in, time-stamp it, add the evidence, judge it.

    Only what our own check calls valid can be kept. All that is slow (time-stamp, revocation) is
    here, before anything is locked.

    :raises LeaseLapsed: when the time was up
    :raises SignatureWrong: when it is not the signature that was asked for
    :raises SignatureNotSound: when our own check does not call it valid
    :raises StampServiceSilent, CertificateNotTrusted: nothing is lost, sign again
    """
    world = trust(on=at.date())
    certificate = x509.Certificate.load(bytes(lease.certificate))
    prepared = _prepared(lease)
    refuse_lapsed(lease, lease.file, at)
    if not documents.verifies(certificate, signature, prepared.signed_attributes):
        raise SignatureWrong
    chain = [x509.Certificate.load(bytes.fromhex(one)) for one in lease.chain]
    with asking():
        pdf = documents.embed(
            prepared,
            signature,
            certificate=certificate,
            chain=chain,
            stamper=world.stamper(at=at),
            context=world.live_context([certificate], at=at, others=chain),
        )
    report = validate(pdf, trust=world, at=at)
    if not report[-1].is_valid or report[-1].field != lease.field.name:
        raise SignatureNotSound(reason=report[-1].sentence)
    return Made(pdf, report, certificate)


@transaction.atomic
def keep_signature(*, actor: Actor, lease: Lease, made: Made, at: datetime) -> Revision:
    """
    Add a completed signature to the chain and give the file back.

    :raises LeaseLapsed: when the time was up meanwhile
    """
    file = locked(lease.file_id)
    held = Lease.objects.filter(pk=lease.pk, key=lease.key).select_related("field").first()
    if held is None:
        raise leases.LeaseLapsed
    refuse_lapsed(held, file, at)
    facts = facts_of(made.certificate)
    kept = add_revision(
        file,
        made.pdf,
        kind=RevisionKind.SIGNED,
        report=made.report,
        at=at,
        by=(actor.user_id, facts.holder),
        field=held.field,
        provider=held.provider,
        certificate=facts.as_json(),
    )
    held.delete()
    audit.record(
        actor=actor,
        verb="certificates.signed",
        target=file,
        organisation_id=file.organisation_id,
        changes={
            "party": kept.field.party_name if kept.field else "",
            "holder": facts.holder,
            "issuer": facts.issuer,
            "serial": facts.serial,
            "revision": kept.number,
            "sha256": kept.sha256,
        },
        label=file.title,
    )
    return kept


@transaction.atomic
def release(*, actor: Actor, lease: Lease) -> None:
    """
    Give the file back unsigned; the prepared revision is thrown away.

    :raises NotAllowed: to anybody but the one who holds it
    """
    if lease.user_id != actor.user_id:
        raise NotAllowed
    Lease.objects.filter(pk=lease.pk, key=lease.key).delete()


def refuse_lapsed(lease: Lease, file: SignedFile, at: datetime) -> None:
    """:raises LeaseLapsed: when the time was up, or somebody else has signed meanwhile"""
    leases.refuse_lapsed(until=lease.until, at=at, base=lease.base, count=file.revision_count)


def _prepared(lease: Lease) -> documents.Prepared:
    return documents.Prepared(
        bytes(lease.prepared), bytes(lease.signed_attributes), lease.placement
    )
