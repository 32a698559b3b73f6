from typing import Any

from congdoan.areas.members.letters.lists import list_content, list_paper
from congdoan.areas.members.selectors.exports import unscoped_export
from congdoan.areas.members.services import fold_counts
from congdoan.areas.members.services.exporting import clear_exports, make_export
from congdoan.areas.members.services.moves import keep_branches, settle_moves
from congdoan.areas.members.services.pausing import sync_pauses
from congdoan.foundation import clock
from congdoan.foundation.jobs import task
from congdoan.kernel.access.api import actor_for, system_actor


@task(name="members.fold_counts", cron="20 3 * * *")
def fold_counts_at_night(**_: Any) -> None:
    """Put the day's changes of every count together, so that reading them stays short."""
    fold_counts()


@task(name="members.settle_moves", cron="*/5 * * * *")
def settle_moves_often(**_: Any) -> None:
    """Count anew the days of large branches that writers have marked."""
    settle_moves()


@task(name="members.keep_branches", cron="40 3 * * *")
def keep_branches_at_night(**_: Any) -> None:
    """Keep the movement of branches that have grown large; what is kept is filled next."""
    keep_branches()


@task(name="members.export")
def export(export: int, **_: Any) -> None:
    """Make a list somebody asked for, with the rights they have now."""
    one = unscoped_export(export)
    if one is not None:
        make_export(
            actor=actor_for(one.user, today=clock.today()),
            export=one,
            content=list_content,
            paper=list_paper,
            at=clock.now(),
        )


@task(name="members.clear_exports", cron="25 3 * * *")
def clear_exports_daily(**_: Any) -> None:
    """Throw away lists whose days are over."""
    clear_exports(at=clock.now())


@task(name="members.pauses", cron="40 0 * * *")
def ask_about_pauses_daily(**_: Any) -> None:
    """Ask the unions what becomes of pauses whose limit is near."""
    today = clock.today()
    sync_pauses(actor=system_actor(today=today), on=today, at=clock.now())
