"""
Sealing: text that lies encrypted in the database, and the token by which equals are found.

The key is the installation's; what an earlier key sealed (``SECRET_KEY_FALLBACKS``) still opens.
``use`` keeps the keys of different tables apart. A token says "the same value" and nothing else.
"""

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.encoding import force_bytes

from congdoan.foundation.refusal import Refusal


class CannotBeOpened(Refusal):
    """Dữ liệu này được mã hóa bằng một khóa máy chủ không còn; hãy báo người quản trị hệ thống."""


def _keys(use: str) -> list[bytes]:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [hashlib.sha256(f"{use}:".encode() + force_bytes(secret)).digest() for secret in secrets]


def seal(text: str, *, use: str) -> str:
    """Return ``text`` encrypted; nothing stays nothing."""
    return _cipher(use).encrypt(text.encode()).decode() if text else ""


def seal_without_time(text: str, *, use: str) -> str:
    """Return ``text`` encrypted, without the moment a sealed text otherwise bears in the clear."""
    return _cipher(use).encrypt_at_time(text.encode(), 0).decode() if text else ""


def unseal(sealed: str, *, use: str) -> str:
    """:raises CannotBeOpened: when no key of the installation opens it"""
    if not sealed:
        return ""
    try:
        return _cipher(use).decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise CannotBeOpened from None


def token(text: str, *, use: str) -> str:
    """Return the token of a value under the present key."""
    return tokens(text, use=use)[0]


def tokens(text: str, *, use: str) -> list[str]:
    """Return the tokens a value may stand under: of the present key, then of the former ones."""
    return [
        hmac.new(key, b"token:" + text.encode(), hashlib.sha256).hexdigest()[:32]
        for key in _keys(use)
    ]


def _cipher(use: str) -> MultiFernet:
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in _keys(use)])
