from datetime import date

from django.urls import reverse
import pytest

from congdoan.areas.agreements import api
from congdoan.areas.agreements.selectors import coverage
from congdoan.areas.agreements.selectors.coverage import Count, figures_of
from congdoan.areas.agreements.selectors.network import network_of
from congdoan.areas.agreements.tests.consenting import end_by_consent

pytestmark = pytest.mark.django_db


@pytest.fixture
def school(lan, minh, tree, today, now):
    """The leaf union and its school have an agreement in force since 2024."""
    draft = api.draft_agreement(
        actor=minh,
        drafting=tree.leaf,
        data=api.AgreementData(
            kind="REGULATION",
            title="Quy chế phối hợp của trường",
            first_day=date(2024, 9, 1),
            last_day=date(2028, 8, 31),
        ),
        parties=[api.PartyData(tree.school.pk)],
        template="school",
        on=today,
        at=now,
    )
    return api.record_paper(
        actor=minh, agreement=draft, signed_on=date(2024, 9, 1), place="An", on=today, at=now
    )


def test_the_network_of_a_day(lan, far, tree, running, school, today):
    ours = network_of(lan, tree.middle.pk, on=today)
    assert [tie.agreement.pk for tie in ours.ties] == [running.pk]
    assert ours.partners == [tree.department.pk]
    assert "Sở Giáo dục" in ours.names[tree.department.pk]
    below = network_of(lan, tree.leaf.pk, on=today)
    assert [tie.agreement.pk for tie in below.ties] == [school.pk]
    assert network_of(lan, tree.leaf.pk, on=date(2024, 8, 31)).ties == []
    assert network_of(far, tree.leaf.pk, on=today).ties == []


def test_two_steps_reach_the_partners_of_partners(lan, tree, running, make_draft, today, now):
    other = make_draft(title="Chương trình khác", first_day=date(2024, 9, 1))
    api.record_paper(
        actor=lan, agreement=other, signed_on=date(2024, 9, 1), place="An", on=today, at=now
    )
    one = network_of(lan, tree.department.pk, on=today, steps=2)
    assert {tie.agreement.pk for tie in one.ties} == {running.pk, other.pk}


def test_what_is_over_is_shown_when_asked_for(lan, tree, running, today, now):
    end_by_consent(actor=lan, agreement=running, ended_on=today, reason="Đồng ý", on=today, at=now)
    assert network_of(lan, tree.middle.pk, on=today).ties == []
    past = network_of(lan, tree.middle.pk, on=today, past=True)
    assert [tie.state for tie in past.ties] == ["TERMINATED"]


def test_coverage_counts_units_by_branch_kind_level_and_place(lan, tree, school, today, now):
    found = figures_of(tree.middle.pk, on=today, at=now)
    assert (found.whole.units, found.whole.covered, found.whole.percent) == (2, 1, 50)
    assert {one.code: one.covered for one in found.branches} == {
        str(tree.leaf.pk): 1,
        str(tree.other_leaf.pk): 0,
    }
    assert [(one.code, one.units) for one in found.levels] == [("L4_GRASSROOTS", 2)]
    assert [(one.code, one.units) for one in found.places] == [("-", 2)]
    assert figures_of(tree.middle.pk, on=date(2024, 8, 1), at=now).whole.covered == 0


def test_a_big_branch_is_counted_once_in_a_while(tree, school, today, now, monkeypatch):
    monkeypatch.setattr(coverage, "LIVE", 1)
    figures_of(tree.middle.pk, on=today, at=now)
    monkeypatch.setattr(coverage, "_count", None)
    assert figures_of(tree.middle.pk, on=today, at=now).whole.units == 2
    coverage.forget_figures(tree.middle.pk, on=today)
    with pytest.raises(TypeError):
        figures_of(tree.middle.pk, on=today, at=now)


def test_tiles_darken_with_their_share():
    steps = []
    for covered in (0, 24, 25, 50, 75, 100):
        one = Count("x", units=100, covered=covered)
        steps.append(one.step)
    assert steps == [0, 0, 1, 2, 3, 4]
    assert Count("x").percent == 0


def test_pages(signed_in, lan, minh, far, tree, running, school):
    client = signed_in(lan)
    page = client.get(reverse("agreements:network")).content.decode()
    assert running.title in page
    assert 'id="network-data"' in page
    around = client.get(reverse("agreements:network"), {"quanh": tree.leaf.pk}).content.decode()
    assert school.title in around
    assert running.title not in around
    page = client.get(reverse("agreements:coverage")).content.decode()
    assert "Chưa ghi địa bàn" in page
    assert "50%" in page
    recount = f"{reverse('agreements:recount')}?don_vi={tree.middle.pk}"
    assert client.post(recount).status_code == 302
    chase = reverse("agreements:chase")
    asked = {"don_vi": tree.middle.pk, "co": "chua", "cho": "-", "cap": "L4_GRASSROOTS"}
    waiting = client.get(chase, asked).content.decode()
    assert "Ánh Dương" in waiting
    assert "Hoa Sen" not in waiting
    hidden = signed_in(far).get(reverse("agreements:network"), {"quanh": tree.leaf.pk})
    assert hidden.status_code == 404
    for name in ("coverage", "chase"):
        address = reverse(f"agreements:{name}")
        assert signed_in(far).get(address, {"don_vi": tree.middle.pk}).status_code == 404
        for odd in ("x", "99999999999999", "-1"):
            assert signed_in(lan).get(address, {"don_vi": odd}).status_code in {200, 404}


def test_queries_do_not_grow(
    signed_in, lan, tree, running, school, make_draft, today, now, django_assert_max_num_queries
):
    client = signed_in(lan)
    address = reverse("agreements:network")
    cost = []
    for n in range(2):
        client.get(address)
        with django_assert_max_num_queries(60) as asked:
            client.get(address)
        cost.append(len(asked))
        if not n:
            draft = make_draft(title="Thêm một văn bản", first_day=date(2024, 9, 1))
            api.record_paper(
                actor=lan, agreement=draft, signed_on=date(2024, 9, 1), place="", on=today, at=now
            )
    assert cost[0] == cost[1]
