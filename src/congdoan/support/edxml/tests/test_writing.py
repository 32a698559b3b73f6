"""What is written is read back the same, in every way of writing; signatures hold or do not."""

from datetime import UTC, date, datetime, timedelta
import io

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import given, settings
from hypothesis import strategies as st
import pytest

from congdoan.support.edxml import api
from congdoan.support.edxml.rules.profiles import E_DOC, QCVN

PROFILES = [
    api.Profile(namespace=namespace, zipped=zipped, prefixed=prefixed, day=day)
    for namespace, day in ((QCVN, "%Y/%m/%d"), (E_DOC, "%d/%m/%Y"))
    for zipped in (False, True)
    for prefixed in (False, True)
]
words = st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=20
)
maybe = st.one_of(st.just(""), words)
days = st.dates(date(1945, 9, 2), date(2100, 1, 1))
moments = (
    st.datetimes()
    .filter(lambda moment: moment.year > 1900)
    .map(lambda moment: moment.replace(microsecond=0))
)
parties = st.builds(
    api.Party, organ_id=words, name=maybe, in_charge=maybe, address=maybe, email=maybe,
    telephone=maybe, fax=maybe, website=maybe,
)  # fmt: skip
staff = st.builds(api.Staff, department=maybe, name=maybe, mobile=maybe, email=maybe)
references = st.builds(
    api.Reference, document_id=words, organ_id=maybe, code=maybe,
    promulgated_on=st.one_of(st.none(), days),
)  # fmt: skip
files = st.builds(
    api.Attachment,
    name=words.map(lambda name: f"{name}.pdf"),
    content=st.binary(max_size=200).map(lambda content: b"%PDF-" + content),
    description=maybe,
)
letters = st.builds(
    api.Letter, sender=parties, receivers=st.lists(parties, min_size=1, max_size=3).map(tuple),
    document_id=words, subject=words, code_number=maybe, code_notation=maybe, place=maybe,
    promulgated_on=st.one_of(st.none(), days), type_number=maybe, type_name=maybe, content=maybe,
    competence=maybe, position=maybe, signer=maybe, due=st.one_of(st.none(), days),
    to_places=st.lists(words, max_size=2).map(tuple), priority=st.sampled_from(list("0123")),
    pages=maybe, responses=st.lists(references, max_size=2).map(tuple),
    business=st.sampled_from(api.Business), reason=maybe, concerns=maybe,
    replaces=st.lists(
        st.builds(
            api.Replacement, document_id=words, organ_ids=st.lists(words, max_size=2).map(tuple)
        ), max_size=2,
    ).map(tuple),
    staff=staff, on_paper=st.booleans(),
    traces=st.lists(st.builds(api.Trace, organ_id=words, at=moments), max_size=2).map(tuple),
    attachments=st.lists(files, max_size=2).map(tuple),
)  # fmt: skip
statuses = st.builds(
    api.Status, sender=parties, about=references, code=st.sampled_from(api.STATUS_CODES),
    description=maybe, at=st.one_of(st.none(), moments), staff=staff,
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(message=st.one_of(letters, statuses), profile=st.sampled_from(PROFILES))
def test_what_is_written_is_read_back(message, profile):
    assert api.read_package(io.BytesIO(api.write_package(message, profile))) == message


def test_what_xml_has_no_place_for_is_left_out():
    letter = api.Letter(
        sender=api.Party("A"), receivers=(api.Party("B"),), document_id="1", subject="a\x00b\x0bc"
    )
    read = api.read_package(io.BytesIO(api.write_package(letter, api.Profile())))
    assert read.subject == "abc"


@pytest.fixture(scope="module")
def keys():
    return [_pair(name) for name in ("An", "Bình")]


def _pair(name):
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime(2026, 1, 1, tzinfo=UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=900))
        .sign(key, hashes.SHA256())
    )
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return api.Signer(pem, made.public_bytes(serialization.Encoding.PEM))


@pytest.mark.parametrize("profile", PROFILES)
def test_signed_packages_are_checked_against_the_very_certificate(keys, profile):
    mine, other = keys
    letter = api.Letter(
        sender=api.Party("A"), receivers=(api.Party("B"),), document_id="1", subject="số 1",
        attachments=(api.Attachment("a.pdf", b"%PDF-1.4"),),
    )  # fmt: skip
    signed = api.sign_package(letter, profile, mine)
    assert api.read_package(io.BytesIO(signed)) == letter
    certificate = mine.certificate.decode()
    assert api.check_signature(signed, certificate) == api.Verdict.SOUND
    assert api.check_signature(signed, other.certificate.decode()) == api.Verdict.BROKEN
    assert api.check_signature(signed, "") == api.Verdict.UNKNOWN
    changed = signed.replace("số 1".encode(), "số 2".encode())
    assert api.check_signature(changed, certificate) == api.Verdict.BROKEN
    part = signed.replace(b'URI=""', b'URI="#x"')
    assert api.check_signature(part, certificate) == api.Verdict.BROKEN
    old = signed.replace(b"2001/04/xmldsig-more#rsa-sha256", b"2000/09/xmldsig#rsa-sha1")
    assert api.check_signature(old, certificate) == api.Verdict.LEGACY
    assert api.check_signature(api.write_package(letter, profile), certificate) == api.Verdict.NONE
