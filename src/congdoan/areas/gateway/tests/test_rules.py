"""Names both sides know things by, pauses between tries, the one shape of signed requests."""

from datetime import UTC, date, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
import pytest

from congdoan.areas.gateway.rules import identity
from congdoan.areas.gateway.rules.signed_requests import Request, claim_of, holds, signed_headers

AT = datetime(2026, 3, 2, tzinfo=UTC)


def test_codes_and_keys():
    assert identity.is_code("000.00.01.H68")
    assert not any(map(identity.is_code, ("", ".a", "a.", "ơ", "a b", "a" * 61, "a\n")))
    day = date(2015, 9, 30)
    assert identity.document_code("G22", day, "7816/VPCP") == "G22,2015/09/30,7816/VPCP"
    words = {"sender": "a", "receiver": "b", "document": "c", "kind": "NEW"}
    assert identity.message_key(**words) == identity.message_key(**words)
    assert identity.message_key(**words) != identity.message_key(**words, turn="1")


def test_pauses_grow_and_end():
    pauses = [identity.next_try(n, AT) for n in range(1, identity.MOST_TRIES + 1)]
    assert pauses[0] == AT + timedelta(minutes=1)
    assert pauses[-2] == AT + timedelta(hours=12)
    assert pauses[-1] is None
    assert pauses[:-1] == sorted(pauses[:-1])


@pytest.fixture(scope="module")
def pair():
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "a")])
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name)
        .public_key(key.public_key()).serial_number(1).not_valid_before(AT)
        .not_valid_after(AT + timedelta(days=9)).sign(key, hashes.SHA256())
    )  # fmt: skip
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return pem, made.public_bytes(serialization.Encoding.PEM).decode()


def request(**other):
    words = {
        "method": "POST", "authority": "A.vn:8443", "path": "/x/",
        "content_type": "application/xml", "digest": b"d" * 32,
    }  # fmt: skip
    return Request(**(words | other))


@pytest.mark.parametrize(
    "other",
    [
        {"method": "PUT"},
        {"authority": "b.vn"},
        {"path": "/y/"},
        {"content_type": "text/xml"},
        {"digest": b"e" * 32},
    ],
)
def test_a_signature_covers_the_whole_request(pair, other):
    key, certificate = pair
    headers = signed_headers(request(), created=1, nonce="n" * 16, fingerprint="0" * 64, key=key)
    claim = claim_of(headers)
    said = headers["Content-Digest"]
    assert (claim.created, claim.nonce, claim.fingerprint) == (1, "n" * 16, "0" * 64)
    assert holds(request(), claim, digest_said=said, certificate=certificate)
    assert not holds(request(**other), claim, digest_said=said, certificate=certificate)
    later = headers["Signature-Input"].replace("=1;", "=2;")
    swapped = claim_of(headers | {"Signature-Input": later})
    assert not holds(request(), swapped, digest_said=said, certificate=certificate)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"content-digest"', '"date"'),
        ('"@method" ', ""),
        ("rsa-v1_5-sha256", "hmac-sha256"),
        ("cds=(", "other=("),
        ("nnnn", "n"),
    ],
)
def test_another_shape_is_no_claim(pair, old, new):
    headers = signed_headers(
        request(), created=1, nonce="n" * 16, fingerprint="0" * 64, key=pair[0]
    )
    spoilt = headers["Signature-Input"].replace(old, new)
    assert claim_of(headers | {"Signature-Input": spoilt}) is None
    assert claim_of({}) is None
    assert claim_of(headers | {"Signature": "cds=:***:"}) is None
