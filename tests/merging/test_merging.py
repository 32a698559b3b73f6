"""Merging keeps both, parting gives everything back, nobody gains what they could not be given."""

from datetime import date, timedelta

from django.db.models import Model
from django.urls import reverse
import pytest

from congdoan.areas.duplicates.api import Choice, merge_pair, part_pair, reject_pair
from congdoan.areas.duplicates.models import Merge, Pair
from congdoan.areas.duplicates.rules.refusals import (
    DecidedAlready,
    GainsOffice,
    MergedOn,
    OldValuesErased,
    OwnRecord,
    PartedAlready,
)
from congdoan.areas.members.api import unscoped_counted_one_by_one, unscoped_member_count
from congdoan.areas.members.models import Discipline, Leaving, MemberRecord, Membership, SealedFact
from congdoan.areas.members.tests.keeping import keep_every_branch, kept_is_true
from congdoan.foundation.kept_rows import keep
from congdoan.foundation.refusal import NotAllowed
from congdoan.foundation.valid_time import span
from congdoan.kernel.access.models import Grant
from congdoan.kernel.accounts.models import User
from congdoan.kernel.audit.models import AuditEntry
from congdoan.kernel.people.api import (
    Forgetting,
    MergeRefused,
    PartingRefused,
    Use,
    forgetting,
    links,
    unscoped_people_by_birth,
    use_ended,
)
from congdoan.kernel.people.models import Office, Person
from congdoan.kernel.people.services.journal import model_named
from congdoan.support.notifications.models import Notification

pytestmark = pytest.mark.django_db

#: Whoever has the form of the record open is told after a merge and after parting.
_ASIDE = {"revision"}


def snapshot():
    """Every row of every table about people, and of the sign-ins."""
    # Pairs and who is to look at them follow from the rest.
    derived = ("duplicates.", "worklist.")
    tables = {label for label, _column in links() if not label.startswith(derived)}
    tables |= {"accounts.User", "members.Leaving", "members.Membership", "access.Delegation"}
    return {label: rows_of(model_named(label)) for label in sorted(tables)}


def rows_of(model: type[Model]):
    return [
        {name: value for name, value in row.items() if name not in _ASIDE}
        for row in keep(model._base_manager.all())
    ]


def assert_counts(tree, days):
    for unit in (tree.leaf, tree.other_leaf, tree.middle, tree.province, tree.central):
        for day in days:
            counted = unscoped_counted_one_by_one(unit.pk, on=day)
            assert unscoped_member_count(unit.pk, on=day) == counted, (unit, day)


@pytest.fixture
def boss(tree, make_person, seat, actor_of):
    """Who stands above everybody of the tree."""
    person = make_person("Trịnh Thị Cả", username="ca")
    seat(person, tree.central, "PRESIDENT")
    return actor_of(person)


@pytest.fixture
def merge(today, now):
    def run(actor, pair, survivor=None, *, taken=(), yielding=(), note="đã gặp"):
        kept = survivor.pk if survivor else pair.one_id
        choice = Choice(kept, frozenset(taken), frozenset(yielding), note)
        return merge_pair(actor=actor, pair=pair, choice=choice, on=today, at=now)

    return run


@pytest.fixture
def part(today, now):
    def run(actor, made):
        part_pair(actor=actor, merge=made, reason="nhầm người", on=today, at=now)

    return run


@pytest.fixture
def two(tree, enrol):
    """One teacher written down at two schools, the second time when she moved."""
    first = enrol(tree.leaf, "Đặng Thị Hoà", until=date(2024, 9, 1), home_town="Hà Nam")
    second = enrol(
        tree.other_leaf,
        "Đặng Thị Hòa",
        since=date(2024, 9, 1),
        phone="0912345678",
        sealed={"CITIZEN_ID": "001180000001", "ETHNICITY": "02"},
    )
    return first, second


def test_everything_goes_to_the_survivor_and_all_of_it_comes_back(
    tree, two, find, merge, part, lan, today, now, system
):
    first, second = two
    Discipline.objects.create(
        person=second,
        organisation=tree.other_leaf,
        penalty="REPRIMAND",
        decision_no="1/QĐ",
        decided_on=today,
        sealed_grounds="x",
    )
    [pair] = find()
    before = snapshot()
    made = merge(lan, pair, first, taken={"person.phone"})
    first.refresh_from_db()
    assert first.phone == "0912345678"
    assert set(Membership.objects.values_list("person", flat=True)) == {first.pk}
    assert Discipline.objects.get().person_id == first.pk
    assert set(SealedFact.objects.values_list("person", flat=True)) == {first.pk}
    assert Person.objects.get(pk=second.pk).merged_into_id == first.pk
    assert_counts(tree, [date(2021, 1, 1), today])
    assert AuditEntry.objects.filter(verb="duplicates.merged").count() == 3
    part(lan, made)
    assert snapshot() == before
    assert_counts(tree, [date(2021, 1, 1), today])
    assert Pair.objects.get().state == "REJECTED"
    assert not find()


def test_the_other_leads_to_the_survivor_by_name_by_link_and_in_an_import(
    tree, two, find, merge, lan, seat, signed_in
):
    first, second = two
    Person.objects.filter(pk=second.pk).update(given_name="Huệ", folded="dang thi hue")
    [pair] = [Pair.objects.create(
        one=first, other=second, organisation=tree.middle, score=80, keys=[], parts=[],
        found_at="2026-01-01T00:00Z",
    )]  # fmt: skip
    seat(second, tree.leaf, "VICE_PRESIDENT")
    merge(lan, pair, first)
    client = signed_in(lan)
    old = client.get(f"/nhan-su/{second.pk}/")
    assert old.status_code == 302
    assert old["Location"].endswith(f"/nhan-su/{first.pk}/")
    assert "Hoà" in client.get("/tim/?q=dang+thi+hue").content.decode()
    born = unscoped_people_by_birth([(second.birth_date, "dang thi hue")])
    assert born == {(second.birth_date, "dang thi hue"): [first.pk]}
    look = client.post(f"/doan-vien/don-vi/{tree.middle.pk}/muc-dich/", {"purpose": "rà soát"})
    assert look.status_code == 302
    listed = client.get(f"/doan-vien/don-vi/{tree.middle.pk}/?below=1&q=hue")
    assert "Đặng Thị Hoà" in listed.content.decode()


def test_of_two_memberships_of_a_day_somebody_says_which_counts(
    tree, enrol, find, merge, part, lan, today
):
    first = enrol(tree.leaf, "Lê Thị An", since=date(2018, 1, 1))
    second = enrol(tree.other_leaf, "Lê Thị An", since=date(2020, 1, 1), until=date(2022, 1, 1))
    [pair] = find()
    keep_every_branch()
    before = snapshot()
    with pytest.raises(MergeRefused, match="hãy chọn nơi được tính"):
        merge(lan, pair)
    long = Membership.objects.get(person=first)
    made = merge(lan, pair, second, yielding={long.pk})
    days = [(row.organisation_id, row.valid.lower, row.valid.upper) for row in
            Membership.objects.filter(person=second).order_by("valid")]  # fmt: skip
    assert days == [
        (tree.leaf.pk, date(2018, 1, 1), date(2020, 1, 1)),
        (tree.other_leaf.pk, date(2020, 1, 1), date(2022, 1, 1)),
        (tree.leaf.pk, date(2022, 1, 1), None),
    ]
    checked = [date(2019, 1, 1), date(2021, 1, 1), date(2023, 1, 1)]
    assert_counts(tree, checked)
    assert unscoped_member_count(tree.middle.pk, on=date(2021, 1, 1)) == 1
    kept_is_true()
    part(lan, made)
    assert snapshot() == before
    assert_counts(tree, checked)
    kept_is_true()


def test_a_membership_that_gives_way_altogether_comes_back_with_its_papers(
    tree, enrol, find, merge, part, lan, today
):
    first = enrol(tree.leaf, "Lê Thị An", since=date(2018, 1, 1))
    second = enrol(tree.other_leaf, "Lê Thị An", since=date(2020, 1, 1), until=date(2022, 1, 1))
    short = Membership.objects.get(person=second)
    Leaving.objects.create(membership=short, reason="LEFT_WORK", decision_no="3/QĐ")
    [pair] = find()
    before = snapshot()
    made = merge(lan, pair, first, yielding={short.pk})
    assert not Membership.objects.filter(organisation=tree.other_leaf).exists()
    assert not Leaving.objects.exists()
    part(lan, made)
    assert snapshot() == before


def test_offices_and_sign_ins(tree, enrol, find, merge, part, boss, make_person, seat, today):
    """The account that is kept wins what both held; the other rests and wakes."""
    first, second = (enrol(unit, "Lê Thị An") for unit in (tree.leaf, tree.leaf))
    for person, name in ((first, "an1"), (second, "an2")):
        person.user = User.objects.create(username=name, display_name="An")
        person.save()
    seat(first, tree.leaf, "PRESIDENT", start=date(2023, 1, 1))
    seat(second, tree.leaf, "PRESIDENT", start=date(2024, 1, 1))
    seat(second, tree.leaf, "SPECIALIST", start=date(2024, 1, 1))
    for person in (first, second):
        Grant.objects.create(
            person=person, organisation=tree.leaf, role="CLERK", reach="HERE",
            valid=span(date(2024, 1, 1)), decision_no="5/TB",
        )  # fmt: skip
    [pair] = find()
    before = snapshot()
    made = merge(boss, pair, first, taken={"login"})
    first.refresh_from_db()
    assert first.user.username == "an2"
    assert not User.objects.get(username="an1").is_active
    held = Office.objects.filter(person=first).values_list("position", flat=True)
    assert sorted(held) == ["PRESIDENT", "SPECIALIST"]
    assert Grant.objects.filter(person=first).count() == 1
    part(boss, made)
    assert snapshot() == before
    assert User.objects.get(username="an1").is_active


def test_nobody_merges_themself_or_gives_an_office_they_could_not_give(
    tree, enrol, find, merge, lan, minh, boss, seat, today
):
    own = Person.objects.get(pk=lan.person_id)
    Person.objects.filter(pk=own.pk).update(birth_date=date(1980, 5, 4), gender="F")
    enrol(tree.middle, "Trần Thị Lan")
    [pair] = find()
    with pytest.raises(OwnRecord):
        merge(lan, pair)
    first = enrol(tree.leaf, "Lê Thị An")
    second = enrol(tree.leaf, "Lê Thị An")
    seat(second, tree.province, "PRESIDENT")
    first.user = User.objects.create(username="an", display_name="An")
    first.save()
    pair = next(one for one in find() if one.one_id == first.pk)
    with pytest.raises(GainsOffice):
        merge(lan, pair, first)
    assert not Merge.objects.exists()
    merge(boss, pair, first)


def test_who_stands_elsewhere_decides_nothing(
    tree, two, find, merge, minh, make_person, seat, actor_of, today, now
):
    [pair] = find()
    far = make_person("Vũ Thị Xa", username="xa")
    seat(far, tree.far_middle, "PRESIDENT")
    for actor in (minh, actor_of(far)):
        with pytest.raises(NotAllowed):
            merge(actor, pair)
        with pytest.raises(NotAllowed):
            reject_pair(actor=actor, pair=pair, reason="thử", on=today, at=now)


def test_parting_lists_what_was_changed_since(tree, two, find, merge, part, lan, system, today):
    first, _second = two
    [pair] = find()
    made = merge(lan, pair, first, taken={"person.phone"})
    Person.objects.filter(pk=first.pk).update(phone="0987000000")
    with pytest.raises(PartingRefused, match="điện thoại"):
        part(lan, made)
    Person.objects.filter(pk=first.pk).update(phone="0912345678")
    # What the merge did not touch is no obstacle.
    MemberRecord.objects.filter(pk=first.pk).update(birth_place="Huế")
    part(lan, made)
    with pytest.raises(PartedAlready):
        part(lan, made)


def test_a_membership_written_since_on_the_days_that_come_back_is_named(
    tree, enrol, find, merge, part, lan, today
):
    from congdoan.areas.members.api import NewMembership, begin_memberships, end_memberships

    first = enrol(tree.leaf, "Lê Thị An", since=date(2018, 1, 1))
    second = enrol(tree.other_leaf, "Lê Thị An", since=date(2020, 1, 1))
    [pair] = find()
    made = merge(lan, pair, second, yielding={Membership.objects.get(person=first).pk})
    assert Membership.objects.filter(person=second).count() == 2
    end_memberships(
        [Membership.objects.get(organisation=tree.other_leaf).pk],
        on=date(2025, 1, 1),
        reason="TRANSFERRED",
    )
    begin_memberships(
        [NewMembership(second.pk, tree.middle.pk, span(date(2025, 1, 1)), "TEACHER", "F", 1980)]
    )
    part(lan, made)  # hers to keep: the other record is given back its own days
    assert Membership.objects.get(person=first).valid.upper is None
    assert_counts(tree, [date(2019, 1, 1), date(2024, 1, 1), today])


def test_merges_of_three_come_apart_in_order(tree, enrol, find, merge, part, lan, today):
    people = [enrol(unit, "Lê Thị An", since=since, until=until) for unit, since, until in (
        (tree.leaf, date(2016, 1, 1), date(2018, 1, 1)),
        (tree.other_leaf, date(2018, 1, 1), date(2020, 1, 1)),
        (tree.middle, date(2020, 1, 1), None),
    )]  # fmt: skip
    pairs = {(one.one_id, one.other_id): one for one in find()}
    before = snapshot()
    one, two, three = people
    first = merge(lan, pairs[one.pk, two.pk], two)
    [pair] = find()
    second = merge(lan, pair, three)
    assert Person.objects.filter(merged_into=three).count() == 2
    with pytest.raises(MergedOn):
        part(lan, first)
    part(lan, second)
    part(lan, first)
    assert snapshot() == before


def test_an_answer_about_the_alias_holds_of_the_survivor(
    tree, enrol, find, merge, part, lan, today, now
):
    one = enrol(tree.leaf, "Lê Thị An", until=date(2021, 1, 1))
    two = enrol(tree.leaf, "Lê Thị An", since=date(2021, 1, 1), until=date(2022, 1, 1))
    three = enrol(tree.leaf, "Lê Thị An", since=date(2022, 1, 1))
    pairs = {(pair.one_id, pair.other_id): pair for pair in find()}
    reject_pair(actor=lan, pair=pairs[two.pk, three.pk], reason="hai người", on=today, at=now)
    Pair.objects.filter(pk=pairs[one.pk, three.pk].pk).delete()
    made = merge(lan, pairs[one.pk, two.pk], one)
    assert not find()
    part(lan, made)
    assert [(pair.one_id, pair.other_id) for pair in find()] == [(one.pk, three.pk)]


def test_the_second_of_two_officers_is_told(tree, two, find, merge, lan, boss, today, now):
    [pair] = find()
    merge(lan, pair)
    for late in (
        lambda: merge(boss, pair),
        lambda: reject_pair(actor=boss, pair=pair, reason="hai người", on=today, at=now),
    ):
        with pytest.raises(DecidedAlready):
            late()
    assert Merge.objects.count() == 1


def test_both_units_are_told(tree, two, find, merge, lan, minh, make_person, seat):
    [pair] = find()
    merge(lan, pair)
    told = Notification.objects.get(kind="duplicates.merged")
    assert told.recipient_id == minh.user_id
    assert "Ánh Dương" not in told.body
    assert timedelta(0) == told.created_at - Merge.objects.get().at


def test_what_is_erased_of_the_survivor_is_erased_of_the_alias_and_the_way_back(
    tree, two, find, merge, part, lan, today, now
):
    first, second = two
    [pair] = find()
    made = merge(lan, pair, first, taken={"person.phone"})
    forgetting.ask(Forgetting(Person.objects.get(pk=first.pk), today, now))
    made.refresh_from_db()
    assert made.steps == []
    assert not Person.objects.get(pk=second.pk).phone
    with pytest.raises(OldValuesErased):
        part(lan, made)


def test_what_may_not_be_kept_lies_in_no_way_back_and_parting_still_works(
    tree, enrol, find, merge, part, lan, signed_in
):
    """Children are kept by their parent's leave; withdrawing it leaves no copy and no dead end."""
    first = enrol(tree.leaf, "Đặng Thị Hoà", sealed={"CHILDREN": "Lê An 2015"})
    second = enrol(
        tree.leaf, "Đặng Thị Hòa", since=date(2024, 9, 1), phone="0912345678",
        sealed={"CHILDREN": "Lê Bình 2018", "ETHNICITY": "02"},
    )  # fmt: skip
    [pair] = find()
    yields = Membership.objects.get(person=second).pk
    made = merge(lan, pair, first, taken={"sealed.CHILDREN"}, yielding={yields})
    sealed = [one["was"]["sealed"] for one in made.steps if "sealed" in one["was"]]
    assert len(sealed) == 1
    use_ended.ask(Use(frozenset([first.pk]), "PHOTO"))
    assert SealedFact.objects.filter(kind="CHILDREN").exists()
    use_ended.ask(Use(frozenset([first.pk]), "CARE"))
    made.refresh_from_db()
    assert sealed[0] not in str(made.steps)
    assert not SealedFact.objects.filter(kind="CHILDREN").exists()
    page = signed_in(lan).get(reverse("duplicates:part", args=[made.pk])).content.decode()
    assert "Không trở lại được vì đã xóa sau khi gộp" in page
    assert "con (họ tên, năm sinh)" in page
    part(lan, made)
    assert Person.objects.get(pk=second.pk).merged_into_id is None
    assert list(SealedFact.objects.values_list("person_id", "kind")) == [(second.pk, "ETHNICITY")]
    assert AuditEntry.objects.filter(verb="duplicates.parted").last().changes["erased"]
