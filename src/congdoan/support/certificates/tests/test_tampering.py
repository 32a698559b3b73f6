"""What was done to a copy is found out, also where other tools say "valid"."""

from datetime import timedelta
from io import BytesIO
import os
import shutil
import subprocess

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
import pytest

from congdoan.support.certificates.rules.verdicts import Checks, judge
from congdoan.support.certificates.selectors.files import content_of, last_revision, revisions_of
from congdoan.support.certificates.services import documents, validating
from congdoan.support.certificates.services.authority import Authority, Subject
from congdoan.support.certificates.services.checking import check_copy
from congdoan.support.certificates.services.providers.software import sign as sign_with
from congdoan.support.certificates.services.seal import platform_seal
from congdoan.support.certificates.services.signing import (
    SignatureNotSound,
    begin_signing,
    finish_signing,
)
from congdoan.support.certificates.services.trust import trust
from congdoan.support.certificates.services.validating import NotReadable, TooManySignatures

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed(start, hand, sign, lan, minh):
    """A file with two signatures."""
    file = start(2)
    for field, actor in zip(file.fields.all(), (lan, minh), strict=True):
        sign(field, hand(actor))
    file.refresh_from_db()
    return file


@pytest.fixture
def whole(signed):
    return content_of(last_revision(signed))


def appended(pdf, text=b"BT /F1 12 Tf 72 700 Td (Dieu 99) Tj ET"):
    """Add words to the first page in a further incremental update, as a forger would."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    page = writer.root["/Pages"]["/Kids"][0]
    stream = writer.add_object(generic.StreamObject(stream_data=text))
    page["/Contents"] = generic.ArrayObject([page.raw_get("/Contents"), stream])
    writer.update_container(page)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def verdicts(checked):
    return [(one.verdict, one.reason) for one in checked.findings]


def test_the_genuine_file_is_recognised(signed, whole, now):
    checked = check_copy(whole, at=now)
    assert checked.is_last
    assert checked.all_valid
    assert checked.revision.file == signed


def test_content_appended_after_signing(signed, whole, now):
    checked = check_copy(appended(whole), at=now)
    assert verdicts(checked) == [("INVALID", "ADDED")] * 3
    # It is still known whose file it was.
    assert checked.is_changed
    assert checked.file == signed


@pytest.mark.parametrize("place", [300, 5000, 20000])
def test_one_bit_flipped(whole, now, place):
    flipped = bytearray(whole)
    flipped[place] ^= 1
    try:
        checked = check_copy(bytes(flipped), at=now)
    except NotReadable:
        return
    assert {one.verdict for one in checked.findings} == {"INVALID"}
    assert not checked.is_last


def test_one_bit_of_a_signature_flipped(signed, whole, now):
    """Bytes inside a signature are covered by no other: only that one is wrong."""
    at = whole.rindex(b"/Contents <") + 3000
    flipped = whole[:at] + (b"0" if whole[at : at + 1] != b"0" else b"1") + whole[at + 1 :]
    checked = check_copy(flipped, at=now)
    assert not checked.all_valid
    assert checked.findings[-1].verdict == "INVALID"
    assert checked.is_changed


def test_the_last_revision_cut_off_is_caught_by_the_register(signed, now):
    older = content_of(revisions_of(signed).get(number=2))
    checked = check_copy(older, at=now)
    # By itself the copy is sound in every way: only the register knows that there is more.
    assert checked.all_valid
    assert checked.is_older
    assert (checked.revision.number, checked.revision.file.revision_count) == (2, 3)


def test_without_revocation_evidence_it_is_unknown_never_valid(
    start, hand, lan, tests_ca, drawing, now, monkeypatch
):
    monkeypatch.setattr(documents, "with_evidence", lambda pdf, context: pdf)
    file = start(1)
    by = hand(lan)
    identity = tests_ca.kept(by.credential.code)
    world = trust(on=now.date())
    pdf = _made_outside(
        content_of(last_revision(file)), "PERSON-0", identity, [], world, now, drawing
    )
    assert verdicts(check_copy(pdf, at=now)) == [("UNKNOWN", "NO_REVOCATION")] * 2
    # And what we would make ourselves without evidence is not kept.
    lease = begin_signing(
        actor=lan,
        field=file.fields.get(),
        signer=by.signer,
        provider="test",
        credential=by.credential,
        at=now,
    )
    with pytest.raises(SignatureNotSound):
        finish_signing(actor=lan, lease=lease, signature=by.value(lease), at=now)
    assert file.revisions.count() == 1


def _made_outside(pdf, field, identity, chain, world, at, drawing, *, evidence_at=None):
    """Sign without our services: as foreign software would."""
    certificate = identity.asn1()
    prepared = documents.prepare(
        pdf, field=field, certificate=certificate, drawing=drawing, name="Ai đó"
    )
    return documents.embed(
        prepared,
        sign_with(identity, prepared.signed_attributes),
        certificate=certificate,
        chain=chain,
        stamper=world.stamper(at=at),
        context=world.live_context([certificate], at=evidence_at or at, others=chain),
    )


def test_a_signature_of_an_unknown_authority_is_unknown(start, lan, drawing, now, tmp_path):
    from dataclasses import replace

    file = start(1)
    strange = Authority(tmp_path)
    world = replace(
        trust(on=now.date()),
        anchors=(strange.root.asn1(),),
        others=(strange.issuing.asn1(),),
        tests=strange,
    )
    identity = strange.identity("x", Subject(lan.name, "CCCD:1"), at=now)
    pdf = _made_outside(
        content_of(last_revision(file)), "PERSON-0", identity, [], world, now, drawing
    )
    checked = check_copy(pdf, at=now)
    assert verdicts(checked)[-1] == ("UNKNOWN", "STRANGE_CA")
    assert checked.is_changed


def test_a_valid_signature_that_we_never_recorded(start, tests_ca, drawing, now):
    """The right authority, the right place, but not by us: shown as changed, not as ours."""
    file = start(1)
    identity = tests_ca.identity("ai-do", Subject("Ai Đó", "CCCD:9"), at=now)
    pdf = _made_outside(
        content_of(last_revision(file)),
        "PERSON-0",
        identity,
        [],
        trust(on=now.date()),
        now,
        drawing,
    )
    checked = check_copy(pdf, at=now)
    assert checked.findings[-1].is_valid
    assert checked.is_changed
    assert not checked.is_last


def test_a_pdf_of_somebody_else_is_foreign(signable, now):
    checked = check_copy(signable[0], at=now)
    assert checked.is_foreign
    assert not checked.findings
    assert not checked.all_valid


@pytest.mark.parametrize("content", [b"", b"hello", b"%PDF-1.7\n%%EOF", b"\x00" * 4000])
def test_what_is_no_pdf_is_refused_in_words(content, now):
    with pytest.raises(NotReadable):
        check_copy(content, at=now)


def test_a_file_with_thousands_of_signatures_does_not_keep_us_busy(whole, now, monkeypatch):
    monkeypatch.setattr(validating, "LIMIT", 2)
    with pytest.raises(TooManySignatures):
        check_copy(whole, at=now)


def test_revoked_after_signing_stays_valid_and_before_signing_is_not(
    start, hand, sign, lan, tests_ca, drawing, now
):
    file = start(2)
    first, _second = file.fields.all()
    by = hand(lan)
    signed = sign(first, by)
    tests_ca.revoke(by.credential.certificate, at=now + timedelta(days=1))
    assert check_copy(content_of(signed), at=now + timedelta(days=2)).all_valid

    late = now + timedelta(days=3)
    prepared = documents.prepare(
        content_of(signed),
        field="PERSON-1",
        certificate=by.credential.certificate,
        drawing=drawing,
        name="Lan",
    )
    world = trust(on=now.date())
    # The evidence of the day before it was revoked, put under a later signature.
    with_old = documents.embed(
        prepared,
        sign_with(tests_ca.kept(by.credential.code), prepared.signed_attributes),
        certificate=by.credential.certificate,
        chain=[],
        stamper=world.stamper(at=late),
        context=_blind_context(world, by.credential.certificate, tests_ca, now),
    )
    answers, lists = tests_ca.evidence([by.credential.certificate], at=late)
    with_new = _with_evidence(with_old, answers, lists)
    assert verdicts(check_copy(with_new, at=late))[-1] == ("INVALID", "REVOKED")


def _blind_context(world, certificate, tests_ca, at):
    """A signer's software that still has an old, good answer."""
    from pyhanko_certvalidator import ValidationContext

    path = tests_ca.folder / "revoked.json"
    kept = path.read_bytes()
    path.unlink()
    answers, lists = tests_ca.evidence([certificate], at=at)
    path.write_bytes(kept)
    return ValidationContext(
        trust_roots=list(world.anchors),
        other_certs=list(world.others),
        moment=at,
        ocsps=answers,
        crls=lists,
        revocation_mode="require",
        retroactive_revinfo=True,
    )


def _with_evidence(pdf, answers, lists):
    from pyhanko.sign.validation.dss import DocumentSecurityStore

    out = BytesIO(pdf)
    DocumentSecurityStore.add_dss(out, None, ocsps=answers, crls=lists)
    return out.getvalue()


def test_expired_when_signed(start, special, tests_ca, drawing, now, lan):
    file = start(1)
    gone = special(lan.name, begins=now - timedelta(days=60), ends=now - timedelta(days=30))
    world = trust(on=now.date())
    pdf = _made_outside(
        content_of(last_revision(file)),
        "PERSON-0",
        tests_ca.kept(gone.code),
        [],
        world,
        now,
        drawing,
        evidence_at=now - timedelta(days=45),
    )
    assert verdicts(check_copy(pdf, at=now))[-1] == ("INVALID", "EXPIRED")


def test_a_signature_outlives_its_certificate_by_its_stamp(start, hand, sign, lan, special, now):
    short = special(lan.name, begins=now - timedelta(days=1), ends=now + timedelta(days=1))
    file = start(1)
    made = sign(file.fields.get(), hand(lan, credential=short))
    assert check_copy(content_of(made), at=now + timedelta(days=700)).all_valid


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        ({}, ("VALID", "SOUND")),
        ({"intact": False}, ("INVALID", "CHANGED")),
        ({"genuine": False}, ("INVALID", "MISMATCH")),
        ({"untouched_after": False}, ("INVALID", "ADDED")),
        ({"whole": False}, ("INVALID", "PARTIAL")),
        ({"trouble": "REVOKED"}, ("INVALID", "REVOKED")),
        ({"trouble": "REVOKED", "stamped": False}, ("UNKNOWN", "REVOKED")),
        ({"trouble": "CRYPTO_CONSTRAINTS_FAILURE", "stamped": False}, ("INVALID", "WEAK")),
        ({"trouble": "TRY_LATER"}, ("UNKNOWN", "NO_REVOCATION")),
        ({"trouble": "SOMETHING_NEW"}, ("UNKNOWN", "NO_REVOCATION")),
        ({"stamped": False}, ("UNKNOWN", "NO_TIME")),
        ({"stamp_lasts": False}, ("UNKNOWN", "OLD_STAMP")),
        ({"intact": False, "trouble": "TRY_LATER"}, ("INVALID", "CHANGED")),
    ],
)
def test_only_what_is_known_to_be_right_is_valid(wrong, expected):
    sound = {
        "intact": True,
        "genuine": True,
        "untouched_after": True,
        "whole": True,
        "trouble": "",
        "stamped": True,
        "stamp_lasts": True,
    }
    assert judge(Checks(**(sound | wrong))) == expected


def test_a_seal_file_of_the_operator_is_used(tests_ca, settings, tmp_path, now):
    from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12

    made = tests_ca.identity("con-dau", Subject("Máy chủ thật", "MST:1"), at=now)
    path = tmp_path / "dau.p12"
    path.write_bytes(
        pkcs12.serialize_key_and_certificates(
            b"dau",
            made.key,
            made.certificate,
            [tests_ca.issuing.certificate],
            BestAvailableEncryption(b"mat-khau"),
        )
    )
    settings.CERTIFICATES = settings.CERTIFICATES | {"seal": str(path), "seal_password": "mat-khau"}
    assert platform_seal().signing_cert.subject.native["common_name"] == "Máy chủ thật"


needs_pdfsig = pytest.mark.skipif(
    shutil.which("pdfsig") is None and not os.environ.get("CI"),
    reason="poppler-utils is not installed",
)


def pdfsig(pdf, tmp_path):
    path = tmp_path / "tep.pdf"
    path.write_bytes(pdf)
    done = subprocess.run(
        ["pdfsig", "-nocert", str(path)],  # noqa: S607
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return [line for line in done.stdout.splitlines() if "Signature Validation" in line]


@needs_pdfsig
def test_poppler_reads_our_signatures_as_valid(whole, tmp_path):
    said = pdfsig(whole, tmp_path)
    assert len(said) == 3
    assert all("Signature is Valid" in line for line in said)


@needs_pdfsig
def test_poppler_calls_an_appended_file_valid_and_we_do_not(whole, tmp_path, now):
    forged = appended(whole)
    assert all("Signature is Valid" in line for line in pdfsig(forged, tmp_path))
    assert {one.verdict for one in check_copy(forged, at=now).findings} == {"INVALID"}
