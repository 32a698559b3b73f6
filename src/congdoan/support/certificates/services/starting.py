"""Opening a file for signing: rendered once, all fields first, certified by the installation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext, override

from congdoan.foundation.actor import Actor
from congdoan.kernel.audit import api as audit
from congdoan.kernel.organisations.models import Organisation
from congdoan.support.certificates.enums import FieldKind, RevisionKind
from congdoan.support.certificates.models import SignatureField, SignedFile
from congdoan.support.certificates.services import documents
from congdoan.support.certificates.services.keeping import add_revision
from congdoan.support.certificates.services.outside import asking
from congdoan.support.certificates.services.reading import facts_of
from congdoan.support.certificates.services.seal import chain_of, platform_seal
from congdoan.support.certificates.services.trust import trust
from congdoan.support.certificates.services.validating import mark_of, validate


@dataclass(frozen=True)
class FieldPlan:
    """A place for one signature of one party, and where it is drawn."""

    name: str
    kind: FieldKind
    party: Organisation
    party_name: str
    page: int
    box: tuple[int, int, int, int]


@transaction.atomic
def start_file(
    *,
    actor: Actor,
    organisation: Organisation,
    title: str,
    text_hash: str,
    pdf: bytes,
    fields: Sequence[FieldPlan],
    at: datetime,
) -> SignedFile:
    """
    Begin the chain with the certified file. The slice above has checked who may do this.

    :raises NoSeal, SealUnreadable, NoTimeStamps, StampServiceSilent: when it cannot be certified
    """
    seal, world = platform_seal(), trust(on=at.date())
    places = [documents.Place(one.name, one.page, one.box) for one in fields]
    with override("vi"):
        reason = gettext("Chứng thực bản gốc, chỉ cho phép ký vào các ô đã có")
    with asking():
        ready = documents.certify(
            documents.add_fields(pdf, places),
            seal=seal,
            stamper=world.stamper(at=at),
            context=world.live_context([seal.signing_cert], at=at, others=chain_of(seal)),
            reason=reason,
        )
    facts = facts_of(seal.signing_cert)
    file = SignedFile.objects.create(
        organisation=organisation,
        title=title[:400],
        text_hash=text_hash,
        mark=mark_of(ready),
        is_test=facts.is_test,
        created_at=at,
    )
    SignatureField.objects.bulk_create(
        SignatureField(
            file=file,
            name=one.name,
            kind=one.kind,
            party=one.party,
            party_name=one.party_name[:250],
        )
        for one in fields
    )
    add_revision(
        file,
        ready,
        kind=RevisionKind.CERTIFIED,
        report=validate(ready, trust=world, at=at),
        at=at,
        by=(None, facts.holder),
        certificate=facts.as_json(),
    )
    audit.record(
        actor=actor,
        verb="certificates.file_started",
        target=file,
        organisation_id=organisation.pk,
        changes={"hash": text_hash, "sha256": file.last_sha256, "fields": len(fields)},
        label=file.title,
    )
    return file
