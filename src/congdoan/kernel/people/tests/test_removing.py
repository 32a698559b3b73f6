"""People an import wrote down by mistake: taken away, unless somebody refers to them."""

from django.db import IntegrityError, connection, transaction
import pytest

from congdoan.foundation import references
from congdoan.kernel.people import policies
from congdoan.kernel.people.models import Person
from congdoan.kernel.people.services.many import remove_people

pytestmark = pytest.mark.django_db


@pytest.fixture
def remove(tree, system):
    return lambda *people: remove_people(
        actor=system,
        right=policies.CHANGE,
        organisations=[tree.leaf.pk],
        ids=[person.pk for person in people],
    )


def remove_and_look(remove, *people):
    remove(*people)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_whoever_is_referred_to_stays_and_with_them_all(remove, tree, make_person, seat):
    free, seated = make_person("Trần Văn Một"), make_person("Trần Văn Hai")
    seat(seated, tree.leaf)
    with pytest.raises(IntegrityError), transaction.atomic():
        remove_and_look(remove, free, seated)
    assert Person.objects.filter(pk__in=[free.pk, seated.pk]).count() == 2
    remove(free)
    assert not Person.objects.filter(pk=free.pk).exists()


def test_the_database_looks_again_afterwards(remove, make_person):
    remove(make_person("Trần Văn Một"))
    with connection.cursor() as cursor:
        cursor.execute("SHOW session_replication_role")
        assert cursor.fetchone() == ("origin",)


def test_a_role_that_may_not_say_so_goes_the_long_way(remove, make_person, monkeypatch):
    monkeypatch.setattr(references, "_MAY", "SELECT false")
    person = make_person("Trần Văn Một")
    remove(person)
    assert not Person.objects.filter(pk=person.pk).exists()
