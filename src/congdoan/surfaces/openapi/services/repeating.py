"""A request that is sent again (a lost answer, an impatient script) is answered, not done again."""

from collections.abc import Callable
from datetime import datetime, timedelta
import hashlib
import re
from typing import Any

from django.db import transaction
from django.http import HttpRequest, JsonResponse

from congdoan.foundation.refusal import Refusal
from congdoan.surfaces.openapi.models import TakenRequest

HEADER = "Idempotency-Key"
#: Whoever sends again later than this means something new.
KEPT = timedelta(days=2)
_KEY = re.compile(r"[!-~]{1,100}")


class KeyMissing(Refusal):
    """Thiếu tiêu đề Idempotency-Key (1–100 ký tự không dấu, không khoảng trắng): mỗi việc một khóa riêng, gửi lại cùng việc thì giữ nguyên khóa."""  # noqa: E501

    status = 400


class KeyUsedOtherwise(Refusal):
    """Khóa Idempotency-Key này đã dùng cho một yêu cầu khác; hãy dùng khóa mới."""

    status = 422


def do_once(
    request: HttpRequest,
    *,
    user_id: int,
    at: datetime,
    act: Callable[[], tuple[int, dict[str, Any]]],
) -> JsonResponse:
    """
    Carry out ``act`` (status, body) unless the request's key was taken; then give that answer.

    A twin that comes meanwhile waits for the first. A refusal takes no key: what was refused may
    be sent again. Key and act stand or fall together.

    :raises KeyMissing: when the header is not there, or not a key
    :raises KeyUsedOtherwise: when the key stands for another request
    """
    key = request.headers.get(HEADER, "")
    if not _KEY.fullmatch(key):
        raise KeyMissing
    fingerprint = _fingerprint(request)
    with transaction.atomic():
        TakenRequest.objects.filter(user_id=user_id, key=key, taken_at__lt=at - KEPT).delete()
        made = TakenRequest(user_id=user_id, key=key, fingerprint=fingerprint, taken_at=at)
        # The index makes a twin wait here until the first is through.
        TakenRequest.objects.bulk_create([made], ignore_conflicts=True)
        held = TakenRequest.objects.select_for_update(of=("self",)).get(user_id=user_id, key=key)
        if held.fingerprint != fingerprint:
            raise KeyUsedOtherwise
        if held.status:
            answer = _answer(held)
            answer["Idempotency-Replayed"] = "true"
            return answer
        held.status, held.answer = act()
        held.save(update_fields=["status", "answer"])
    return _answer(held)


def forget_taken(*, at: datetime) -> int:
    """Drop the answers nobody asks for any more."""
    return TakenRequest.objects.filter(taken_at__lt=at - KEPT).delete()[0]


def _answer(held: TakenRequest) -> JsonResponse:
    return JsonResponse(held.answer, status=held.status, json_dumps_params={"ensure_ascii": False})


def _fingerprint(request: HttpRequest) -> str:
    """Return what a request asks; the boundaries of a multipart body differ from send to send."""
    digest = hashlib.sha256(f"{request.method} {request.path}".encode())
    if request.content_type != "multipart/form-data":
        digest.update(request.body)
        return digest.hexdigest()
    for name, values in sorted(request.POST.lists()):
        digest.update(repr((name, values)).encode())
    for name, file in sorted(request.FILES.items()):
        digest.update(repr((name, getattr(file, "name", ""))).encode())
        for chunk in file.chunks():  # type: ignore[union-attr]
            digest.update(chunk)
        file.seek(0)  # type: ignore[union-attr]
    return digest.hexdigest()
