"""
A Facebook page by the Graph API: post to its feed, take a post down.

The key goes in the body, never in an address, so that no log of a server in between holds it. The
other side knows no key of repetition: what may have been taken is said to be unsure (ADR 28).
"""

from datetime import timedelta

from congdoan.support.notifications.api import Answer, Fault, Line, Outcome, Result, by_status

ADDRESS, VERSION = "https://graph.facebook.com", "v23.0"
#: How long nothing is asked of a page that was asked too much, unless that says how long.
LIMITED = timedelta(minutes=30)
#: Not signed in, key run out, or without the right to post.
_KEY = {3, 10, 102, 190, 463, 467}
_LIMIT = {4, 17, 32, 613}
_PASSES = {1, 2}
#: The same words stand there already: perhaps ours, of a try whose answer was lost.
_TWICE = 506


class Graph:
    """A connection to one page."""

    def __init__(self, address: str, version: str, key: str) -> None:
        self._base, self._key = f"{address.rstrip('/')}/{version}", key
        self._line = Line(repeatable=False)

    def post(self, page_id: str, message: str, link: str) -> Outcome:
        values = {"message": message, "access_token": self._key}
        if link:
            values["link"] = link
        answer = self._line.post(f"{self._base}/{page_id}/feed", data=values)
        return answer if isinstance(answer, Outcome) else _posted(answer)

    def remove(self, post_id: str) -> Outcome:
        answer = self._line.post(
            f"{self._base}/{post_id}", data={"method": "delete", "access_token": self._key}
        )
        if isinstance(answer, Outcome):
            # Taken down twice is taken down.
            doubt = answer.result is Result.UNSURE
            return Outcome(Result.LATER, answer.fault, answer.detail) if doubt else answer
        return _removed(answer)

    def close(self) -> None:
        self._line.close()


def _posted(answer: Answer) -> Outcome:
    given = answer.body.get("id")
    if answer.status == 200 and isinstance(given, str) and given and "error" not in answer.body:
        return Outcome(Result.TAKEN, provider_id=given)
    refused = _refused(answer)
    if refused is not None:
        return refused
    # An answer of 200 that names no post: something in between spoke, the post may stand there.
    return Outcome(Result.UNSURE, Fault.REFUSED, f"{answer.status} no id")


def _removed(answer: Answer) -> Outcome:
    if answer.status == 200 and answer.body.get("success") is True:
        return Outcome(Result.TAKEN)
    if _code(answer) == (100, 33):
        return Outcome(Result.TAKEN, detail="gone already")
    refused = _refused(answer)
    return refused or Outcome(Result.LATER, Fault.REFUSED, f"{answer.status} no success")


def _code(answer: Answer) -> tuple[int, int]:
    """Return the other side's error and its finer one; 0 where it names none."""
    error = answer.body.get("error")
    found = error if isinstance(error, dict) else {}
    code, finer = found.get("code"), found.get("error_subcode")
    return code if isinstance(code, int) else 0, finer if isinstance(finer, int) else 0


def _refused(answer: Answer) -> Outcome | None:
    """Read an error, whatever the status it came with (200 is met, too)."""
    code, finer = _code(answer)
    if code:
        return _by_code(code, f"{answer.status} {code}.{finer}", answer)
    said = by_status(answer)
    if said is not None or answer.status == 200:
        return said
    return Outcome(Result.NEVER, Fault.REFUSED, str(answer.status))


def _by_code(code: int, detail: str, answer: Answer) -> Outcome:
    if code in _KEY or 200 <= code <= 299:
        return Outcome(Result.AWAY, Fault.KEY, detail)
    if code in _LIMIT or 80_000 <= code <= 80_014:
        return Outcome(Result.LATER, Fault.LIMIT, detail, wait=answer.wait or LIMITED)
    result, fault = {
        _TWICE: (Result.UNSURE, Fault.REFUSED),
        **dict.fromkeys(_PASSES, (Result.LATER, Fault.AWAY)),
    }.get(code, (Result.NEVER, Fault.REFUSED))
    return Outcome(result, fault, detail)
