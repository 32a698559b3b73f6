"""The interface itself: who calls (a token), and how whatever goes wrong is answered."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.security import HttpBearer

from congdoan.foundation import clock
from congdoan.foundation.actor import ActorRequest
from congdoan.foundation.capabilities import Capability
from congdoan.foundation.problems import problem
from congdoan.foundation.refusal import NotAllowed, NotFound, Refusal
from congdoan.kernel.access.api import actor_for
from congdoan.kernel.accounts.api import ScopeMissing, TokenRefused, address_of, use_token
from congdoan.support.exchange.api import IMPORT


class NoToken(TokenRefused):
    """Thiếu mã truy cập; hãy gửi tiêu đề “Authorization: Bearer …” với mã lập ở trang “Tài khoản của tôi”."""  # noqa: E501


class Unreadable(Refusal):
    """Yêu cầu có chỗ thiếu hoặc không đọc được; mục “errors” nói rõ từng chỗ."""

    status = 422


class Bearer(HttpBearer):
    """A token of a person, within a scope; the request's actor is that person, and no more."""

    def __init__(self, scope: str, *, needs: Capability = IMPORT) -> None:
        super().__init__()
        self.scope, self.needs = scope, needs

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        found = use_token(secret=token, address=address_of(request), at=clock.now())
        if self.scope not in found.scopes:
            raise ScopeMissing(scope=self.scope)
        actor = actor_for(found.user, today=clock.today())
        if not actor.may_somewhere(self.needs):
            raise NotAllowed
        caller: ActorRequest = request  # type: ignore[assignment]
        caller.actor = actor
        return found


api = NinjaAPI(
    title="Công Đoàn Số",
    version="1",
    description=(
        "Nhập danh sách từ phần mềm khác: tải tệp lên thành một lô, xem các dòng có vấn đề, nhập "
        "đúng kế hoạch đã xem, hoàn tác, lấy tệp kết quả; nộp và lấy gói tin edXML. Quyền "
        "là quyền của người lập mã truy "
        "cập. Lỗi theo RFC 9457 (application/problem+json)."
    ),
    urls_namespace="api",
    docs_url=None,
    openapi_url="openapi.json",
)


@api.exception_handler(Refusal)
def refused(_request: HttpRequest, refusal: Any) -> HttpResponse:
    return problem(refusal)


@api.exception_handler(AuthenticationError)
def not_known(_request: HttpRequest, _error: Any) -> HttpResponse:
    return problem(NoToken())


@api.exception_handler(ValidationError)
def unreadable(_request: HttpRequest, error: Any) -> HttpResponse:
    """Name the places of the request; what stood there is not repeated."""
    return problem(
        Unreadable(),
        errors=[
            {"field": ".".join(map(str, one["loc"][1:])) or str(one["loc"][0]), "type": one["type"]}
            for one in error.errors
        ],
    )


@api.exception_handler(HttpError)
def malformed(_request: HttpRequest, _error: Any) -> HttpResponse:
    return problem(Unreadable())


@api.exception_handler(Http404)
def not_there(_request: HttpRequest, _error: Any) -> HttpResponse:
    return problem(NotFound())
