"""The rules of the world to 30/06/2025 and of the one since, on both sides of each border day."""

from datetime import date

from django.urls import reverse
import pytest

from congdoan.foundation.refusal import NotAllowed
from congdoan.kernel.audit.models import AuditEntry
from congdoan.kernel.organisations import api
from congdoan.kernel.organisations.api import (
    AgainstTheRules,
    Decision,
    Departure,
    Judge,
    NeedsReason,
    NewOrganisation,
    ProfileData,
    Regrouping,
    Standing,
)
from congdoan.kernel.organisations.enums import EventKind, GroupingKind
from congdoan.kernel.organisations.models import Counterpart, OrganisationEvent, Placement
from congdoan.kernel.organisations.services.linking import (
    NoServiceArea,
    NotACommune,
    ServedElsewhere,
)
from congdoan.kernel.organisations.services.regrouping_refusals import UnionsAndPartners

pytestmark = pytest.mark.django_db
BEFORE, SINCE = date(2025, 6, 30), date(2025, 7, 1)
PAID, ENDED = date(2025, 6, 14), date(2025, 6, 15)
WHY = "Đề án thí điểm đã được Đoàn Chủ tịch duyệt"


@pytest.fixture
def found(system, now):
    """Found one organisation: ``found("X", level, under, on)``."""

    def act(code, level, under, on, *, actor=system, why="", hierarchy=1, **facts):
        family = "UNION" if level else "PARTNER"
        new = NewOrganisation(
            code,
            family,
            ProfileData(name=f"Đơn vị {code}", level=level, **facts),
            on,
            {hierarchy: under.code} if under else {},
        )
        return api.establish_organisation(
            actor=actor, new=new, decision=Decision(number="9/QĐ", exception=why), at=now
        )

    return act


def union(level, funding=""):
    return Standing("UNION", level, "", funding)


def partner(kind):
    return Standing("PARTNER", "", kind)


# --- who is whose superior ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("child", "parent", "day", "verdict"),
    [
        ("L4_GRASSROOTS", "L3_DISTRICT", BEFORE, None),
        ("L4_GRASSROOTS", "L3_DISTRICT", SINCE, "firm"),
        ("L4_GRASSROOTS", "L3_COMMUNE", BEFORE, "firm"),
        ("L4_GRASSROOTS", "L3_COMMUNE", SINCE, None),
        ("L4_GRASSROOTS", "L3_LOCAL_SECTOR", BEFORE, None),
        ("L4_GRASSROOTS", "L3_LOCAL_SECTOR", SINCE, "firm"),
        ("L4_GRASSROOTS", "L2_PROVINCE", SINCE, None),
        ("L4_GRASSROOTS", "L4_GRASSROOTS", SINCE, "open"),
        ("L3_COMMUNE", "L2_SECTOR", SINCE, "open"),
        ("L5_SECTION", "L4_GRASSROOTS", SINCE, None),
        ("L6_TEAM", "L3_COMMUNE", SINCE, "open"),
        ("L2_PROVINCE", "L4_GRASSROOTS", SINCE, "firm"),
    ],
)
def test_who_may_stand_under_whom(law, child, parent, day, verdict):
    found = Judge(day).under(union(child), union(parent), 1)
    assert _said(found) == verdict


@pytest.mark.parametrize(
    ("child", "parent", "day", "verdict"),
    [
        ("PRIMARY", "EDU_OFFICE_DISTRICT", BEFORE, None),
        ("PRIMARY", "EDU_OFFICE_DISTRICT", SINCE, "firm"),
        ("PRIMARY", "COMMUNE_PC", BEFORE, "open"),
        ("PRIMARY", "COMMUNE_PC", SINCE, None),
        ("UPPER_SECONDARY", "EDU_DEPARTMENT", SINCE, None),
    ],
)
def test_which_authority_a_school_stands_under(law, child, parent, day, verdict):
    assert _said(Judge(day).under(partner(child), partner(parent), 3)) == verdict


def _said(found):
    return found and ("firm" if found.firm else "open")


def test_what_the_rules_do_not_know_is_not_judged(law):
    judge = Judge(SINCE)
    assert judge.under(union(""), union("L3_COMMUNE"), 1) is None
    assert judge.under(union("L4_GRASSROOTS"), union(""), 1) is None
    assert judge.exists(union("CAP_RIENG")) is None
    assert judge.counterparts(union("L3_OTHER"), partner("COMPANY")) is None


def test_a_level_that_has_ended_is_not_founded_any_more_but_its_history_may_be(tree, found):
    assert found("LD-H", "L3_DISTRICT", tree.province, BEFORE).code == "LD-H"
    with pytest.raises(AgainstTheRules, match="30/06/2025") as refused:
        found("LD-H2", "L3_DISTRICT", tree.province, SINCE, why=WHY)
    assert not isinstance(refused.value, NeedsReason)
    assert refused.value.rules == ["organisation.level.L3_DISTRICT"]
    with pytest.raises(AgainstTheRules, match="01/07/2025"):
        found("CDX-0", "L3_COMMUNE", tree.province, BEFORE)
    found("CDX-1", "L3_COMMUNE", tree.province, SINCE)


def test_an_unusual_superior_needs_a_reason_which_stays_with_the_event(tree, found):
    with pytest.raises(NeedsReason, match="hãy ghi lý do"):
        found("CS-X", "L4_GRASSROOTS", tree.leaf, SINCE)
    made = found("CS-X", "L4_GRASSROOTS", tree.leaf, SINCE, why=WHY)
    event = OrganisationEvent.objects.get(units__organisation=made, kind="ESTABLISH")
    assert WHY in event.note
    assert "Khác quy định" in event.note


def test_nobody_is_handed_over_to_a_level_that_has_ended(tree, found, system, now):
    district = found("LD-H", "L3_DISTRICT", tree.province, date(2020, 1, 1))

    def move(on):
        return api.move_organisation(
            actor=system, organisation=tree.leaf, parent=district, on=on,
            decision=Decision(exception=WHY), at=now,
        )  # fmt: skip

    with pytest.raises(AgainstTheRules):
        move(SINCE)
    move(BEFORE)
    assert Placement.objects.on(BEFORE).get(child=tree.leaf).parent == district


def test_another_level_is_judged_above_and_below(tree, found, system, now):
    found("BP-1", "L5_SECTION", tree.leaf, SINCE)

    def level(code, why=""):
        return api.change_profile(
            actor=system, organisation=tree.leaf, on=date(2025, 8, 1), at=now,
            profile=ProfileData(name="CĐCS Hoa Sen", level=code), decision=Decision(exception=why),
        )  # fmt: skip

    with pytest.raises(AgainstTheRules, match="30/06/2025"):
        level("L3_DISTRICT", WHY)
    with pytest.raises(NeedsReason, match="bộ phận"):
        level("L3_OTHER")
    level("L3_OTHER", WHY)
    # Another name alone asks nothing of the rules, whatever the level.
    level("L3_OTHER")


def test_parts_of_a_division_keep_to_the_rules_of_its_day(tree, system, now):
    def divide(level, on):
        news = [
            NewOrganisation(f"{level}-{n}", "UNION", ProfileData("Mới", level=level), on)
            for n in (1, 2)
        ]
        api.regroup_organisations(
            actor=system,
            regrouping=Regrouping(EventKind.DIVIDE, on, [tree.other_leaf], founded=news),
            decision=Decision(),
            at=now,
        )

    with pytest.raises(AgainstTheRules):
        divide("L3_DISTRICT", SINCE)
    divide("L4_GRASSROOTS", SINCE)


# --- who may have a union -----------------------------------------------------------------------


@pytest.mark.parametrize("funding", ["G4", "ADMIN"])
def test_a_union_paid_by_the_state_is_founded_until_the_day_it_may_not(tree, found, funding):
    found("CS-1", "L4_GRASSROOTS", tree.middle, PAID, funding_class=funding)
    with pytest.raises(AgainstTheRules, match="15/06/2025"):
        found("CS-2", "L4_GRASSROOTS", tree.middle, ENDED, funding_class=funding, why=WHY)
    # Not yet classed, and classes that pay ten per cent: as before.
    found("CS-3", "L4_GRASSROOTS", tree.middle, ENDED)
    found("CS-4", "L4_GRASSROOTS", tree.middle, ENDED, funding_class="G3C")
    assert api.unionisable("G4", PAID)
    assert not api.unionisable("G4", ENDED)


# --- counterparts -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("level", "kind", "day", "verdict"),
    [
        ("L3_LOCAL_SECTOR", "EDU_DEPARTMENT", BEFORE, None),
        ("L3_LOCAL_SECTOR", "EDU_DEPARTMENT", SINCE, "firm"),
        ("L3_DISTRICT", "EDU_OFFICE_DISTRICT", BEFORE, None),
        ("L3_DISTRICT", "EDU_OFFICE_DISTRICT", SINCE, "firm"),
        ("L3_COMMUNE", "COMMUNE_PC", SINCE, None),
        ("L3_COMMUNE", "COMMUNE_PC", BEFORE, "firm"),
        ("L3_COMMUNE", "EDU_DEPARTMENT", SINCE, "open"),
        ("L2_PROVINCE", "EDU_DEPARTMENT", SINCE, None),
        ("L4_GRASSROOTS", "PRIMARY", BEFORE, None),
        ("L4_GRASSROOTS", "PRIMARY", SINCE, None),
        ("L4_GRASSROOTS", "PARTY_COMMITTEE", SINCE, "open"),
        ("L2_SECTOR", "MINISTRY", SINCE, None),
    ],
)
def test_who_coordinates_with_whom(law, level, kind, day, verdict):
    assert _said(Judge(day).counterparts(union(level), partner(kind))) == verdict


def test_a_union_at_an_employer_that_may_have_none_is_linked_with_a_reason(law):
    def judged(day):
        employer = Standing("PARTNER", "", "PRIMARY", "G4")
        return Judge(day).counterparts(union("L4_GRASSROOTS"), employer)

    assert judged(PAID) is None
    assert _said(judged(ENDED)) == "open"


def test_a_link_of_the_district_ends_with_the_district(tree, found, system):
    district = found("LD-H", "L3_DISTRICT", tree.province, date(2020, 1, 1))
    office = found("PGD-H", "", None, date(2020, 1, 1), kind="EDU_OFFICE_DISTRICT")
    link = api.link_counterpart(actor=system, union=district, partner=office, on=date(2020, 9, 1))
    assert link.valid.upper == SINCE
    assert not Counterpart.objects.on(SINCE).filter(union=district).exists()
    with pytest.raises(AgainstTheRules):
        api.link_counterpart(actor=system, union=district, partner=office, on=SINCE)


def test_an_unusual_pair_needs_a_reason_that_the_trail_keeps(tree, found, system):
    commune = found("CDX-1", "L3_COMMUNE", tree.province, SINCE)
    department = found("SO-B", "", None, SINCE, kind="EDU_DEPARTMENT")
    with pytest.raises(NeedsReason):
        api.link_counterpart(actor=system, union=commune, partner=department, on=SINCE)
    api.link_counterpart(actor=system, union=commune, partner=department, on=SINCE, exception=WHY)
    assert WHY in AuditEntry.objects.get(verb="organisations.counterpart_linked").reason


def test_the_commune_union_is_offered_its_committee_not_the_district_its_office(
    tree, found, system
):
    commune = found("CDX-1", "L3_COMMUNE", tree.province, SINCE, place_code="00004")
    committee = found("UB-1", "", None, SINCE, kind="COMMUNE_PC", place_code="00004")
    other = found("UB-2", "", None, SINCE, kind="COMMUNE_PC", place_code="00008")
    district = found("LD-H", "L3_DISTRICT", tree.province, BEFORE, place_code="001")
    office = found("PGD-H", "", None, BEFORE, kind="EDU_OFFICE_DISTRICT", place_code="001")

    def offered(one, day):
        return [row.pk for row in api.proposed_counterparts(one, on=day)]

    assert offered(commune, SINCE) == [committee.pk]
    assert offered(committee, SINCE) == [commune.pk]
    assert offered(district, BEFORE) == [office.pk]
    assert offered(district, SINCE) == []
    area = api.create_grouping(
        actor=system, superior=commune, kind=GroupingKind.SERVICE_AREA, name="Địa bàn", on=SINCE
    )
    api.add_to_grouping(actor=system, grouping=area, organisation=other, on=SINCE)
    assert offered(commune, SINCE) == [committee.pk, other.pk]
    api.link_counterpart(actor=system, union=commune, partner=committee, on=SINCE)
    assert offered(commune, SINCE) == [other.pk]


# --- service areas ------------------------------------------------------------------------------


def test_a_service_area_is_a_commune_unions_and_each_commune_has_one(tree, found, system):
    def area(superior, on, name="Địa bàn"):
        return api.create_grouping(
            actor=system, superior=superior, kind=GroupingKind.SERVICE_AREA, name=name, on=on
        )

    with pytest.raises(NoServiceArea):
        area(tree.province, SINCE)
    with pytest.raises(NoServiceArea):
        area(tree.middle, BEFORE)
    first = area(found("CDX-1", "L3_COMMUNE", tree.province, SINCE), SINCE, "Địa bàn Một")
    second = area(found("CDX-2", "L3_COMMUNE", tree.province, SINCE), SINCE)
    committee = found("UB-1", "", None, SINCE, kind="COMMUNE_PC")
    with pytest.raises(NotACommune):
        api.add_to_grouping(actor=system, grouping=first, organisation=tree.school, on=SINCE)
    api.add_to_grouping(actor=system, grouping=first, organisation=committee, on=SINCE)
    with pytest.raises(ServedElsewhere, match="Địa bàn Một"):
        api.add_to_grouping(actor=system, grouping=second, organisation=committee, on=SINCE)


# --- employers' records -------------------------------------------------------------------------


@pytest.fixture
def school(tree, found, system):
    made = found("TR-1", "", None, date(2020, 1, 1), kind="PRIMARY", funding_class="G4")
    api.link_counterpart(actor=system, union=tree.leaf, partner=made, on=date(2020, 1, 1))
    return made


def test_the_union_above_keeps_a_schools_record_and_nobody_else(
    school, tree, lan, minh, make_person, seat, actor_of, now, signed_in
):
    far = make_person("Vũ Thị Xa", username="xa")
    seat(far, tree.far_middle)
    assert api.unscoped_keepers([school.pk], on=SINCE) == {school.pk: tree.middle.pk}
    data = ProfileData(name="Trường Một", kind="PRIMARY", funding_class="G3C")

    def change(actor):
        return api.change_profile(
            actor=actor, organisation=school, profile=data, on=date(2026, 1, 1),
            decision=Decision(), at=now,
        )  # fmt: skip

    for other in (minh, actor_of(far)):
        with pytest.raises(NotAllowed):
            change(other)
        page = signed_in(other).get(reverse("organisations:detail", args=[school.pk]))
        assert page.status_code == 404
    change(lan)
    page = signed_in(lan).get(reverse("organisations:detail", args=[school.pk]))
    assert page.status_code == 200
    assert "Sáp nhập, chia, tách" in page.content.decode()


def test_without_a_union_the_authority_or_the_place_says_who_keeps_it(tree, found, system):
    commune = found("CDX-1", "L3_COMMUNE", tree.province, SINCE, place_code="00004")
    committee = found("UB-1", "", None, SINCE, kind="COMMUNE_PC")
    api.link_counterpart(actor=system, union=commune, partner=committee, on=SINCE)
    below = found("TR-2", "", committee, SINCE, kind="PRIMARY", hierarchy=3)
    there = found("TR-3", "", None, SINCE, kind="PRIMARY", place_code="00004")
    nowhere = found("TR-4", "", None, SINCE, kind="PRIMARY")
    kept = api.unscoped_keepers([below.pk, there.pk, nowhere.pk], on=SINCE)
    assert kept == {below.pk: commune.pk, there.pk: commune.pk}
    assert api.employers_below(tree.province, on=SINCE) == kept
    assert api.employers_below(tree.far_province, on=SINCE) == {}


def test_unions_and_schools_are_not_merged_into_each_other(school, tree, system, now):
    with pytest.raises(UnionsAndPartners):
        api.regroup_organisations(
            actor=system,
            regrouping=Regrouping(EventKind.MERGE_INTO, SINCE, [school], into=tree.leaf),
            decision=Decision(),
            at=now,
        )


def test_a_reason_is_asked_for_on_the_page_and_names_the_rule(tree, lan, signed_in):
    client = signed_in(lan)
    typed = {
        "name": "Tổ công đoàn 1", "code": "TO-1", "family": "UNION", "level": "L6_TEAM",
        "parent": f"x [{tree.middle.code}]", "on": "01/03/2026",
    }  # fmt: skip
    first = client.get(reverse("organisations:establish")).content.decode()
    assert "Lý do làm khác quy định" not in first
    refused = client.post(reverse("organisations:establish"), typed)
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "Lý do làm khác quy định" in page
    assert reverse("rulebook:history", args=["organisation.parent.COMMAND_L6"]) in page
    made = client.post(reverse("organisations:establish"), {**typed, "exception": WHY})
    assert made.status_code == 302


def test_departures_read_as_sentences(law):
    found = Judge(SINCE).under(union("L4_GRASSROOTS"), union("L4_GRASSROOTS"), 1)
    assert isinstance(found, Departure)
    assert "Công đoàn xã, phường, đặc khu" in found.sentence
    assert "huyện" not in found.sentence
