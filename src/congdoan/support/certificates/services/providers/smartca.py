"""VNPT SmartCA: a service with an interface of its own; the owner confirms in the phone app."""

from base64 import b64decode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from asn1crypto import pem, x509
from django.utils.translation import gettext as _

from congdoan.support.certificates.services.providers.calling import Line, reason_in
from congdoan.support.certificates.services.providers.interface import (
    Account,
    Answer,
    ConfirmationRefused,
    Credential,
    Order,
    ProviderRefused,
    ProviderSilent,
    Signed,
    Waiting,
)

#: Words in the status of a request that will never be signed any more.
_OVER = ("REJECT", "EXPIRE", "CANCEL", "TIMEOUT")


@dataclass(frozen=True)
class SmartCa:
    line: Line
    client: str
    password: str
    code: str = "smartca"

    @property
    def label(self) -> str:
        return self.line.label

    @property
    def identifier_label(self) -> str:
        return _("Số CCCD hoặc mã số thuế đã đăng ký SmartCA")

    @property
    def secret_label(self) -> str:
        """Nothing is typed here: the phone is the proof; we ask for the password instead."""
        return ""

    def get_certificates(self, account: Account) -> Sequence[Credential]:
        told = self._ask(
            "/v1/credentials/get_certificate",
            {"user_id": account.identifier, "serial_number": "", "transaction_id": "chung-thu-so"},
        )
        return [
            _credential(one, account, self.label)
            for one in told.get("user_certificates") or []
            if one.get("cert_status_code", "VALID") == "VALID"
        ]

    def sign_hash(self, account: Account, order: Order) -> Answer:
        user, _mark, serial = order.credential.partition("/")
        told = self._ask(
            "/v1/signatures/sign",
            {
                "user_id": user,
                "serial_number": serial,
                "transaction_id": order.key,
                "transaction_desc": order.title[:200],
                "sign_files": [
                    {
                        "data_to_be_signed": order.digest.hex(),
                        "doc_id": order.key,
                        "file_type": "pdf",
                        "sign_type": "hash",
                    }
                ],
            },
        )
        transaction = told.get("tran_code") or told.get("transaction_id")
        if not transaction:
            raise ProviderSilent(provider=self.label)
        return Waiting(str(transaction))

    def poll(self, transaction: str) -> Answer:
        whole = self.line.post(f"/v1/signatures/sign/{transaction}/status", {})
        if any(word in str(whole.get("message", "")).upper() for word in _OVER):
            raise ConfirmationRefused(provider=self.label)
        values = (whole.get("data") or {}).get("signatures") or []
        if not values:
            return Waiting(transaction)
        try:
            return Signed(b64decode(values[0]["signature_value"], validate=True))
        except (KeyError, ValueError, TypeError) as garbled:
            raise ProviderSilent(provider=self.label) from garbled

    def _ask(self, path: str, said: Mapping[str, object]) -> dict[str, Any]:
        own = {"sp_id": self.client, "sp_password": self.password}
        whole = self.line.post(path, {**own, **said})
        if int(whole.get("status_code") or 200) >= 400:
            raise ProviderRefused(provider=self.label, reason=reason_in(whole))
        return whole.get("data") or {}


def _credential(told: Mapping[str, Any], account: Account, label: str) -> Credential:
    """The code carries both the account and the serial number: signing asks for the two."""
    chain = told.get("chain_data") or {}
    try:
        certificate = _load(told["cert_data"])
        others = [_load(chain[key]) for key in ("ca_cert", "root_cert") if chain.get(key)]
        serial = told["serial_number"]
    except (KeyError, ValueError) as garbled:
        raise ProviderSilent(provider=label) from garbled
    return Credential(f"{account.identifier}/{serial}", certificate, tuple(others))


def _load(text: str) -> x509.Certificate:
    raw = text.encode()
    return x509.Certificate.load(pem.unarmor(raw)[2] if pem.detect(raw) else b64decode(text))
