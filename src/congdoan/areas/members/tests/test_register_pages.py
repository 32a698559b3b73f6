"""Pages of long branches: every row once, in order, as a plain filter in Python finds them."""

from datetime import date
import random

from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
import pytest

from congdoan.areas.members.api import NewMember, RecordData, Stay, enrol_members
from congdoan.areas.members.models import MemberRecord, Membership
from congdoan.areas.members.selectors import fitting, paging
from congdoan.areas.members.selectors.register import unscoped_members, written_members
from congdoan.areas.members.tables import MemberTable
from congdoan.foundation import vietnamese
from congdoan.foundation.valid_time import span
from congdoan.kernel.organisations.models import OrganisationProfile
from congdoan.kernel.people.api import PersonData, change_person, sweep_names
from congdoan.kernel.people.models import Name, Person
from congdoan.kernel.rulebook.api import catalogue

_FAMILIES = ("Nguyễn", "Nguyễn", "Trần", "Đặng", "Đỗ", "H'", "Ngô")
_MIDDLES = ("Thị", "Văn", "Thị Thu", "Đức", "Hoàng", "")
_GIVEN = ("Hòa", "Hoa", "Hoà", "Đào", "An", "Ân", "Hương", "Thúy", "Đức-Anh")


@pytest.fixture
def crowd(tree, db):
    """Two hundred people of three schools, many of one name; some left, some know a number."""
    pick = random.Random("congdoan register")  # noqa: S311 - invented people
    units = (tree.leaf, tree.other_leaf, tree.far_leaf)
    news = []
    for n in range(200):
        first = f"{pick.choice(_FAMILIES)} {pick.choice(_MIDDLES)}".strip()
        facts = PersonData(
            first,
            pick.choice(_GIVEN),
            pick.choice("MF"),
            date(1960 + n % 40, 2, 3),
            f"09{pick.randrange(10**8):08}" if n % 2 else "",
        )
        until = date(2021, 5, 1) if n % 7 == 0 else None
        stay = Stay(pick.choice(units).pk, span(date(2019, 9, 1), until))
        record = RecordData(member_no=f"VN{n:05}" if n % 3 else "")
        news.append(NewMember(facts=facts, stays=[stay], record=record))
    enrol_members(news)


@pytest.fixture(params=["listed", "walked", "walked among all"])
def way(request, monkeypatch):
    """Ask as of a short branch, of a long one, of the country; a few names at once."""
    if request.param != "listed":
        monkeypatch.setattr(paging, "SHORT", -1)
        monkeypatch.setattr(paging, "SHORT_NARROWED", -1)
        monkeypatch.setattr("congdoan.kernel.people.selectors.names._FIRST", 2)
        monkeypatch.setattr("congdoan.kernel.people.selectors.names._MOST", 3)
    if request.param == "walked among all":
        monkeypatch.setattr(paging, "WIDE", 0)


def table(actor, unit, **query):
    request = RequestFactory().get("/", query | {"below": "1"})
    request.actor = actor
    return MemberTable(unit, request, below=True, restricted=False)


@pytest.fixture(autouse=True)
def small_pages(monkeypatch):
    monkeypatch.setattr(MemberTable, "page_size", 7)


def walked(actor, unit, **query):
    """Return the keys of all pages onward; going back leads over the same."""
    onward, place = [], {}
    while True:
        found = table(actor, unit, **query, **place).page
        onward.append([row.pk for row in found.rows])
        if not found.after:
            break
        place = {"after": found.after}
    back, before = [onward[-1]], found.before
    while before:
        found = table(actor, unit, **query, before=before).page
        back.insert(0, [row.pk for row in found.rows])
        before = found.before
    keys = [key for page in onward for key in page]
    assert [key for page in back for key in page] == keys
    return keys


def expected(actor, *, words=(), number="", former=False, **facts):
    """Return the same by reading everybody."""
    found = []
    for row in Membership.objects.filter(**facts).select_related("person"):
        here = row.valid.lower <= actor.as_of
        ended = row.valid.upper is not None and row.valid.upper <= actor.as_of
        phone = row.person.phone
        folded = vietnamese.fold(row.person.full_name)
        if here and ended == former and number in phone and all(w in folded for w in words):
            found.append((row.person.sort_key, row.pk))
    return [key for _sort, key in sorted(found)]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", ()),
        ("Nguyễn Thị Hòa", ("nguyen", "thi", "hoa")),
        ("hoà THỊ", ("hoa", "thi")),
        ("Đào", ("dao",)),
        ("ngu ho", ("ngu", "ho")),
        ("n", ("n",)),
        ("đức-anh", ("duc", "anh")),
        ("H'", ("h",)),
        ("quyên", ("quyen",)),
    ],
)
def test_search_finds_whom_reading_everybody_finds(crowd, way, tree, minh, typed, words):
    keys = walked(minh, tree.central, q=typed)
    assert keys == expected(minh, words=words)
    asked = table(minh, tree.central, q=typed)
    assert asked.keyset.count() == min(len(keys), asked.keyset.cap + 1)


def test_filters_state_and_day_go_with_the_branch(crowd, way, tree, minh):
    asked = {"category": "TEACHER", "gender": "F", "q": "hoa"}
    facts = {"gender": "F", "organisation__in": [tree.leaf, tree.other_leaf]}
    assert walked(minh, tree.province, **asked) == expected(minh, words=["hoa"], **facts)
    assert walked(minh, tree.central, state="CEASED", sort="-name") == list(
        reversed(expected(minh, former=True))
    )
    then = minh.looking_at(date(2020, 1, 1))
    assert walked(then, tree.central) == expected(then)
    old = minh.as_of.year - 50
    assert walked(minh, tree.central, age_from=50) == expected(minh, birth_year__lte=old)


@pytest.mark.parametrize("most", [3, 1000])
def test_few_that_fit_are_listed_and_many_are_walked(
    crowd, way, tree, minh, rulebook_kind, monkeypatch, most
):
    monkeypatch.setattr(fitting, "MOST_LISTED", most)
    old, young = minh.as_of.year - 50, minh.as_of.year - 40
    asked = {"category": "TEACHER", "age_from": 40, "age_to": 50}
    facts = {"birth_year__range": (old, young), "category": "TEACHER"}
    assert walked(minh, tree.central, **asked) == expected(minh, **facts) != []
    assert walked(minh, tree.central, **asked, sort="-name") == expected(minh, **facts)[::-1]
    there = expected(minh, organisation=tree.leaf, **facts)
    assert walked(minh, tree.central, kind=rulebook_kind, **asked) == there != []
    keys = expected(minh, organisation=tree.leaf)
    assert walked(minh, tree.central, kind=rulebook_kind) == keys
    keyset = table(minh, tree.central, kind=rulebook_kind).keyset
    assert keyset.count() == min(len(keys), keyset.cap + 1)
    assert walked(minh, tree.central, category="STAFF") == []


@pytest.fixture
def rulebook_kind(tree, today):
    """Return a kind that one unit of the tree alone is of."""
    kind = catalogue("organisation.kind", on=today)[0].code
    OrganisationProfile.objects.filter(kind=kind).update(kind="")
    OrganisationProfile.objects.filter(organisation=tree.leaf).update(kind=kind)
    return kind


def test_a_number_goes_before_and_with_a_name(crowd, way, tree, minh):
    known = Person.objects.exclude(phone="").order_by("pk").last()
    part = known.phone[3:9]
    assert walked(minh, tree.central, q=part) == expected(minh, number=part) != []
    assert walked(minh, tree.central, q="vn00100") != []
    word = vietnamese.fold(known.given_name).split("-")[0]
    both = expected(minh, number=part, words=[word])
    assert walked(minh, tree.central, q=f"{word} {part}") == both
    assert walked(minh, tree.central, q=f"{word}x {part}") == []
    assert walked(minh, tree.central, q="0999888777") == []


def test_a_part_of_a_number_that_many_have_is_walked(crowd, way, tree, minh, monkeypatch):
    monkeypatch.setattr("congdoan.areas.members.selectors.searching._FEW", 3)
    assert walked(minh, tree.central, q="vn000") == expected(minh, person__in=_numbered()) != []


def _numbered():
    return MemberRecord.objects.filter(member_no__startswith="VN000").values("person")


def test_who_is_renamed_moves_in_every_list(tree, enrol, way, minh, system):
    person = enrol(tree.leaf, "Bùi Thị Yến")
    enrol(tree.leaf, "Cao Thị Mơ")
    data = PersonData("Bùi Thị", "An", "F", person.birth_date)
    change_person(actor=system, organisation=tree.leaf, person=person, data=data)
    first = table(minh, tree.central).page.rows
    assert [row.name for row in first] == ["Bùi Thị An", "Cao Thị Mơ"]
    assert [row.name for row in table(minh, tree.central, q="bui an").page.rows] == ["Bùi Thị An"]
    assert table(minh, tree.central, q="yến").page.rows == []


def test_names_without_bearer_are_swept_and_twins_too(tree, enrol, minh, system):
    person = enrol(tree.leaf, "Bùi Thị Yến")
    Person.objects.filter(pk=person.pk).update(sort_key="x", folded="x")
    kept = Name.objects.get(folded="x")
    Name.objects.create(sort_key="x", folded="x")
    before = Name.objects.count()
    assert sweep_names() == before - Name.objects.count() == 2
    assert list(Name.objects.filter(folded__in=["x", "bui thi yen"])) == [kept]
    assert sweep_names() == 0


def test_a_page_asks_as_often_for_few_as_for_many(tree, enrol, minh, monkeypatch):
    monkeypatch.setattr(paging, "SHORT", -1)
    assert table(minh, tree.central, q="bùi").page.rows == []  # what the cache remembers
    asked = []
    for _ in range(3):
        for name in ("Bùi Thị Yến", "Bùi Thị Anh", "Bùi Văn Tý"):
            enrol(tree.leaf, name)
        with CaptureQueriesContext(connection) as queries:
            assert table(minh, tree.central, q="bùi").page.rows
        asked.append(len(queries))
    assert len(set(asked)) == 1


def test_who_was_written_down_twice_is_found_by_either_name_in_place(tree, enrol, way, minh):
    kept = enrol(tree.leaf, "Bùi Thị Yến")
    for name in ("Lý Thị Anh", "Lý Thị Xuân"):
        enrol(tree.leaf, name)
    other = Person(family_middle="Lý Thị", given_name="Oanh", merged_into=kept)
    other.settle_keys()
    other.save()
    keys = walked(minh, tree.central, q="lý")
    named = Membership.objects.in_bulk(keys)
    found = [named[key].person.full_name for key in keys]
    assert found == ["Lý Thị Anh", "Lý Thị Xuân", "Bùi Thị Yến"]
    backward = walked(minh, tree.central, q="lý", sort="-name")
    assert backward == keys[::-1]
    assert table(minh, tree.central, q="lý").keyset.count() == 3


@pytest.mark.parametrize("state", ["", "ACTIVE", "PAUSED", "CEASED", "không có"])
@pytest.mark.parametrize("size", [None, 0, 20_000, 300_000])
@pytest.mark.parametrize("below", [False, True])
def test_the_statement_written_once_is_the_one_of_the_orm(tree, today, state, size, below):
    names = ("sort_key", "pk")
    for unit in (tree.leaf, tree.central):  # the second asks what is kept
        asked = {"below": below, "on": today, "state": state, "size": size}
        rows = unscoped_members(unit, **asked).order_by().values_list(*names)
        sql, values = written_members(unit, **asked, names=names)
        assert (sql, tuple(values)) == rows.query.sql_with_params()


def test_rows_are_not_made_for_a_list_that_nothing_narrows(tree, enrol, minh, way, monkeypatch):
    for name in ("Bùi Thị Yến", "Bùi Thị Anh"):
        enrol(tree.leaf, name)
    shown = walked(minh, tree.central)
    monkeypatch.setattr(MemberTable, "_members", None)
    assert walked(minh, tree.central) == shown
