from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
import pytest

from congdoan.kernel.people.models import Person
from congdoan.support.worklist.api import Synced, Wanted, WorkState, close_work, sync_work
from congdoan.support.worklist.models import WorkItem
from congdoan.support.worklist.services.doing import assign_work
from congdoan.support.worklist.tests.factories import BY_HAND, DUTY, make_work

pytestmark = pytest.mark.django_db
PREFIX = "test.agreement.1."


def person_of(actor):
    return Person.objects.get(pk=actor.person_id)


def wish(name, organisation, **changes):
    return Wanted(
        **{
            "key": f"{PREFIX}{name}",
            "kind": DUTY.code,
            "title": f"Việc {name}",
            "organisation_id": organisation.pk,
            "source_label": "Quy chế phối hợp 2026",
            "due": date(2026, 3, 31),
            **changes,
        }
    )


@pytest.fixture
def sync(lan, today, now):
    def run(*wanted, actor=lan, at=now):
        return sync_work(actor=actor, prefix=PREFIX, wanted=wanted, on=today, at=at)

    return run


def states():
    return dict(WorkItem.objects.under(PREFIX).values_list("key", "state"))


def test_the_list_becomes_what_is_wanted(sync, lan, tree, now):
    assert sync(wish("a", tree.leaf), wish("b", tree.leaf)) == Synced(opened=2)
    again = sync(wish("a", tree.leaf, title="Việc a, sửa"), wish("c", tree.leaf, done=True))
    assert again == Synced(opened=0, changed=1, closed=1, cancelled=1)

    assert states() == {
        f"{PREFIX}a": WorkState.OPEN,
        f"{PREFIX}b": WorkState.CANCELLED,
        f"{PREFIX}c": WorkState.DONE,
    }
    changed = WorkItem.objects.get(key=f"{PREFIX}a")
    assert changed.title == "Việc a, sửa"
    cancelled = WorkItem.objects.get(key=f"{PREFIX}b")
    assert (cancelled.closed_at, cancelled.closed_by_name) == (now, lan.name)


def test_work_of_other_prefixes_is_left_alone(sync, lan, tree):
    other = make_work(lan, tree.leaf, key="test.agreement.12.a")
    sync()
    other.refresh_from_db()
    assert other.state == WorkState.OPEN


def test_done_work_no_longer_mentioned_stays_done_and_disputed_work_opens_again(
    sync, lan, tree, now
):
    sync(wish("a", tree.leaf))
    close_work(actor=lan, key=f"{PREFIX}a", at=now)

    assert sync() == Synced()
    assert states() == {f"{PREFIX}a": WorkState.DONE}

    sync(wish("a", tree.leaf))
    item = WorkItem.objects.get(key=f"{PREFIX}a")
    assert (item.state, item.closed_at, item.closed_by_name) == (WorkState.OPEN, None, "")


def test_work_people_closed_by_hand_is_not_opened_again(sync, lan, tree, now):
    sync(wish("a", tree.leaf, kind=BY_HAND.code))
    close_work(actor=lan, key=f"{PREFIX}a", at=now)
    assert sync(wish("a", tree.leaf, kind=BY_HAND.code)) == Synced()
    assert states() == {f"{PREFIX}a": WorkState.DONE}


def test_a_delegation_survives_a_sync_but_not_a_change_of_organisation(
    sync, minh, tree, today, now
):
    sync(wish("a", tree.leaf))
    item = WorkItem.objects.get(key=f"{PREFIX}a")
    assign_work(actor=minh, item=item, person=person_of(minh), on=today, at=now)

    sync(wish("a", tree.leaf, title="Sửa"))
    item.refresh_from_db()
    assert item.assignee_id == minh.person_id

    sync(wish("a", tree.other_leaf))
    item.refresh_from_db()
    assert (item.organisation_id, item.assignee_id) == (tree.other_leaf.pk, None)


def test_a_new_due_day_takes_back_the_escalation(sync, tree):
    sync(wish("a", tree.leaf))
    WorkItem.objects.update(escalated_to=tree.middle, escalated_on=date(2026, 4, 9))
    sync(wish("a", tree.leaf))
    assert WorkItem.objects.get().escalated_to_id == tree.middle.pk
    sync(wish("a", tree.leaf, due=date(2026, 6, 1)))
    assert WorkItem.objects.get().escalated_to_id is None


def test_keys_outside_the_prefix_or_twice_are_faults_of_the_caller(sync, tree, lan, today, now):
    for wanted in (
        [wish("a", tree.leaf, key="elsewhere.a")],
        [wish("a", tree.leaf), wish("a", tree.leaf)],
        [wish("a", tree.leaf, kind="worklist.nothing")],
    ):
        with pytest.raises(ValueError, match=r"Key|Nobody"):
            sync(*wanted)
    with pytest.raises(ValueError, match="outside"):
        sync_work(actor=lan, prefix="", wanted=[wish("a", tree.leaf)], on=today, at=now)
    assert not WorkItem.objects.exists()


@pytest.mark.parametrize("size", [1, 30])
def test_a_sync_costs_the_same_for_one_and_for_thirty(sync, tree, size, django_assert_num_queries):
    sync(*(wish(str(n), tree.leaf) for n in range(size)))
    with django_assert_num_queries(4):  # savepoint, lock, read, release: nothing differs
        sync(*(wish(str(n), tree.leaf) for n in range(size)))
    with django_assert_num_queries(6):
        sync(*(wish(f"{n}-new", tree.leaf) for n in range(size)))


WISHES = st.dictionaries(
    st.sampled_from("abcdef"),
    st.tuples(
        st.sampled_from([0, 1]), st.sampled_from([None, 10, 20]), st.booleans(), st.booleans()
    ),
)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.tuples(WISHES, st.sampled_from("abcdef")), min_size=1, max_size=5))
def test_any_sequence_of_wishes_and_hands_ends_where_the_last_wish_points(
    sync, tree, lan, now, today, rounds
):
    """Convergent: only the last wish counts. Idempotent: saying it again changes nothing."""
    WorkItem.objects.all().delete()
    units = [tree.leaf, tree.other_leaf]
    wanted: list[Wanted] = []
    for wishes, closed in rounds:
        wanted = [
            wish(
                name,
                units[unit],
                due=today + timedelta(days=days) if days else None,
                done=done,
                kind=BY_HAND.code if by_hand else DUTY.code,
            )
            for name, (unit, days, done, by_hand) in wishes.items()
        ]
        before = states()
        sync(*wanted)
        seen = list(WorkItem.objects.order_by("key").values())
        assert sync(*wanted) == Synced()
        assert list(WorkItem.objects.order_by("key").values()) == seen
        items = {item.key: item for item in WorkItem.objects.all()}
        for one in wanted:
            item = items.pop(one.key)
            by_hand = one.kind == BY_HAND.code and before.get(one.key) == WorkState.DONE
            done = one.done or by_hand
            assert item.state == (WorkState.DONE if done else WorkState.OPEN)
            assert (item.organisation_id, item.due) == (one.organisation_id, one.due)
        assert all(item.state != WorkState.OPEN for item in items.values())
        close_work(actor=lan, key=f"{PREFIX}{closed}", at=now)
