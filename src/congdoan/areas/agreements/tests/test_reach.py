"""Who finds what: search, superiors, reorganisations, files, costs."""

from datetime import date, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
import pytest

from congdoan.areas.agreements import api
from congdoan.areas.agreements.selectors.candidates import candidates
from congdoan.areas.agreements.selectors.finding import find_agreements
from congdoan.areas.agreements.selectors.impact import consequences
from congdoan.areas.agreements.services.succession import ask_what_becomes
from congdoan.foundation.refusal import NotFound
from congdoan.kernel.audit.api import trail
from congdoan.kernel.organisations.api import PlannedChange
from congdoan.kernel.organisations.enums import EventKind
from congdoan.support.worklist.api import unscoped_work

pytestmark = pytest.mark.django_db


@pytest.fixture
def superior(tree, make_person, seat, actor_of):
    person = make_person("Hồ Thị Trên", username="tren")
    seat(person, tree.province, "PRESIDENT")
    return actor_of(person)


def test_a_superior_sees_the_drafts_of_the_branch_and_cannot_write_them(superior, draft, now):
    assert api.get_visible_agreement(superior, draft.pk) == draft
    with pytest.raises(Exception, match="quyền"):
        api.discard_draft(actor=superior, agreement=draft)


def test_another_branch_has_nothing_to_find(far, consulted):
    with pytest.raises(NotFound):
        api.get_visible_agreement(far, consulted.pk)
    assert find_agreements(far, "quy che", 10) == []


def test_search_finds_by_party_without_diacritics(lan, draft):
    hits = find_agreements(lan, "so giao duc tinh an", 10)
    assert [hit.url for hit in hits] == [reverse("agreements:detail", args=[draft.pk])]


def test_a_party_that_would_end_is_named_in_the_preview(frozen, tree, today):
    change = PlannedChange(EventKind.DISSOLVE, today, originals=(tree.department.pk,))
    assert [(line.count) for line in consequences(change)] == [1, 0]
    other = PlannedChange(EventKind.RENAME, today, originals=(tree.department.pk,))
    assert consequences(other) == []


def test_when_a_party_has_ended_the_drafter_decides(frozen, tree, today, now):
    change = PlannedChange(EventKind.DISSOLVE, today, originals=(tree.department.pk,), event_id=7)
    for _ in range(2):
        ask_what_becomes(change, at=now)
    items = unscoped_work(f"agreements.{frozen.pk}.ended.")
    assert [item.organisation_id for item in items] == [tree.middle.pk]


def test_when_the_drafter_has_ended_another_party_decides(frozen, tree, today, now):
    ask_what_becomes(PlannedChange(EventKind.DISSOLVE, today, originals=(tree.middle.pk,)), at=now)
    items = unscoped_work(f"agreements.{frozen.pk}.ended.")
    assert [item.organisation_id for item in items] == [tree.department.pk]


def test_candidates_follow_the_tree_of_the_day(draft, tree, today):
    found = candidates(draft, on=today, superior=tree.province.pk, directly=False)
    assert {one.organisation_id for one in found} == {
        tree.middle.pk,
        tree.leaf.pk,
        tree.other_leaf.pk,
    }
    by_level = candidates(draft, on=today, level="L4_GRASSROOTS", superior=tree.province.pk)
    assert by_level == []


def test_every_act_is_in_the_trail(consulted):
    verbs = {entry.verb for entry in trail(consulted)}
    assert {"agreements.drafted", "agreements.send_out"} <= verbs


def test_the_scan_is_read_by_the_parties_only(signed_in, lan, tuan, far, make_draft, today, now):
    paper = make_draft()
    api.record_paper(actor=lan, agreement=paper, signed_on=today, place="An", on=today, at=now)
    scan = SimpleUploadedFile("ban-chinh.pdf", b"%PDF-1.7 ban chinh")
    client = signed_in(lan)
    client.post(reverse("agreements:attach_scan", args=[paper.pk]), {"upload": scan})
    paper.refresh_from_db()
    file = reverse("files:download", args=[paper.scan_id])
    assert client.get(file).status_code == 200
    assert signed_in(tuan).get(file).status_code == 200
    assert signed_in(far).get(file).status_code == 404


def test_a_file_that_is_no_scan_is_refused_beside_the_field(signed_in, lan, make_draft, today, now):
    paper = make_draft()
    api.record_paper(actor=lan, agreement=paper, signed_on=today, place="An", on=today, at=now)
    answer = signed_in(lan).post(
        reverse("agreements:attach_scan", args=[paper.pk]),
        {"upload": SimpleUploadedFile("ban-chinh.pdf", b"MZ not a pdf")},
    )
    assert answer.status_code == 422


def _cost(client, address, counter):
    client.get(address)
    with counter(200) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


@pytest.mark.parametrize("name", ["detail", "text", "editor", "parties"])
def test_a_page_costs_the_same_however_many_parties_and_lines(
    name, signed_in, lan, tree, make_draft, django_assert_max_num_queries
):
    small = make_draft(template="")
    large = make_draft(
        parties=[api.PartyData(one.pk) for one in (tree.department, tree.leaf, tree.other_leaf)]
    )
    client = signed_in(lan)
    costs = [
        _cost(client, reverse(f"agreements:{name}", args=[one.pk]), django_assert_max_num_queries)
        for one in (small, large)
    ]
    assert costs[0] == costs[1]


def test_the_reception_costs_the_same_for_one_and_for_three_comments(
    signed_in, lan, tuan, consulted, department, now, django_assert_max_num_queries
):
    address = reverse("agreements:reception", args=[consulted.pk])
    client = signed_in(lan)
    costs = []
    for number in range(3):
        api.say(
            actor=tuan,
            agreement=consulted,
            party=department,
            kind="OPINION",
            text=f"Ý kiến {number}",
            at=now + timedelta(minutes=number),
        )
        costs.append(_cost(client, address, django_assert_max_num_queries))
    assert costs[0] == costs[2]


def test_the_counterpart_is_one_press_away(signed_in, lan, tree, system, make_draft, today):
    from congdoan.kernel.organisations.api import link_counterpart

    link_counterpart(actor=system, union=tree.middle, partner=tree.school, on=today)
    draft = make_draft()
    client = signed_in(lan)
    address = reverse("agreements:parties", args=[draft.pk])
    assert f'value="{tree.school.code}"' in client.get(address).content.decode()

    client.post(address, {"organisation": tree.school.code, "side": "B"})
    assert draft.parties.filter(organisation=tree.school).exists()
    assert f'value="{tree.school.code}"' not in client.get(address).content.decode()


def test_who_the_rules_of_the_day_name_is_proposed_with_the_rule(
    signed_in, lan, tree, system, make_draft, now
):
    from congdoan.kernel.organisations import api

    since = date(2025, 7, 1)
    api.change_profile(
        actor=system,
        organisation=tree.middle,
        profile=api.ProfileData("Công đoàn phường Đông", level="L3_COMMUNE", place_code="00004"),
        on=since,
        decision=api.Decision(),
        at=now,
    )
    committee, elsewhere = api.establish_organisations(
        actor=system,
        news=[
            api.NewOrganisation(
                code,
                "PARTNER",
                api.ProfileData(f"UBND {code}", kind="COMMUNE_PC", place_code=place),
                since,
            )
            for code, place in (("UB-1", "00004"), ("UB-2", "00008"))
        ],
        decision=api.Decision(),
        at=now,
    )
    draft = make_draft()
    client = signed_in(lan)
    address = reverse("agreements:parties", args=[draft.pk])
    page = client.get(address).content.decode()
    assert f'value="{committee.code}"' in page
    assert elsewhere.code not in page
    assert reverse("rulebook:history", args=["organisation.counterpart.COMMUNE"]) in page

    client.post(address, {"organisation": committee.code, "side": "B"})
    assert draft.parties.filter(organisation=committee).exists()
    assert f'value="{committee.code}"' not in client.get(address).content.decode()
