"""The application on a phone: manifest, service worker, what stands there without a line."""

from collections.abc import Callable
import hashlib
import hmac

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from congdoan.foundation.actor import public
from congdoan.kernel.access.api import SESSION_KEY

GetResponse = Callable[[HttpRequest], HttpResponse]
#: Whose page it is, for the worker that keeps opened pages; says the same and nothing else.
OWNER = "X-Page-Owner"


class PageOwnerMiddleware:
    """
    Say on each page whose it is, so that a phone keeps pages of one person only.

    A page without an owner (signed out, a refusal, one marked ``no-store``) is never kept, and an
    answer that shows another owner, or none, empties what was kept.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if "public" in response.get("Cache-Control", ""):
            # The same for all: nobody's session is asked, so that no cookie makes another of it.
            return response
        user = getattr(request, "user", None)
        # In a support session the pages show another person's matters: nothing is kept of them.
        helping = SESSION_KEY in request.session if user is not None else False
        if user is not None and user.is_authenticated and not helping:
            # Of the sign-in, not of the person: signing out and in again begins anew.
            key = request.session.session_key or ""
            response[OWNER] = hmac.new(
                settings.SECRET_KEY.encode(), f"offline:{user.pk}:{key}".encode(), hashlib.sha256
            ).hexdigest()[:24]
        return response


@public("a phone asks for it before anybody signs in; holds names and pictures of the product")
@require_safe
@cache_control(max_age=3600)
def manifest(request: HttpRequest) -> HttpResponse:
    return JsonResponse(
        {
            "id": "/",
            "name": "Công Đoàn Số",
            "short_name": "Công Đoàn Số",
            "description": _("Nền tảng quản lý, phối hợp của công đoàn ngành giáo dục"),
            "lang": "vi",
            "start_url": "/",
            "scope": "/",
            "display": "standalone",
            "background_color": "#ffffff",
            "theme_color": "#0f4c81",
            "icons": [
                {
                    "src": static(f"ui/app-{size}.png"),
                    "sizes": f"{size}x{size}",
                    "type": "image/png",
                }
                for size in (192, 512)
            ],
        },
        content_type="application/manifest+json",
    )


@public("the worker's script: no data in it")
@require_safe
@cache_control(no_cache=True)
def worker(request: HttpRequest) -> HttpResponse:
    context = {
        "offline": reverse("offline"),
        "mark": static("ui/app-192.png"),
        "styles": [static("vendor/bootstrap.min.css"), static("ui/ui.css"), static("ui/mark.svg")],
    }
    answer = render(request, "config/worker.js", context, content_type="text/javascript")
    answer["Service-Worker-Allowed"] = "/"
    return answer


@public("what a phone shows when there is no line: no data in it")
@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    return render(request, "config/offline.html")
