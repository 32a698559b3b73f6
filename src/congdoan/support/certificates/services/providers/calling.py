"""Asking a remote signing service: one place for time limits, and for what went wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
import logging
from typing import Any

import requests

from congdoan.support.certificates.services.providers.interface import (
    ProviderRefused,
    ProviderSilent,
)

log = logging.getLogger(__name__)
#: Seconds for a plain question, and for one whose owner confirms on the phone meanwhile.
PATIENCE, PATIENCE_FOR_PERSON = 10, 110
#: An answer longer than this is no answer of a signing service.
_LIMIT = 2_000_000


@dataclass(frozen=True)
class Line:
    """A connection to one service."""

    base: str
    label: str

    def post(
        self,
        path: str,
        said: Mapping[str, object],
        *,
        token: str = "",
        patience: float = PATIENCE,
    ) -> dict[str, Any]:
        """
        Return the answer.

        :raises ProviderSilent: when there is none, or none that can be understood
        :raises ProviderRefused: when it is no
        """
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        address = self.base.rstrip("/") + path
        try:
            answer = requests.post(
                address,
                json=dict(said),
                headers=headers,
                timeout=(PATIENCE, patience),
                allow_redirects=False,
            )
        except requests.RequestException as silent:
            log.warning("%s: %s", self.label, type(silent).__name__)
            raise ProviderSilent(provider=self.label) from silent
        if answer.status_code >= 500 or len(answer.content) > _LIMIT:
            raise ProviderSilent(provider=self.label)
        try:
            told = answer.json()
        except ValueError as garbled:
            raise ProviderSilent(provider=self.label) from garbled
        if not isinstance(told, dict):
            raise ProviderSilent(provider=self.label)
        if answer.status_code >= 400:
            raise ProviderRefused(provider=self.label, reason=reason_in(told))
        return told


def reason_in(told: Mapping[str, Any]) -> str:
    """Return what a service says for itself, short enough for one sentence."""
    for key in ("error_description", "message", "error"):
        if told.get(key):
            return str(told[key])[:200]
    return "?"
