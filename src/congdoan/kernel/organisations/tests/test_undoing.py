"""Events that others rest on: told with a link, taken back newest first, in one act or not."""

from datetime import date

import pytest

from congdoan.foundation.refusal import NotAllowed
from congdoan.kernel.organisations.api import (
    Correction,
    Decision,
    NewerDepends,
    correct_event,
    move_organisation,
    undo_event,
)
from congdoan.kernel.organisations.models import Lineage, OrganisationEvent, Placement
from congdoan.kernel.organisations.services import resting_on, undo_with_newer

pytestmark = pytest.mark.django_db


def rows():
    return sorted(map(str, Placement.objects.values_list("child", "parent", "valid"))), sorted(
        map(str, Lineage.objects.values_list("ancestor", "descendant", "depth", "valid", "reach"))
    )


@pytest.fixture
def moved(system, now):
    def do(unit, parent, day, number):
        return move_organisation(
            actor=system,
            organisation=unit,
            parent=parent,
            on=day,
            decision=Decision(number=number, exception="thử"),
            at=now,
        )

    return do


@pytest.fixture
def chain(tree, moved):
    """The leaf moves, its new superior moves, the leaf moves back: the first rests under both."""
    return [
        moved(tree.leaf, tree.far_middle, date(2025, 3, 1), "1/QĐ"),
        moved(tree.leaf, tree.middle, date(2025, 5, 1), "2/QĐ"),
        moved(tree.leaf, tree.far_middle, date(2025, 7, 1), "3/QĐ"),
    ]


def test_the_refusal_names_how_many_and_the_newest(chain, system):
    first, second, third = chain
    assert resting_on(first) == [third, second]
    with pytest.raises(NewerDepends) as refused:
        undo_event(actor=system, event=first, reason="nhầm")
    assert "còn 2 việc mới hơn" in refused.value.sentence
    assert "bàn giao, chuyển cấp trên ngày 01/07/2025 (3/QĐ)" in refused.value.sentence


def test_all_are_taken_back_in_one_act(tree, moved, system):
    before = rows()
    first = moved(tree.leaf, tree.far_middle, date(2025, 3, 1), "1/QĐ")
    moved(tree.leaf, tree.middle, date(2025, 5, 1), "2/QĐ")
    third = moved(tree.leaf, tree.far_middle, date(2025, 7, 1), "3/QĐ")
    done = undo_with_newer(actor=system, event=first, reason="nhầm")
    assert [one.pk for one in done] == [third.pk, third.pk - 1, first.pk]
    assert rows() == before
    assert resting_on(first) == []


def test_a_correction_goes_before_what_it_corrected(chain, tree, system, now):
    _first, second, third = chain
    corrected = correct_event(
        actor=system,
        event=third,
        correction=Correction(on=date(2025, 8, 1)),
        decision=Decision(),
        reason="ghi sai",
        at=now,
    )
    assert resting_on(second) == [corrected, third]
    undo_with_newer(actor=system, event=second, reason="nhầm")
    states = OrganisationEvent.objects.filter(pk__in=[second.pk, third.pk, corrected.pk])
    assert set(states.values_list("state", flat=True)) == {"UNDONE"}


def test_who_may_not_decide_on_all_takes_back_none(chain, tree, lan, system, moved):
    first = chain[0]
    with pytest.raises(NotAllowed):
        undo_with_newer(actor=lan, event=first, reason="nhầm")
    assert OrganisationEvent.objects.filter(state="UNDONE").count() == 0


def test_the_page_lists_them_with_links_and_does_it_at_once(
    chain, tree, make_person, seat, actor_of, signed_in
):
    first, second, third = chain
    person = make_person("Đỗ Thị Trên", username="tren")
    seat(person, tree.central, "PRESIDENT")
    browser = signed_in(actor_of(person))
    address = f"/to-chuc/su-kien/{first.pk}/hoan-tac/"
    page = browser.get(address).content.decode()
    for newer in (second, third):
        assert f'href="/to-chuc/su-kien/{newer.pk}/"' in page
    assert page.index(f"su-kien/{third.pk}/") < page.index(f"su-kien/{second.pk}/")

    refused = browser.post(address, {"reason": "nhầm"})
    assert refused.status_code == 422
    assert "còn 2 việc mới hơn" in refused.content.decode()

    done = browser.post(address, {"reason": "nhầm", "with_newer": "on"}, follow=True)
    assert "Đã hoàn tác 3 sự kiện." in done.content.decode()
    assert OrganisationEvent.objects.filter(state="UNDONE").count() == 3

    gone = browser.get(f"/to-chuc/su-kien/{third.pk}/dinh-chinh/")
    assert gone.status_code == 200


def test_correcting_shows_what_is_newer(chain, tree, make_person, seat, actor_of, signed_in):
    person = make_person("Đỗ Thị Trên", username="tren")
    seat(person, tree.central, "PRESIDENT")
    page = signed_in(actor_of(person)).get(f"/to-chuc/su-kien/{chain[0].pk}/dinh-chinh/")
    assert "2 việc mới hơn" in page.content.decode()
    assert f'href="/to-chuc/su-kien/{chain[2].pk}/"' in page.content.decode()
