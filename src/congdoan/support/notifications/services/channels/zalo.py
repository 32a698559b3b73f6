"""
Zalo: messages of the official account, and paid template messages to a phone number (ZBS).

Both answer 200 with the error inside, and both speak with the account's access token, which is
renewed by a refresh token that works once (``zalo_tokens``).
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from congdoan.support.notifications.enums import Channel, Fault
from congdoan.support.notifications.services.channels import zalo_tokens
from congdoan.support.notifications.services.channels.http import Answer, Line, by_status
from congdoan.support.notifications.services.channels.interface import (
    Message,
    Outcome,
    Result,
    Setting,
)

LONGEST = 2000
#: A template's parameter holds no more.
LONGEST_PARAMETER = 100
#: Zalo's error → what became of the message, why, whether the address is gone.
_ERRORS: dict[int, tuple[Result, Fault, bool]] = {
    **dict.fromkeys((-216, -220, -124, -155), (Result.AWAY, Fault.KEY, False)),
    **dict.fromkeys((-224, -135), (Result.AWAY, Fault.PLAN, False)),
    **dict.fromkeys((-32, -211, -115, -144, -147), (Result.LATER, Fault.LIMIT, False)),
    **dict.fromkeys((-213, -217, -119), (Result.NEVER, Fault.BLOCKED, True)),
    # Not written to the account for a while: it may come back.
    **dict.fromkeys((-230, -232, -139), (Result.NEVER, Fault.BLOCKED, False)),
    **dict.fromkeys((-108, -114, -118, -141), (Result.NEVER, Fault.ADDRESS, True)),
    **dict.fromkeys((-201, -111, -112, -131, -109), (Result.NEVER, Fault.REFUSED, False)),
}


class ZaloAccount:
    channel = Channel.ZALO_OA
    repeatable = False
    lanes = 4
    settings = (
        Setting("name", _("Tên Zalo OA"), _("Người dùng quan tâm tài khoản này.")),
        Setting("oa_id", _("Mã Zalo OA"), _("Trong đường dẫn zalo.me/…")),
        Setting("app_id", _("Mã ứng dụng")),
        Setting("secret", _("Khóa bí mật của ứng dụng"), secret=True),
        Setting("oa_secret", _("Khóa bí mật của OA (webhook)"), secret=True),
        Setting(
            "refresh",
            _("Mã làm mới (refresh token)"),
            _("Lấy một lần khi cấp quyền cho ứng dụng; dùng một lần rồi hệ thống tự giữ mã mới."),
            secret=True,
        ),
        Setting("address", _("Địa chỉ API"), initial="https://openapi.zalo.me"),
        Setting("oauth", _("Địa chỉ cấp mã"), initial="https://oauth.zaloapp.com"),
    )

    def open(self, chosen: Mapping[str, str], *, at: datetime) -> "ZaloSession":
        return ZaloSession(
            f"{chosen['address'].rstrip('/')}/v3.0/oa/message/cs",
            token=zalo_tokens.access_token(chosen, at=at),
        )

    def key_refused(self, *, at: datetime) -> None:
        zalo_tokens.expire(at=at)


class ZaloSession:
    def __init__(self, url: str, *, token: str) -> None:
        self._url = url
        self._line = Line(repeatable=False, headers={"access_token": token})

    def send(self, message: Message) -> Outcome:
        answer = self._line.post(self._url, json=self._body(message))
        return answer if isinstance(answer, Outcome) else _read(answer)

    def _body(self, message: Message) -> dict[str, Any]:
        text = f"{message.title}\n{message.url}"[:LONGEST]
        return {"recipient": {"user_id": message.address}, "message": {"text": text}}

    def close(self) -> None:
        self._line.close()


class TemplateMessage:
    channel = Channel.ZBS
    repeatable = False
    lanes = 4
    settings = (
        Setting("template_id", _("Mã mẫu tin"), _("Mẫu đã được Zalo duyệt.")),
        Setting("title_name", _("Tên tham số nội dung"), initial="noi_dung"),
        Setting("link_name", _("Tên tham số đường dẫn"), initial="duong_dan"),
        Setting("price", _("Giá mỗi tin (đồng)"), initial="300"),
        Setting(
            "monthly_limit",
            _("Hạn mức mỗi tháng (đồng)"),
            _("Hết hạn mức thì tin chờ sang tháng sau."),
            initial="300000",
        ),
        Setting("template_address", _("Địa chỉ API"), initial="https://business.openapi.zalo.me"),
    )

    def open(self, chosen: Mapping[str, str], *, at: datetime) -> "TemplateSession":
        return TemplateSession(chosen, token=zalo_tokens.access_token(chosen, at=at))

    def key_refused(self, *, at: datetime) -> None:
        zalo_tokens.expire(at=at)


class TemplateSession(ZaloSession):
    def __init__(self, chosen: Mapping[str, str], *, token: str) -> None:
        super().__init__(f"{chosen['template_address'].rstrip('/')}/message/template", token=token)
        self._chosen = chosen

    def _body(self, message: Message) -> dict[str, Any]:
        return {
            "phone": message.address,
            "template_id": self._chosen["template_id"],
            "template_data": {
                self._chosen["title_name"]: _shortened(message.title),
                self._chosen["link_name"]: message.url[:LONGEST_PARAMETER],
            },
            "tracking_id": message.key,
        }


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_PARAMETER else f"{text[: LONGEST_PARAMETER - 1]}…"


def _read(answer: Answer) -> Outcome:
    plain = by_status(answer)
    if plain is not None:
        return plain
    error = answer.body.get("error")
    data = answer.body.get("data")
    if answer.status == 200 and error == 0 and not isinstance(error, bool):
        found = data if isinstance(data, dict) else {}
        given = found.get("message_id") or found.get("msg_id") or ""
        return Outcome(Result.TAKEN, provider_id=str(given))
    code = error if isinstance(error, int) else answer.status
    unknown = (Result.LATER, Fault.REFUSED, False)
    result, fault, lost = _ERRORS.get(code, unknown)
    return Outcome(result, fault, str(code), lost=lost)
