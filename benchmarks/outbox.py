"""Messages out of the outbox, to a fake server in a process of its own."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
import subprocess
import sys
import time
from typing import Any

from benchmarks.harness import Figure, figure, made
from benchmarks.stage import Stage, now

MESSAGES, LANES = 5_000, 8
_ANSWER = b'{"ok":true,"result":{"message_id":"1"}}'


@figure
def outbox_to_a_fake_server(stage: Stage) -> Iterator[Figure]:
    """5,000 messages by a bot's adapter; floor: the same requests without an outbox."""
    _ = stage.database
    from django.db import transaction

    from congdoan.support.notifications.enums import Channel
    from congdoan.support.notifications.models import ChannelSettings, Delivery
    from congdoan.support.notifications.services.channels.register import adapter_of, seal_settings
    from congdoan.support.notifications.services.deliver import send_waiting

    with _Server() as address:
        chosen = {"token": "t", "name": "b", "address": address}
        people = _waiting()
        ChannelSettings.objects.update_or_create(
            channel=Channel.TELEGRAM,
            defaults={"sealed": seal_settings(chosen), "changed_at": now()},
        )
        try:
            floor = _alone(adapter_of(Channel.TELEGRAM), chosen)
            begun = time.perf_counter()
            tried = send_waiting(clock=now)
            took = time.perf_counter() - begun
            sent = Delivery.objects.filter(notification__recipient__in=people, state="SENT").count()
            if (tried, sent) != (MESSAGES, MESSAGES):
                message = f"{sent} tin đã gửi, muốn {MESSAGES}"
                raise RuntimeError(message)
        finally:
            with transaction.atomic():
                _clear(people)
    yield made("outbox_rate", MESSAGES / took, "tin/s", MESSAGES)
    yield made("outbox_to_a_fake_server", took, "s", MESSAGES, floor=floor)


def _waiting() -> list[int]:
    from congdoan.foundation import sealing
    from congdoan.kernel.accounts.models import User
    from congdoan.support.notifications.models import ChannelLink, Delivery, Notification
    from congdoan.support.notifications.selectors import SEAL

    at = now()
    people = User.objects.bulk_create(
        User(username=f"outbox-{n}", display_name=f"Người {n}") for n in range(MESSAGES)
    )
    ChannelLink.objects.bulk_create(
        ChannelLink(
            user=one,
            channel="TELEGRAM",
            address=sealing.seal(f"chat-{one.pk}", use=SEAL),
            token=sealing.token(f"chat-{one.pk}", use=SEAL),
            agreed_at=at,
        )
        for one in people
    )
    told = Notification.objects.bulk_create(
        Notification(
            recipient=one, kind="x", category="x", title="Có văn bản mới", key="b", created_at=at
        )
        for one in people
    )
    Delivery.objects.bulk_create(
        Delivery(notification=one, channel="TELEGRAM", next_attempt_at=at) for one in told
    )
    return [one.pk for one in people]


def _clear(people: list[int]) -> None:
    from congdoan.kernel.accounts.models import User
    from congdoan.support.notifications.models import ChannelSettings, Notification

    Notification.objects.filter(recipient__in=people).delete()
    User.objects.filter(pk__in=people).delete()
    ChannelSettings.objects.filter(channel="TELEGRAM").delete()


def _alone(adapter: Any, chosen: dict[str, str]) -> float:
    from congdoan.support.notifications.services.channels.interface import Message

    message = Message("k", "c", "Có văn bản mới", "http://x/", "vi", ("x",), 1)
    sessions = [adapter.open(chosen, at=now()) for _ in range(LANES)]
    begun = time.perf_counter()

    def lane(session: Any) -> None:
        for _ in range(MESSAGES // LANES):
            session.send(message)

    with ThreadPoolExecutor(LANES) as pool:
        list(pool.map(lane, sessions))
    return time.perf_counter() - begun


class _Server:
    def __enter__(self) -> str:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.outbox"], stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdout is not None
        return f"http://127.0.0.1:{self._process.stdout.readline().strip()}"

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()


class _Taker(asyncio.Protocol):
    """Answers every request as soon as its body is there."""

    def __init__(self) -> None:
        self._heard = b""

    def connection_made(self, transport: Any) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._heard += data
        head, gap, body = self._heard.partition(b"\r\n\r\n")
        size = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0] or 0)
        if gap and len(body) >= size:
            self._heard = body[size:]
            self._transport.write(
                b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(_ANSWER), _ANSWER)
            )


async def _serve() -> None:
    server = await asyncio.get_running_loop().create_server(_Taker, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve())
