"""
Telegram and Zalo Bot: two bots that speak the same words.

Not through a collecting library: those answer yes or no only, where we must know whether a chat is
gone, how long to wait, and whether a message may have been taken (ADR 28).
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from congdoan.support.notifications.enums import Channel, Fault
from congdoan.support.notifications.services.channels.http import Answer, Line, by_status
from congdoan.support.notifications.services.channels.interface import (
    Message,
    Outcome,
    Result,
    Setting,
)

LONGEST = 2000


class Bot:
    repeatable = False
    lanes = 8

    def __init__(self, channel: Channel, address: str) -> None:
        self.channel = channel
        self.settings = (
            Setting("token", _("Mã của bot"), _("Do nơi tạo bot cấp."), secret=True),
            Setting("name", _("Tên bot"), _("Người dùng tìm bot bằng tên này.")),
            Setting(
                "address",
                _("Địa chỉ API"),
                _("Chỉ đổi khi đi qua máy chủ trung gian của đơn vị."),
                initial=address,
            ),
        )

    def open(self, chosen: Mapping[str, str], *, at: datetime) -> "BotSession":
        return BotSession(chosen)

    def key_refused(self, *, at: datetime) -> None:
        pass


class BotSession:
    def __init__(self, chosen: Mapping[str, str]) -> None:
        self._line = Line(repeatable=False)
        self._base = f"{chosen['address'].rstrip('/')}/bot{chosen['token']}"

    def send(self, message: Message) -> Outcome:
        text = f"{message.title}\n{message.url}"
        answer = self._line.post(
            f"{self._base}/sendMessage",
            json={"chat_id": message.address, "text": text[:LONGEST]},
        )
        return answer if isinstance(answer, Outcome) else _read(answer)

    def heard(self, *, after: int) -> Iterator[tuple[int, str, str, str]]:
        """
        Yield number, chat, sender's name and text of what people wrote to the bot.

        Zalo Bot gives one at a time and forgets it; Telegram gives a list and asks for the number
        to go on from.
        """
        answer = self._line.post(
            f"{self._base}/getUpdates", json={"offset": after + 1, "timeout": 0}
        )
        if isinstance(answer, Outcome):
            return
        found = answer.body.get("result")
        for update in found if isinstance(found, list) else [found]:
            if isinstance(update, dict) and update:
                # What is not ours moves the number on, too: else it would stand before the rest.
                yield _message(update) or (_number(update), "", "", "")

    def close(self) -> None:
        self._line.close()


def _number(update: dict[str, Any]) -> int:
    number = update.get("update_id")
    return number if isinstance(number, int) else 0


def _message(update: dict[str, Any]) -> tuple[int, str, str, str] | None:
    """Read one update; what is not a text of a person to the bot is None."""
    if not isinstance(update.get("message"), dict):
        return None
    message = update["message"]
    chat, sender = message.get("chat"), message.get("from")
    if not isinstance(chat, dict) or not isinstance(sender, dict) or "id" not in chat:
        return None
    # A group's chat would show one person's matters to all.
    if str(chat.get("type") or chat.get("chat_type") or "private").lower() not in {
        "private",
        "user",
    }:
        return None
    name = sender.get("display_name") or sender.get("username") or sender.get("first_name") or ""
    text = str(message.get("text") or "")[:200]
    return _number(update), str(chat["id"]), str(name)[:80], text


def _read(answer: Answer) -> Outcome:
    body = answer.body
    if answer.status == 200 and body.get("ok") is True:
        result = body.get("result")
        given = result.get("message_id", "") if isinstance(result, dict) else ""
        return Outcome(Result.TAKEN, provider_id=str(given))
    code = body.get("error_code") or answer.status
    if isinstance(code, int) and code != answer.status:
        # Refused inside an answer of 200.
        answer = Answer(code, body, answer.headers)
    return by_status(answer) or _refused(answer)


def _refused(answer: Answer) -> Outcome:
    detail = str(answer.status)
    if answer.status == 403:
        return Outcome(Result.NEVER, Fault.BLOCKED, detail, lost=True)
    if answer.status == 404:
        return Outcome(Result.AWAY, Fault.KEY, detail)
    if "chat not found" in str(answer.body.get("description", "")).lower():
        return Outcome(Result.NEVER, Fault.ADDRESS, detail, lost=True)
    return Outcome(Result.LATER, Fault.REFUSED, detail)
