"""Remote signing by the Cloud Signature Consortium's API, version 1."""

from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from asn1crypto import x509
from django.utils.translation import gettext as _

from congdoan.support.certificates.services.providers.calling import PATIENCE_FOR_PERSON, Line
from congdoan.support.certificates.services.providers.interface import (
    Account,
    Answer,
    ConfirmationRefused,
    Credential,
    Order,
    ProviderSilent,
    Signed,
)

SHA256, RSA_SHA256, ECDSA_SHA256 = (
    "2.16.840.1.101.3.4.2.1",
    "1.2.840.113549.1.1.11",
    "1.2.840.10045.4.3.2",
)


@dataclass(frozen=True)
class Csc:
    """A service that speaks the standard; ``token`` is our own right to ask."""

    line: Line
    token: str
    prefix: str = "/csc/v1"
    code: str = "csc"

    @property
    def label(self) -> str:
        return self.line.label

    @property
    def identifier_label(self) -> str:
        return _("Tên tài khoản tại dịch vụ ký số")

    @property
    def secret_label(self) -> str:
        return _("Mã PIN của khóa")

    def get_certificates(self, account: Account) -> Sequence[Credential]:
        token = self.token_for(account)
        found = self._ask("/credentials/list", {"userID": account.identifier}, token)
        return [self._credential(str(one), token) for one in found.get("credentialIDs") or []]

    def sign_hash(self, account: Account, order: Order) -> Answer:
        token = self.token_for(account)
        digest = b64encode(order.digest).decode()
        right = self._ask(
            "/credentials/authorize",
            {
                "credentialID": order.credential,
                "numSignatures": 1,
                "hash": [digest],
                **self.proof(account, order),
            },
            token,
            patience=PATIENCE_FOR_PERSON,
        )
        if not right.get("SAD"):
            raise ConfirmationRefused(provider=self.label)
        made = self._ask(
            "/signatures/signHash",
            {
                "credentialID": order.credential,
                "SAD": right["SAD"],
                "hash": [digest],
                "hashAlgo": SHA256,
                "signAlgo": self.sign_algorithm(order, token),
                **self.documents(order),
            },
            token,
            patience=PATIENCE_FOR_PERSON,
        )
        return Signed(_value(made, self.label))

    def poll(self, transaction: str) -> Answer:
        """Never needed: the service answers when the owner has confirmed."""
        raise ConfirmationRefused(provider=self.label)

    def token_for(self, account: Account) -> str:
        return self.token

    def proof(self, account: Account, order: Order) -> Mapping[str, object]:
        return {"PIN": account.secret}

    def documents(self, order: Order) -> Mapping[str, object]:
        return {}

    def sign_algorithm(self, order: Order, token: str) -> str:
        """Return the algorithm of the key; ECDSA where the service says so."""
        info = self._info(order.credential, token)
        algorithms = info.get("key", {}).get("algo") or []
        is_curve = any(str(one).startswith("1.2.840.10045") for one in algorithms)
        return ECDSA_SHA256 if is_curve else RSA_SHA256

    def _credential(self, code: str, token: str) -> Credential:
        chain = self._info(code, token).get("cert", {}).get("certificates") or []
        try:
            first, *others = [x509.Certificate.load(b64decode(one)) for one in chain]
        except ValueError as garbled:
            raise ProviderSilent(provider=self.label) from garbled
        return Credential(code, first, tuple(others))

    def _info(self, code: str, token: str) -> dict[str, Any]:
        wanted = {"credentialID": code, "certificates": "chain", "certInfo": True}
        return self._ask("/credentials/info", wanted, token)

    def _ask(
        self, path: str, said: Mapping[str, object], token: str, *, patience: float = 10
    ) -> dict[str, Any]:
        return self.line.post(self.prefix + path, said, token=token, patience=patience)


@dataclass(frozen=True)
class MySign(Csc):
    """
    Viettel MySign: the standard behind Ascertia ADSS, with a sign-in of its own.

    The owner confirms in the phone app while ``authorize`` is waiting for its answer.
    """

    client: str = ""
    secret: str = ""
    profile: str = ""
    prefix: str = "/adss/service/ras/csc/v1"
    code: str = "mysign"

    @property
    def identifier_label(self) -> str:
        return _("Số CCCD hoặc mã số thuế đã đăng ký MySign")

    @property
    def secret_label(self) -> str:
        """Nothing is typed here: the phone is the proof; we ask for the password instead."""
        return ""

    def token_for(self, account: Account) -> str:
        told = self.line.post(
            "/adss/service/ras/v1/login",
            {
                "client_id": self.client,
                "client_secret": self.secret,
                "profile_id": self.profile,
                "user_id": account.identifier,
            },
        )
        if not told.get("access_token"):
            raise ConfirmationRefused(provider=self.label)
        return str(told["access_token"])

    def proof(self, account: Account, order: Order) -> Mapping[str, object]:
        return {"description": order.title[:200], **self.documents(order)}

    def documents(self, order: Order) -> Mapping[str, object]:
        return {"documents": [{"document_id": order.key, "document_name": order.title[:200]}]}


def _value(made: Mapping[str, Any], label: str) -> bytes:
    values = made.get("signatures") or []
    try:
        return b64decode(values[0], validate=True)
    except (IndexError, ValueError, TypeError) as garbled:
        raise ProviderSilent(provider=label) from garbled
