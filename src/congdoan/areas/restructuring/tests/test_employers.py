"""What a change at an employer asks of the union above, until it is done, undone or waived."""

from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
import pytest

from congdoan.areas.restructuring.models import EmployerWaiver
from congdoan.areas.restructuring.rules.employers import Verdict, verdict_of
from congdoan.areas.restructuring.selectors.employers import employers_of, unscoped_employers
from congdoan.areas.restructuring.selectors.sizes import size_of
from congdoan.areas.restructuring.services.employer_law import raise_by_law
from congdoan.areas.restructuring.services.employer_work import waive_work
from congdoan.foundation.refusal import NotAllowed
from congdoan.kernel.audit.models import AuditEntry
from congdoan.kernel.organisations import api
from congdoan.kernel.organisations.api import (
    Decision,
    NewOrganisation,
    ProfileData,
    Regrouping,
)
from congdoan.kernel.organisations.enums import EndReason, EventKind
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.rulebook.api import one_edition
from congdoan.support.worklist.api import WorkItem

pytestmark = pytest.mark.django_db
OLD = date(2020, 1, 1)
DAY = date(2026, 3, 1)


@pytest.fixture(autouse=True)
def clock(settings, today):
    settings.CLOCK = today.isoformat()


@pytest.fixture
def school(tree, system, now):
    """Make a school of the middle union's branch: ``school("TR-1", "G4", union)``."""

    def make(code, funding, union=None, *, on=OLD, kind="PRIMARY", authority=None):
        made = api.establish_organisation(
            actor=system,
            new=NewOrganisation(
                code,
                "PARTNER",
                ProfileData(name=f"Trường {code}", kind=kind, funding_class=funding),
                on,
                {3: authority.code} if authority else {},
            ),
            decision=Decision(exception="trường cũ"),
            at=now,
        )
        if union is not None:
            api.link_counterpart(actor=system, union=union, partner=made, on=on)
        return made

    return make


@pytest.fixture
def office(tree, system, school):
    """The People's Committee the middle union coordinates with: its schools are the union's."""
    made = school("UB-1", "", kind="COMMUNE_PC")
    api.link_counterpart(actor=system, union=tree.middle, partner=made, on=OLD)
    return made


@pytest.fixture
def reclass(lan, now):
    def act(school, funding, on=DAY, actor=lan):
        return api.reclass_organisations(
            actor=actor, classes={school: funding}, on=on, decision=Decision(number="7/QĐ"), at=now
        )

    return act


@pytest.fixture
def end(system, now):
    def act(union, on=DAY):
        return api.end_organisation(
            actor=system, organisation=union, reason=EndReason.ENDED_2025, on=on,
            decision=Decision(), at=now,
        )  # fmt: skip

    return act


def work(**more):
    return {
        item.key.split(".")[3]: item.state
        for item in WorkItem.objects.filter(key__startswith="restructuring.employer.", **more)
    }


@pytest.mark.parametrize(
    ("funding", "allowed", "has", "verdict"),
    [
        ("G4", False, True, Verdict.MUST_END),
        ("G4", False, False, Verdict.NONE),
        ("G3C", True, False, Verdict.MAY_FOUND),
        ("G3C", True, True, Verdict.HAS),
        ("", True, False, Verdict.UNKNOWN),
        ("", True, True, Verdict.HAS),
    ],
)
def test_verdicts(funding, allowed, has, verdict):
    assert verdict_of(funding=funding, allowed=allowed, has_union=has) == verdict


def test_the_verdict_turns_on_the_day_of_the_law(tree, school):
    one = school("TR-1", "G4", tree.leaf)
    (then,) = unscoped_employers([one.pk], on=date(2025, 6, 14))
    (since,) = unscoped_employers([one.pk], on=date(2025, 6, 15))
    assert (then.verdict, since.verdict) == (Verdict.HAS, Verdict.MUST_END)


def test_a_school_that_pays_for_itself_may_found_and_the_work_closes_when_it_has(
    tree, school, office, reclass, system, now
):
    one = school("TR-1", "G4", authority=office)
    assert work() == {}
    reclass(one, "G3C")
    item = WorkItem.objects.get(kind="restructuring.may_found")
    assert (item.organisation, item.state) == (tree.middle, "OPEN")
    assert item.title == "Cơ sở này được thành lập công đoàn: Trường TR-1"
    assert "Nghị định 60/2021" in item.why
    assert item.due == date(2026, 4, 1)
    reclass(one, "G2", on=date(2026, 3, 2))
    assert WorkItem.objects.filter(state="OPEN").count() == 1
    made = api.establish_organisation(
        actor=system,
        new=NewOrganisation(
            "CS-NEW", "UNION", ProfileData("CĐCS mới", level="L4_GRASSROOTS"), DAY,
            {1: tree.middle.code},
        ),
        decision=Decision(),
        at=now,
    )  # fmt: skip
    assert work() == {"found": "OPEN"}
    api.link_counterpart(actor=system, union=made, partner=one, on=DAY)
    assert work() == {"found": "DONE"}


def test_a_school_paid_by_the_state_must_end_its_union(tree, school, reclass, end, system):
    one = school("TR-1", "G3C", tree.leaf)
    reclass(one, "G4")
    item = WorkItem.objects.get(kind="restructuring.must_end")
    assert item.organisation == tree.middle
    assert "Công đoàn này phải kết thúc hoạt động" in item.title
    event = end(tree.leaf)
    assert work() == {"end": "DONE"}
    api.undo_event(actor=system, event=event, reason="Nhầm")
    assert work() == {"end": "OPEN"}


def test_before_the_law_nothing_had_to_end(tree, school, reclass, settings):
    settings.CLOCK = "2025-06-14"
    one = school("TR-1", "G3C", tree.leaf)
    reclass(one, "G4", on=date(2025, 6, 14))
    assert work() == {}


def test_what_was_taken_back_asks_for_nothing(tree, school, office, reclass, lan):
    one = school("TR-1", "G4", authority=office)
    event = reclass(one, "G3C")
    assert work() == {"found": "OPEN"}
    api.undo_event(actor=lan, event=event, reason="Nhầm")
    assert work() == {"found": "CANCELLED"}


def test_a_union_classed_by_itself_is_asked_for_too(tree, system, now, end):
    api.change_profile(
        actor=system, organisation=tree.leaf, on=DAY, decision=Decision(), at=now,
        profile=ProfileData("CĐCS Hoa Sen", level="L4_GRASSROOTS", funding_class="G4"),
    )  # fmt: skip
    assert work() == {"end": "OPEN"}
    end(tree.leaf, on=date(2026, 3, 2))
    assert work() == {"end": "DONE"}


def test_merged_schools_have_their_unions_looked_at_again(tree, school, lan, system, now, end):
    one, other = school("TR-1", "G3C", tree.leaf), school("TR-2", "G3C", tree.other_leaf)
    event = api.regroup_organisations(
        actor=lan,
        regrouping=Regrouping(EventKind.MERGE_INTO, DAY, [one], into=other),
        decision=Decision(),
        at=now,
    )
    item = WorkItem.objects.get(kind="restructuring.review_unions")
    assert item.organisation == tree.middle
    assert "Trường đã sáp nhập" in item.title
    assert "Trường TR-1" in item.title
    assert "Hoa Sen" in item.why
    end(tree.leaf, on=date(2026, 3, 2))
    assert work() == {"review": "DONE"}
    assert event.state == "APPLIED"


def test_a_merger_taken_back_asks_for_nothing(tree, school, lan, now):
    one, other = school("TR-1", "G3C", tree.leaf), school("TR-2", "G3C", tree.other_leaf)
    event = api.regroup_organisations(
        actor=lan,
        regrouping=Regrouping(EventKind.MERGE_INTO, DAY, [one], into=other),
        decision=Decision(),
        at=now,
    )
    api.undo_event(actor=lan, event=event, reason="Nhầm")
    assert work() == {"review": "CANCELLED"}


def test_a_school_separated_from_another_has_no_union_yet(tree, school, lan, system, now):
    one = school("TR-1", "G3C", tree.leaf)
    new = NewOrganisation(
        "TR-1B", "PARTNER", ProfileData("Trường TR-1 B", kind="PRIMARY", funding_class="G3C"), DAY
    )
    api.regroup_organisations(
        actor=lan,
        regrouping=Regrouping(EventKind.SEPARATE, DAY, [one], founded=[new]),
        decision=Decision(),
        at=now,
    )
    item = WorkItem.objects.get(kind="restructuring.review_unions")
    assert "chưa có công đoàn" in item.why
    made = Organisation.objects.get(code="TR-1B")
    api.link_counterpart(actor=system, union=tree.other_leaf, partner=made, on=DAY)
    assert work() == {"review": "DONE"}


# --- not doing it -------------------------------------------------------------------------------


def test_whoever_decides_otherwise_writes_why(tree, school, office, reclass, lan, signed_in):
    one = school("TR-1", "G4", authority=office)
    reclass(one, "G3C")
    item = WorkItem.objects.get(kind="restructuring.may_found")
    url = reverse("restructuring:employer_waive", args=[one.pk, item.pk])
    client = signed_in(lan)
    empty = client.post(url, {"reason": "  "})
    assert empty.status_code == 422
    assert client.post(url, {"reason": "Chỉ có ba lao động"}).status_code == 302
    assert work() == {"found": "DONE"}
    assert EmployerWaiver.objects.get().reason == "Chỉ có ba lao động"
    assert AuditEntry.objects.get(verb="restructuring.employer_waived").reason
    page = client.get(reverse("restructuring:employer", args=[one.pk])).content.decode()
    assert "Không thực hiện vì: Chỉ có ba lao động" in page
    # A further change asks again.
    reclass(one, "G2", on=date(2026, 3, 2))
    assert work() == {"found": "OPEN"}
    assert not EmployerWaiver.objects.exists()


def test_others_do_not_waive_and_do_not_see(
    tree, school, office, reclass, minh, make_person, seat, actor_of, signed_in
):
    one = school("TR-1", "G4", authority=office)
    reclass(one, "G3C")
    item = WorkItem.objects.get(kind="restructuring.may_found")
    far = make_person("Vũ Thị Xa", username="xa")
    seat(far, tree.far_middle)
    for other in (minh, actor_of(far)):
        client = signed_in(other)
        page = reverse("restructuring:employer", args=[one.pk])
        assert client.get(page).status_code == 404
        act = reverse("restructuring:employer_waive", args=[one.pk, item.pk])
        assert client.post(act, {"reason": "x"}).status_code == 404
        assert "TR-1" not in client.get(reverse("restructuring:employers")).content.decode()
        with pytest.raises(NotAllowed):
            reclass(one, "G2", actor=other)
    assert work() == {"found": "OPEN"}


# --- the page -----------------------------------------------------------------------------------


def test_the_list_shows_who_may_and_who_must_and_can_be_narrowed(
    tree, school, office, lan, signed_in
):
    school("TR-1", "G4", tree.leaf)
    school("TR-2", "G3C", authority=office)
    school("TR-3", "PRIVATE", tree.other_leaf)
    school("TR-4", "", authority=office)
    client = signed_in(lan)
    url = reverse("restructuring:employers")
    page = client.get(url).content.decode()
    for words in ("phải kết thúc", "được thành lập", "chưa ghi nhóm"):
        assert words in page
    must = client.get(url, {"loc": "MUST_END"}).content.decode()
    assert "Trường TR-1" in must
    assert "Trường TR-2" not in must
    assert "Trường TR-2" in client.get(url, {"q": "tr-2"}).content.decode()
    assert client.get(url, {"loc": "X", "trang": "99", "nhanh": "x"}).status_code == 200
    then = client.get(url, {"as_of": "2025-06-14"}).content.decode()
    assert "loc=MUST_END" not in then
    book = client.get(reverse("restructuring:employers_sheet"), {"loc": "MUST_END"})
    assert book["Content-Type"].startswith("application/vnd.openxml")
    assert client.get(url, {"nhanh": tree.far_middle.pk}).status_code == 404


def test_the_list_costs_the_same_for_few_and_for_many(tree, school, office, lan):
    def cost(count):
        for n in range(count):
            school(f"TR-{count}-{n}", "G4", authority=office)
        with one_edition(), CaptureQueriesContext(connection) as counted:
            employers_of(lan, tree.middle, on=DAY)
        return len(counted)

    cost(1)
    assert cost(3) == cost(9)


def test_the_page_of_a_commune_union_says_whether_it_is_large_enough(
    tree, system, now, signed_in, make_person, seat, actor_of
):
    chief = make_person("Lương Thị Tỉnh", username="tinh")
    seat(chief, tree.province)
    tinh = actor_of(chief)
    commune = api.establish_organisation(
        actor=system,
        new=NewOrganisation(
            "CDX-1", "UNION", ProfileData("Công đoàn xã Một", level="L3_COMMUNE"),
            date(2025, 7, 1), {1: tree.province.code},
        ),
        decision=Decision(),
        at=now,
    )  # fmt: skip
    url = reverse("restructuring:unit_employers", args=[commune.pk])
    page = signed_in(tinh).get(url, headers={"HX-Request": "true"}).content.decode()
    assert "Chưa đủ 10 công đoàn cơ sở và 1.500 đoàn viên" in page
    assert "<html" not in page
    size = size_of(commune, on=DAY)
    assert (size.unions_wanted, size.members_wanted, size.enough) == (10, 1500, False)
    assert size_of(tree.middle, on=DAY) is None


def test_schools_are_merged_on_the_worksheet_by_the_union_that_keeps_them(
    tree, school, lan, minh, signed_in
):
    one, other = school("TR-1", "G3C", tree.leaf), school("TR-2", "G3C", tree.other_leaf)
    client = signed_in(lan)
    start = reverse("organisations:reorganisation_start")
    typed = {"kind": "MERGE_INTO", "organisation": "x [TR-1]", "on": "01/03/2026"}
    sheet = client.post(start, typed)["Location"]
    pk = int(sheet.rstrip("/").split("/")[-1])
    page = client.get(sheet).content.decode()
    assert "Đây là việc sắp xếp cơ sở" in page
    add = reverse("organisations:reorganisation_unit_add", args=[pk])
    client.post(add, {"organisation": "x [TR-2]", "role": "into"})
    done = client.post(reverse("organisations:reorganisation_carry_out", args=[pk]))
    assert done.status_code == 302
    event = client.get(done["Location"])
    assert event.status_code == 200
    assert "Hoàn tác" in event.content.decode()
    assert work() == {"review": "OPEN"}
    one.refresh_from_db()
    assert not one.exists_on(DAY)
    assert other.exists_on(DAY)
    assert signed_in(minh).get(done["Location"]).status_code == 404
    typed["organisation"] = "x [TR-2]"
    assert signed_in(minh).post(start, typed).status_code == 404


def law(system, now, on):
    return raise_by_law(actor=system, on=on, at=now)


def test_the_border_day_of_the_law_asks_by_itself_and_once(tree, school, end, system, now):
    one = school("TR-1", "G4", tree.leaf)
    other, free = school("TR-2", "G4"), school("TR-3", "G2", tree.other_leaf)
    assert law(system, now, date(2025, 6, 14)) == 0
    assert law(system, now, date(2025, 6, 15)) == 1
    assert law(system, now, date(2025, 6, 16)) == 0
    item = WorkItem.objects.get(kind="restructuring.must_end")
    assert (item.organisation, item.state) == (tree.middle, "OPEN")
    assert item.key == f"restructuring.employer.{one.pk}.end.{tree.leaf.pk}"
    assert item.due == date(2025, 7, 15)
    for quiet in (other, free):
        assert not WorkItem.objects.filter(key__contains=f".{quiet.pk}.").exists()
    end(tree.leaf)
    assert work() == {"end": "DONE"}
    assert law(system, now, DAY) == 0


def test_a_reason_written_down_is_not_asked_about_again(tree, school, lan, system, now):
    one = school("TR-1", "G4", tree.leaf)
    law(system, now, date(2026, 3, 2))
    item = WorkItem.objects.get(kind="restructuring.must_end")
    waive_work(actor=lan, employer=one, item=item, reason="Đang chờ xếp nhóm", at=now)
    assert law(system, now, date(2026, 3, 3)) == 0
    assert work() == {"end": "DONE"}


def test_a_union_whose_level_the_law_no_longer_has_must_end_or_change(tree, system, now):
    made = api.establish_organisation(
        actor=system,
        new=NewOrganisation(
            "LDLD-H",
            "UNION",
            ProfileData("LĐLĐ huyện", level="L3_DISTRICT"),
            OLD,
            {1: tree.province.code},
        ),
        decision=Decision(exception="thử"),
        at=now,
    )
    assert law(system, now, date(2025, 6, 30)) == 0
    raised = law(system, now, date(2025, 7, 1))
    item = WorkItem.objects.get(key=f"restructuring.employer.{made.pk}.end.{made.pk}")
    assert raised >= 1
    assert (item.organisation, item.state) == (tree.province, "OPEN")
    assert item.title == "Cấp này không còn, phải kết thúc hoặc chuyển cấp: LĐLĐ huyện"
    assert "Từ ngày 01/07/2025" in item.why
    api.end_organisation(
        actor=system,
        organisation=made,
        reason=EndReason.ENDED_2025,
        on=date(2025, 7, 1),
        decision=Decision(),
        at=now,
    )
    item.refresh_from_db()
    assert item.state == "DONE"
