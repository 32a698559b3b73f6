"""
The plain page: the floor for pages.

What anybody writes first in Django to show a list: one indexed query for model instances, a
template that loops over them, ``{% url %}`` for the link of each row, the ``date`` filter for its
day. As many rows and the same columns as the list of organisations, under the same server, in the
same processes, with the same database settings.

It lacks what ARCHITECTURE §8 says it lacks: middleware, sign-in, rights, as-of, labels, layout,
filter, sorting, paging. It is not written for speed (no ``values_list``, no strings put together
by hand) and nothing is added to make it slow: templates are compiled once, as always in production.
"""

from collections.abc import Callable
import os
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "congdoan.config.settings")

from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine
from django.test.utils import override_settings
from django.urls import path, set_urlconf

from congdoan.config.wsgi import application as product
from congdoan.kernel.organisations.models import OrganisationProfile

ROWS = 50
TEMPLATE = Engine().from_string("""\
<!doctype html>
<title>Organisations</title>
<table>
  <tr><th>Name</th><th>Code</th><th>Level</th><th>Kind</th><th>Founded</th></tr>
  {% for profile in profiles %}
  <tr>
    <td><a href="{% url 'organisation' profile.organisation_id %}">{{ profile.name }}</a></td>
    <td>{{ profile.organisation.code }}</td>
    <td>{{ profile.level }}</td>
    <td>{{ profile.kind }}</td>
    <td>{{ profile.organisation.valid.lower|date:"d/m/Y" }}</td>
  </tr>
  {% endfor %}
</table>
""")


def organisations(request: HttpRequest) -> HttpResponse:
    profiles = OrganisationProfile.objects.select_related("organisation")
    ordered = profiles.order_by("sort_key", "organisation")[:ROWS]
    return HttpResponse(TEMPLATE.render(Context({"profiles": ordered})))


def organisation(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse(str(OrganisationProfile.objects.filter(organisation=pk).first()))


urlpatterns = [
    path("plain/", organisations),
    path("plain/<int:pk>/", organisation, name="organisation"),
]


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
    handler = bare if environ["PATH_INFO"].startswith("/plain/") else product
    return handler(environ, start_response)
