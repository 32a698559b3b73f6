"""Imports through the interface: the services and selectors of the pages, nothing beside them."""

from typing import Annotated, Any, Literal

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from ninja import File, Form, Query, Router
from ninja.files import UploadedFile

from congdoan.foundation import clock
from congdoan.foundation.actor import Actor
from congdoan.foundation.keyset import Keyset
from congdoan.foundation.problems import problem
from congdoan.support.exchange.api import (
    BatchState,
    ImportBatch,
    UploadForm,
    allowed_kind,
    allowed_kinds,
    arrange_commit,
    arrange_plan,
    arrange_undo,
    home_organisation,
    progress_of,
    result_sheet,
    shown_rows,
    summary_of,
    told_rows,
    visible_batch,
    visible_batches,
)
from congdoan.surfaces.openapi.policies import READ, WRITE
from congdoan.surfaces.openapi.services import do_once, working_for
from congdoan.surfaces.openapi.views.interface import Bearer, Unreadable
from congdoan.surfaces.openapi.views.shapes import (
    BatchesOut,
    BatchOut,
    FaultOut,
    KindOut,
    RowsOut,
    UndoIn,
)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS, MOST_BATCHES = 200, 50
#: Codes every operation may answer with, described once.
_FAULTS: dict[int, Any] = dict.fromkeys((400, 401, 403, 404, 409, 422, 429), FaultOut)
_DONE: dict[int, Any] = {200: BatchOut, 202: BatchOut, **_FAULTS}
_CURSOR = Annotated[str, Query(max_length=400)]

router = Router(tags=["imports"])


@router.get(
    "/kinds",
    auth=Bearer(READ),
    response={200: list[KindOut], **_FAULTS},
    url_name="kinds",
    summary="Các loại dữ liệu nhập được",
)
def kinds(request: HttpRequest) -> Any:
    return [
        {
            "code": kind.code,
            "label": gettext(kind.label),
            "description": gettext(kind.description),
            "columns": [
                {
                    "code": column.code,
                    "label": gettext(column.label),
                    "required": column.required,
                }
                for column in kind.columns
            ],
        }
        for kind in allowed_kinds(_actor(request))
    ]


@router.get(
    "/imports",
    auth=Bearer(READ),
    response={200: BatchesOut, **_FAULTS},
    url_name="imports",
    summary="Các lô, mới nhất trước",
)
def batches(
    request: HttpRequest,
    cursor: _CURSOR = "",
    limit: Annotated[int, Query(ge=1, le=MOST_BATCHES)] = 20,
) -> Any:
    rows = visible_batches(_actor(request)).select_related("organisation")
    page = Keyset(rows, ["created_at"], downward=True).page(limit, after=cursor)
    return {"items": [_told(batch) for batch in page.rows], "next": page.after}


@router.post(
    "/imports",
    auth=Bearer(WRITE),
    response={201: BatchOut, 202: BatchOut, **_FAULTS},
    url_name="upload",
    summary="Tải tệp lên: lập kế hoạch, chưa ghi gì",
)
def upload(
    request: HttpRequest,
    file: Annotated[UploadedFile, File(description=".xlsx, .xls, .ods, .csv")],
    kind: Annotated[str, Form(max_length=60)],
    organisation: Annotated[
        str, Form(max_length=60, description="Mã đơn vị bạn làm việc; trống là đơn vị đầu tiên")
    ] = "",
    on: Annotated[
        str, Form(max_length=20, description="Ngày có hiệu lực, 2026-03-02; trống là hôm nay")
    ] = "",
    decision_no: Annotated[str, Form(max_length=60)] = "",
    decision_on: Annotated[str, Form(max_length=20)] = "",
    decided_by: Annotated[str, Form(max_length=200)] = "",
) -> Any:
    actor = working_for(_actor(request), organisation, user=request.auth.user)  # type: ignore[attr-defined]
    found = allowed_kind(actor, kind)
    form = UploadForm(
        {
            "on": on or actor.today.isoformat(),
            "decision_no": decision_no,
            "decision_on": decision_on,
            "decided_by": decided_by,
        },
        {"file": file},
        actor=actor,
    )
    if not form.is_valid():
        faults = [
            {"field": field, "detail": str(said)}
            for field, all_ in form.errors.items()
            for said in all_
        ]
        return problem(Unreadable(), errors=faults)

    def act() -> tuple[int, dict[str, Any]]:
        batch = arrange_plan(
            actor=actor,
            kind=found,
            organisation=home_organisation(actor),
            upload=form.cleaned_data["file"],
            options=form.options(),
            at=clock.now(),
        )
        status = 202 if batch.state == BatchState.PLANNING else 201
        return status, _as_json(batch)

    return _once(request, act)


@router.get(
    "/imports/{int:pk}",
    auth=Bearer(READ),
    response={200: BatchOut, **_FAULTS},
    url_name="import",
    summary="Trạng thái và tiến độ của một lô",
)
def batch(request: HttpRequest, pk: int) -> Any:
    return _told(visible_batch(_actor(request), pk))


@router.get(
    "/imports/{int:pk}/rows",
    auth=Bearer(READ),
    response={200: RowsOut, **_FAULTS},
    url_name="rows",
    summary="Các dòng, mặc định chỉ dòng có vấn đề",
)
def rows(
    request: HttpRequest,
    pk: int,
    show: Literal["problems", "errors", "asked", "warnings", "done", "all"] = "problems",
    cursor: _CURSOR = "",
    limit: Annotated[int, Query(ge=1, le=MOST_ROWS)] = 100,
) -> Any:
    found = visible_batch(_actor(request), pk)
    page = Keyset(shown_rows(found, show), ["n"], downward=False).page(limit, after=cursor)
    items = [
        {
            "n": told.row.n,
            "plan": told.row.plan,
            "state": told.row.state,
            "problems": told.problems,
        }
        for told in told_rows(found, page.rows)
    ]
    return {"items": items, "next": page.after}


@router.post(
    "/imports/{int:pk}/commit",
    auth=Bearer(WRITE),
    response=_DONE,
    url_name="commit",
    summary="Nhập đúng kế hoạch đã lập; dòng có lỗi để lại",
)
def commit(request: HttpRequest, pk: int) -> Any:
    actor = _actor(request)
    found = visible_batch(actor, pk)

    def act() -> tuple[int, dict[str, Any]]:
        done = arrange_commit(actor=actor, batch=found, at=clock.now())
        return (200 if done else 202), _as_json(visible_batch(actor, pk))

    return _once(request, act)


@router.post(
    "/imports/{int:pk}/undo",
    auth=Bearer(WRITE),
    response=_DONE,
    url_name="undo",
    summary="Hoàn tác một lô",
)
def undo(request: HttpRequest, pk: int, said: UndoIn) -> Any:
    actor = _actor(request)
    found = visible_batch(actor, pk)

    def act() -> tuple[int, dict[str, Any]]:
        done = arrange_undo(actor=actor, batch=found, reason=said.reason, at=clock.now())
        return (200 if done else 202), _as_json(visible_batch(actor, pk))

    return _once(request, act)


@router.get(
    "/imports/{int:pk}/result",
    auth=Bearer(READ),
    url_name="result",
    summary="Tệp kết quả: tệp đã gửi, kết quả từng dòng ở cột đầu",
    openapi_extra={
        "responses": {"200": {"description": "XLSX", "content": {XLSX: {}}}},
    },
)
def result(request: HttpRequest, pk: int, left: bool = False) -> HttpResponse:  # noqa: FBT001, FBT002
    found = visible_batch(_actor(request), pk)
    answer = HttpResponse(result_sheet(found, parked=left), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="ket-qua-{found.pk}.xlsx"'
    return answer


def _once(request: HttpRequest, act: Any) -> HttpResponse:
    return do_once(request, user_id=_actor(request).user_id or 0, at=clock.now(), act=act)


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def _as_json(batch: ImportBatch) -> dict[str, Any]:
    return BatchOut.model_validate(_told(batch)).model_dump(mode="json")


def _told(batch: ImportBatch) -> dict[str, Any]:
    counts, moving = summary_of(batch), progress_of(batch, at=clock.now())
    return {
        "id": batch.pk,
        "kind": batch.kind,
        "organisation": batch.organisation.code if batch.organisation else None,
        "state": batch.state,
        "file_name": batch.file_name,
        "created_at": batch.created_at,
        "committed_at": batch.committed_at,
        "undone_at": batch.undone_at,
        "stopped_why": batch.stopped_why,
        "counts": {
            "total": counts.total,
            "ready": counts.ready,
            "warnings": counts.warnings,
            "errors": counts.errors,
            "asked": counts.asked,
            "skipped": counts.skipped,
            "done": counts.done,
            "held_back": counts.refused,
            "to_do": counts.to_do,
        },
        "progress": {
            "done": moving.done,
            "total": moving.total,
            "percent": moving.percent,
            "rows_per_second": moving.rate,
            "seconds_left": moving.seconds_left,
        }
        if moving
        else None,
        "page": f"{settings.SITE_ADDRESS}{reverse('exchange:batch', args=[batch.pk])}",
    }
