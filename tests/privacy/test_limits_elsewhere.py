"""Files, plans and pairs of somebody whose data may only be kept: in no list, opened by nobody."""

import io

from django.urls import reverse
import pytest
from python_calamine import load_workbook

from congdoan.areas.cadres.models import PartyIntroduction, PlanCandidate, PlanEdition
from congdoan.areas.cadres.selectors.plans import planned
from congdoan.areas.cadres.services.planning import approve_plan
from congdoan.areas.cards.selectors.holding import get_card, unscoped_cards
from congdoan.areas.duplicates.models import Pair
from congdoan.areas.duplicates.selectors.queue import get_pair, visible_pairs
from congdoan.areas.members.api import RecordRestricted, unscoped_roll_of
from congdoan.areas.members.models import Transfer
from congdoan.areas.members.selectors.joining import get_transfer, transfers_of
from congdoan.areas.members.services.transferring import NobodyOfThatName, find_member_elsewhere
from congdoan.kernel.people.models import Limit

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(cadres, now):
    """Let the data of the person in the files be restricted: ``kept()``."""
    person = PartyIntroduction.objects.get(pk=cadres["cadres"]["pk"]).person

    def restrict():
        return Limit.objects.create(person=person, purpose="", since=now)

    restrict.person = person
    return restrict


def test_files_and_plans_of_officials(cadres, kept, lan, tree, signed_in):
    client, name = signed_in(lan), kept.person.full_name
    file = reverse("cadres:introduction", args=[cadres["cadres"]["pk"]])
    lists = [
        reverse("cadres:party_of", args=[tree.middle.pk]),
        reverse("cadres:plan", args=[cadres["cadres:plan"]["pk"]]),
    ]
    assert all(name in client.get(page).content.decode() for page in lists)
    assert client.get(file).status_code == 200
    kept()
    pages = [client.get(page).content.decode() for page in lists]
    assert not any(name in page for page in pages)
    assert all("1 người đang hạn chế xử lý dữ liệu, không nêu ở đây." in page for page in pages)
    sheet = client.get(reverse("cadres:plan_sheet", args=[cadres["cadres:plan"]["pk"]]))
    book = load_workbook(io.BytesIO(sheet.content))
    rows = [book.get_sheet_by_index(n).to_python() for n in range(2)]
    assert "1 người đang hạn chế xử lý" in str(rows)
    assert name not in str(rows)
    refused = client.get(file)
    assert refused.status_code == 409
    assert "chỉ được lưu giữ" in refused.content.decode()
    vote = reverse("cadres:candidate_vote", args=[cadres["cadres:candidate"]["pk"]])
    assert client.get(vote).status_code == 409


def test_reminders_and_pairs(cadres, kept, lan, tree, enrol, today, now):
    other = enrol(tree.middle, "Lê Thị Khác")
    one, two = sorted([kept.person.pk, other.pk])
    pair = Pair.objects.create(
        one_id=one, other_id=two, organisation=tree.middle, score=80, keys=[], parts=[],
        found_at=now,
    )  # fmt: skip
    people = [one, two]
    assert len(unscoped_roll_of(tree.middle, people, on=today)) == 2
    assert list(visible_pairs(lan)) == [pair]
    kept()
    (left,) = unscoped_roll_of(tree.middle, people, on=today)
    assert left.person_id == other.pk
    assert not visible_pairs(lan).exists()
    with pytest.raises(RecordRestricted):
        get_pair(lan, pair.pk)


def test_cards_and_transfers(cards, cadres, kept, lan, tree, today, now):
    card = cards["cards"]["pk"]
    assert get_card(lan, card, at=now)
    assert unscoped_cards([card])
    moving = Transfer.objects.get(person=kept.person)
    assert [one.transfer for one in transfers_of(tree.middle, on=today)] == [moving]
    named = {"organisation": tree.middle, "full_name": kept.person.full_name, "member_no": ""}
    born = kept.person.birth_date
    assert find_member_elsewhere(birth_date=born, on=today, **named) == kept.person
    kept()
    for open_it in (lambda: get_card(lan, card, at=now), lambda: get_transfer(lan, moving.pk)):
        with pytest.raises(RecordRestricted):
            open_it()
    assert unscoped_cards([card]) == []
    assert transfers_of(tree.middle, on=today) == []
    with pytest.raises(NobodyOfThatName):
        find_member_elsewhere(birth_date=born, on=today, **named)


def test_nobody_is_agreed_to_unseen(cadres, kept, lan, system, today, now):
    candidate = PlanCandidate.objects.get(pk=cadres["cadres:candidate"]["pk"])
    PlanEdition.objects.filter(plan=candidate.plan).update(state="SUBMITTED", submitted_on=today)
    kept()
    assert planned(candidate.plan, on=today).kept_proposed == 1
    approve_plan(
        actor=system, plan=candidate.plan, refused=(), decision_no="9/QĐ", decided_on=today,
        today=today, at=now,
    )  # fmt: skip
    candidate.refresh_from_db()
    assert candidate.refused
