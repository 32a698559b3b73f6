"""What an addendum does to obligations and duties on its day."""

from datetime import timedelta

from django.urls import reverse
import pytest

from congdoan.areas.agreements import api
from congdoan.areas.agreements.enums import DutyState, Effect
from congdoan.areas.agreements.models import Duty, Obligation
from congdoan.areas.agreements.rules.amending import ImpactUnreviewed
from congdoan.areas.agreements.selectors.amending_impact import impacts_of
from congdoan.areas.agreements.selectors.consolidated import text_before
from congdoan.areas.agreements.selectors.matrix import matrix_of
from congdoan.areas.agreements.services.editing import Terms
from congdoan.areas.agreements.tasks import follow_the_calendar_daily
from congdoan.kernel.access.api import system_actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def owed(in_force):
    """An obligation of the signed text with an open duty of a school year."""
    return (
        Obligation.objects.filter(
            agreement=in_force, cadence="SCHOOL_YEAR", duties__state=DutyState.OPEN
        )
        .order_by("order", "pk")
        .first()
    )


@pytest.fixture
def line(in_force, owed, propose, lan):
    lines = text_before(propose(lan, title="Chỉ để đọc"))
    return next(line for line in lines if line.item.stable_id == owed.clause)


@pytest.fixture
def begins(today):
    return today + timedelta(days=10)


@pytest.fixture
def reword(lan, line, owed):
    """Change words, and terms if given, of the clause that obliges."""

    def write(amendment, cadence="SCHOOL_YEAR"):
        wording = line.item.wording
        api.change_clause(
            actor=lan,
            amendment=amendment,
            clause=owed.clause,
            heading="",
            text="Nội dung mới phải làm.",
            terms=Terms(
                bearer=wording.bearer, lead_party_id=wording.lead_party_id, cadence=cadence
            ),
        )

    return write


def take_effect(amendment, begins, now):
    actor = system_actor(today=begins)
    for _ in range(2):
        api.follow_amendment(actor=actor, amendment=amendment, on=begins, at=now)


def open_duties(obligation):
    return list(Duty.objects.filter(obligation=obligation, state=DutyState.OPEN).order_by("due"))


def test_open_duties_go_on_under_the_new_words(amend, reword, owed, begins, now):
    before = open_duties(owed)
    amendment = amend(reword, wanted_on=begins)
    rows = {one.obligation.pk: one for one in impacts_of(amendment) if one.obligation}
    assert (rows[owed.pk].kind, rows[owed.pk].effect) == ("changed", Effect.CARRY)
    take_effect(amendment, begins, now)

    owed.refresh_from_db()
    new = Obligation.objects.get(origin=owed)
    assert (owed.ends, new.starts, new.words) == (begins, begins, "Nội dung mới phải làm.")
    assert [one.pk for one in open_duties(new)] == [one.pk for one in before]
    assert open_duties(owed) == []
    assert impacts_of(amendment) is not None


def test_what_is_to_be_finished_as_it_was_is_not_asked_twice(amend, reword, owed, begins, lan, now):
    before = open_duties(owed)
    amendment = amend(reword, wanted_on=begins)
    api.review_impact(
        actor=lan, amendment=amendment, effects={owed.pk: Effect.KEEP}, on=begins, at=now
    )
    take_effect(amendment, begins, now)
    new = Obligation.objects.get(origin=owed)
    assert [one.pk for one in open_duties(owed)] == [one.pk for one in before]
    assert not {one.period_id for one in open_duties(new)} & {one.period_id for one in before}


def test_what_is_to_end_lapses_with_its_reason_and_the_new_begins(
    amend, reword, owed, begins, lan, now
):
    before = open_duties(owed)
    amendment = amend(lambda it: reword(it, "MONTHLY"), wanted_on=begins)
    api.review_impact(
        actor=lan, amendment=amendment, effects={owed.pk: Effect.END}, on=begins, at=now
    )
    take_effect(amendment, begins, now)
    for duty in before:
        duty.refresh_from_db()
        assert duty.state == DutyState.WAIVED
        assert "Phụ lục số 1" in duty.reason
    new = Obligation.objects.get(origin=owed)
    assert all(one.starts >= begins for one in open_duties(new))
    assert open_duties(new)


def test_an_abolished_clause_obliges_no_more_and_a_new_one_begins(
    amend, owed, line, begins, lan, now
):
    def write(amendment):
        api.abolish_clause(actor=lan, amendment=amendment, clause=owed.clause)
        others = [one for one in text_before(amendment) if one.depth == line.depth]
        anchor = next(one for one in reversed(others) if one.item.stable_id != owed.clause)
        api.add_amended_clause(
            actor=lan,
            amendment=amendment,
            after=anchor.item.stable_id,
            level=anchor.item.level,
            heading="",
            text="Việc hoàn toàn mới.",
            terms=Terms(bearer="EACH", cadence="SCHOOL_YEAR"),
        )

    amendment = amend(write, wanted_on=begins)
    kinds = [one.kind for one in impacts_of(amendment)]
    assert kinds.count("new") == 2
    assert "ended" in kinds
    take_effect(amendment, begins, now)
    owed.refresh_from_db()
    assert owed.ends == begins
    assert open_duties(owed) == []
    made = Obligation.objects.filter(amendment=amendment, words="Việc hoàn toàn mới.")
    assert made.count() == 2
    assert all(open_duties(one) for one in made)


def test_what_is_late_stays_late(amend, reword, owed, begins, now):
    Duty.objects.filter(obligation=owed).update(
        due=begins - timedelta(days=1), starts=begins - timedelta(days=5)
    )
    amendment = amend(reword, wanted_on=begins)
    take_effect(amendment, begins, now)
    assert open_duties(owed)


def test_the_calendar_brings_it_into_force(amend, reword, begins, settings):
    amendment = amend(reword, wanted_on=begins)
    settings.CLOCK = begins.isoformat()
    follow_the_calendar_daily()
    amendment.refresh_from_db()
    assert amendment.state == "EFFECTIVE"


def test_nobody_signs_before_somebody_has_looked_at_open_duties(
    amend, reword, signed_in, lan, today, now
):
    amendment = amend(reword, signed=False)
    shared = {"actor": lan, "amendment": amendment, "on": today, "at": now}
    with pytest.raises(ImpactUnreviewed) as refused:
        api.open_amendment_signing(**shared)
    assert "Nhiệm vụ bị ảnh hưởng" in refused.value.sentence
    args = [amendment.agreement_id, amendment.pk]
    sign = reverse("agreements:amendment_open_signing", args=args)
    page = reverse("agreements:amendment", args=args)
    assert sign not in signed_in(lan).get(page).content.decode()
    api.review_impact(**shared, effects={})
    assert sign in signed_in(lan).get(page).content.decode()
    assert api.open_amendment_signing(**shared).is_open


def test_another_cadence_does_not_ask_twice_for_the_same_days(amend, reword, owed, begins, now):
    amendment = amend(lambda it: reword(it, "QUARTERLY"), wanted_on=begins)
    impact = next(one for one in impacts_of(amendment) if one.obligation == owed)
    assert impact.effect == Effect.END
    take_effect(amendment, begins, now)
    assert open_duties(owed) == []
    new = Obligation.objects.get(origin=owed)
    assert {one.period.kind for one in open_duties(new)} == {"QUARTER"}


def test_the_matrix_reads_as_the_text_of_its_day(amend, reword, owed, in_force, begins, now):
    amendment = amend(lambda it: reword(it, "QUARTERLY"), wanted_on=begins)
    take_effect(amendment, begins, now)

    def row(day):
        found = [one for group in matrix_of(in_force, on=day).groups for one in group.rows]
        (own,) = [one for one in found if one.clause == str(owed.clause)]
        return own, [cell for cell in own.cells if cell]

    before, cells = row(begins - timedelta(days=1))
    assert before.words == owed.words
    assert {cell.said for cell in cells} == {"Mỗi năm học"}
    after, cells = row(begins)
    assert after.words == "Nội dung mới phải làm."
    assert {cell.said for cell in cells} == {"Hằng quý"}


def test_the_matrix_says_since_when_a_clause_obliges_no_more(
    amend, owed, in_force, begins, lan, now
):
    amendment = amend(
        lambda it: api.abolish_clause(actor=lan, amendment=it, clause=owed.clause),
        wanted_on=begins,
    )
    take_effect(amendment, begins, now)
    groups = matrix_of(in_force, on=begins).groups
    (row,) = [one for group in groups for one in group.rows if one.clause == str(owed.clause)]
    assert {cell.said for cell in row.cells if cell} == {f"thôi từ {begins:%d/%m/%Y}"}
