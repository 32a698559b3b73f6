from congdoan.foundation import clock
from congdoan.foundation.jobs import task
from congdoan.support.exchange.api import commit_import_of


# Safe to run twice: rows that are written are passed over, a finished batch is left alone.
@task(name="exchange.commit")
def commit_in_background(*, batch_id: int, user_id: int, **_: object) -> None:
    commit_import_of(user_id=user_id, batch_id=batch_id, today=clock.today(), at=clock.now())
