"""docs/meaning-of-events.md, cell by cell: what each event does to each kind of record."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace

from django.db.models import Q
import pytest

from congdoan.areas.agreements.models import Agreement, Amendment, Party, Succession, Version
from congdoan.areas.cadres.models import PartyIntroduction, PlanEdition
from congdoan.areas.cadres.services.following import follow_endings
from congdoan.areas.campaigns.models import Campaign
from congdoan.areas.cards.models import Card
from congdoan.areas.development.models import Target, TargetRound
from congdoan.areas.development.services.work import sync_round_work
from congdoan.areas.documents.models import Document, Incoming
from congdoan.areas.duplicates.models import Pair
from congdoan.areas.gateway.models import Package
from congdoan.areas.members import api as members
from congdoan.areas.members.models import (
    Application,
    MemberDecision,
    MemberRecord,
    Membership,
    SealedFact,
    Segment,
)
from congdoan.areas.planning.api import Plan as WorkPlan
from congdoan.areas.planning.api import Task as PlannedTask
from congdoan.areas.planning.api import follow as follow_plans
from congdoan.areas.privacy.api import settle_keepers
from congdoan.areas.privacy.models import Consent, DataRequest
from congdoan.areas.restructuring.models import Founding, HandOver
from congdoan.areas.voting.models import Vote
from congdoan.areas.watchlist.models import WatchEntry
from congdoan.areas.workforce.models import EmployeeCount
from congdoan.foundation.valid_time import span
from congdoan.kernel.access.models import Grant
from congdoan.kernel.audit.models import AuditEntry
from congdoan.kernel.organisations import api as organisations
from congdoan.kernel.organisations.enums import EndReason
from congdoan.kernel.organisations.models import (
    Counterpart,
    GroupingMember,
    Lineage,
    Organisation,
    OrganisationProfile,
    Placement,
)
from congdoan.kernel.people.models import Office
from congdoan.kernel.rulebook.models import RuleRow
from congdoan.support.discussion.models import Comment
from congdoan.support.drafting.api import Draft, DraftTemplate
from congdoan.support.exchange.models import ImportBatch
from congdoan.support.files.models import StoredFile
from congdoan.support.numbering.models import Number
from congdoan.support.signing.models import Signature, Slot
from congdoan.support.worklist.models import WorkItem
from tests.meaning_of_events import carry_out
from tests.meaning_of_papers import said_of_papers
from tests.meaning_of_reports import check_reports, said_of_reports, said_of_views
from tests.meaning_world import RECORDS, follow_campaigns_on, look_alike, one_of_each

pytestmark = pytest.mark.django_db

PAGE = Path(__file__).parents[1] / "docs" / "meaning-of-events.md"
EVENTS = ("establish", "rename", "transfer", "dissolve", "merge", "divide")


def table():
    """Return the rows of the table: (record, cells)."""
    lines = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line[:1] == "|"]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    head, body = rows[0], rows[2:]
    assert [name.split()[0].strip(",") for name in head[1:]] == list(EVENTS)
    return {row[0]: row[1:] for row in body}


def state(w):
    """Everything the checks compare, before and after."""
    leaf, day = w.tree.leaf, w.day
    rows = lambda found, *fields: sorted(map(str, found.values_list(*fields)))  # noqa: E731
    everyone = w.everyone
    return {
        "profile": rows(OrganisationProfile.objects.filter(organisation=leaf), "name", "valid"),
        "place": rows(Placement.objects.filter(child=leaf), "parent", "valid"),
        "counterpart": rows(Counterpart.objects.all(), "union", "partner", "valid"),
        "grouping": rows(GroupingMember.objects.all(), "organisation", "valid"),
        "office": rows(Office.objects.all(), "pk", "organisation", "valid", "end_reason"),
        "membership": rows(Membership.objects.all(), "person", "organisation", "valid"),
        "grant": rows(Grant.objects.all(), "pk", "organisation", "valid"),
        "audit": list(AuditEntry.objects.order_by("pk").values_list("pk", "hash")),
        "slot": rows(Slot.objects.all(), "pk", "organisation", "packet__state"),
        "frozen": [
            *rows(Version.objects.all(), "pk"),
            *rows(Signature.objects.all(), "pk"),
            *rows(Agreement.objects.all(), "pk", "state", "title"),
        ],
        "agreement": rows(Party.objects.all(), "pk", "organisation", "left_on"),
        "addendum": rows(Amendment.objects.all(), "pk", "state"),
        "target": rows(Target.objects.all(), "organisation", "value", "state"),
        "party": rows(PartyIntroduction.objects.all(), "person", "organisation", "stopped"),
        "plan": rows(PlanEdition.objects.all(), "plan__organisation", "state"),
        "report": said_of_reports(),
        "view": said_of_views(),
        "watch": rows(WatchEntry.objects.all(), "person", "organisation"),
        "draft": [
            *rows(Draft.objects.all(), "organisation", "revision", "closed_at"),
            *rows(DraftTemplate.objects.all(), "organisation", "name", "retired_at"),
        ],
        "vote": rows(Vote.objects.all(), "organisation", "state"),
        "employees": rows(EmployeeCount.objects.all(), "organisation", "counted_on", "total"),
        "documents": [
            *rows(Document.objects.all(), "organisation", "state", "symbol"),
            *rows(Incoming.objects.all(), "organisation", "arrival_no", "state"),
            *rows(Package.objects.all(), "organisation", "document_code", "state"),
            *rows(Number.objects.all(), "book__organisation", "number", "state"),
        ],
        **said_of_papers(),
        "programme": [
            *rows(PlannedTask.objects.all(), "pk", "plan__organisation", "state"),
            *rows(WorkPlan.objects.all(), "pk", "state"),
        ],
        "campaign": rows(Campaign.objects.all(), "place", "state", "organisation"),
        "founding": rows(Founding.objects.all(), "superior", "state", "event"),
        "hand_over": rows(HandOver.objects.all(), "giver", "receiver", "overseer", "kind"),
        "record": [
            *rows(SealedFact.objects.all(), "person", "kind", "token"),
            *rows(MemberRecord.objects.all(), "person"),
        ],
        "application": rows(Application.objects.all(), "pk", "organisation", "state"),
        "decision": [
            *rows(MemberDecision.objects.all(), "pk", "organisation"),
            *rows(Segment.objects.all(), "pk", "organisation"),
        ],
        "card": rows(Card.objects.all(), "person", "organisation", "number", "ended_on"),
        "pair": rows(Pair.objects.all(), "one", "other", "organisation", "state"),
        "privacy": rows(DataRequest.objects.all(), "pk", "organisation", "keeper", "state"),
        "consent": rows(Consent.objects.all(), "pk", "person", "organisation", "ended"),
        "work": rows(WorkItem.objects.filter(pk__in=w.work), "pk", "organisation", "state"),
        "files": [
            *rows(StoredFile.objects.all(), "pk", "sha256"),
            *rows(ImportBatch.objects.all(), "pk", "state", "organisation"),
            *rows(Comment.objects.all(), "pk", "text"),
        ],
        "rule": rows(RuleRow.objects.exclude(organisation_id=None), "pk", "organisation_id"),
        "closed": {
            past: members.unscoped_member_counts(everyone, on=past)
            for past in (date(2024, 12, 31), day - timedelta(days=1))
        },
    }


@pytest.fixture
def w(
    employer,
    agreement,
    in_force,
    addendum,
    structure,
    rights,
    batch,
    tree,
    make_person,
    system,
    now,
    today,
):
    """One of each record at the leaf (and at the department, where an agreement needs a party)."""
    organisations.link_counterpart(
        actor=system, union=tree.leaf, partner=tree.school, on=date(2020, 1, 1)
    )
    people = [make_person(f"Đoàn Viên {n}").pk for n in "AB"]
    members.begin_memberships(
        [
            members.NewMembership(person, tree.leaf.pk, span(date(2024, 1, 1)), "TEACHER")
            for person in people
        ]
    )
    world = SimpleNamespace(tree=tree, system=system, at=now, day=today + timedelta(days=10))
    world.employer = employer
    one_of_each(world, people)
    world.agreement = in_force
    world.everyone = list(Organisation.objects.values_list("pk", flat=True))
    # What follows the tree has rows of its own above.
    own = Q(key__startswith="restructuring.") | Q(key__startswith="development.")
    own |= Q(key__startswith="cadres.")
    own |= Q(key__startswith="privacy.")
    own |= Q(key__startswith="campaigns.")
    own |= Q(key__startswith="planning.")
    world.work = list(WorkItem.objects.exclude(own).values_list("pk", flat=True))
    look_alike(world, people)
    world.rule = RuleRow.objects.exclude(organisation_id=None).get()
    return world


def _answer_asked(w):
    return WorkItem.objects.get(kind="development.answer", organisation=w.tree.leaf).state


CHECKS: dict[tuple[str, str], Callable[..., None]] = {}


def check(record, *events):
    """Register the check of one record under some events."""

    def register(function):
        for event in events:
            assert (record, event) not in CHECKS
            CHECKS[record, event] = function
        return function

    return register


def unchanged(record, *events):
    check(record, *events)(lambda before, after, _w: _equal(before[record], after[record]))


def _equal(before, after):
    assert before == after


for _record in (*("grant", "slot", "frozen", "agreement", "addendum", "work", "files", "closed"),):
    _asks = {"dissolve", "merge", "divide"} if _record in {"agreement", "work"} else set()
    unchanged(_record, *(event for event in EVENTS if event not in _asks))
unchanged("profile", "transfer")
unchanged("place", "rename")
for _record in ("counterpart", "grouping", "office"):
    unchanged(_record, "establish", "rename", "transfer")
unchanged("membership", "establish", "rename")
unchanged("record", *EVENTS)
unchanged("card", *EVENTS)
unchanged("pair", *EVENTS)
unchanged("decision", *EVENTS)
unchanged("application", "establish", "rename", "transfer")
unchanged("privacy", "establish", "rename", "transfer")
unchanged("consent", *EVENTS)
unchanged("employees", *EVENTS)
unchanged("vote", *EVENTS)
unchanged("documents", *EVENTS)
unchanged("reader", *EVENTS)
unchanged("publication", *EVENTS)
unchanged("draft", *EVENTS)
unchanged("programme", "establish", "rename", "transfer")
unchanged("campaign", "establish", "rename", "transfer")
unchanged("founding", "establish", "rename", "transfer")
unchanged("party", "establish", "rename", "transfer")
unchanged("plan", "establish", "rename", "transfer")
unchanged("watch", *EVENTS)
unchanged("hand_over", "establish", "rename")
check_reports(check)


@check("target", "establish", "rename", "transfer")
def _the_target_stays_and_is_asked(before, after, w):
    _equal(before["target"], after["target"])
    assert _answer_asked(w) == "OPEN"


@check("target", "dissolve", "merge", "divide")
def _the_target_stays_for_reference(before, after, w):
    _equal(before["target"], after["target"])
    follow_the_calendar(w)
    assert _answer_asked(w) == "CANCELLED"


def follow_the_calendar(w):
    sync_round_work(actor=w.system, target_round=TargetRound.objects.get(), on=w.day, at=w.at)


def _keeper(w):
    settle_keepers(actor=w.system, on=w.day, at=w.at)
    found = DataRequest.objects.get()
    assert found.organisation_id == w.tree.leaf.pk
    item = WorkItem.objects.get(key=f"privacy.request.{found.pk}.answer")
    assert item.organisation_id == found.keeper_id
    return found.keeper


@check("privacy", "dissolve")
def _the_superior_answers(_before, _after, w):
    assert _keeper(w) == w.tree.middle


@check("privacy", "merge", "divide")
def _the_heir_answers(_before, _after, w):
    assert _keeper(w).code == ("N1" if w.event == "divide" else w.tree.far_leaf.code)


@check("application", "dissolve")
def _nobody_is_left_to_decide(_before, _after, w):
    w.waiting.refresh_from_db()
    assert w.waiting.state == "REJECTED"


@check("application", "merge", "divide")
def _the_application_moves_with_the_members(_before, _after, w):
    w.waiting.refresh_from_db()
    wanted = w.tree.far_leaf.code if w.event == "merge" else "N1"
    assert (w.waiting.organisation.code, w.waiting.state) == (wanted, "WAITING")


@check("party", "dissolve", "merge", "divide")
@check("plan", "dissolve", "merge", "divide")
def _what_is_under_way_goes_to_the_heir_or_stops(_before, _after, w):
    follow_endings(actor=w.system, on=w.day, at=w.at)
    w.file.refresh_from_db()
    w.plan.refresh_from_db()
    homes = {"dissolve": w.tree.leaf.code, "merge": w.tree.far_leaf.code, "divide": "N1"}
    stops = w.event == "dissolve"
    assert (w.file.organisation.code, w.file.stopped) == (homes[w.event], stops)
    assert w.plan.organisation.code == homes[w.event]
    assert w.plan.editions.get().state == ("STOPPED" if stops else "OPEN")


@check("programme", "dissolve", "merge", "divide")
def _open_tasks_move_and_the_plan_closes(_before, _after, w):
    follow_plans(actor=w.system, touched=None, on=w.day, at=w.at)
    homes = {"dissolve": w.tree.leaf.code, "merge": w.tree.far_leaf.code, "divide": "N1"}
    plan = WorkPlan.objects.get(organisation=w.tree.leaf)
    waits, done = PlannedTask.objects.order_by("pk")
    assert (plan.state, done.plan) == ("CLOSED", plan)
    assert waits.plan.organisation.code == homes[w.event]
    item = WorkItem.objects.get(key=f"planning.{waits.pk}.do")
    assert item.state == ("CANCELLED" if w.event == "dissolve" else "OPEN")


@check("campaign", "dissolve", "merge", "divide")
def _the_campaign_asks_nothing_more_or_goes_on_above(_before, _after, w):
    follow_campaigns_on(w, w.day)
    there = Campaign.objects.get(place=w.tree.leaf)
    assert WorkItem.objects.get(key=f"campaigns.{there.pk}.next").state == "CANCELLED"
    led = Campaign.objects.get(place=w.tree.other_leaf)
    assert (led.organisation, led.state) == (w.tree.middle, "OPEN")


@check("work", "dissolve", "merge", "divide")
def _open_work_is_done_by_who_stands_in_its_place(before, after, w):
    _equal(before["work"], after["work"])  # decided ahead: on its day
    organisations.settle_due(actor=w.system, on=w.day, at=w.at + timedelta(days=10))
    codes = {"dissolve": w.tree.middle.code, "merge": w.tree.far_leaf.code, "divide": "N1"}
    passed = WorkItem.objects.filter(pk__in=w.work, stands_for=w.tree.leaf)
    assert passed
    assert {item.organisation.code for item in passed} == {codes[w.event]}
    assert not WorkItem.objects.open().filter(organisation=w.tree.leaf).exists()


@check("founding", "dissolve", "merge", "divide")
def _the_founding_goes_on_elsewhere(_before, _after, w):
    w.founding.refresh_from_db()
    codes = {"dissolve": w.tree.middle.code, "merge": w.tree.far_leaf.code, "divide": "N1"}
    assert w.founding.superior.code == codes[w.event]
    assert w.founding.state == "OPEN"


@check("hand_over", "transfer")
def _the_old_superior_hands_over_to_the_new_one(_before, _after, w):
    row = HandOver.objects.get(giver=w.tree.middle)
    assert (row.kind, row.receiver) == ("TRANSFER", w.tree.far_middle)


@check("hand_over", "dissolve", "merge", "divide")
def _the_steps_of_ending_open(_before, _after, w):
    row = HandOver.objects.get(giver=w.tree.leaf)
    codes = {"dissolve": w.tree.middle.code, "merge": w.tree.far_leaf.code, "divide": "N1"}
    assert (row.kind, row.receiver.code) == ("END", codes[w.event])


@check("employer", "establish", "rename", "transfer")
def _what_the_employer_asks_stays(_before, _after, w):
    """The school of the leaf is paid by the State: its union must end."""
    superior = w.tree.far_middle if w.event == "transfer" else w.tree.middle
    item = WorkItem.objects.get(pk=w.employer["item"])
    assert (item.state, item.organisation) == ("OPEN", superior)


@check("employer", "dissolve", "merge", "divide")
def _the_union_that_had_to_end_has_ended(_before, _after, w):
    assert WorkItem.objects.get(pk=w.employer["item"]).state != "OPEN"


@check("profile", "establish")
def _a_name_begins(_before, _after, w):
    row = OrganisationProfile.objects.get(organisation=w.made)
    assert (row.name, row.valid.lower) == ("Mới", w.day)


@check("profile", "rename")
def _old_ends_new_begins(before, after, w):
    assert len(after["profile"]) == len(before["profile"]) + 1
    assert organisations.name_of(w.tree.leaf, on=w.day) == "Tên sau"
    assert organisations.name_of(w.tree.leaf, on=w.day - timedelta(days=1)) != "Tên sau"


@check("profile", "dissolve", "merge", "divide")
def _a_name_ends_and_stays_the_label(_before, _after, w):
    rows = OrganisationProfile.objects.filter(organisation=w.tree.leaf)
    assert max(row.valid.upper for row in rows) == w.day
    assert organisations.name_of(w.tree.leaf, on=w.day) == "Tên mới"


@check("place", "establish")
def _a_place_begins(before, after, w):
    _equal(before["place"], after["place"])
    assert Placement.objects.get(child=w.made).valid.lower == w.day


@check("place", "transfer")
def _the_place_changes(_before, _after, w):
    for day, above in ((w.day, w.tree.far_middle), (w.day - timedelta(days=1), w.tree.middle)):
        assert Placement.objects.on(day).get(child=w.tree.leaf).parent == above
        assert Lineage.objects.on(day).filter(ancestor=above, descendant=w.tree.leaf).exists()


@check("place", "dissolve", "merge", "divide")
def _the_place_ends(_before, _after, w):
    assert not Placement.objects.on(w.day).filter(child=w.tree.leaf).exists()
    assert Placement.objects.on(w.day - timedelta(days=1)).filter(child=w.tree.leaf).exists()


@check("counterpart", "dissolve", "merge", "divide")
def _the_counterpart_ends(_before, _after, w):
    assert not Counterpart.objects.on(w.day).filter(union=w.tree.leaf).exists()
    assert Counterpart.objects.on(w.day - timedelta(days=1)).filter(union=w.tree.leaf).exists()


@check("grouping", "dissolve", "merge", "divide")
def _it_leaves_its_groupings(_before, _after, w):
    assert not GroupingMember.objects.on(w.day).filter(organisation=w.tree.leaf).exists()
    assert GroupingMember.objects.filter(organisation=w.tree.leaf).exists()


@check("office", "dissolve", "merge", "divide")
def _offices_end(_before, _after, w):
    assert not Office.objects.on(w.day).filter(organisation=w.tree.leaf).exists()
    reasons = Office.objects.filter(organisation=w.tree.leaf).values_list("end_reason", flat=True)
    assert set(reasons) == {"UNIT_ENDED"}


@check("membership", "transfer")
def _members_stay_and_count_elsewhere(before, after, w):
    _equal(before["membership"], after["membership"])
    _counted(w, {w.tree.leaf: 3, w.tree.middle: 0, w.tree.far_middle: 3})


@check("membership", "dissolve")
def _members_end(_before, _after, w):
    assert set(Membership.objects.values_list("end_reason", flat=True)) == {"UNIT_ENDED"}
    _counted(w, {w.tree.central: 0})


@check("membership", "merge")
def _members_go_on(_before, _after, w):
    _counted(w, {w.tree.leaf: 0, w.tree.far_leaf: 3, w.tree.middle: 0, w.tree.central: 3})


@check("membership", "divide")
def _members_go_on_at_the_first(_before, _after, w):
    made = {one.code: one for one in Organisation.objects.filter(code__in=["N1", "N2"])}
    _counted(w, {w.tree.leaf: 0, made["N1"]: 3, made["N2"]: 0, w.tree.middle: 3})


def _counted(w, wanted):
    for unit, count in wanted.items():
        assert members.unscoped_member_count(unit.pk, on=w.day) == count, unit
        assert members.unscoped_counted_one_by_one(unit.pk, on=w.day) == count, unit


@check("audit", *EVENTS)
def _it_is_written_down_and_nothing_is_deleted(before, after, _w):
    assert after["audit"][: len(before["audit"])] == before["audit"]
    assert len(after["audit"]) > len(before["audit"])


@check("agreement", "dissolve", "merge", "divide")
def _the_agreement_asks(before, after, w):
    _equal(before["agreement"], after["agreement"])
    asked = Succession.objects.get(agreement=w.agreement, leaving=w.tree.department)
    assert asked.state == "ASKED"
    assert asked.successor_id == (w.tree.school.pk if w.event == "merge" else None)


@check("rule", *EVENTS)
def _the_rule_stays_written(before, after, _w):
    _equal(before["rule"], after["rule"])


@check("rule_looked_up", *EVENTS)
def _a_rule_is_looked_up_along_the_line(_before, _after, w):
    from congdoan.kernel.rulebook.api import value

    found = value("agreement.period.programme", on=w.day, for_=w.tree.leaf.pk)
    under = Lineage.objects.on(w.day).filter(ancestor=w.tree.middle, descendant=w.tree.leaf)
    assert (found == 4) == under.exists()


@pytest.mark.parametrize("event", EVENTS)
def test_an_event_means_for_every_record_what_the_table_says(w, event):
    w.event = event
    before = state(w)
    carry_out(w, event)
    after = state(w)
    wrong = []
    for record in RECORDS.values():
        for name in (record, f"{record}_looked_up"):
            function = CHECKS.get((name, event))
            try:
                if function:
                    function(before, after, w)
            except AssertionError as fault:
                wrong.append(f"{name}: {fault}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("record", table())
@pytest.mark.parametrize("event", EVENTS)
def test_every_cell_has_a_check(record, event):
    assert record in RECORDS, f"say in RECORDS what “{record}” is, and register its checks"
    assert (RECORDS[record], event) in CHECKS
    assert table()[record][EVENTS.index(event)], "an empty cell says nothing"


def test_a_unit_with_subordinates_is_not_dissolved(w):
    with pytest.raises(organisations.HasSubordinates):
        organisations.end_organisation(
            actor=w.system,
            organisation=w.tree.middle,
            reason=EndReason.DISSOLVED,
            on=w.day,
            decision=organisations.Decision(),
            at=w.at,
        )
