"""
The public page behind the QR code: valid or not, and the day; never whose card it is.

An unknown code gets the same page, the same questions and the same bookkeeping as a known one, so
that neither the page nor its time tells more than the sentence.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from congdoan.areas.cards.enums import Verdict
from congdoan.areas.cards.selectors.verifying import verdict_on
from congdoan.foundation import clock
from congdoan.foundation.actor import public
from congdoan.kernel.accounts.api import (
    TooManyTries,
    address_of,
    count_wrong_guess,
    refuse_guessing,
)

#: Wrong codes are counted under the first name; under the other nobody is ever refused.
_WRONG, _RIGHT = "card", "card-known"
_TONES = {Verdict.VALID: "success", Verdict.NOT_VALID: "warning", Verdict.UNKNOWN: "error"}
_QUIET = {
    "X-Robots-Tag": "noindex, nofollow",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
}


@public("kiểm tra thẻ đoàn viên: người cầm thẻ không cần tài khoản")
def verify(request: HttpRequest, token: str) -> HttpResponse:
    now, address = clock.now(), address_of(request)
    try:
        refuse_guessing(_WRONG, address, at=now)
    except TooManyTries as refusal:
        return _answer(request, {"sentence": refusal.sentence}, 429)
    verdict = verdict_on(token, on=clock.today())
    count_wrong_guess(_WRONG if verdict == Verdict.UNKNOWN else _RIGHT, address, at=now)
    context = {"verdict": verdict, "tone": _TONES[verdict], "on": clock.today()}
    return _answer(request, context, 200)


def _answer(request: HttpRequest, context: dict[str, object], status: int) -> HttpResponse:
    answer = render(request, "cards/verify.html", context, status=status)
    for name, value in _QUIET.items():
        answer[name] = value
    return answer
