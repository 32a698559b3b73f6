"""Cards when two records of a person become one, when they take their data along, when it goes."""

from datetime import date

import pytest

from congdoan.areas.cards.enums import Verdict
from congdoan.areas.cards.models import Card
from congdoan.areas.cards.selectors.verifying import verdict_on
from congdoan.areas.members.api import NewMember, Stay, enrol_members
from congdoan.foundation.valid_time import span
from congdoan.kernel.people.api import (
    AboutPerson,
    Forgetting,
    Merging,
    PersonData,
    forgetting,
    kept_about,
    merge_people,
)
from congdoan.kernel.people.models import Person

pytestmark = pytest.mark.django_db


def test_of_two_records_with_a_card_each_the_survivors_is_valid(tree, issue, enrol, today):
    earlier = enrol(tree.leaf, "Lê Thị Hai", until=date(2022, 1, 1))
    facts = PersonData("Lê Thị", "Hai", "F", date(1980, 5, 4))
    stay = Stay(tree.leaf.pk, span(date(2022, 1, 1)))
    now_there = Person.objects.get(pk=enrol_members([NewMember(facts=facts, stays=[stay])])[0])
    issue(earlier, on=date(2021, 6, 1))
    issue(now_there)
    old, new = Card.objects.get(person=earlier), Card.objects.get(person=now_there)
    merge_people(Merging(now_there.pk, earlier.pk))
    assert verdict_on(new.token, on=today) == Verdict.VALID
    assert verdict_on(old.token, on=today) == Verdict.NOT_VALID


def test_the_only_card_goes_to_the_record_that_is_kept(tree, teachers, issue, today):
    empty = Person(family_middle="Trần", given_name="Mới")
    empty.settle_keys()
    empty.save()
    issue(teachers[0])
    merge_people(Merging(empty.pk, teachers[0].pk))
    card = Card.objects.get()
    assert card.person_id == empty.pk
    assert verdict_on(card.token, on=today) == Verdict.VALID


def test_cards_are_taken_along_without_their_code_and_notes_are_forgotten(
    teachers, issue, today, now
):
    issue(teachers[0])
    Card.objects.update(note="gọi số 0912")
    answers = kept_about.ask(AboutPerson(teachers[0], today))
    rows = next(kept.rows for found in answers for kept in found if kept.code == "cards")
    assert rows[0]["printed_name"] == "Đặng Thị Hòa"
    assert "token" not in rows[0]
    told = forgetting.ask(Forgetting(teachers[0], today, now))
    assert ["cards.notes"] in told
    assert Card.objects.get().note == ""
