"""Each way to a key signs the same file; fakes answer as the services were recorded to answer."""

from base64 import b64decode, b64encode
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
import json
import os
from pathlib import Path
import shutil
import subprocess
from threading import Thread

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, utils
import pytest

from congdoan.foundation.refusal import NotFound
from congdoan.support.certificates.services.authority import Subject
from congdoan.support.certificates.services.providers.interface import (
    Account,
    ConfirmationRefused,
    ProviderRefused,
    ProviderSilent,
    Signed,
    Waiting,
    WrongPin,
)
from congdoan.support.certificates.services.providers.register import provider, providers
from congdoan.support.certificates.services.signing import (
    Signer,
    begin_signing,
    finish_signing,
    order_of,
)

pytestmark = pytest.mark.django_db
CITIZEN = "001085000017"


class Remote:
    """What the fake services know: one owner, one key, and whether the phone said yes."""

    def __init__(self, identity, issuing):
        self.identity, self.issuing = identity, issuing
        self.confirmed, self.mode, self.asked = False, "", []

    def sign(self, digest):
        return self.identity.key.sign(digest, padding.PKCS1v15(), utils.Prehashed(hashes.SHA256()))

    def answer(self, path, said, token):
        self.asked.append(path)
        if self.mode == "broken":
            return 502, {}
        if self.mode == "garbled":
            return 200, ["khong phai"]
        if path.startswith("/adss"):
            return self._mysign(path, said, token)
        return self._smartca(path, said) if "/sp769" in path else self._csc(path, said, token)

    def _csc(self, path, said, token, prefix="/csc/v1"):
        chain = [b64encode(one.der).decode() for one in (self.identity, self.issuing)]
        if token != "Bearer quyen":
            return 401, {"error": "invalid_token", "error_description": "het han"}
        known = {
            "list": {"credentialIDs": ["khoa-1"] if said.get("userID") == CITIZEN else []},
            "info": {"cert": {"certificates": chain}, "key": {"algo": ["1.2.840.113549.1.1.1"]}},
        }
        what = path.removeprefix(f"{prefix}/credentials/")
        if what in known:
            return 200, known[what]
        if path == f"{prefix}/credentials/authorize":
            if said.get("PIN", "1234") != "1234":
                return 400, {"error": "invalid_pin", "error_description": "sai PIN"}
            return 200, {"SAD": "" if self.mode == "refused" else "sad-1"}
        assert path == f"{prefix}/signatures/signHash"
        assert said["hashAlgo"] == "2.16.840.1.101.3.4.2.1"
        assert said["SAD"] == "sad-1"
        return 200, {"signatures": [b64encode(self.sign(b64decode(said["hash"][0]))).decode()]}

    def _mysign(self, path, said, token):
        if path == "/adss/service/ras/v1/login":
            assert (said["client_id"], said["client_secret"]) == ("may-khach", "bi-mat")
            assert said["profile_id"] == "adss:ras:profile:001"
            return 200, {"access_token": "quyen", "expires_in": 3600}
        if path.endswith(("authorize", "signHash")):
            assert said["documents"][0]["document_name"] == "Quy chế"
        return self._csc(path, said, token, "/adss/service/ras/csc/v1")

    def _smartca(self, path, said):
        if path.endswith("/status"):
            return 200, self._smartca_status()
        if (said["sp_id"], said["sp_password"]) != ("may-khach", "bi-mat"):
            return 200, {"status_code": 401, "message": "SP invalid", "data": None}
        if path.endswith("/v1/credentials/get_certificate"):
            own = {
                "serial_number": "540a",
                "cert_status_code": "VALID",
                "cert_data": b64encode(self.identity.der).decode(),
                "chain_data": {"ca_cert": b64encode(self.issuing.der).decode()},
            }
            gone = own | {"serial_number": "0", "cert_status_code": "EXPIRED"}
            return 200, {"status_code": 200, "data": {"user_certificates": [own, gone]}}
        assert path.endswith("/v1/signatures/sign")
        assert said["serial_number"] == "540a"
        [file] = said["sign_files"]
        assert (file["sign_type"], file["file_type"]) == ("hash", "pdf")
        self.waiting = bytes.fromhex(file["data_to_be_signed"])
        data = {"transaction_id": said["transaction_id"], "tran_code": "ma-1"}
        return 200, {"status_code": 200, "message": "SUCCESS", "data": data}

    def _smartca_status(self):
        if self.mode == "refused":
            return {"status_code": 200, "message": "REJECTED", "data": None}
        if not self.confirmed:
            return {"status_code": 200, "message": "WAITING", "data": {"signatures": None}}
        value = b64encode(self.sign(self.waiting)).decode()
        found = [{"doc_id": "x", "signature_value": value}]
        return {"status_code": 200, "message": "SUCCESS", "data": {"signatures": found}}


@pytest.fixture
def remote(tests_ca, lan, now):
    """A service on the loopback with the key of Lan."""
    held = Remote(
        tests_ca.identity("tu-xa", Subject(lan.name, f"CCCD:{CITIZEN}"), at=now), tests_ca.issuing
    )

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            status, told = held.answer(self.path, said, self.headers.get("Authorization"))
            raw = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    held.url = f"http://127.0.0.1:{server.server_port}"
    yield held
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def configured(remote, settings):
    settings.CERTIFICATES = settings.CERTIFICATES | {
        "smartca_url": f"{remote.url}/sca/sp769",
        "smartca_id": "may-khach",
        "smartca_password": "bi-mat",
        "mysign_url": remote.url,
        "mysign_id": "may-khach",
        "mysign_secret": "bi-mat",
        "mysign_profile": "adss:ras:profile:001",
        "csc_url": remote.url,
        "csc_name": "CSC thử",
        "csc_token": "quyen",
    }
    return remote


@pytest.fixture
def account(lan, now):
    return Account(lan.name, "person-1", is_seal=False, at=now, identifier=CITIZEN, secret="1234")


@pytest.fixture
def begin(start, lan, drawing, now):
    """Take a fresh file in hand with a provider's first certificate."""

    def act(key, account, name=""):
        field = start(1).fields.get()
        return begin_signing(
            actor=lan,
            field=field,
            signer=Signer((name or lan.name,), drawing),
            provider=key.code,
            credential=key.get_certificates(account)[0],
            at=now,
        )

    return act


@pytest.mark.parametrize("code", ["csc", "mysign"])
def test_signing_with_a_service_of_the_standard(configured, account, begin, lan, now, code):
    key = provider(code)
    lease = begin(key, account)
    answer = key.sign_hash(account, order_of(lease, title="Quy chế"))
    made = finish_signing(actor=lan, lease=lease, signature=answer.value, at=now)
    assert made.report[-1]["verdict"] == "VALID"
    assert made.provider == code


def test_signing_with_smartca_waits_for_the_phone(configured, account, begin, lan, now):
    key = provider("smartca")
    [credential] = key.get_certificates(account)
    assert credential.code == f"{CITIZEN}/540a"
    lease = begin(key, account)
    waiting = key.sign_hash(account, order_of(lease, title="Quy chế"))
    assert waiting == Waiting("ma-1")
    assert key.poll("ma-1") == Waiting("ma-1")
    configured.confirmed = True
    answer = key.poll("ma-1")
    assert isinstance(answer, Signed)
    made = finish_signing(actor=lan, lease=lease, signature=answer.value, at=now)
    assert made.report[-1]["verdict"] == "VALID"


def test_who_says_no_on_the_phone(configured, account, begin):
    configured.mode = "refused"
    with pytest.raises(ConfirmationRefused):
        provider("smartca").poll("ma-1")
    for code in ("csc", "mysign"):
        key = provider(code)
        lease = begin(key, account)
        with pytest.raises(ConfirmationRefused):
            key.sign_hash(account, order_of(lease, title="Quy chế"))


@pytest.mark.parametrize("mode", ["broken", "garbled"])
@pytest.mark.parametrize("code", ["smartca", "mysign", "csc"])
def test_a_service_that_answers_nonsense_is_called_silent(configured, account, code, mode):
    configured.mode = mode
    with pytest.raises(ProviderSilent) as silent:
        provider(code).get_certificates(account)
    assert provider(code).label in silent.value.sentence


@pytest.mark.parametrize("code", ["smartca", "mysign", "csc"])
def test_a_service_that_is_not_there(configured, account, settings, code):
    nowhere = dict.fromkeys(("smartca_url", "mysign_url", "csc_url"), "http://127.0.0.1:9")
    settings.CERTIFICATES = settings.CERTIFICATES | nowhere
    with pytest.raises(ProviderSilent):
        provider(code).get_certificates(account)


def test_a_refusal_of_the_service_is_told_with_its_reason(configured, account, settings, begin):
    settings.CERTIFICATES = settings.CERTIFICATES | {"csc_token": "het-han", "smartca_id": "la"}
    with pytest.raises(ProviderRefused) as refused:
        provider("csc").get_certificates(account)
    assert "het han" in refused.value.sentence
    with pytest.raises(ProviderRefused):
        provider("smartca").get_certificates(account)


def test_only_what_is_configured_is_offered(settings, tests_ca):
    assert [one.code for one in providers()] == ["test"]
    settings.CERTIFICATES = settings.CERTIFICATES | {"tests": False}
    assert list(providers()) == []
    with pytest.raises(NotFound):
        provider("test")


MODULE = Path("/usr/lib/softhsm/libsofthsm2.so")
needs_softhsm = pytest.mark.skipif(
    shutil.which("softhsm2-util") is None and not os.environ.get("CI"),
    reason="softhsm2 is not installed",
)


@pytest.fixture(scope="session")
def softhsm_folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("softhsm")
    (folder / "tokens").mkdir()
    path = folder / "softhsm2.conf"
    path.write_text(f"directories.tokendir = {folder / 'tokens'}\nlog.level = ERROR\n")
    return folder


@pytest.fixture
def token(softhsm_folder, tests_ca, lan, now, settings, monkeypatch):
    """A software token with the key of Lan, and one of somebody else."""
    monkeypatch.setenv("SOFTHSM2_CONF", str(softhsm_folder / "softhsm2.conf"))
    settings.CERTIFICATES = settings.CERTIFICATES | {
        "pkcs11_module": str(MODULE),
        "pkcs11_token": "thu-nghiem",
    }
    if any((softhsm_folder / "tokens").iterdir()):
        return
    run = ["softhsm2-util", "--init-token", "--free", "--label", "thu-nghiem"]
    subprocess.run([*run, "--so-pin", "87654321", "--pin", "1234"], check=True, capture_output=True)
    people = {"01": lan.name, "02": "Người Khác"}
    for mark, name in people.items():
        _import(mark, tests_ca.identity(f"the-{mark}", Subject(name, "CCCD:1"), at=now))


def _import(mark, identity):
    import pkcs11
    from pkcs11.util.rsa import decode_rsa_private_key
    from pkcs11.util.x509 import decode_x509_certificate

    raw = identity.key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    )

    held = pkcs11.lib(str(MODULE)).get_token(token_label="thu-nghiem")
    with held.open(rw=True, user_pin="1234") as session:
        own = {pkcs11.Attribute.TOKEN: True, pkcs11.Attribute.ID: bytes.fromhex(mark)}
        session.create_object(decode_rsa_private_key(raw) | own)
        session.create_object(decode_x509_certificate(identity.der) | own)


@needs_softhsm
def test_signing_with_a_token(token, account, begin, lan, now):
    key = provider("pkcs11")
    found = key.get_certificates(account)
    # The other holder's certificate on the token is not offered.
    assert [one.code for one in found] == ["01"]
    lease = begin(key, account)
    answer = key.sign_hash(account, order_of(lease, title="Quy chế"))
    made = finish_signing(actor=lan, lease=lease, signature=answer.value, at=now)
    assert made.report[-1]["verdict"] == "VALID"


@needs_softhsm
def test_a_wrong_pin_is_said_and_nothing_is_written(token, lan, now, begin):
    key = provider("pkcs11")
    wrong = Account(lan.name, "person-1", is_seal=False, at=now, secret="0000")
    lease = begin(key, wrong)
    with pytest.raises(WrongPin):
        key.sign_hash(wrong, order_of(lease, title="Quy chế"))
    assert lease.file.revisions.count() == 1


@needs_softhsm
def test_a_token_that_was_pulled_out(token, settings, account):
    settings.CERTIFICATES = settings.CERTIFICATES | {"pkcs11_token": "khong-co"}
    with pytest.raises(ProviderSilent):
        provider("pkcs11").get_certificates(account)
