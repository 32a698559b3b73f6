"""The interface's addresses; each says what it needs, and answers programs whatever is asked."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path, re_path
from django.views.decorators.csrf import csrf_exempt

from congdoan.areas.gateway.api import EXCHANGE
from congdoan.foundation.actor import public
from congdoan.foundation.capabilities import Capability
from congdoan.foundation.problems import problem
from congdoan.foundation.refusal import NotFound, Refusal
from congdoan.support.exchange.api import IMPORT
from congdoan.surfaces.openapi.views.imports import router
from congdoan.surfaces.openapi.views.interface import api
from congdoan.surfaces.openapi.views.packages import router as packages

api.add_router("", router)
api.add_router("", packages)

View = Callable[..., HttpResponse]


class NoSuchMethod(Refusal):
    """Địa chỉ này không nhận cách gọi đó; hãy xem mô tả giao diện ở /api/v1/openapi.json."""

    status = 405


def _guarded(view: View, needs: Capability) -> View:
    """Bearer tokens guard it (``interface.Bearer``), and the right behind them."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = view(request, *args, **kwargs)
        if answer.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            allowed = answer.get("Allow", "")
            answer = problem(NoSuchMethod())
            answer["Allow"] = allowed
        return answer

    asked.needs = needs  # type: ignore[attr-defined]
    return asked


@public("the description of the interface holds no data")
def description(request: HttpRequest) -> HttpResponse:
    schema: dict[str, Any] = api.get_openapi_schema(path_prefix="/api/v1/")
    return JsonResponse(schema, json_dumps_params={"ensure_ascii": False})


@csrf_exempt
@public("says that nothing is here")
def nowhere(request: HttpRequest) -> HttpResponse:
    return problem(NotFound())


def _addresses() -> list[URLPattern]:
    found = []
    for pattern in api.urls[0]:
        if isinstance(pattern, URLPattern) and pattern.name not in {"openapi-json", "api-root"}:
            needs = EXCHANGE if str(pattern.pattern).startswith("edxml") else IMPORT
            pattern.callback = _guarded(pattern.callback, needs)
            found.append(pattern)
    return found


urlpatterns = [
    path("openapi.json", description, name="openapi-json"),
    *_addresses(),
    re_path(r"^.*$", nowhere, name="nowhere"),
]
