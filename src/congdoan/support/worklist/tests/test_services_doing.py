import pytest

from congdoan.foundation.refusal import NotAllowed, NotFound
from congdoan.kernel.audit.models import AuditEntry
from congdoan.kernel.people.models import Person
from congdoan.support.notifications.api import inbox
from congdoan.support.worklist.api import WorkState, close_work, open_count, own_work
from congdoan.support.worklist.models import WorkItem
from congdoan.support.worklist.selectors.lists import (
    colleagues,
    escalated_work,
    get_own_item,
)
from congdoan.support.worklist.services.doing import (
    ClosesItself,
    EmptyNote,
    NotAColleague,
    NoteTooLong,
    NotOpen,
    add_note,
    assign_work,
    finish_work,
)
from congdoan.support.worklist.tests.factories import BY_HAND, make_work

pytestmark = pytest.mark.django_db


def person_of(actor):
    return Person.objects.get(pk=actor.person_id)


@pytest.fixture
def thu(make_person, seat, tree):
    """Minh's treasurer."""
    person = make_person("Võ Thị Thư", username="thu")
    seat(person, tree.leaf, "TREASURER")
    return person


def test_the_list_holds_the_own_organisations_work_and_nobody_elses(lan, minh, hoa, stranger, tree):
    ours, theirs = make_work(lan, tree.middle), make_work(lan, tree.leaf)

    assert list(own_work(lan)) == [ours], "an officer above sees the work below only when told"
    assert list(own_work(minh)) == [theirs]
    assert not own_work(hoa)
    assert not own_work(stranger)
    with pytest.raises(NotFound):
        get_own_item(minh, ours.pk)


def test_work_told_upwards_is_on_a_list_of_its_own(lan, minh, tree):
    item = make_work(lan, tree.leaf)
    WorkItem.objects.filter(pk=item.pk).update(escalated_to=tree.middle)

    assert list(escalated_work(lan)) == [item]
    assert get_own_item(lan, item.pk) == item
    assert not own_work(lan)
    assert not escalated_work(minh)


def test_the_badge_is_one_query_and_counts_open_work(
    lan, minh, tree, now, django_assert_num_queries
):
    for _ in range(3):
        make_work(lan, tree.leaf)
    close_work(actor=lan, key=make_work(lan, tree.leaf).key, at=now)
    assert minh.organisation_id  # the actor's offices are read once per request
    assert minh.may_somewhere is not None
    open_count(minh)
    with django_assert_num_queries(1):
        assert open_count(minh) == 3


def test_work_is_given_to_a_colleague_who_is_told(minh, tree, thu, today, now, actor_of):
    item = make_work(minh, tree.leaf, title="Nộp báo cáo")

    assign_work(actor=minh, item=item, person=thu, on=today, at=now)

    assert list(own_work(actor_of(thu))) == [item]
    assert inbox(actor_of(thu)).get().title == "Bạn được giao: Nộp báo cáo"
    assert AuditEntry.objects.get(verb="worklist.assigned").changes["assignee"] == [None, thu.pk]

    assign_work(actor=minh, item=item, person=thu, on=today, at=now)
    assign_work(actor=minh, item=item, person=None, on=today, at=now)
    item.refresh_from_db()
    assert item.assignee is None
    assert AuditEntry.objects.filter(verb="worklist.assigned").count() == 2


def test_work_is_given_inside_the_organisation_only(lan, minh, hoa, tree, today, now):
    item = make_work(lan, tree.leaf)
    for person in (person_of(lan), person_of(hoa)):
        with pytest.raises(NotAColleague):
            assign_work(actor=minh, item=item, person=person, on=today, at=now)
    with pytest.raises(NotAllowed):
        assign_work(actor=lan, item=item, person=person_of(minh), on=today, at=now)
    assert [person.pk for person in colleagues(item, on=today)] == [minh.person_id]


def test_closed_work_is_given_to_nobody(minh, tree, thu, today, now):
    item = make_work(minh, tree.leaf)
    close_work(actor=minh, key=item.key, at=now)
    with pytest.raises(NotOpen):
        assign_work(actor=minh, item=item, person=thu, on=today, at=now)


def test_an_assignment_gives_the_right_until_the_last_office_there_ends(
    minh, tree, today, now, make_person, seat, actor_of
):
    person = make_person("Võ Thị Thư", username="thu")
    seat(person, tree.leaf, "TEAM_LEADER")  # a position without a role
    thu, item = actor_of(person), make_work(minh, tree.leaf, kind=BY_HAND.code)
    with pytest.raises(NotAllowed):
        finish_work(actor=thu, item=item, at=now)

    assign_work(actor=minh, item=item, person=person, on=today, at=now)
    assert list(own_work(thu)) == [item]
    add_note(actor=thu, item=item, text="Đang làm", at=now)

    person.offices.all().delete()
    assert not own_work(thu)
    with pytest.raises(NotAllowed):
        finish_work(actor=thu, item=item, at=now)


def test_work_is_closed_by_hand_where_the_kind_says_so(minh, lan, tree, now):
    item = make_work(minh, tree.leaf, kind=BY_HAND.code)
    with pytest.raises(NotAllowed):
        finish_work(actor=lan, item=item, at=now)

    finish_work(actor=minh, item=item, at=now)
    finish_work(actor=minh, item=item, at=now)

    item.refresh_from_db()
    assert item.state == WorkState.DONE
    assert AuditEntry.objects.filter(verb="worklist.finished").count() == 1


def test_work_that_follows_from_data_is_closed_by_its_source(minh, tree, now):
    item = make_work(minh, tree.leaf)
    with pytest.raises(ClosesItself) as refused:
        finish_work(actor=minh, item=item, at=now)
    assert "Quy chế phối hợp 2026" in refused.value.sentence


def test_notes_are_written_by_who_may_do_the_work(minh, lan, tree, now):
    item = make_work(minh, tree.leaf)
    note = add_note(actor=minh, item=item, text="  Đã gọi   Phòng ", at=now)
    assert (note.text, note.author_name) == ("Đã gọi Phòng", minh.name)
    assert add_note(actor=minh, item=item, text="Đã gọi Phòng", at=now) == note

    with pytest.raises(NotAllowed):
        add_note(actor=lan, item=item, text="Xem giúp", at=now)
    with pytest.raises(EmptyNote):
        add_note(actor=minh, item=item, text=" \n", at=now)
    with pytest.raises(NoteTooLong):
        add_note(actor=minh, item=item, text="x" * 2001, at=now)
