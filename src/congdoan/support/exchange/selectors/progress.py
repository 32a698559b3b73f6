"""How far a long step is, how fast it goes, when it will be through."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from congdoan.support.exchange.models import ImportBatch

#: A step that said nothing for so long was cut off: a checkpoint takes seconds.
STALLED = timedelta(minutes=3)


@dataclass(frozen=True)
class Progress:
    done: int
    total: int
    #: Rows a second; 0 until there is something to go by.
    rate: int
    seconds_left: int | None
    stalled: bool

    @property
    def percent(self) -> int:
        return min(100, self.done * 100 // self.total) if self.total else 0

    @property
    def minutes_left(self) -> int:
        return (self.seconds_left or 0) // 60


def progress_of(batch: ImportBatch, *, at: datetime) -> Progress | None:
    """Return the progress of the step under way; None when none is."""
    if not batch.is_moving or batch.step_began_at is None or batch.step_seen_at is None:
        return None
    taken = (batch.step_seen_at - batch.step_began_at).total_seconds()
    rate = batch.step_done / taken if taken > 0 else 0.0
    left = batch.step_total - batch.step_done
    return Progress(
        done=batch.step_done,
        total=batch.step_total,
        rate=round(rate),
        seconds_left=round(left / rate) if rate and batch.step_total else None,
        stalled=at - batch.step_seen_at > STALLED,
    )
