"""Campaigns: proposed by rule, run by contacts, their progress read from what is there."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
import pytest

from congdoan.areas.campaigns.enums import Aim, State, Step
from congdoan.areas.campaigns.models import Campaign, CampaignContact
from congdoan.areas.campaigns.rules import Facts, current_step, fits, steps_done
from congdoan.areas.campaigns.selectors.campaigns import listed
from congdoan.areas.campaigns.selectors.progress import unscoped_progress
from congdoan.areas.campaigns.selectors.proposals import proposals
from congdoan.areas.campaigns.services import running
from congdoan.areas.restructuring.api import FoundingData, count_applications, start_founding
from congdoan.foundation.refusal import NotAllowed
from congdoan.kernel.audit.models import AuditEntry
from congdoan.kernel.organisations import api
from congdoan.kernel.organisations.enums import EndReason
from congdoan.support.notifications.api import inbox
from congdoan.support.worklist.api import WorkItem

pytestmark = pytest.mark.django_db


@pytest.fixture
def contact(lan, today, now):
    def act(campaign, kind="CALL", *, actor=None, day=None, due=None):
        data = running.ContactData(
            day or today, kind, "Cô hiệu trưởng", "Đồng ý", "Họp", due or today + timedelta(days=9)
        )
        return running.log_contact(
            actor=actor or lan, campaign=campaign, data=data, on=today, at=now
        )

    return act


def test_the_furthest_step_counts_and_earlier_ones_stay_open():
    facts = Facts(contacts=1, applications=3)
    assert current_step("FOUND", facts) == "APPLICATIONS"
    assert not steps_done("FOUND", facts)["MEETING"]
    assert current_step("GROW", Facts(members=5, target=5)) == "GROWN"
    assert current_step("FOUND", Facts()) == "NONE"


@pytest.mark.parametrize(
    ("rule", "kind", "funding", "expected"),
    [
        ({"kinds": ["COMPANY"]}, "COMPANY", "", True),
        ({"kinds": ["COMPANY"]}, "PRIMARY", "", False),
        ({"funding": ["PRIVATE"], "kinds_not": ["COMPANY"]}, "COMPANY", "PRIVATE", False),
        ({"funding_not": ["PRIVATE"]}, "PRIMARY", "G2", True),
    ],
)
def test_a_rule_row_is_about_some_employers(rule, kind, funding, expected):
    assert fits(rule, kind=kind, funding=funding) is expected


def test_who_has_enough_workers_and_no_union_is_proposed(
    school, say, start, join, lan, tree, today
):
    big, small, unknown = school("TR-1"), school("TR-2"), school("TR-3")
    public = school("TR-4", kind="PRIMARY", funding="G2")
    say(big, 10)
    say(small, 9)
    say(public, 19)
    join(tree.leaf, 2)
    say(tree.leaf, 30)
    found = proposals(lan, tree.middle, on=today)
    assert {one.place for one in found.found if one.aim == Aim.FOUND} == {big.pk}
    assert [one.place for one in found.found if one.aim == Aim.GROW] == [tree.leaf.pk]
    assert unknown.pk in {one.place for one in found.unknown}
    assert found.found[0].rule_key == "campaign.threshold.PRIVATE_UNIT"
    start(big)
    assert big.pk not in {one.place for one in proposals(lan, tree.middle, on=today).found}


def test_progress_is_read_from_the_log_the_founding_and_the_register(
    school, start, contact, lan, tree, today, now
):
    one = school("TR-1")
    campaign = start(one, 20)
    steps = []

    def step():
        found = unscoped_progress([campaign], on=today)[campaign.pk]
        steps.append(found.step)
        return found

    step()
    contact(campaign)
    step()
    contact(campaign, "MEETING")
    step()
    founding = start_founding(
        actor=lan,
        superior=tree.middle,
        data=FoundingData("CĐCS Trường Một", "CS-M1", "L4_GRASSROOTS", today, employer_id=one.pk),
        on=today,
        at=now,
    )
    count_applications(actor=lan, founding=founding, count=12, day=today, on=today, at=now)
    found = step()
    assert steps == [Step.NONE, Step.CONTACT, Step.MEETING, Step.APPLICATIONS]
    assert (found.reached, found.percent, found.founding) == (12, 60, founding.pk)


def test_where_there_is_a_union_its_members_count(start, join, tree, lan, today):
    join(tree.leaf, 4)
    campaign = start(tree.leaf, 5)
    assert campaign.aim == Aim.GROW
    assert campaign.organisation == tree.middle
    assert unscoped_progress([campaign], on=today)[campaign.pk].percent == 80
    join(tree.leaf, 1)
    assert unscoped_progress([campaign], on=today)[campaign.pk].step == Step.GROWN


def test_the_next_step_is_work_with_its_day(school, start, contact, lan, today, now):
    campaign = start(school("TR-1"))
    item = WorkItem.objects.get(kind="campaigns.next")
    assert (item.due, item.assignee_id) == (campaign.next_due, lan.person_id)
    contact(campaign)
    item.refresh_from_db()
    assert item.title.endswith("Họp")
    assert item.due == today + timedelta(days=9)
    given = {"actor": lan, "campaign": campaign, "on": today, "at": now}
    with pytest.raises(running.ReasonMissing):
        running.close_campaign(reached=False, reason=" ", **given)
    running.close_campaign(reached=False, reason="Trường giải thể", **given)
    item.refresh_from_db()
    assert item.state == "DONE"
    with pytest.raises(running.CampaignClosed):
        contact(campaign)
    verbs = AuditEntry.objects.filter(verb__startswith="campaigns.").order_by("pk")
    assert [one.verb.partition(".")[2] for one in verbs] == ["started", "contacted", "closed"]


def test_what_cannot_be_is_refused(school, start, contact, minh, lan, tree, today):
    one = school("TR-1")
    with pytest.raises(NotAllowed):
        start(one, actor=minh)
    with pytest.raises(running.NotAColleague):
        start(one, responsible=minh.person_id)
    with pytest.raises(running.DayPast):
        start(one, next_due=today - timedelta(days=1))
    with pytest.raises(running.NothingToWin):
        start(school("TR-G4", kind="PRIMARY", funding="G4"))
    campaign = start(one)
    with pytest.raises(running.CampaignAlready):
        start(one)
    with pytest.raises(running.ContactAhead):
        contact(campaign, day=today + timedelta(days=1))


def test_who_is_responsible_is_told(school, start, make_person, seat, actor_of, tree, lan):
    helper = make_person("Lý Thị Tư", username="tu")
    seat(helper, tree.middle, "SPECIALIST")
    start(school("TR-1"), responsible=helper.pk)
    told = inbox(actor_of(helper))
    assert [one.kind for one in told] == ["campaigns.given"]


def test_an_employer_that_ends_asks_nothing_more(school, start, system, lan, today, now):
    one = school("TR-1")
    start(one)
    event = api.end_organisation(
        actor=system, organisation=one, reason=EndReason.DISSOLVED, on=today,
        decision=api.Decision(number="1/QĐ"), at=now,
    )  # fmt: skip
    assert WorkItem.objects.get(kind="campaigns.next").state == "CANCELLED"
    api.undo_event(actor=system, event=event, reason="nhầm")
    assert WorkItem.objects.get(kind="campaigns.next").state == "OPEN"


def test_queries_do_not_grow_with_campaigns(school, start, lan, tree, today):
    start(school("TR-1"))

    def asked():
        with CaptureQueriesContext(connection) as found:
            listed(lan, tree.middle, closed=False, on=today)
        return sum("rulebook_stamp" not in one["sql"] for one in found.captured_queries)

    before = asked()
    for n in range(2, 5):
        start(school(f"TR-{n}"))
    assert asked() == before


def test_an_officer_runs_a_campaign_on_the_pages(school, say, signed_in, lan, tree, today):
    one = school("TR-1")
    client = signed_in(lan)
    empty = client.get(reverse("campaigns:campaigns")).content.decode()
    assert "Chưa có việc vận động nào" in empty
    say(one, 25)
    page = client.get(reverse("campaigns:proposed")).content.decode()
    assert reverse("campaigns:start", args=[one.pk]) in page
    url = reverse("campaigns:start", args=[one.pk])
    form = client.get(url).content.decode()
    assert 'value="25"' in form
    assert client.post(url, {"target_members": "x"}).status_code == 422
    client.post(
        url,
        {
            "responsible": lan.person_id,
            "target_members": "20",
            "target_day": "31/12/2026",
            "next_step": "Gọi",
            "next_due": "10/03/2026",
            "once": "a",
        },
    )
    made = Campaign.objects.get()
    home = reverse("campaigns:campaign", args=[made.pk])
    assert client.get(url).headers["Location"] == home
    client.post(
        home,
        {
            "day": "01/03/2026",
            "kind": "MEETING",
            "met": "12 giáo viên",
            "next_step": "Thu đơn",
            "next_due": "20/03/2026",
            "once": "b",
        },
    )
    assert CampaignContact.objects.get().met == "12 giáo viên"
    page = client.get(home).content.decode()
    assert "Mở thủ tục thành lập" in page
    panel = client.get(reverse("campaigns:panel", args=[one.pk])).content.decode()
    assert "đạt 0 / 20" in panel
    rows = client.get(reverse("campaigns:campaigns"), {"buoc": "MEETING"}).content.decode()
    assert "Trường TR-1" in rows
    assert client.get(reverse("campaigns:sheet")).content[:2] == b"PK"
    client.post(
        reverse("campaigns:close", args=[made.pk]),
        {"outcome": "STOPPED", "reason": "Trường không đồng ý", "once": "c"},
    )
    made.refresh_from_db()
    assert made.state == State.STOPPED
    closed = client.get(reverse("campaigns:campaigns"), {"buoc": "dong"}).content.decode()
    assert "Trường không đồng ý" in closed


def test_odd_addresses_are_answered(signed_in, lan):
    client = signed_in(lan)
    for bad in ({"trang": "x"}, {"buoc": "x"}, {"don_vi": "x"}, {"nhanh": "999999999"}):
        assert client.get(reverse("campaigns:campaigns"), bad).status_code in {200, 404, 422}
