"""
Units that hand their reports in on the last day, through the web, as many a second as asked for:
posted over connections that stay open, each by the officer of that unit, already signed in. Beside
them others open the page a report is filled in on. A process of its own; what it saw is one JSON.
"""

import http.client
import json
from queue import SimpleQueue
import sys
import threading
import time
from typing import Any
from urllib.parse import urlencode

TOKEN = "a" * 32
#: Connections that hand in, and others that open the page.
SENDERS, READERS = 24, 4


class _Place:
    """Where reports wait for a hand, and what became of each."""

    def __init__(self, plan: dict[str, Any]) -> None:
        self.plan = plan
        self.port = int(plan["port"])
        self.reports: SimpleQueue[tuple[int, int, str] | None] = SimpleQueue()
        self.taken: list[float] = []
        self.late: list[float] = []
        self.read: list[float] = []
        self.failed: dict[str, int] = {}
        self.over = threading.Event()

    def note_failure(self, what: str) -> None:
        self.failed[what] = self.failed.get(what, 0) + 1


def _ask(
    link: http.client.HTTPConnection, place: _Place, path: str, session: str, body: str | None
) -> tuple[int, str]:
    headers = {"Cookie": f"{place.plan['cookie']}={session}; {place.plan['csrf']}={TOKEN}"}
    if body is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    link.request("GET" if body is None else "POST", path, body, headers)
    answer = link.getresponse()
    answer.read()
    return answer.status, answer.headers.get("Location", "")


def _send(place: _Place) -> None:
    link = http.client.HTTPConnection("127.0.0.1", place.port, timeout=60)
    while (one := place.reports.get()) is not None:
        pk, organisation, session = one
        figures = {f"v-{n}": str(organisation * (n + 1) % 997) for n in range(place.plan["cells"])}
        seen = {f"s-{n}": "" for n in range(place.plan["cells"])}
        body = urlencode({**figures, **seen, "act": "submit", "csrfmiddlewaretoken": TOKEN})
        begun = time.perf_counter()
        try:
            status, to = _ask(link, place, f"/bao-cao/{pk}/nhap/", session, body)
        except OSError as problem:
            link.close()
            place.note_failure(type(problem).__name__)
            continue
        place.taken.append((time.perf_counter() - begun) * 1000)
        if status != 302 or to != f"/bao-cao/{pk}/":
            place.note_failure(f"{status} {to}")


def _read(place: _Place, pages: list[tuple[int, str]]) -> None:
    link = http.client.HTTPConnection("127.0.0.1", place.port, timeout=60)
    turn = 0
    while not place.over.wait(0.8):
        pk, session = pages[turn % len(pages)]
        turn += 1
        begun = time.perf_counter()
        status, _to = _ask(link, place, f"/bao-cao/{pk}/nhap/", session, None)
        place.read.append((time.perf_counter() - begun) * 1000)
        if status != 200:
            place.note_failure(f"trang nhập {status}")


def main(plan: dict[str, Any]) -> None:
    """Hand in at an even pace, however slow the answers are; stop when all are in."""
    place = _Place(plan)
    pages = plan["pages"]
    senders = [threading.Thread(target=_send, args=[place]) for _ in range(SENDERS)]
    readers = [
        threading.Thread(target=_read, args=[place, pages[number::READERS]])
        for number in range(READERS)
    ]
    for one in [*senders, *readers]:
        one.start()
    begun = time.perf_counter()
    for number, (pk, organisation, session) in enumerate(plan["reports"]):
        wait = begun + number / plan["a_second"] - time.perf_counter()
        if wait > 0:
            time.sleep(wait)
        place.reports.put((pk, organisation, session))
    for _sender in senders:
        place.reports.put(None)
    for one in senders:
        one.join()
    took = time.perf_counter() - begun
    place.over.set()
    for one in readers:
        one.join()
    told = {"took": took, "taken": place.taken, "read": place.read, "failed": place.failed}
    told["own"] = time.process_time()
    print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main(json.load(sys.stdin))
