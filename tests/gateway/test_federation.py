"""
Two installations of ours, each a web server with TLS and a database of its own, on loopback.

A document goes from the first to the second, is taken up, answered and recalled; what is carried
is signed, taken once, and believed from nobody else.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
import hashlib
import ipaddress
import os
from pathlib import Path
import socket
import ssl
import subprocess
import sys
import time
from typing import Any
from urllib.parse import quote
from urllib.request import Request as Asked
from urllib.request import urlopen

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.db import connection
import pytest
import requests

from congdoan.config.environment import PROJECT
from congdoan.foundation import clock
from tests.database import copy, drop, standing_on

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

NORTH, SOUTH = "000.01.01.H41", "000.02.02.H68"


@dataclass
class Installation:
    code: str
    database: str
    port: int
    certificate: str

    @property
    def address(self) -> str:
        return f"https://127.0.0.1:{self.port}"


def _certificate(folder: Path, name: str) -> tuple[Path, Path, str]:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    names = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(names, critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = made.public_bytes(serialization.Encoding.PEM)
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    paths = folder / f"{name}.pem", folder / f"{name}.key"
    paths[0].write_bytes(pem)
    paths[1].write_bytes(secret)
    return *paths, pem.decode()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _database_url(name: str) -> str:
    known = connection.settings_dict
    user, host = known["USER"], quote(str(known["HOST"]), safe="")
    secret = f":{quote(known['PASSWORD'])}" if known["PASSWORD"] else ""
    port = f":{known['PORT']}" if known["PORT"] else ""
    return f"postgres://{user}{secret}@{host}{port}/{name}"


@contextmanager
def _serving(folder: Path, code: str, database: str) -> Iterator[Installation]:
    """Run the product's own web server, with TLS, on a database."""
    certificate, key, pem = _certificate(folder, code)
    port = _free_port()
    command = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"),
        *("--port", str(port), "--http", "1", "--no-ws", "--workers", "1"),
        *("--ssl-certificate", str(certificate), "--ssl-keyfile", str(key)),
        *("--log-level", "warning", "congdoan.config.wsgi:application"),
    ]
    settings = {
        "DATABASE_URL": _database_url(database),
        "DJANGO_SETTINGS_MODULE": "congdoan.config.settings_test",
        "PYTHONPATH": f"{PROJECT / 'src'}{os.pathsep}{PROJECT}",
    }
    server = subprocess.Popen(command, cwd=PROJECT, env=os.environ | settings)
    try:
        yield Installation(code, database, port, pem)
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait_for(one: Installation) -> None:
    trusts = ssl.create_default_context(cadata=one.certificate)
    until = time.monotonic() + 60
    while True:
        try:
            with urlopen(Asked(f"{one.address}/health/live"), timeout=5, context=trusts):  # noqa: S310
                return
        except OSError:
            assert time.monotonic() < until
            time.sleep(0.1)


@pytest.fixture
def two(tree: Any, lan: Any, clerk: Any, tmp_path: Path) -> Iterator[tuple[Any, Any]]:
    """The same tree in both: in the north it is a province's, in the south another one's."""
    here = connection.settings_dict["NAME"]
    other = f"{here}_nam"
    copy(here, other)
    with (
        _serving(tmp_path, NORTH, here) as north,
        _serving(tmp_path, SOUTH, other) as south,
    ):
        _wait_for(north)
        _wait_for(south)
        yield north, south
    drop(other)


def _connect(mine: Installation, their: Installation, certificate: str, tree: Any) -> None:
    from congdoan.areas.gateway import api
    from congdoan.kernel.access.api import system_actor

    today = clock.today()
    actor = system_actor(today=today)
    api.give_code(actor=actor, organisation=tree.middle, code=mine.code, on=today)
    data = api.PeerData(
        code=their.code,
        name=f"LĐLĐ {their.code}",
        profile="QCVN",
        way=api.Way.FEDERATION,
        address=their.address,
        certificate=certificate,
        authority=their.certificate,
    )
    api.connect_peer(actor=actor, data=data, on=today, at=clock.now())


def _own_certificate() -> str:
    from congdoan.areas.gateway import api
    from congdoan.kernel.access.api import system_actor

    return api.make_key(actor=system_actor(today=clock.today()), at=clock.now()).certificate


def _carry() -> list[tuple[str, str, str]]:
    """Send what waits; return what has left, all in all."""
    from congdoan.areas.gateway import api

    api.send_waiting(clock=clock.now)
    rows = api.Package.objects.filter(direction="OUT").order_by("pk")
    return [(one.kind, one.status_code, one.state) for one in rows]


def _issued(tree: Any, lan: Any, clerk: Any, subject: str, **more: Any) -> Any:
    from congdoan.areas.documents import api
    from tests.documents_world import _go, a_pdf

    ask = {"today": clock.today(), "now": clock.now(), "lan": lan, "clerk": clerk}
    data = api.DocumentData(type="UNION.HD", subject=subject)
    document = api.draft_document(
        actor=clerk, organisation=tree.middle, data=data, body=a_pdf(), at=ask["now"], **more
    )
    for name in ("REVIEW", "APPROVED", "SIGNED", "ISSUED"):
        document = _go(api, document, name, **ask)
    return document


def _send(document: Any, clerk: Any, code: str) -> None:
    from congdoan.areas.documents import api

    rule = api.Rule(outside=f"Bên kia; {code}")
    api.send_document(actor=clerk, document=document, rule=rule, on=clock.today(), at=clock.now())


def _signed(their: Installation, content: bytes, **other: Any) -> dict[str, str]:
    from congdoan.areas.gateway.api import PATH, signer
    from congdoan.areas.gateway.rules.signed_requests import Request, signed_headers

    request = Request(
        method="POST",
        authority=f"127.0.0.1:{their.port}",
        path=PATH,
        content_type="application/xml",
        digest=hashlib.sha256(content).digest(),
    )
    key, fingerprint = signer()  # type: ignore[misc]
    words = {"created": int(clock.now().timestamp()), "nonce": "n" * 20} | other
    return signed_headers(request, fingerprint=fingerprint, key=key.key, **words)


def _hostile(their: Installation, folder: Path) -> None:
    """Replayed, unsigned, changed, out of time: refused; the same package again: no second line."""
    from congdoan.areas.gateway import api

    package = api.Package.objects.filter(direction="OUT", kind="NEW").first()
    with api.open_content(package) as kept:
        content = kept.read()

    def post(body: bytes, headers: dict[str, str]) -> tuple[int, str]:
        answer = requests.post(
            f"{their.address}{api.PATH}",
            data=body,
            headers=headers,
            verify=str(folder / f"{their.code}.pem"),
            timeout=20,
        )
        return answer.status_code, answer.json().get("code", "")

    headers = _signed(their, content)
    assert post(content, headers) == (200, "")
    assert post(content, headers) == (409, "Replayed")
    assert post(content, {"Content-Type": "application/xml"}) == (401, "Unsigned")
    assert post(content + b" ", _signed(their, content, nonce="a" * 20)) == (401, "SignatureWrong")
    late = _signed(their, content, created=int(clock.now().timestamp()) - 3600, nonce="b" * 20)
    assert post(content, late) == (401, "OutOfTime")


@dataclass
class Story:
    """What the acts below share."""

    north: Installation
    south: Installation
    tree: Any
    lan: Any
    clerk: Any
    document: Any = None
    answer: Any = None

    @contextmanager
    def in_the_south(self) -> Iterator[None]:
        with standing_on(self.south.database):
            yield

    @property
    def receiver(self) -> Any:
        return self.document.receivers.get()


def _meet(story: Story) -> None:
    """Certificates are handed over, codes given; who has not the pinned one is not spoken to."""
    from congdoan.areas.gateway.models import Package, Peer

    first = _own_certificate()
    with story.in_the_south():
        second = _own_certificate()
        _connect(story.south, story.north, first, story.tree)
    _connect(story.north, story.south, second, story.tree)
    story.document = _issued(story.tree, story.lan, story.clerk, "hướng dẫn hội nghị")
    Peer.objects.update(authority=story.north.certificate)
    _send(story.document, story.clerk, SOUTH)
    assert _carry() == [("NEW", "", "WAITING")]
    assert "chứng thư HTTPS" in Package.objects.get().failure
    Peer.objects.update(authority=story.south.certificate)
    Package.objects.update(next_try=clock.now())
    assert _carry() == [("NEW", "", "SENT")]


def _take_up(story: Story) -> None:
    from congdoan.areas.documents import api as documents
    from congdoan.areas.documents.models import Incoming

    with story.in_the_south():
        line = Incoming.objects.get()
        assert (line.symbol, line.sender_code) == (story.document.symbol, NORTH)
        assert line.told == "01"
        documents.acknowledge(actor=story.clerk, incoming=line, at=clock.now())
        assert [code for _kind, code, state in _carry() if state == "SENT"] == ["01", "03"]
    assert (story.receiver.state, story.receiver.accepted_at is not None) == ("03", True)


def _answer(story: Story) -> None:
    from congdoan.areas.documents import api as documents
    from congdoan.areas.documents.models import Incoming

    with story.in_the_south():
        origin = documents.Origin(answers=Incoming.objects.get())
        story.answer = _issued(story.tree, story.lan, story.clerk, "trả lời", origin=origin)
        _send(story.answer, story.clerk, NORTH)
        assert [row[:2] for row in _carry()][2:] == [("NEW", ""), ("STATUS", "06")]
    assert (story.receiver.state, story.receiver.answered_at is not None) == ("06", True)
    assert Incoming.objects.get().replies_to == story.document
    _carry()


def _recall(story: Story) -> None:
    from congdoan.areas.documents import api as documents
    from congdoan.areas.documents.models import Incoming
    from congdoan.areas.gateway.models import Package

    documents.take_back(actor=story.clerk, document=story.document, reason="nhầm", at=clock.now())
    assert ("REVOKE", "", "SENT") in _carry()
    with story.in_the_south():
        line = Incoming.objects.get()
        assert (line.told, line.asked_why) == ("13", "nhầm")
        assert story.answer.receivers.get().state == "01"
        documents.answer_request_back(
            actor=story.clerk, incoming=line, agree=True, reason="", at=clock.now()
        )
        _carry()
        assert Incoming.objects.get().state == "WITHDRAWN"
        assert not Package.objects.filter(state="REFUSED").exists()
    steps = story.receiver.steps.order_by("pk").values_list("state", flat=True)
    assert list(steps) == ["01", "03", "06", "13", "15"]


def test_two_installations_exchange_a_document_its_answer_and_its_recall(
    two: tuple[Installation, Installation], tree: Any, lan: Any, clerk: Any, tmp_path: Path
) -> None:
    story = Story(*two, tree=tree, lan=lan, clerk=clerk)
    _meet(story)
    _hostile(story.south, tmp_path)
    _take_up(story)
    _answer(story)
    _recall(story)
