"""Documents: sending to thousands, numbers for many takers, the register of a busy unit."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
import time
from typing import Any

from benchmarks.harness import Figure, figure, made
from benchmarks.pages import against_plain
from benchmarks.stage import BRANCH_CODE, TODAY, Stage, now
from benchmarks.working import page_work_ms, server_work

FEW, ENTRIES, TAKERS, EACH = 2_000, 100_000, 50, 20


class _Work:
    """Seconds on the clock, and of the processors: ours and the database's together."""

    def __init__(self, stage: Stage) -> None:
        self._database = stage.home / "pg"

    def of(self, act: Callable[[], Any]) -> tuple[float, float, Any]:
        begun, used = time.perf_counter(), self._used()
        found = act()
        return time.perf_counter() - begun, self._used() - used, found

    def _used(self) -> float:
        return time.process_time() + server_work(self._database)


@figure
def sending_to_many(stage: Stage) -> Iterator[Figure]:
    """One document to 2,000 and to all 130,000: the sender's wait, and until in every book."""
    _ = stage.nation
    from django.db import transaction

    from congdoan.areas.documents.api import Reach, Rule
    from congdoan.kernel.organisations.models import Organisation

    picked = Organisation.objects.on(TODAY).order_by("pk").values_list("pk", flat=True)
    for rule in (Rule(picked=tuple(picked[1 : FEW + 1])), Rule(reach=Reach.BRANCH)):
        with transaction.atomic():
            yield from _sent(_Work(stage), rule)
            transaction.set_rollback(True)


def _sent(work: _Work, rule: Any) -> Iterator[Figure]:
    from congdoan.areas.documents.api import deliver, send_document
    from congdoan.areas.documents.models import Incoming
    from congdoan.kernel.access.api import system_actor

    actor, document = system_actor(today=TODAY), _issued()
    ask = {"actor": actor, "document": document, "rule": rule, "on": TODAY, "at": now()}
    took, used, sent = work.of(lambda: send_document(**ask))
    yield made(f"sending_{sent}_sender", took, "s", 1)
    yield made(f"sending_{sent}_sender_work", used, "cpu-s", 1)
    took, used, _done = work.of(lambda: deliver(actor=actor, document=document.pk, at=now()))
    there = Incoming.objects.filter(document=document).count()
    if there != sent:
        message = f"{there} dòng trong sổ, muốn {sent}"
        raise RuntimeError(message)
    yield made(f"sending_{sent}_in_every_book", took, "s", 1)
    yield made(f"sending_{sent}_in_every_book_work", used, "cpu-s", 1)


def _issued() -> Any:
    """Return a document of the root that has its number and asks for an answer."""
    from congdoan.areas.documents.models import Document
    from congdoan.kernel.access.api import system_actor
    from congdoan.kernel.organisations.models import Organisation
    from congdoan.support.numbering.api import Register, Shelf, take_number

    root = Organisation.objects.get(code="TLD")
    number = take_number(
        actor=system_actor(today=TODAY),
        shelf=Shelf(root.pk, Register.OUTGOING),
        subject="bench",
        on=TODAY,
        at=now(),
    )
    made_one = Document(
        organisation=root,
        type="UNION.HD",
        subject="hướng dẫn đo tốc độ",
        state="ISSUED",
        number=number,
        symbol="01/HD-TLĐ",
        issued_on=TODAY,
        drafter_name="Người đo",
        drafted_at=now(),
        answer_by=TODAY.replace(day=28),
    )
    made_one.settle_keys()
    made_one.save()
    return made_one


@figure
def numbers_by_50_takers(stage: Stage) -> Iterator[Figure]:
    """1,000 numbers of one book by 50 takers at once, each committed; no gap, no double."""
    _ = stage.nation
    from django.db import connection

    from congdoan.kernel.access.api import system_actor
    from congdoan.kernel.organisations.models import Organisation
    from congdoan.support.numbering.api import Book, Number, Register, Shelf, take_number

    unit = Organisation.objects.get(code=BRANCH_CODE)
    shelf, actor = Shelf(unit.pk, Register.INTERNAL, "BENCH"), system_actor(today=TODAY)

    ready = Barrier(TAKERS + 1)

    def take(_turn: int) -> list[int]:
        ask = {"actor": actor, "shelf": shelf, "subject": "bench", "on": TODAY, "at": now()}
        try:
            connection.ensure_connection()  # an office's connection is open already
            ready.wait(timeout=60)
            return [take_number(**ask).number for _ in range(EACH)]
        finally:
            connection.close()

    try:
        took, used, numbers = _all_at_once(_Work(stage), take, ready)
    finally:
        Number.objects.filter(book__organisation=unit, book__series="BENCH").delete()
        Book.objects.filter(organisation=unit, series="BENCH").delete()
    if sorted(numbers) != list(range(1, TAKERS * EACH + 1)):
        message = "số bị trống hoặc trùng"
        raise RuntimeError(message)
    yield made("numbers_by_50_takers", len(numbers) / took, "số/s", len(numbers))
    yield made("numbers_by_50_takers_of_processor", len(numbers) / used, "số/cpu-s", len(numbers))


def _all_at_once(
    work: _Work, take: Callable[[int], list[int]], ready: Barrier
) -> tuple[float, float, list[int]]:
    with ThreadPoolExecutor(TAKERS) as pool:
        takers = [pool.submit(take, turn) for turn in range(TAKERS)]
        ready.wait(timeout=60)
        return work.of(lambda: [one for taker in takers for one in taker.result()])


@figure
def incoming_register_page(stage: Stage) -> Iterator[Figure]:
    """First page of an incoming register of 100,000 entries, whole; floor: the plain page."""
    _ = stage.web
    unit = _busy_unit()
    client, plain = stage.client("mot-tinh"), stage.client()
    for name, path in (
        ("first", f"/van-ban/don-vi/{unit}/den/"),
        ("waiting", f"/van-ban/don-vi/{unit}/den/?state=WAITING"),
    ):
        status, text = client.get(path)
        if status != 200 or text.count("<tr") < 40:
            message = f"{path} trả lời {status}"
            raise RuntimeError(message)
        took, floor = against_plain(client, plain, path)
        yield made(f"incoming_register_{name}_page", took, "ms", 100, floor=floor)
        work, least = (
            page_work_ms(stage.home / "pg", ask, 30)
            for ask in (
                lambda path=path: client.get(path),  # type: ignore[misc]
                lambda: plain.get("/plain/"),
            )
        )
        yield made(f"incoming_register_{name}_work", work, "cpu-ms", 30, floor=least)


#: One in twenty still waits; the years before are done.
_FILL = """
WITH book AS (
  INSERT INTO numbering_book
    (organisation_id, register, year, series, last_number, last_on, closed_by_name)
  VALUES (%(unit)s, 'INCOMING', 2025, '', %(count)s, '2025-12-31', '') RETURNING id
), taken AS (
  INSERT INTO numbering_number
    (book_id, number, suffix, state, dated_on, subject, reason, taken_at, taken_by_name)
  SELECT book.id, n, '', 'TAKEN', date '2025-01-01' + n / 275, 'bench', '', now(), ''
  FROM book, generate_series(1, %(count)s) AS n RETURNING id, number, dated_on
)
INSERT INTO documents_incoming
  (organisation_id, number_id, arrival_no, arrival_suffix, arrived_on, channel, sender_name, symbol,
   type, subject, folded, urgency, secrecy, must_read, state, note, registered_at,
   registered_by_name, accepted_by_name)
SELECT %(unit)s, id, number, '', dated_on, 'PAPER', 'Sở Giáo dục và Đào tạo', number || '/SGDĐT',
   'STATE.CV', 'về việc thứ ' || number, 've viec thu ' || number, 'NORMAL', '', false,
   CASE WHEN number %% 20 = 0 THEN 'REGISTERED' ELSE 'DONE' END, '', now(), 'Người đo', ''
FROM taken
"""


def _busy_unit() -> int:
    from django.db import connection

    from congdoan.areas.documents.models import Incoming
    from congdoan.kernel.organisations.models import Organisation

    unit = Organisation.objects.get(code=BRANCH_CODE).pk
    if Incoming.objects.filter(organisation=unit).count() < ENTRIES:
        with connection.cursor() as cursor:
            cursor.execute(_FILL, {"unit": unit, "count": ENTRIES})
            cursor.execute("VACUUM ANALYZE documents_incoming")
    return unit
