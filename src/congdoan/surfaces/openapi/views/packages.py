"""Packages of document exchange through the interface: a gateway hands in and fetches."""

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import File, Query, Router
from ninja.files import UploadedFile

from congdoan.areas.gateway.api import (
    EXCHANGE,
    Package,
    PackageNotTaken,
    PackageState,
    get_package,
    mark_carried,
    may_open,
    open_content,
    ready_packages,
    take_package,
)
from congdoan.foundation import clock
from congdoan.foundation.actor import Actor
from congdoan.foundation.keyset import Keyset
from congdoan.foundation.problems import problem
from congdoan.foundation.refusal import NotFound
from congdoan.surfaces.openapi.policies import PACKAGES
from congdoan.surfaces.openapi.services import do_once
from congdoan.surfaces.openapi.views.interface import Bearer
from congdoan.surfaces.openapi.views.shapes import FaultOut, PackageOut, PackagesOut

XML = "application/xml"
MOST = 50
_FAULTS: dict[int, Any] = dict.fromkeys((400, 401, 403, 404, 409, 422, 429), FaultOut)
_CURSOR = Annotated[str, Query(max_length=400)]
_auth = Bearer(PACKAGES, needs=EXCHANGE)

router = Router(tags=["edxml"])


@router.post(
    "/edxml",
    auth=_auth,
    response={200: PackageOut, **_FAULTS},
    url_name="package_in",
    summary="Nộp một gói tin edXML đến; gửi lại cùng gói thì nhận lại kết quả cũ",
)
def take(
    request: HttpRequest, file: Annotated[UploadedFile, File(description=".edxml, .xml")]
) -> Any:
    made = take_package(actor=_actor(request), stream=file, at=clock.now())
    if made.state == PackageState.REFUSED:
        return problem(PackageNotTaken(sentence=made.failure))
    return _told(made)


@router.get(
    "/edxml",
    auth=_auth,
    response={200: PackagesOut, **_FAULTS},
    url_name="packages",
    summary="Các gói đi đang chờ lấy, cũ nhất trước",
)
def waiting(
    request: HttpRequest,
    cursor: _CURSOR = "",
    limit: Annotated[int, Query(ge=1, le=MOST)] = 20,
) -> Any:
    rows = ready_packages(_actor(request))
    page = Keyset(rows, ["pk"], downward=False).page(limit, after=cursor)
    return {"items": [_told(one) for one in page.rows], "next": page.after}


@router.get(
    "/edxml/{int:pk}/content",
    auth=_auth,
    url_name="package_content",
    summary="Tệp của một gói",
    openapi_extra={"responses": {"200": {"description": "edXML", "content": {XML: {}}}}},
)
def content(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_package(_actor(request), pk)
    if not may_open(_actor(request), found):
        raise NotFound
    with open_content(found) as kept:
        return HttpResponse(kept.read(), content_type=XML)


@router.post(
    "/edxml/{int:pk}/sent",
    auth=_auth,
    response={200: PackageOut, **_FAULTS},
    url_name="package_sent",
    summary="Ghi là đã chuyển gói đi",
)
def sent(request: HttpRequest, pk: int) -> Any:
    actor = _actor(request)
    found = get_package(actor, pk)

    def act() -> tuple[int, dict[str, Any]]:
        mark_carried(actor=actor, package=found, at=clock.now())
        told = PackageOut.model_validate(_told(get_package(actor, pk)))
        return 200, told.model_dump(mode="json")

    return do_once(request, user_id=actor.user_id or 0, at=clock.now(), act=act)


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def _told(package: Package) -> dict[str, Any]:
    return {
        "id": package.pk,
        "direction": package.direction,
        "kind": package.kind,
        "state": package.state,
        "document": package.document_code,
        "peer": package.peer_code,
        "status": package.status_code,
        "verdict": package.verdict,
        "made_at": package.made_at,
    }
