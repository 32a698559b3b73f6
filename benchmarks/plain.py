"""
The plain page: the floor for pages.

A bare view under the same server in the same processes: no middleware, no sign-in, no rights, no
layout. One indexed query, as many rows and columns as the list of organisations shows, the
smallest template.
"""

from collections.abc import Callable
import os
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "congdoan.config.settings")

from django.core.wsgi import get_wsgi_application

product = get_wsgi_application()

from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine
from django.test.utils import override_settings
from django.urls import path, set_urlconf

from congdoan.kernel.organisations.models import OrganisationProfile

ROWS = 50
COLUMNS = ("organisation__code", "name", "short_name", "level", "kind")
TEMPLATE = Engine().from_string(
    "<!doctype html><title>Plain</title><table>{% for row in rows %}<tr>{% for cell in row %}"
    "<td>{{ cell }}</td>{% endfor %}</tr>{% endfor %}</table>"
)


def page(request: HttpRequest) -> HttpResponse:
    profiles = OrganisationProfile.objects.order_by("sort_key", "organisation")
    rows = profiles.values_list(*COLUMNS)[:ROWS]
    return HttpResponse(TEMPLATE.render(Context({"rows": rows})))


urlpatterns = [path("plain/", page)]


class Bare(WSGIHandler):
    """Django without any middleware, answering the plain page only."""

    def load_middleware(self, is_async: bool = False) -> None:  # noqa: FBT001, FBT002 - Django's signature
        with override_settings(MIDDLEWARE=[]):
            super().load_middleware(is_async)

    def get_response(self, request: HttpRequest) -> Any:
        request.urlconf = "benchmarks.plain"
        try:
            return super().get_response(request)
        finally:
            set_urlconf(None)


bare = Bare()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
    handler = bare if environ["PATH_INFO"] == "/plain/" else product
    return handler(environ, start_response)
