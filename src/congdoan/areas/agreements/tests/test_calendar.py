"""What the days bring: entering force, warning, expiring, ending; and lists of any day."""

from datetime import timedelta

import pytest

from congdoan.areas.agreements import api
from congdoan.areas.agreements.models import Agreement
from congdoan.areas.agreements.rules.ending import EndsOutside
from congdoan.areas.agreements.rules.refusals import ReasonNeeded, SignedInTheFuture
from congdoan.areas.agreements.selectors.register import register
from congdoan.areas.agreements.services.force import due_by_calendar
from congdoan.areas.agreements.tasks import follow_the_calendar_daily
from congdoan.areas.agreements.tests.consenting import end_by_consent
from congdoan.support.notifications.api import unread_count

pytestmark = pytest.mark.django_db


@pytest.fixture
def running(make_draft, lan, today, now):
    """An agreement in force whose last day lies 60 days ahead."""
    begun = today - timedelta(days=300)
    draft = make_draft(first_day=begun, last_day=today + timedelta(days=60))
    api.record_paper(actor=lan, agreement=draft, signed_on=begun, place="An", on=today, at=now)
    draft.refresh_from_db()
    return draft


def test_the_daily_job_warns_once_per_step(running, tuan, today, settings):
    told = unread_count(tuan)
    for days, times in ((0, 1), (0, 1), (31, 2)):
        settings.CLOCK = (today + timedelta(days=days)).isoformat()
        follow_the_calendar_daily()
        assert unread_count(tuan) == told + times


def test_the_daily_job_lets_it_expire_after_its_last_day(running, today, settings):
    settings.CLOCK = (running.last_day + timedelta(days=3)).isoformat()
    follow_the_calendar_daily()
    assert api.state_on(running, running.last_day) == "EFFECTIVE"
    assert api.state_on(running, running.last_day + timedelta(days=1)) == "EXPIRED"


def test_the_job_leaves_those_alone_that_end_years_ahead(make_draft, lan, running, today, now):
    far_off = make_draft(first_day=today, last_day=today + timedelta(days=1800))
    api.record_paper(actor=lan, agreement=far_off, signed_on=today, place="An", on=today, at=now)
    assert list(due_by_calendar(on=today)) == [running]


def test_ending_early_needs_a_reason_and_a_day_within_its_life(running, lan, today, now):
    end = {"actor": lan, "agreement": running, "on": today, "at": now}
    with pytest.raises(ReasonNeeded):
        end_by_consent(**end, ended_on=today, reason=" ")
    for day in (running.effective_on, running.last_day + timedelta(days=1)):
        with pytest.raises(EndsOutside):
            end_by_consent(**end, ended_on=day, reason="Một bên giải thể")
    end_by_consent(**end, ended_on=today, reason="Một bên giải thể")
    assert api.state_on(running, today - timedelta(days=1)) == "EFFECTIVE"
    assert api.state_on(running, today) == "TERMINATED"


def test_paper_cannot_be_signed_tomorrow(make_draft, lan, today, now):
    with pytest.raises(SignedInTheFuture):
        api.record_paper(
            actor=lan,
            agreement=make_draft(),
            signed_on=today + timedelta(days=1),
            place="An",
            on=today,
            at=now,
        )


def test_the_register_has_each_agreement_once_on_every_day(running, consulted, lan, today):
    for day in (today - timedelta(days=299), today, today + timedelta(days=400)):
        rows = list(register(lan, on=day))
        assert len(rows) == len({row.pk for row in rows})
    then = register(lan, on=today - timedelta(days=299))
    assert [(row.pk, row.state_then) for row in then] == [(running.pk, "EFFECTIVE")]
    assert register(lan, on=today - timedelta(days=301)).count() == 0


def test_those_in_force_on_a_day(running, consulted, today):
    assert list(Agreement.objects.in_force(today)) == [running]


def test_a_paper_of_the_past_is_no_news(lan, tuan, make_draft, today, now):
    told = unread_count(tuan)
    old = make_draft(first_day=today - timedelta(days=900), last_day=today - timedelta(days=100))
    signed = today - timedelta(days=900)
    api.record_paper(actor=lan, agreement=old, signed_on=signed, place="An", on=today, at=now)
    assert unread_count(tuan) == told
    new = make_draft(title="Văn bản mới")
    api.record_paper(actor=lan, agreement=new, signed_on=today, place="An", on=today, at=now)
    assert unread_count(tuan) == told + 2
