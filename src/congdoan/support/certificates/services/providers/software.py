"""Keys of the built-in test authority: what a demonstration signs with."""

from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from django.utils.translation import gettext as _

from congdoan.support.certificates.services.authority import Authority, Identity, Subject
from congdoan.support.certificates.services.providers.interface import (
    Account,
    Answer,
    Credential,
    Order,
    Signed,
    Waiting,
)


@dataclass(frozen=True)
class TestKeys:
    """Whoever asks has a certificate, made at the first question. Worth nothing outside."""

    authority: Authority
    code: str = "test"
    identifier_label: str = ""
    secret_label: str = ""

    @property
    def label(self) -> str:
        return _("Chứng thư số thử nghiệm của hệ thống")

    def get_certificates(self, account: Account) -> Sequence[Credential]:
        mark = "MST" if account.is_seal else "CCCD"
        subject = Subject(account.holder, f"{mark}:THU-NGHIEM-{account.reference}")
        made = self.authority.identity(account.reference, subject, at=account.at)
        return [Credential(account.reference, made.asn1(), (self.authority.issuing.asn1(),))]

    def sign_hash(self, account: Account, order: Order) -> Answer:
        return Signed(sign(self.authority.kept(order.credential), order.signed))

    def poll(self, transaction: str) -> Answer:
        return Waiting(transaction)


def sign(identity: Identity, data: bytes) -> bytes:
    return identity.key.sign(data, padding.PKCS1v15(), hashes.SHA256())
