from congdoan.areas.agreements.letters.archive import papers_of
from congdoan.areas.agreements.selectors.cascade import running_cascades
from congdoan.areas.agreements.selectors.duties import running_agreements
from congdoan.areas.agreements.selectors.exports import unscoped_export
from congdoan.areas.agreements.selectors.handing import unscoped_hand_down
from congdoan.areas.agreements.selectors.successions import due_successions
from congdoan.areas.agreements.services.amending_effect import due_amendments, follow_amendment
from congdoan.areas.agreements.services.archiving import clear_exports, pack_export
from congdoan.areas.agreements.services.cascade_work import sync_cascade_work
from congdoan.areas.agreements.services.force import due_by_calendar, follow_the_calendar
from congdoan.areas.agreements.services.generating import draft_next, lost_runs, queue_run
from congdoan.areas.agreements.services.handing import ask_units, sync_unit_work
from congdoan.areas.agreements.services.obligations import generate_duties
from congdoan.areas.agreements.services.reviews_planning import sync_review_work
from congdoan.areas.agreements.services.succeeding import follow_succession
from congdoan.areas.agreements.services.succession import ask_what_becomes
from congdoan.areas.agreements.services.succession_undoing import withdraw_questions
from congdoan.foundation import clock
from congdoan.foundation.jobs import task
from congdoan.kernel.access.api import actor_for, system_actor
from congdoan.kernel.organisations.api import Corrected, PlannedChange


@task(name="agreements.follow_the_calendar", cron="20 0 * * *")
def follow_the_calendar_daily(**_: object) -> None:
    """Bring agreements and addenda into force, expire them, warn of the end; each on its own."""
    today = clock.today()
    actor = system_actor(today=today)
    for agreement in due_by_calendar(on=today):
        follow_the_calendar(actor=actor, agreement=agreement, on=today, at=clock.now())
    for succession in due_successions(on=today):
        follow_succession(actor=actor, succession=succession, on=today, at=clock.now())
    for amendment in due_amendments(on=today):
        follow_amendment(actor=actor, amendment=amendment, on=today, at=clock.now())


def ask_about_parties(change: PlannedChange) -> None:
    """Answer ``changed`` of organisations, which tells the day and not the moment."""
    ask_what_becomes(change, at=clock.now())


def ask_about_later_parties(change: PlannedChange) -> None:
    """Answer ``settling``: what came into force since the decision is asked about too."""
    ask_what_becomes(change, at=clock.now())


def ask_about_parties_anew(corrected: Corrected) -> None:
    """Answer ``correcting``: the day and the receiver are part of what both sides agree on."""
    withdraw_questions(corrected.was, at=clock.now())
    ask_what_becomes(corrected.now, at=clock.now())


def withdraw_what_was_asked(change: PlannedChange) -> None:
    """Answer ``undone`` of organisations, which tells the day and not the moment."""
    withdraw_questions(change, at=clock.now())


@task(name="agreements.make_duties", cron="40 0 * * *")
def make_duties_daily(**_: object) -> None:
    """Make the duties of the period that has come, ask hosts and units; each on its own."""
    today = clock.today()
    actor = system_actor(today=today)
    for agreement in running_agreements():
        generate_duties(actor=actor, agreement=agreement, on=today, at=clock.now())
        sync_review_work(actor=actor, agreement=agreement, on=today, at=clock.now())
        ask_units(actor=actor, agreement=agreement, on=today, at=clock.now())
    for cascade in running_cascades():
        sync_cascade_work(actor=actor, cascade=cascade, on=today, at=clock.now())


@task(name="agreements.ask_units")
def ask_units_of(hand_down: int, **_: object) -> None:
    """Put what was handed down into the units' work, soon after it was."""
    one = unscoped_hand_down(hand_down)
    today = clock.today()
    if one is not None:
        sync_unit_work(actor=system_actor(today=today), hand_down=one, on=today, at=clock.now())


@task(name="agreements.generate")
def generate_in_background(*, run_id: int, **_: object) -> None:
    """Draft for one checkpoint after the other; a second worker on the same run does no harm."""
    while draft_next(run_id=run_id, today=clock.today(), at=clock.now()):
        pass


@task(name="agreements.resume_runs", cron="*/5 * * * *")
def resume_runs(**_: object) -> None:
    """Take up runs whose worker died."""
    for run in lost_runs(at=clock.now()):
        queue_run(run)


@task(name="agreements.pack")
def pack(export: int, **_: object) -> None:
    """Make a package somebody asked for, with the rights they have now."""
    one = unscoped_export(export)
    if one is None:
        return
    today, now = clock.today(), clock.now()
    pack_export(
        actor=actor_for(one.user, today=today),
        export=one,
        papers=papers_of(one.agreement, on=today, at=now),
        on=today,
        at=now,
    )


@task(name="agreements.clear_exports", cron="10 3 * * *")
def clear_exports_daily(**_: object) -> None:
    """Throw away packages older than a week."""
    clear_exports(at=clock.now())
