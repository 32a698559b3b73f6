from congdoan.foundation import clock
from congdoan.foundation.jobs import task
from congdoan.support.exchange.api import (
    commit_import_of,
    forget_rows,
    plan_import_of,
    take_up_stalled,
    undo_import_of,
)


# Safe to run twice: a plan is made anew from the file, a plan that is there is left alone.
@task(name="exchange.plan")
def plan_in_background(*, batch_id: int, user_id: int, **_: object) -> None:
    plan_import_of(user_id=user_id, batch_id=batch_id, today=clock.today(), at=clock.now())


# Safe to run twice: rows that are written are passed over, a finished batch is left alone.
@task(name="exchange.commit")
def commit_in_background(*, batch_id: int, user_id: int, **_: object) -> None:
    commit_import_of(user_id=user_id, batch_id=batch_id, today=clock.today(), at=clock.now())


# Safe to run twice: rows that are taken back are passed over.
@task(name="exchange.undo")
def undo_in_background(*, batch_id: int, user_id: int, **_: object) -> None:
    undo_import_of(user_id=user_id, batch_id=batch_id, today=clock.today(), at=clock.now())


# A worker that was killed cannot say so: whoever comes next takes its batch up again.
@task(name="exchange.take_up", cron="*/2 * * * *")
def take_up(**_: object) -> None:
    take_up_stalled(at=clock.now())


@task(name="exchange.forget", cron="40 2 * * *")
def forget(**_: object) -> None:
    forget_rows(at=clock.now())
