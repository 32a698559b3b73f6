"""Leaving a category from a letter: by the button of the mail program (RFC 8058), or by hand."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from congdoan.foundation.actor import ActorRequest, public
from congdoan.support.notifications.services.unsubscribing import (
    is_subscribed,
    read_letter,
    unsubscribe,
)


# Mail programs post here by themselves and carry no cookie: the token is the whole right.
@csrf_exempt
@public("who holds the letter holds its token; it only ends or takes up that letter's categories")
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: ActorRequest, token: str) -> HttpResponse:
    """Looking changes nothing: scanners of mail follow every link."""
    user, categories = read_letter(token)
    if request.method == "POST":
        unsubscribe(token=token, wanted="again" in request.POST)
    context = {
        "categories": [str(one.label) for one in categories],
        "subscribed": is_subscribed(user, categories),
        "done": request.method == "POST",
    }
    answer = render(request, "notifications/leave.html", context)
    answer["Referrer-Policy"] = "no-referrer"
    return answer
