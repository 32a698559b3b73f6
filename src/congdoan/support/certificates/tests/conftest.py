from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from congdoan.support.certificates.enums import FieldKind
from congdoan.support.certificates.services import authority as authorities
from congdoan.support.certificates.services.authority import Subject
from congdoan.support.certificates.services.providers.interface import Account, Credential, Signed
from congdoan.support.certificates.services.providers.software import TestKeys
from congdoan.support.certificates.services.signing import (
    Signer,
    begin_signing,
    finish_signing,
    order_of,
)
from congdoan.support.certificates.services.starting import FieldPlan, start_file
from congdoan.support.rendering.api import (
    IssuingBody,
    OfficialDocument,
    Paragraph,
    SignatureBlock,
    signature_mark,
    text_hash,
    to_signable_pdf,
)

TEXT = "QUY CHẾ\nPhối hợp công tác"


@pytest.fixture(scope="session")
def test_folder(tmp_path_factory):
    """One authority for the whole run: making keys is the slow part."""
    return tmp_path_factory.mktemp("authority")


@pytest.fixture(autouse=True)
def home(settings, test_folder):
    settings.HOME = test_folder
    return test_folder


@pytest.fixture
def tests_ca(home):
    """The built-in authority; what a test revokes is good again afterwards."""
    held = authorities.authority(home / "test-ca")
    yield held
    (home / "test-ca" / "revoked.json").unlink(missing_ok=True)


@pytest.fixture(scope="session")
def drawing():
    return signature_mark(["CHỦ TỊCH"], name="Nguyễn Thị Lan", foot=["Ký số"], width=150, height=60)


@pytest.fixture(scope="session")
def signable():
    """A paper with five places for signatures, and where they are."""
    document = OfficialDocument(
        bodies=[IssuingBody("Công đoàn thử nghiệm")],
        type_name="Quy chế",
        subject="phối hợp công tác",
        body=[Paragraph("Hai bên thống nhất.")],
        signatures=[SignatureBlock("", party=f"Bên {number}") for number in range(1, 6)],
    )
    return to_signable_pdf(document, created_at=datetime(2026, 3, 2, tzinfo=UTC))


@pytest.fixture
def start(tree, system, signable, tests_ca, now):
    """Open a file with a place for each of ``parties`` (and for their seals)."""

    def act(count=3, *, seals=False, at=None):
        pdf, places = signable
        parties = [tree.middle, tree.leaf, tree.department, tree.other_leaf, tree.far_middle]
        kinds = [FieldKind.PERSON, FieldKind.SEAL] if seals else [FieldKind.PERSON]
        return start_file(
            actor=system,
            organisation=tree.province,
            title="Quy chế phối hợp",
            text_hash=text_hash(TEXT),
            pdf=pdf,
            fields=[
                FieldPlan(f"{kind}-{n}", kind, party, f"Bên {n}", places[n].page, places[n].box)
                for n, party in enumerate(parties[:count])
                for kind in kinds
            ],
            at=at or now,
        )

    return act


@dataclass
class Hand:
    """What a test needs to sign: the actor, the holder's names and a credential."""

    actor: Any
    signer: Signer
    credential: Credential
    keys: TestKeys
    account: Account

    def value(self, lease):
        answer = self.keys.sign_hash(self.account, order_of(lease, title="Quy chế"))
        assert isinstance(answer, Signed)
        return answer.value


@pytest.fixture
def hand(tests_ca, drawing, now):
    """The key of somebody: a real certificate of the test authority."""

    def make(actor, name="", *, is_seal=False, at=None, credential=None):
        holder = name or actor.name
        keys = TestKeys(tests_ca)
        reference = f"{'organisation' if is_seal else 'person'}-{text_hash(holder)[:8]}"
        account = Account(holder, reference, is_seal, at or now)
        chosen = credential or keys.get_certificates(account)[0]
        return Hand(actor, Signer((holder,), drawing), chosen, keys, account)

    return make


@pytest.fixture
def sign(now):
    """Sign a field whole: take the file in hand, sign, put it in."""

    def act(field, by, *, at=None):
        lease = begin_signing(
            actor=by.actor,
            field=field,
            signer=by.signer,
            provider="test",
            credential=by.credential,
            at=at or now,
        )
        return finish_signing(actor=by.actor, lease=lease, signature=by.value(lease), at=at or now)

    return act


@pytest.fixture
def special(tests_ca, now):
    """A credential made to be wrong in one way."""

    def make(name, *, identity="CCCD:THU-NGHIEM", begins=None, ends=None, for_server=False):
        key = f"special-{text_hash(name + identity)[:10]}-{for_server}-{begins}-{ends}"
        made = tests_ca.issue(
            key.replace(" ", "").replace("/", ""),
            Subject(name, identity, for_server=for_server),
            begins=begins or now - timedelta(days=1),
            ends=ends or now + timedelta(days=30),
        )
        return Credential(
            key.replace(" ", "").replace("/", ""), made.asn1(), (tests_ca.issuing.asn1(),)
        )

    return make
