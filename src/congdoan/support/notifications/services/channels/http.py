"""Talking to another side by HTTP: what every adapter does the same way."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
import json
from typing import Any

import requests
from urllib3.exceptions import HTTPError

from congdoan.support.notifications.enums import Fault
from congdoan.support.notifications.services.channels.interface import Outcome, Result

CONNECT_SECONDS, ANSWER_SECONDS = 5, 20
#: An answer is a few lines; what is longer is none of ours.
LONGEST_ANSWER = 65_536


@dataclass(frozen=True)
class Answer:
    status: int
    body: dict[str, Any]
    headers: Mapping[str, str]

    @property
    def wait(self) -> timedelta | None:
        """Return how long the other side asked us to wait, within a day."""
        said = self.headers.get("Retry-After") or ""
        parameters = self.body.get("parameters")
        if isinstance(parameters, dict) and not said:
            said = str(parameters.get("retry_after", ""))
        if not (said.isascii() and said.isdigit()):
            return None
        return timedelta(seconds=min(int(said), 86_400))


class Line:
    """One kept connection; a fault of the line becomes an outcome that names no address."""

    def __init__(self, *, repeatable: bool, headers: Mapping[str, str] | None = None) -> None:
        self._session = requests.Session()
        # Proxies and .netrc of the machine's user are none of ours to follow silently.
        self._session.trust_env = False
        self._session.headers.update({"User-Agent": "CongDoanSo", **(headers or {})})
        self._repeatable = repeatable

    def post(self, url: str, **values: Any) -> Answer | Outcome:
        try:
            with self._session.post(
                url,
                timeout=(CONNECT_SECONDS, ANSWER_SECONDS),
                allow_redirects=False,
                stream=True,
                **values,
            ) as answer:
                text = answer.raw.read(LONGEST_ANSWER, decode_content=True)
                return Answer(answer.status_code, _read(text), answer.headers)
        except (requests.ConnectTimeout, requests.exceptions.SSLError) as problem:
            # Nothing was handed over: the door did not open, or is not theirs.
            return Outcome(Result.AWAY, Fault.AWAY, type(problem).__name__)
        except requests.ConnectionError as problem:
            return self._broken(problem)
        except (requests.RequestException, HTTPError, OSError, ValueError) as problem:
            # It was handed over, the answer never came.
            result = Result.LATER if self._repeatable else Result.UNSURE
            return Outcome(result, Fault.AWAY, type(problem).__name__)

    def _broken(self, problem: requests.ConnectionError) -> Outcome:
        """Tell a door that never opened from one that was slammed while we spoke."""
        if "NewConnectionError" in repr(problem) or "NameResolutionError" in repr(problem):
            return Outcome(Result.AWAY, Fault.AWAY, "NewConnectionError")
        result = Result.LATER if self._repeatable else Result.UNSURE
        return Outcome(result, Fault.AWAY, type(problem).__name__)

    def close(self) -> None:
        self._session.close()


def _read(text: bytes) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def by_status(answer: Answer) -> Outcome | None:
    """Read what means the same everywhere; None where the adapter must read further."""
    if answer.status == 429:
        return Outcome(Result.LATER, Fault.LIMIT, "429", wait=answer.wait)
    if answer.status >= 500:
        return Outcome(Result.LATER, Fault.AWAY, str(answer.status), wait=answer.wait)
    if answer.status == 401:
        return Outcome(Result.AWAY, Fault.KEY, "401")
    return None
