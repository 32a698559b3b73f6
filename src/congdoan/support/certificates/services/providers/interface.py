"""
Whoever keeps the key: in this process, in a token, with a remote signing service.

The document never leaves us; a provider is given a hash and gives back a signature, at once or
after its owner has confirmed on the phone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from asn1crypto import x509

from congdoan.foundation.refusal import Refusal


class ProviderSilent(Refusal):
    """{provider} không trả lời nên chữ ký chưa được ghi; tệp vẫn nguyên, hãy thử lại sau."""


class ProviderRefused(Refusal):
    """{provider} từ chối yêu cầu ký: {reason}. Chữ ký chưa được ghi; tệp vẫn nguyên."""


class WrongPin(Refusal):
    """Mã PIN hoặc mã xác nhận chưa đúng; chữ ký chưa được ghi, hãy nhập lại."""


class NoCertificates(Refusal):
    """{provider} không có chứng thư số nào dùng được cho tài khoản này; hãy kiểm tra tài khoản."""


class ConfirmationRefused(Refusal):
    """Yêu cầu ký đã bị từ chối hoặc hết hạn trên ứng dụng của {provider}; hãy ký lại."""


@dataclass(frozen=True)
class Account:
    """Whose key is wanted, and what was typed to reach it. Never stored."""

    #: The holder as our registers name them: a person, or the organisation for a seal.
    holder: str
    #: Stable name of that holder here ("person-17", "organisation-5").
    reference: str
    is_seal: bool
    at: datetime
    #: What the service knows the holder by (a citizen's number, a user name).
    identifier: str = ""
    secret: str = ""


@dataclass(frozen=True)
class Credential:
    """A certificate whose key a provider can use."""

    code: str
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...] = ()


@dataclass(frozen=True)
class Order:
    """What is to be signed; ``signed`` is what ``digest`` is the SHA-256 of."""

    credential: str
    digest: bytes
    signed: bytes
    title: str
    key: str


@dataclass(frozen=True)
class Signed:
    value: bytes


@dataclass(frozen=True)
class Waiting:
    """The owner has to confirm elsewhere; ask again with ``transaction``."""

    transaction: str


Answer = Signed | Waiting


class Provider(Protocol):
    """One way to a key."""

    @property
    def code(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def identifier_label(self) -> str:
        """What to ask the person for, to find the account; empty: nothing."""
        ...

    @property
    def secret_label(self) -> str:
        """What proves the owner of the key; empty: we ask for the sign-in password instead."""
        ...

    def get_certificates(self, account: Account) -> Sequence[Credential]:
        """:raises ProviderSilent, ProviderRefused, WrongPin:"""
        ...

    def sign_hash(self, account: Account, order: Order) -> Answer:
        """:raises ProviderSilent, ProviderRefused, WrongPin:"""
        ...

    def poll(self, transaction: str) -> Answer:
        """:raises ProviderSilent, ConfirmationRefused:"""
        ...
