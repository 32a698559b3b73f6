"""The coming end, the successor, and what goes on from one to the other."""

from datetime import timedelta

from django.urls import reverse
import pytest

from congdoan.areas.agreements import api
from congdoan.areas.agreements.enums import DutyState, EndGround
from congdoan.areas.agreements.models import CarriedDuty, Duty
from congdoan.areas.agreements.rules.ending import NoPartyEnded
from congdoan.areas.agreements.rules.renewal import CarriedDueWrong, NothingBefore
from congdoan.areas.agreements.selectors.renewal import unfinished_before
from congdoan.areas.agreements.tasks import follow_the_calendar_daily
from congdoan.areas.agreements.tests.consenting import end_by_consent
from congdoan.support.worklist.api import unscoped_work

pytestmark = pytest.mark.django_db


@pytest.fixture
def old(make_draft, lan, today, now):
    """An agreement in force whose last day lies 200 days ahead."""
    begun = today - timedelta(days=300)
    draft = make_draft(title="Trước", first_day=begun, last_day=today + timedelta(days=200))
    return api.record_paper(
        actor=lan, agreement=draft, signed_on=begun, place="An", on=today, at=now
    )


@pytest.fixture
def new(old, lan, tree, today, now):
    return api.draft_agreement(
        actor=lan,
        drafting=tree.middle,
        data=api.AgreementData("REGULATION", "Sau", today, today + timedelta(days=900)),
        parties=[api.PartyData(tree.department.pk)],
        predecessor=old,
        copy_predecessor=True,
        on=today,
        at=now,
    )


def steps(agreement):
    rows = unscoped_work(f"agreements.{agreement.pk}.expiry.")
    return {item.title.split(":")[0]: item.state for item in rows}


def test_each_step_before_the_end_asks_once_and_what_is_done_is_done(
    old, lan, tree, today, now, settings
):
    for days in (0, 21, 21, 111, 171):
        settings.CLOCK = (today + timedelta(days=days)).isoformat()
        follow_the_calendar_daily()
        if days == 0:
            assert steps(old) == {}
        if days == 21:
            assert steps(old) == {"Chuẩn bị văn bản thay thế": "OPEN"}
    assert steps(old) == dict.fromkeys(
        ("Chuẩn bị văn bản thay thế", "Lấy ý kiến văn bản thay thế", "Ký văn bản thay thế"), "OPEN"
    )
    api.draft_agreement(
        actor=lan,
        drafting=tree.middle,
        data=api.AgreementData("REGULATION", "Sau", today, today + timedelta(days=900)),
        parties=[api.PartyData(tree.department.pk)],
        predecessor=old,
        on=today,
        at=now,
    )
    follow_the_calendar_daily()
    assert steps(old)["Chuẩn bị văn bản thay thế"] == "DONE"
    settings.CLOCK = (old.last_day + timedelta(days=1)).isoformat()
    follow_the_calendar_daily()
    assert "OPEN" not in steps(old).values()


def test_what_is_chosen_goes_on_and_keeps_its_origin(old, new, lan, today, now):
    rows = unfinished_before(new)
    assert rows
    chosen, left = rows[0].duty, rows[1].duty
    due = today + timedelta(days=60)
    api.choose_carried(actor=lan, agreement=new, duties=[chosen.pk], due=due, on=today, at=now)
    chosen.refresh_from_db()
    assert chosen.state == DutyState.OPEN  # nothing passes before the new one is in force
    new = api.record_paper(actor=lan, agreement=new, signed_on=today, place="An", on=today, at=now)
    carried = Duty.objects.get(origin=chosen)
    chosen.refresh_from_db()
    left.refresh_from_db()
    assert (chosen.state, left.state != DutyState.CARRIED) == (DutyState.CARRIED, True)
    assert carried.obligation.agreement == new
    assert (carried.due, carried.state) == (due, DutyState.OPEN)
    assert carried.obligation.origin == chosen.obligation
    old.refresh_from_db()
    assert old.state == "SUPERSEDED"
    assert [one.state for one in unscoped_work(f"agreements.{new.pk}.duty.{carried.pk}.")]

    # In force already, a further choice passes at once.
    assert Duty.objects.filter(obligation__agreement=new, origin__isnull=False).count() == 1


def test_the_choice_may_change_until_it_passes(old, new, lan, today, now):
    first, second = (one.duty.pk for one in unfinished_before(new)[:2])
    due = today + timedelta(days=60)
    for chosen in ([first, second], [second]):
        api.choose_carried(actor=lan, agreement=new, duties=chosen, due=due, on=today, at=now)
    assert set(CarriedDuty.objects.values_list("duty", flat=True)) == {second}
    with pytest.raises(CarriedDueWrong):
        api.choose_carried(
            actor=lan, agreement=new, duties=[first], due=new.last_day + timedelta(1), on=today,
            at=now,
        )  # fmt: skip
    with pytest.raises(NothingBefore):
        api.choose_carried(actor=lan, agreement=old, duties=[], due=due, on=today, at=now)


def test_the_page_lists_with_boxes_and_saves(signed_in, old, new, lan, tuan, today):
    client = signed_in(lan)
    address = reverse("agreements:carry", args=[new.pk])
    detail = client.get(reverse("agreements:detail", args=[new.pk])).content.decode()
    assert address in detail
    page = client.get(address).content.decode()
    assert page.count('name="duties"') == len(unfinished_before(new))
    chosen = unfinished_before(new)[0].duty
    due = f"{today + timedelta(days=60):%d/%m/%Y}"
    assert client.post(address, {"duties": [chosen.pk], "due": due}).status_code == 302
    assert client.post(address, {"duties": [chosen.pk], "due": "01/01/2099"}).status_code == 422
    assert CarriedDuty.objects.get().duty == chosen
    assert client.get(reverse("agreements:carry", args=[old.pk])).status_code == 404
    assert signed_in(tuan).get(address).status_code == 404  # the draft is the drafter's own


def test_a_party_that_is_none_of_the_new_ones_carries_nothing(old, lan, tree, today, now):
    new = api.draft_agreement(
        actor=lan,
        drafting=tree.middle,
        data=api.AgreementData("REGULATION", "Sau", today, today + timedelta(days=900)),
        parties=[api.PartyData(tree.school.pk)],
        predecessor=old,
        on=today,
        at=now,
    )
    homeless = [one.duty.pk for one in unfinished_before(new) if one.homeless]
    assert homeless
    api.choose_carried(
        actor=lan,
        agreement=new,
        duties=homeless,
        due=today + timedelta(days=60),
        on=today,
        at=now,
    )
    assert CarriedDuty.objects.count() == 0


def test_ending_because_a_party_ended_needs_one_that_did(old, lan, today, now):
    with pytest.raises(NoPartyEnded):
        end_by_consent(
            actor=lan,
            agreement=old,
            ended_on=today,
            ground=EndGround.PARTY_ENDED,
            reason="Một bên giải thể",
            on=today,
            at=now,
        )
    end_by_consent(
        actor=lan,
        agreement=old,
        ended_on=today,
        ground=EndGround.ALL_AGREE,
        reason="Biên bản 3/BB",
        on=today,
        at=now,
    )
    old.refresh_from_db()
    assert (old.state, old.end_ground) == ("TERMINATED", "ALL_AGREE")
