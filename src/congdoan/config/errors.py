from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The session or the form's token ran out."""
    return render(request, "ui/refusal.html", {"reason": reason}, status=403)
