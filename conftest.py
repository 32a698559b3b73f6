"""
The standing cast and the standing tree of every test.

Lan leads a middle unit (reach below), Minh a leaf unit, Hoa is a member without office, the
stranger is signed in and holds nothing. ``TODAY`` is a fixed day; no test reads the real clock.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

pytest_plugins = (
    *("tests.database", "tests.resetting"),
    *("tests.development", "tests.restructuring", "tests.duplicates"),
    *("tests.enrolled", "tests.members_world", "tests.cadres_world", "tests.cards_world"),
    *("tests.privacy_world", "tests.workforce_world", "tests.drafting_world"),
    "tests.planning_world",
    *("tests.tree_world", "tests.documents_world", "tests.reading_world", "tests.gateway_world"),
    "tests.reporting_world",
    "tests.rolling_world",
    "tests.publications_world",
    "tests.voting_world",
    "tests.analysis_world",
)

TODAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
FOUNDED = date(2015, 1, 1)


def pytest_configure(config: pytest.Config) -> None:
    """Compile the catalogues once, before the workers start: pages are read in both languages."""
    from congdoan.config import catalogues
    from congdoan.config.environment import PROJECT

    if not hasattr(config, "workerinput"):
        catalogues.compile_all(PROJECT / "locale")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the long tests: the processes share out the short ones until both end."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


@pytest.fixture(autouse=True)
def _nothing_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Empty the cache of the process: what one test made it remember must not answer the next.

    The rulebook is asked for once a test, not once a second: statements are counted.
    """
    from django.core.cache import cache

    from congdoan.kernel.rulebook.selectors import snapshot

    cache.clear()
    monkeypatch.setattr(snapshot, "TRUST_SECONDS", float("inf"))
    snapshot.forget()


@pytest.fixture
def today() -> date:
    return TODAY


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def system(today):
    from congdoan.kernel.access.api import system_actor

    return system_actor(today=today)


@dataclass
class Tree:
    """Four levels: central → two provinces → middle units → leaves; partners beside."""

    central: object
    province: object
    far_province: object
    middle: object
    far_middle: object
    leaf: object
    other_leaf: object
    far_leaf: object
    department: object
    school: object


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Load the shipped rulebook once per test database; tests see it as installed."""
    from django.core.management import call_command

    from congdoan.kernel.organisations.models import Organisation

    with django_db_blocker.unblock():
        if Organisation.objects.exists():  # a session that was killed left it
            call_command("flush", interactive=False, verbosity=0)
        load_law()


def load_law() -> None:
    from django.core.management import call_command

    from congdoan.kernel.organisations.enums import HierarchyId
    from congdoan.kernel.organisations.models import Hierarchy

    Hierarchy.objects.bulk_create(
        (Hierarchy(pk=one.value, code=one.name, label=one.label) for one in HierarchyId),
        ignore_conflicts=True,
    )
    call_command("load_rulebook", verbosity=0)
    call_command("load_periods", verbosity=0)
    call_command("load_forms", verbosity=0)


@pytest.fixture
def law(db):
    """The shipped rulebook; loaded anew after a transactional test has emptied the tables."""
    from congdoan.kernel.organisations.models import Hierarchy

    if not Hierarchy.objects.exists():
        load_law()


@pytest.fixture(scope="session")
def standing_tree():
    from tests.standing import Standing

    return Standing()


@pytest.fixture
def tree(db, law, system, now, standing_tree) -> Tree:
    """The standing tree; made once a process, its rows put there again for each test."""
    return standing_tree.stand(lambda: _make_tree(system, now))


def _make_tree(system, now) -> Tree:
    from congdoan.kernel.organisations.api import (
        Decision,
        NewOrganisation,
        ProfileData,
        establish_organisations,
    )

    rows = [
        ("TLD", "UNION", "Tổng Liên đoàn thử nghiệm", "L1_CENTRAL", ""),
        ("LD-A", "UNION", "Liên đoàn Lao động tỉnh An", "L2_PROVINCE", "TLD"),
        ("LD-B", "UNION", "Liên đoàn Lao động tỉnh Bình", "L2_PROVINCE", "TLD"),
        ("CD-A1", "UNION", "Công đoàn phường Đông", "L3_OTHER", "LD-A"),
        ("CD-B1", "UNION", "Công đoàn phường Tây", "L3_OTHER", "LD-B"),
        ("CS-A11", "UNION", "Công đoàn cơ sở Trường Tiểu học Hoa Sen", "L4_GRASSROOTS", "CD-A1"),
        ("CS-A12", "UNION", "Công đoàn cơ sở Trường THCS Ánh Dương", "L4_GRASSROOTS", "CD-A1"),
        ("CS-B11", "UNION", "Công đoàn cơ sở Trường Mầm non Sao Mai", "L4_GRASSROOTS", "CD-B1"),
        ("SO-A", "PARTNER", "Sở Giáo dục và Đào tạo tỉnh An", "", ""),
        ("TR-A11", "PARTNER", "Trường Tiểu học Hoa Sen", "", ""),
    ]
    made = establish_organisations(
        actor=system,
        news=[
            NewOrganisation(
                code=code,
                family=family,
                profile=ProfileData(name=name, level=level),
                on=FOUNDED,
                parents={1: parent} if parent else {},
            )
            for code, family, name, level, parent in rows
        ],
        decision=Decision(number="01/QĐ"),
        at=now,
    )
    return Tree(*made)


@pytest.fixture
def make_person(db) -> Callable[..., object]:
    """Make a person with a sign-in: ``make_person("Trần Thị Lan", username="lan")``."""
    from congdoan.foundation.vietnamese import split_name
    from congdoan.kernel.accounts.models import User
    from congdoan.kernel.people.models import Person

    def make(
        full_name: str, *, username: str = "", password: str = "mat-khau-thu-nghiem"
    ) -> Person:
        user = None
        if username:
            user = User(username=username, display_name=full_name)
            user.set_password(password)
            user.save()
        family_middle, given_name = split_name(full_name)
        person = Person(family_middle=family_middle, given_name=given_name, user=user)
        person.settle_keys()
        person.save()
        return person

    return make


@pytest.fixture
def seat(law, system) -> Callable[..., object]:
    """Let a person hold an office: ``seat(person, organisation, "PRESIDENT")``."""
    from congdoan.kernel.people.api import OfficeData, appoint

    def sit(person, organisation, position="PRESIDENT", *, start=date(2023, 1, 1), until=None):
        return appoint(
            actor=system,
            person=person,
            organisation=organisation,
            data=OfficeData(position=position, start=start, until=until, decision_no="02/QĐ"),
        )

    return sit


@pytest.fixture
def actor_of(today) -> Callable[..., object]:
    """Return the actor of a person on ``today`` (or another day)."""
    from congdoan.kernel.access.api import actor_for

    def make(person, *, on: date = TODAY, as_of: date | None = None):
        return actor_for(person.user, today=on, as_of=as_of)

    return make


@pytest.fixture
def lan(tree, make_person, seat, actor_of):
    person = make_person("Trần Thị Lan", username="lan")
    seat(person, tree.middle, "PRESIDENT")
    return actor_of(person)


@pytest.fixture
def minh(tree, make_person, seat, actor_of):
    person = make_person("Nguyễn Văn Minh", username="minh")
    seat(person, tree.leaf, "PRESIDENT")
    return actor_of(person)


@pytest.fixture
def hoa(make_person, actor_of):
    return actor_of(make_person("Lê Thị Hoa", username="hoa"))


@pytest.fixture
def stranger(make_person, actor_of):
    return actor_of(make_person("Người Lạ", username="nguoi-la"))


@pytest.fixture
def signed_in(client, settings) -> Callable[..., object]:
    """Return a test client signed in as an actor, on the fixed day."""
    from congdoan.kernel.accounts.models import User

    settings.CLOCK = TODAY.isoformat()

    def sign_in(actor):
        client.force_login(User.objects.get(pk=actor.user_id))
        return client

    return sign_in
