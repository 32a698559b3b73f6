"""Pages of organisations: who sees what, forms that keep what was typed, constant queries."""

from datetime import date

from django.urls import reverse
import pytest

from congdoan.foundation.refusal import NotAllowed
from congdoan.kernel.organisations.api import (
    Decision,
    NewOrganisation,
    ProfileData,
    add_to_grouping,
    change_profile,
    create_grouping,
    end_organisation,
    undo_event,
)
from congdoan.kernel.organisations.enums import EndReason
from congdoan.kernel.organisations.models import Organisation, Placement
from congdoan.kernel.organisations.selectors.branch import roots_of
from congdoan.kernel.organisations.services import establish_organisations
from congdoan.kernel.organisations.services.changing import SuperiorDecides

pytestmark = pytest.mark.django_db


def test_the_register_shows_the_own_branch_only(lan, signed_in):
    page = signed_in(lan).get(reverse("organisations:register")).content.decode()

    assert "Tiểu học Hoa Sen" in page
    assert "Sao Mai" not in page


def test_another_branch_is_not_found(lan, signed_in, tree):
    assert (
        signed_in(lan).get(reverse("organisations:detail", args=[tree.far_leaf.pk])).status_code
        == 404
    )


def test_a_stranger_is_told_why(stranger, signed_in):
    page = signed_in(stranger).get(reverse("organisations:register"))

    assert page.status_code == 403
    assert "không có quyền" in page.content.decode()


def test_every_page_opens(lan, signed_in, tree):
    client = signed_in(lan)
    event = tree.leaf.event_parts.get().event
    for name, args in [
        ("register", []),
        ("tree", []),
        ("establish", []),
        ("groupings", []),
        ("grouping_add", []),
        ("event", [event.pk]),
        ("detail", [tree.leaf.pk]),
        ("profile", [tree.leaf.pk]),
        ("move", [tree.leaf.pk]),
        ("end", [tree.leaf.pk]),
        ("counterpart_add", [tree.leaf.pk]),
    ]:
        page = client.get(reverse(f"organisations:{name}", args=args))
        assert page.status_code == 200, name
        assert "⟦undefined" not in page.content.decode(), name
    opened = client.get(reverse("organisations:tree"), {"mo": tree.middle.pk}).content.decode()
    assert "Ánh Dương" in opened


def test_as_of_before_the_founding_shows_an_empty_register(lan, signed_in):
    page = signed_in(lan).get(reverse("organisations:register"), {"as_of": "2014-01-01"})

    assert "Hoa Sen" not in page.content.decode()


def test_founding_by_form_and_the_same_code_again(lan, signed_in, tree):
    client = signed_in(lan)
    typed = {
        "name": "Công đoàn cơ sở Trường Mầm non Hướng Dương",
        "code": "CS-A19",
        "family": "UNION",
        "parent": f"Công đoàn phường Đông [{tree.middle.code}]",
        "level": "L4_GRASSROOTS",
        "on": "01/02/2026",
        "decision_no": "15/QĐ-CĐP",
    }
    made = client.post(reverse("organisations:establish"), typed)

    organisation = Organisation.objects.get(code="CS-A19")
    assert made.status_code == 302
    assert Placement.objects.get(child=organisation).parent == tree.middle

    again = client.post(reverse("organisations:establish"), typed)
    page = again.content.decode()
    assert again.status_code == 422
    assert "đã thuộc một tổ chức khác" in page
    assert "Hướng Dương" in page


def test_moving_asks_before_it_writes(lan, signed_in, tree):
    client = signed_in(lan)
    typed = {"parent": f"x [{tree.other_leaf.code}]", "hierarchy": "1", "on": "01/03/2026"}
    url = reverse("organisations:move", args=[tree.leaf.pk])

    refused = client.post(url, typed)
    assert refused.status_code == 422
    assert "hãy ghi lý do làm khác quy định" in refused.content.decode()
    typed["exception"] = "Đề án thí điểm đã được duyệt"
    asked = client.post(url, typed).content.decode()
    assert "Điều gì sẽ xảy ra" in asked
    assert Placement.objects.filter(child=tree.leaf).count() == 1

    client.post(url, {**typed, "confirmed": "1"})
    assert Placement.objects.on(date(2026, 3, 1)).get(child=tree.leaf).parent == tree.other_leaf
    event = Placement.objects.on(date(2026, 3, 1)).get(child=tree.leaf).event
    assert "Khác quy định" in event.note
    assert "Đề án thí điểm đã được duyệt" in event.note


def test_a_wrong_date_is_explained_and_nothing_is_lost(lan, signed_in, tree):
    page = signed_in(lan).post(
        reverse("organisations:end", args=[tree.leaf.pk]),
        {"reason": "DISSOLVED", "on": "31/02/2026", "decision_no": "77/QĐ"},
    )

    assert page.status_code == 422
    assert "Ngày chưa đúng" in page.content.decode()
    assert "77/QĐ" in page.content.decode()


def test_the_tree_starts_where_the_right_starts(lan, minh, stranger, system, tree):
    assert [row.organisation for row in roots_of(lan)] == [tree.middle]
    assert [row.organisation for row in roots_of(minh)] == [tree.leaf]
    assert roots_of(stranger) == []
    assert tree.central in [row.organisation for row in roots_of(system)]


@pytest.mark.parametrize("name", ["register", "tree"])
def test_lists_cost_the_same_for_one_and_for_three(
    name, lan, signed_in, tree, system, now, django_assert_max_num_queries
):
    client, address = signed_in(lan), reverse(f"organisations:{name}")
    costs = []
    for numbers in ((1,), (2, 3)):
        found(system, now, tree.middle.code, numbers)
        with django_assert_max_num_queries(20) as asked:
            client.get(address)
        costs.append(len(asked))
    assert costs[0] == costs[1]


def test_the_register_names_each_superior_of_the_day(lan, signed_in, tree, system, now):
    found(system, now, tree.middle.code, (1,))
    page = signed_in(lan).get(reverse("organisations:register")).content.decode()
    row = page.partition("Đơn vị 1</a>")[2].partition("</tr>")[0]
    assert 'data-label="Trực thuộc">Công đoàn phường Đông<' in row


def test_groupings_cost_the_same_for_one_and_for_three(
    lan, signed_in, tree, system, now, django_assert_max_num_queries
):
    client, address = signed_in(lan), reverse("organisations:groupings")
    costs = []
    for numbers in ((1,), (2, 3)):
        for number in numbers:
            name = f"Cụm thi đua {number}"
            create_grouping(
                actor=lan, superior=tree.middle, kind="CLUSTER", name=name, on=date(2026, 3, 2)
            )
        with django_assert_max_num_queries(20) as asked:
            page = client.get(address)
        assert page.content.decode().count("Cụm thi đua") >= numbers[-1]
        costs.append(len(asked))
    assert costs[0] == costs[1]


def found(system, now, parent, numbers):
    establish_organisations(
        actor=system,
        decision=Decision(),
        at=now,
        news=[
            NewOrganisation(
                f"Q{n}",
                "UNION",
                ProfileData(f"Đơn vị {n}", level="L4_GRASSROOTS"),
                date(2025, 1, 1),
                {1: parent},
            )
            for n in numbers
        ],
    )


def test_the_tree_opens_the_only_branch_there_is(lan, signed_in, tree):
    page = signed_in(lan).get(reverse("organisations:tree")).content.decode()
    assert "Công đoàn cơ sở Trường Tiểu học Hoa Sen" in page
    assert "Các gốc bạn được xem" not in page


def test_what_has_ended_is_looked_at_but_not_changed(lan, signed_in, tree, system, now):
    end_organisation(
        actor=system,
        organisation=tree.leaf,
        reason=EndReason.DISSOLVED,
        on=date(2026, 1, 1),
        decision=Decision(number="9"),
        at=now,
    )
    address = reverse("organisations:detail", args=[tree.leaf.pk])
    page = signed_in(lan).get(f"{address}?as_of=2025-06-01").content.decode()
    assert "Trường Tiểu học Hoa Sen" in page
    assert reverse("organisations:end", args=[tree.leaf.pk]) not in page


@pytest.mark.parametrize("name", ["move", "end"])
def test_nobody_hands_over_or_ends_their_own_unit(name, lan, minh, signed_in, tree):
    """The charter leaves it to the union above: Lan, over the leaf, may; Minh, in it, may not."""
    own = reverse("organisations:detail", args=[tree.leaf.pk])
    address = reverse(f"organisations:{name}", args=[tree.leaf.pk])

    client = signed_in(minh)
    assert address not in client.get(own).content.decode()
    refused = client.get(address)
    assert refused.status_code == 403
    assert "do công đoàn cấp trên quyết định" in refused.content.decode()
    assert reverse("organisations:profile", args=[tree.leaf.pk]) in client.get(own).content.decode()

    client = signed_in(lan)
    assert address in client.get(own).content.decode()
    assert client.get(address).status_code == 200


def test_who_leads_above_as_well_decides_on_the_unit(tree, make_person, seat, actor_of, now, today):
    both = make_person("Lê Thị Hai", username="hai")
    seat(both, tree.leaf, "PRESIDENT")
    with pytest.raises(SuperiorDecides):
        end_organisation(
            actor=actor_of(both), organisation=tree.leaf, reason=EndReason.DISSOLVED,
            on=today, decision=Decision(), at=now,
        )  # fmt: skip
    seat(both, tree.middle, "PRESIDENT")

    end_organisation(
        actor=actor_of(both), organisation=tree.leaf, reason=EndReason.DISSOLVED,
        on=today, decision=Decision(), at=now,
    )  # fmt: skip
    tree.leaf.refresh_from_db()
    assert tree.leaf.valid.upper == today


def test_a_member_reads_the_name_of_a_grouping_whose_page_is_the_superiors(
    lan, minh, system, signed_in, tree, today
):
    grouping = create_grouping(
        actor=system, superior=tree.middle, kind="BLOCK", name="Khối tiểu học", on=today
    )
    for unit in (tree.other_leaf, tree.leaf):
        add_to_grouping(actor=system, grouping=grouping, organisation=unit, on=today)
    own = reverse("organisations:detail", args=[tree.leaf.pk])
    address = reverse("organisations:grouping", args=[grouping.pk])

    page = signed_in(minh).get(own).content.decode()
    assert "Khối tiểu học" in page
    assert address not in page
    assert signed_in(minh).get(address).status_code == 404
    assert address in signed_in(lan).get(own).content.decode()


def test_a_units_own_officers_neither_change_its_level_nor_undo_what_others_decided(
    minh, lan, signed_in, tree, now, today
):
    facts = {"name": "Công đoàn cơ sở Trường Tiểu học Hoa Sen"}
    with pytest.raises(SuperiorDecides):
        change_profile(
            actor=minh,
            organisation=tree.leaf,
            profile=ProfileData(**facts, level="L3_OTHER"),
            on=today,
            decision=Decision(),
            at=now,
        )
    founding = tree.leaf.event_parts.get().event
    renamed = change_profile(
        actor=minh,
        organisation=tree.leaf,
        profile=ProfileData(name="Công đoàn cơ sở Hoa Sen", level="L4_GRASSROOTS"),
        on=today,
        decision=Decision(),
        at=now,
    )
    for event, reader, offered in (
        (founding, minh, False),
        (renamed, minh, True),
        (renamed, lan, True),
    ):
        page = signed_in(reader).get(reverse("organisations:event", args=[event.pk]))
        undo = reverse("organisations:undo", args=[event.pk])
        assert (undo in page.content.decode()) is offered
    with pytest.raises(NotAllowed):
        undo_event(actor=minh, event=founding, reason="thử")
