"""A signature made with the signer's own software: exactly one revision more, and a person's."""

from datetime import timedelta
from io import BytesIO

from pyhanko.keys.internal import translate_pyca_cryptography_key_to_asn1
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko_certvalidator.registry import SimpleCertificateStore
import pypdf
import pytest
import requests

from congdoan.support.certificates.enums import FieldKind, Verdict
from congdoan.support.certificates.models import Lease
from congdoan.support.certificates.rules import holders, leases
from congdoan.support.certificates.selectors.files import content_of, last_revision
from congdoan.support.certificates.services.additions import (
    NoRoomForTime,
    NothingSigned,
    NotTheLentFile,
    SavedSeveralTimes,
    SeveralSignatures,
    SignedAsCertifier,
    SignedElsewhere,
)
from congdoan.support.certificates.services.authority import Authority, Subject
from congdoan.support.certificates.services.checking import check_copy
from congdoan.support.certificates.services.lending import CopyAltered, complete_copy, lend_file
from congdoan.support.certificates.services.outside import (
    CertificateNotTrusted,
    CertificateRevoked,
    StampServiceSilent,
)
from congdoan.support.certificates.services.providers.interface import Credential
from congdoan.support.certificates.services.signing import (
    SignatureNotSound,
    begin_signing,
    keep_signature,
)
from congdoan.support.certificates.services.trust import trust
from congdoan.support.certificates.services.validating import NotReadable
from congdoan.support.certificates.tests.test_tampering import appended, needs_pdfsig, pdfsig

pytestmark = pytest.mark.django_db
ROOM = 2 * 14 * 1024
ADOBE = fields.SigSeedSubFilter.ADOBE_PKCS7_DETACHED
PADES = fields.SigSeedSubFilter.PADES


def own_software(
    pdf, field, identity, chain=(), *, kind=PADES, room=ROOM, certify=False, stamper=None
):
    """Sign as a PDF program on somebody's own machine does."""
    known = SimpleCertificateStore()
    known.register_multiple(list(chain))
    signer = signers.SimpleSigner(
        identity.asn1(), translate_pyca_cryptography_key_to_asn1(identity.key), known
    )
    metadata = signers.PdfSignatureMetadata(field_name=field, subfilter=kind, md_algorithm="sha256")
    out = BytesIO()
    signers.PdfSigner(metadata, signer=signer, timestamper=stamper).sign_pdf(
        IncrementalPdfFileWriter(BytesIO(pdf)), bytes_reserved=room, output=out
    )
    return out.getvalue()


def certificate_of_a_server(authority, name, now):
    """A certificate that bears a person's name and was made for a machine."""
    day = timedelta(days=1)
    subject = Subject(name, "", for_server=True)
    return authority.issue("may-chu", subject, begins=now - day, ends=now + 9 * day)


@pytest.fixture
def by_hand(tests_ca):
    """Sign a lease's file outside with a credential of the test authority."""

    def act(lease, credential, *, field="", pdf=None, **how):
        identity = tests_ca.kept(credential.code)
        return own_software(
            pdf or bytes(lease.prepared),
            field or lease.field.name,
            identity,
            [tests_ca.issuing.asn1()],
            **how,
        )

    return act


@pytest.fixture
def lent(start, lan, now):
    file = start(2)
    return lend_file(actor=lan, field=file.fields.first(), at=now)


@pytest.fixture
def mine(hand, lan):
    return hand(lan).credential


def keep(lease, pdf, actor, now, names=None):
    made = complete_copy(lease=lease, pdf=pdf, names=names or (actor.name,), at=now)
    return keep_signature(actor=actor, lease=lease, made=made, at=now)


@pytest.mark.parametrize("kind", [PADES, ADOBE])
@pytest.mark.parametrize("stamped", [True, False])
def test_one_signature_in_the_own_field_is_kept(lent, mine, by_hand, lan, now, kind, stamped):
    stamper = trust(on=now.date()).stamper(at=now) if stamped else None
    kept = keep(lent, by_hand(lent, mine, kind=kind, stamper=stamper), lan, now)

    assert (kept.number, kept.provider, kept.field) == (2, "outside", lent.field)
    assert kept.certificate["holder"] == lan.name
    assert [one["verdict"] for one in kept.report] == [Verdict.VALID, Verdict.VALID]
    assert not Lease.objects.exists()
    checked = check_copy(content_of(kept), at=now)
    assert checked.is_last
    assert checked.all_valid


def test_the_next_party_signs_on_top_with_a_key_of_ours(
    lent, mine, by_hand, lan, minh, hand, sign, now
):
    keep(lent, by_hand(lent, mine), lan, now)
    revision = sign(lent.file.fields.last(), hand(minh))
    assert [one["verdict"] for one in revision.report] == [Verdict.VALID] * 3


def test_a_seal_is_put_in_the_same_way(start, tree, lan, hand, by_hand, now):
    file = start(1, seals=True)
    field = file.fields.get(kind=FieldKind.SEAL)
    lease = lend_file(actor=lan, field=field, at=now)
    seal = hand(lan, "Công đoàn phường Đông", is_seal=True).credential
    kept = keep(lease, by_hand(lease, seal), lan, now, names=("Công đoàn phường Đông",))
    assert kept.field == field


@needs_pdfsig
def test_poppler_agrees(lent, mine, by_hand, lan, now, tmp_path):
    kept = keep(lent, by_hand(lent, mine), lan, now)
    said = pdfsig(content_of(kept), tmp_path)
    assert len(said) == 2
    assert all("Signature is Valid" in line for line in said)


# --- what comes back is something else -----------------------------------------------------------


def saved_again(pdf):
    writer = pypdf.PdfWriter(clone_from=BytesIO(pdf))
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def test_unsigned_rewritten_foreign_and_broken_files_are_refused(lent, mine, by_hand, lan, now):
    base = bytes(lent.prepared)
    signed = by_hand(lent, mine)
    other = lent.file.fields.last().name
    twice = by_hand(lent, mine, pdf=signed, field=other)
    for pdf, refusal in (
        (base, NothingSigned),
        (base + b"\n", NothingSigned),
        (appended(base), NothingSigned),
        (saved_again(signed), NotTheLentFile),
        (b"%PDF-1.7\nkhac", NotTheLentFile),
        (b"", NotTheLentFile),
        (base[:-1] + b" " + signed[len(base) :], NotTheLentFile),
        (by_hand(lent, mine, field=other), SignedElsewhere),
        (by_hand(lent, mine, field="OMoi"), SignedElsewhere),
        (twice, SeveralSignatures),
        (by_hand(lent, mine, pdf=appended(base)), SavedSeveralTimes),
        (appended(signed), SavedSeveralTimes),
        (signed + b"1 0 obj", SavedSeveralTimes),
        (base + b"rac khong phai pdf", (NotReadable, NothingSigned)),
        (signed[: len(base) + 2000], (NotReadable, NothingSigned)),
    ):
        with pytest.raises(refusal):
            complete_copy(lease=lent, pdf=pdf, names=(lan.name,), at=now)
    # Nothing is lost: the right file is still taken.
    assert keep(lent, signed, lan, now).number == 2


def test_content_changed_in_the_very_revision_of_the_signature(
    lent, mine, by_hand, tests_ca, lan, now
):
    """One revision, one signature in the right field, and new words beside it."""
    base = bytes(lent.prepared)
    writer = IncrementalPdfFileWriter(BytesIO(base))
    page = writer.root["/Pages"]["/Kids"][0]
    words = generic.StreamObject(stream_data=b"BT /F1 12 Tf 72 700 Td (Dieu 99) Tj ET")
    added = writer.add_object(words)
    page["/Contents"] = generic.ArrayObject([page.raw_get("/Contents"), added])
    writer.update_container(page)
    identity = tests_ca.kept(mine.code)
    known = SimpleCertificateStore()
    known.register(tests_ca.issuing.asn1())
    signer = signers.SimpleSigner(
        identity.asn1(), translate_pyca_cryptography_key_to_asn1(identity.key), known
    )
    out = BytesIO()
    metadata = signers.PdfSignatureMetadata(field_name=lent.field.name, subfilter=PADES)
    signers.PdfSigner(metadata, signer=signer).sign_pdf(writer, bytes_reserved=ROOM, output=out)
    with pytest.raises(CopyAltered):
        complete_copy(lease=lent, pdf=out.getvalue(), names=(lan.name,), at=now)


def test_a_certification_is_no_signature_of_a_party(lent, mine, by_hand, lan, now):
    """Programs refuse to certify twice; a file made to do so is refused here too."""
    signed = by_hand(lent, mine)
    tail = signed[len(bytes(lent.prepared)) :]
    forged = signed[: len(signed) - len(tail)] + tail.replace(b"/FieldMDP", b"/DocMDP  ")
    with pytest.raises(SignedAsCertifier):
        complete_copy(lease=lent, pdf=forged, names=(lan.name,), at=now)


def test_one_bit_of_the_new_signature_flipped(lent, mine, by_hand, lan, now):
    signed = by_hand(lent, mine)
    last = PdfFileReader(BytesIO(signed)).embedded_signatures[-1]
    at = signed.index(
        last.signer_info["signature"].native.hex().upper().encode(), len(bytes(lent.prepared))
    )
    flipped = signed[:at] + (b"0" if signed[at : at + 1] != b"0" else b"1") + signed[at + 1 :]
    with pytest.raises(SignatureNotSound):
        complete_copy(lease=lent, pdf=flipped, names=(lan.name,), at=now)


def test_a_program_that_leaves_no_room_must_stamp_itself(lent, mine, by_hand, lan, now):
    with pytest.raises(NoRoomForTime):
        complete_copy(lease=lent, pdf=by_hand(lent, mine, room=6_000), names=(lan.name,), at=now)


# --- whose certificate ---------------------------------------------------------------------------


def test_only_the_own_living_certificate_of_a_person(lent, special, by_hand, hand, minh, lan, now):
    day = timedelta(days=1)
    for credential, refusal in (
        (special(lan.name, identity="", for_server=True), holders.CertificateOfServer),
        (special(lan.name, identity="MST:0100"), holders.CertificateIsSeal),
        (hand(minh).credential, holders.CertificateOfAnother),
        (special(lan.name, begins=now - 9 * day, ends=now - day), holders.CertificateOutOfDate),
        (special(lan.name, begins=now + day, ends=now + 9 * day), holders.CertificateOutOfDate),
    ):
        with pytest.raises(refusal):
            complete_copy(lease=lent, pdf=by_hand(lent, credential), names=(lan.name,), at=now)


def test_a_revoked_certificate_is_refused(lent, mine, by_hand, tests_ca, lan, now):
    tests_ca.revoke(mine.certificate, at=now - timedelta(hours=1))
    with pytest.raises(CertificateRevoked):
        complete_copy(lease=lent, pdf=by_hand(lent, mine), names=(lan.name,), at=now)


def test_a_strange_authority_is_not_believed(lent, lan, now, tmp_path):
    strange = Authority(tmp_path)
    made = strange.issue(
        "la", Subject(lan.name, "CCCD:1"), begins=now - timedelta(1), ends=now + timedelta(9)
    )
    pdf = own_software(bytes(lent.prepared), lent.field.name, made, [strange.issuing.asn1()])
    with pytest.raises(CertificateNotTrusted):
        complete_copy(lease=lent, pdf=pdf, names=(lan.name,), at=now)


# --- the turn ------------------------------------------------------------------------------------


def test_what_comes_back_too_late_is_not_kept_and_the_next_goes_on(
    lent, mine, by_hand, lan, minh, hand, sign, now
):
    signed = by_hand(lent, mine)
    with pytest.raises(leases.FileIsHeld):
        lend_file(actor=minh, field=lent.file.fields.last(), at=now + timedelta(minutes=29))
    later = now + timedelta(minutes=30)
    with pytest.raises(leases.LeaseLapsed):
        complete_copy(lease=lent, pdf=signed, names=(lan.name,), at=later)

    sign(lent.file.fields.last(), hand(minh), at=later)
    again = lend_file(actor=lan, field=lent.field, at=later)
    # The copy of the first turn does not hold the signature that came between.
    with pytest.raises(NotTheLentFile):
        complete_copy(lease=again, pdf=signed, names=(lan.name,), at=later)
    assert keep(again, by_hand(again, mine), lan, later).number == 3


def test_one_turn_of_the_same_person_replaces_the_other(lent, mine, by_hand, lan, now):
    made = complete_copy(lease=lent, pdf=by_hand(lent, mine), names=(lan.name,), at=now)
    begin_signing(
        actor=lan,
        field=lent.field,
        signer=_signer(lan),
        provider="test",
        credential=Credential(mine.code, mine.certificate, mine.chain),
        at=now,
    )
    with pytest.raises(leases.LeaseLapsed):
        keep_signature(actor=lan, lease=lent, made=made, at=now)


def test_a_silent_time_stamp_service_loses_nothing(
    lent, mine, by_hand, lan, now, settings, monkeypatch
):
    signed = by_hand(lent, mine)

    def silent(*_args, **_kwargs):
        raise requests.ConnectionError

    monkeypatch.setattr(requests, "post", silent)
    usual = settings.CERTIFICATES
    settings.CERTIFICATES = usual | {"stamps": "http://127.0.0.1:9/tsa"}
    with pytest.raises(StampServiceSilent):
        complete_copy(lease=lent, pdf=signed, names=(lan.name,), at=now)
    assert Lease.objects.get() == lent
    settings.CERTIFICATES = usual
    assert keep(lent, signed, lan, now) == last_revision(lent.file.__class__.objects.get())


def _signer(actor):
    from congdoan.support.certificates.services.signing import Signer
    from congdoan.support.rendering.api import signature_mark

    mark = signature_mark(["CHỦ TỊCH"], name=actor.name, foot=[], width=150, height=60)
    return Signer((actor.name,), mark)
