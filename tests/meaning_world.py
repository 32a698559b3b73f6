"""One of each record of the upper slices at the leaf, before events happen to it."""

from datetime import date, timedelta

from congdoan.areas.cadres import api as cadres
from congdoan.areas.campaigns.models import Campaign
from congdoan.areas.campaigns.services.following import follow as follow_campaigns
from congdoan.areas.cards.models import Card
from congdoan.areas.development.models import Target, TargetRound
from congdoan.areas.development.services.work import sync_round_work
from congdoan.areas.documents import api as documents
from congdoan.areas.duplicates.models import Pair
from congdoan.areas.gateway.models import Package
from congdoan.areas.members import api as members
from congdoan.areas.members.models import Membership, Segment
from congdoan.areas.planning import api as planning
from congdoan.areas.privacy.models import Consent, DataRequest
from congdoan.areas.reporting.models import FormVersion, Report, Round
from congdoan.areas.restructuring.models import Founding
from congdoan.areas.voting.models import Vote
from congdoan.areas.watchlist.models import WatchEntry
from congdoan.areas.workforce.models import EmployeeCount
from congdoan.kernel.people.models import Person
from congdoan.kernel.periods.api import school_year_of
from congdoan.support.drafting.api import make_template
from tests.meaning_of_papers import make_public
from tests.meaning_of_reports import keep_a_view

#: Rows of docs/meaning-of-events.md and what they are called in the checks.
RECORDS = {
    "name, level, facts (`OrganisationProfile`)": "profile",
    "place in a hierarchy (`Placement`, `Lineage`)": "place",
    "counterpart": "counterpart",
    "cụm, khối, địa bàn membership": "grouping",
    "office (`Office`), and the rights, delegations and work that rest on it": "office",
    "membership (`Membership`), and the counts of every branch (`MemberChange`, `BranchChange`)": (
        "membership"
    ),
    "grant at the organisation": "grant",
    "audit row": "audit",
    "place to sign in an open packet": "slot",
    "signature, frozen text, packet completed": "frozen",
    "agreement in force, signed": "agreement",
    "addendum, consolidated text of a past day": "addendum",
    "development target (`Target`) given to the unit": "target",
    "introduction to the Party under way (`PartyIntroduction`)": "party",
    "plan of officials being made or reviewed (`OfficialPlan`, `PlanEdition`)": "plan",
    "note on dues and meetings (`WatchEntry`)": "watch",
    "report owed in a round, its copies and totals (`Report`, `Snapshot`)": "report",
    "saved view, dashboard of a unit (`SavedView`, `Board`)": "view",
    "number of employees (`EmployeeCount`)": "employees",
    "document, line of a register, number, exchange package (`Document`, `Incoming`, `Number`,"
    " `Package`)": "documents",
    "person who has to read what came (`Reader`)": "reader",
    "publication, Facebook page (`Publication`, `FacebookPage`)": "publication",
    "work programme, plan and its tasks (`Plan`, `Task`, `Given`)": "programme",
    "campaign at an employer or a union (`Campaign`, `CampaignContact`)": "campaign",
    "election or vote, its roll, box and counts (`Vote`, `Voter`, `BallotBox`)": "vote",
    "founding of a grassroots union (`Founding`, its dossier and first committee)": "founding",
    "steps of ending and hand-over (`HandOver`, `HandOverItem`, `LateReceipt`)": "hand_over",
    "employer (a school) and its union": "employer",
    (
        "member's record, work, sealed facts, pauses (`MemberRecord`, `MemberWork`, `SealedFact`,"
        " `Pause`)"
    ): "record",
    "application that waits, transfer proposed (`Application`, `Transfer`)": "application",
    (
        "decision on members, leaving, discipline (`MemberDecision`, `Leaving`, `Discipline`), QR"
        " poster, saved segment, export"
    ): "decision",
    "member's card (`Card`)": "card",
    "pair of records that may be one person, merge (`Pair`, `Merge`, `FindingRun`)": "pair",
    "paper on private data (`ChangeProposal`, `DataRequest`, `RetentionCase`, `Breach`)": "privacy",
    "consent, own file (`Consent`, `OwnFile`)": "consent",
    "work item, duty open": "work",
    (
        "text being drafted, its versions, a unit's templates (`Draft`, `DraftVersion`,"
        " `DraftTemplate`)"
    ): "draft",
    "file, import batch, comment": "files",
    "rule laid down by the organisation": "rule",
    "statistics of closed periods": "closed",
}


def one_of_each(w, people):
    """Let ``people``, members of the leaf, and the leaf itself have one of everything."""
    _beside_the_tree(w)
    _papers_of_members(w)
    _cadres(w, people[0])
    _papers_about_data(w, people[0])
    _programme(w)


def _programme(w):
    """The leaf's programme of the school year: a task that waits, one that is done."""
    on = w.day - timedelta(days=10)
    given = {"actor": w.system, "on": on, "at": w.at}
    data = planning.PlanData(school_year_of(on).pk, "PROGRAMME", "Chương trình")
    plan = planning.start_plan(organisation=w.tree.leaf, data=data, **given)
    _waits, done = (
        planning.add_task(plan=plan, data=planning.TaskData(title), **given)
        for title in ("Việc còn", "Việc xong")
    )
    planning.adopt_plan(plan=plan, adoption=planning.Adoption(on, "BCH"), **given)
    planning.report_task(task=done, data=planning.ReportData(done=True), **given)


def _beside_the_tree(w):
    """A target given to the leaf, a founding under it, an employer that changed its funding."""
    given = TargetRound.objects.create(superior=w.tree.middle, year=w.day.year, given_at=w.at)
    Target.objects.create(
        round=given, organisation=w.tree.leaf, indicator="ADMITTED", value=5, state="GIVEN"
    )
    sync_round_work(actor=w.system, target_round=given, on=w.day - timedelta(days=10), at=w.at)
    asked = Round.objects.create(
        organisation=w.tree.middle, version=FormVersion.objects.first(), kind="AD_HOC", title="x",
        first=w.day, last=w.day, on=w.day - timedelta(days=30), hierarchy_id=1, due_on=w.day,
        opened_at=w.at,
    )  # fmt: skip
    Report.objects.create(
        round=asked, organisation=w.tree.leaf, superior=w.tree.middle, due_on=w.day
    )
    keep_a_view(w, asked.version.form)
    EmployeeCount.objects.create(
        organisation=w.tree.leaf, counted_on=w.day - timedelta(days=60), total=9, noted_at=w.at
    )
    documents.register_arrival(
        actor=w.system,
        organisation=w.tree.leaf,
        data=documents.Arrival(sender_name="UBND phường", subject="mời họp"),
        arrived_on=w.at.date(),
        at=w.at,
    )
    make_public(w)
    Package.objects.create(
        direction="IN", kind="NEW", key="a", organisation=w.tree.leaf, document_code="x",
        state="TAKEN", made_at=w.at,
    )  # fmt: skip
    for owner, place in ((w.tree.middle, w.tree.leaf), (w.tree.leaf, w.tree.other_leaf)):
        Campaign.objects.create(
            organisation=owner,
            opened_by=owner,
            place=place,
            aim="GROW",
            responsible=Person.objects.first(),
            target_members=9,
            target_day=w.day,
            started_on=w.day - timedelta(days=30),
            next_step="Gọi",
            next_due=w.day,
            made_at=w.at,
        )
    follow_campaigns_on(w, w.day - timedelta(days=10))
    Vote.objects.create(
        organisation=w.tree.leaf, title="Bầu", kind="EXEC", style="ELECTION", manner="SECRET",
        means="PAPER", held_on=w.day, made_at=w.at,
    )  # fmt: skip
    make_template(
        actor=w.system,
        organisation=w.tree.leaf,
        type_code="UNION.KH",
        name="Mẫu kế hoạch",
        like=None,
        on=w.day - timedelta(days=10),
        at=w.at,
    )
    w.founding = Founding.objects.create(
        superior=w.tree.leaf,
        name="Sẽ lập",
        code="CS-SL",
        level="L4_GRASSROOTS",
        started_on=w.day,
        made_at=w.at,
    )


def _papers_of_members(w):
    """One who waits to be admitted, one who was, with a sealed fact; a saved segment."""
    given = {"actor": w.system, "organisation": w.tree.leaf, "on": w.day, "at": w.at}
    waiting, admitted = (
        members.receive_application(
            data=members.ApplicationData("Lý Văn", name, date(1990, 1, 1)),
            received_on=w.day - timedelta(days=20),
            **given,
        )
        for name in ("Chờ", "Vào")
    )
    w.waiting = waiting
    earlier = w.day - timedelta(days=15)
    members.admit_applicants(
        applications=[admitted.pk],
        data=members.DecisionData("5/QĐ", earlier, earlier),
        **given | {"on": earlier},
    )
    Segment.objects.create(organisation=w.tree.leaf, name="Nữ", query="gender=F")
    holder = Membership.objects.order_by("pk").first().person
    Card.objects.create(
        person=holder, organisation=w.tree.leaf, number="1", token="1", issued_on=earlier
    )


def _papers_about_data(w, person):
    """A wish of a member of the leaf that waits, and a yes of theirs."""
    given = {"person_id": person, "organisation": w.tree.leaf}
    DataRequest.objects.create(
        **given, keeper=w.tree.leaf, kind="VIEW", source="PAPER", received_on=w.day,
        acknowledge_due=w.day, due=w.day, recorded_at=w.at,
    )  # fmt: skip
    Consent.objects.create(
        **given, purpose="CARE", version="1", text="Đồng ý", method="APP", given_at=w.at,
        recorded_by_name="A",
    )  # fmt: skip


def follow_campaigns_on(w, day):
    follow_campaigns(actor=w.system, touched=None, on=day, at=w.at)


def _cadres(w, person):
    """Somebody on the way into the Party, a plan being made, a note on dues."""
    on = w.day - timedelta(days=12)
    given = {"actor": w.system, "organisation": w.tree.leaf, "on": on, "at": w.at}
    w.file = cadres.nominate_member(
        **given,
        person=Person.objects.get(pk=person),
        proposed_by="Tổ 1",
        grounds="x",
        today=on,
    )
    w.plan = cadres.open_plan(**given, first_year=2028, last_year=2033)
    WatchEntry.objects.create(
        organisation=w.tree.leaf,
        person_id=person,
        year=w.day.year,
        held=4,
        attended=1,
        noted_on=on,
        noted_by="Thử",
    )


def look_alike(w, people):
    """Two of them may be one person."""
    one, other = sorted(people)
    Pair.objects.create(
        one_id=one,
        other_id=other,
        organisation=w.tree.leaf,
        score=80,
        keys=[],
        parts=[],
        found_at=w.at,
    )
