"""The progress of a batch's running step, for everybody who looks at it."""

from congdoan.foundation import clock
from congdoan.support.exchange.enums import BatchState
from congdoan.support.exchange.models import ImportBatch
from congdoan.support.exchange.models.batch import STEP


def begin_moving(batch: ImportBatch, state: BatchState, *, total: int, user_id: int | None) -> None:
    """Say that a step began, or goes on after it was cut off: then with what it had done."""
    if batch.state != state:
        batch.step_done, batch.step_total, batch.step_began_at = 0, total, clock.now()
    batch.state, batch.step_seen_at, batch.step_by_id = state, clock.now(), user_id
    batch.save(update_fields=STEP)


def begin_anew(batch: ImportBatch) -> None:
    """Say that reading the file begins, from its first row."""
    batch.step_done, batch.step_began_at, batch.step_seen_at = 0, clock.now(), clock.now()
    batch.save(update_fields=["step_done", "step_began_at", "step_seen_at"])


def reading_on(batch: ImportBatch, rows: int) -> None:
    """Say that so many rows were found so far: long files are read for minutes."""
    batch.step_total, batch.step_seen_at = rows, clock.now()
    batch.save(update_fields=["step_total", "step_seen_at"])


def move_on(batch: ImportBatch, rows: int) -> None:
    """Say that so many rows more are through; the moment is that of the checkpoint itself."""
    batch.step_done += rows
    batch.step_seen_at = clock.now()
    batch.save(update_fields=["step_done", "step_seen_at"])
