"""A token or HSM attached to the server (PKCS#11): an organisation's seal, mostly."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from asn1crypto import x509
from django.utils.translation import gettext as _
import pkcs11
from pkcs11 import Attribute, KeyType, Mechanism, ObjectClass
from pkcs11.exceptions import PinIncorrect, PinInvalid, PinLenRange, PKCS11Error
from pkcs11.util.ec import encode_ecdsa_signature

from congdoan.foundation.vietnamese import fold
from congdoan.support.certificates.services.providers.interface import (
    Account,
    Answer,
    ConfirmationRefused,
    Credential,
    Order,
    ProviderSilent,
    Signed,
    WrongPin,
)
from congdoan.support.certificates.services.reading import facts_of


@dataclass(frozen=True)
class Token:
    """One token; the PIN is asked for each signature and kept nowhere."""

    module: str
    token: str
    code: str = "pkcs11"
    identifier_label: str = ""

    @property
    def label(self) -> str:
        return _("Thiết bị bảo mật của máy chủ ({token})").format(token=self.token)

    @property
    def secret_label(self) -> str:
        return _("Mã PIN của thiết bị")

    def get_certificates(self, account: Account) -> Sequence[Credential]:
        """Return the holder's own certificates on the token, not those of others."""
        try:
            with self._open().open() as session:
                found = session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE})
                held = [(one[Attribute.ID], one[Attribute.VALUE]) for one in found]
        except PKCS11Error as silent:
            raise ProviderSilent(provider=self.label) from silent
        loaded = [(mark.hex(), x509.Certificate.load(der)) for mark, der in held]
        return [
            Credential(mark, one, tuple(other for _mark, other in loaded if other.ca))
            for mark, one in loaded
            if fold(facts_of(one).holder) == fold(account.holder)
        ]

    def sign_hash(self, account: Account, order: Order) -> Answer:
        try:
            with self._open().open(user_pin=account.secret) as session:
                key = session.get_key(
                    object_class=ObjectClass.PRIVATE_KEY, id=bytes.fromhex(order.credential)
                )
                return Signed(_sign(key, order))
        except (PinIncorrect, PinInvalid, PinLenRange) as wrong:
            raise WrongPin from wrong
        except PKCS11Error as silent:
            raise ProviderSilent(provider=self.label) from silent

    def poll(self, transaction: str) -> Answer:
        """Never needed: a token answers at once."""
        raise ConfirmationRefused(provider=self.label)

    def _open(self) -> Any:
        try:
            return _library(self.module).get_token(token_label=self.token)
        except (PKCS11Error, OSError, RuntimeError) as silent:
            raise ProviderSilent(provider=self.label) from silent


def _sign(key: Any, order: Order) -> bytes:
    if key.key_type == KeyType.EC:
        return bytes(encode_ecdsa_signature(key.sign(order.digest, mechanism=Mechanism.ECDSA)))
    return bytes(key.sign(order.signed, mechanism=Mechanism.SHA256_RSA_PKCS))


@cache
def _library(module: str) -> Any:
    return pkcs11.lib(module)
