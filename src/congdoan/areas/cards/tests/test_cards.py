"""Cards: issuing, replacing, following membership; what a stranger may know."""

from datetime import date, timedelta
import re

from django.db import connection
from django.db.utils import IntegrityError
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
import pytest

from congdoan.areas.cards.enums import CardEnd, CardStanding, Verdict
from congdoan.areas.cards.models import Card
from congdoan.areas.cards.rules.numbers import card_number, check_digit
from congdoan.areas.cards.selectors.holding import standing_of, unscoped_totals
from congdoan.areas.cards.selectors.verifying import verdict_on
from congdoan.areas.cards.services.issuing import (
    CardEndedAlready,
    NobodyToIssue,
    NotAMemberNow,
    NumberHeld,
    replace_card,
    withdraw_card,
)
from congdoan.areas.members.api import (
    EndOfMembership,
    LeavingData,
    RecordData,
    TransferData,
    confirm_transfer,
    let_leave,
    look_below,
    propose_transfer,
    write_record,
)
from congdoan.foundation.refusal import NotAllowed
from congdoan.kernel.audit.models import AuditEntry
from congdoan.kernel.organisations.api import Decision, ProfileData, change_profile
from congdoan.kernel.people.api import PersonData

pytestmark = pytest.mark.django_db


def card_of(person):
    return Card.objects.get(person=person, ended_on=None)


def number(actor, tree, person, member_no, today):
    """Give a member another number in the record."""
    write_record(
        actor=actor,
        organisation=tree.leaf,
        person=person,
        facts=PersonData(person.family_middle, person.given_name, "F", date(1980, 5, 4)),
        data=RecordData(member_no=member_no),
        revision=0,
        on=today,
    )


def stands(person, tree, today):
    return standing_of(person.pk, tree.leaf, on=today)


@pytest.mark.parametrize(
    ("member_no", "person", "number"),
    [("VN0077", 5, "VN0077"), ("", 5, "CS00000005-9"), ("", 123456789, "CS123456789-7")],
)
def test_the_number_is_the_members_own_or_ours(member_no, person, number):
    assert card_number(member_no, person) == number


def test_the_check_digit_notices_a_wrong_digit_and_two_swapped():
    right = check_digit("00012345")
    others = ["00012346", "00012354", "00021345", "10012345"]
    assert all(check_digit(one) != right for one in others)


def test_who_has_none_gets_one_and_twice_is_once(tree, teachers, issue, today):
    made = issue(*teachers)
    assert (made.issued, made.replaced) == (3, 0)
    again = issue(*teachers)
    assert (again.issued, again.replaced, again.cards) == (0, 0, made.cards)
    assert Card.objects.count() == 3
    assert len({card.token for card in Card.objects.all()}) == 3
    assert AuditEntry.objects.filter(verb="cards.issued").count() == 1
    assert unscoped_totals(tree.leaf, on=today).current == 3


def test_the_database_refuses_a_second_open_card(tree, teachers, issue, today):
    issue(teachers[0])
    card = card_of(teachers[0])
    card.pk, card.token, card.number = None, "another", "another"
    with pytest.raises(IntegrityError):
        card.save(force_insert=True)


def test_a_changed_name_unit_or_number_asks_for_a_new_print(
    tree, teachers, issue, minh, system, today, now
):
    issue(*teachers)
    hoa, an, anh = teachers
    hoa.given_name = "Hoa"
    hoa.save(update_fields=["given_name"])
    number(minh, tree, an, "VN001", today)
    wanted = [CardStanding.STALE, CardStanding.STALE, CardStanding.CURRENT]
    assert [stands(one, tree, today) for one in teachers] == wanted
    assert verdict_on(card_of(hoa).token, on=today) == Verdict.VALID
    old = card_of(an)
    made = issue(*teachers)
    assert (made.issued, made.replaced) == (0, 2)
    assert card_of(an).number == "VN001"
    old.refresh_from_db()
    assert (old.end_reason, old.ended_on) == (CardEnd.CHANGED, today)
    assert verdict_on(old.token, on=today) == Verdict.NOT_VALID
    change_profile(
        actor=system,
        organisation=tree.leaf,
        profile=ProfileData(name="Công đoàn cơ sở Trường Hoa Sen Mới", level="L4_GRASSROOTS"),
        on=today,
        decision=Decision(number="9/QĐ"),
        at=now,
    )
    assert stands(anh, tree, today) == CardStanding.STALE


def test_a_card_is_valid_while_its_person_is_a_member(tree, teachers, issue, minh, today, now):
    issue(teachers[0])
    card = card_of(teachers[0])
    let_leave(
        actor=minh,
        organisation=tree.leaf,
        person=teachers[0],
        data=LeavingData(today + timedelta(days=5), EndOfMembership.RETIRED),
        today=today,
        at=now,
    )
    days = [today - timedelta(days=1), today, today + timedelta(days=4), today + timedelta(days=5)]
    wanted = [Verdict.NOT_VALID, Verdict.VALID, Verdict.VALID, Verdict.NOT_VALID]
    assert [verdict_on(card.token, on=day) for day in days] == wanted
    assert verdict_on("khong-co", on=today) == Verdict.UNKNOWN


def test_after_a_transfer_the_card_stays_valid_and_asks_for_a_new_print(
    tree, teachers, issue, minh, lan, today, now
):
    issue(teachers[0])
    card = card_of(teachers[0])
    transfer = propose_transfer(
        actor=minh,
        person=teachers[0],
        sender=tree.leaf,
        receiver=tree.middle,
        asked_by="SENDER",
        data=TransferData(today),
        on=today,
    )
    confirm_transfer(actor=lan, transfer=transfer, on=today, at=now)
    assert verdict_on(card.token, on=today) == Verdict.VALID
    assert standing_of(teachers[0].pk, tree.middle, on=today) == CardStanding.STALE
    assert stands(teachers[0], tree, today) is None
    with pytest.raises(NotAllowed):  # the old union has nothing to do with it any more
        withdraw_card(actor=minh, card=card, reason="x", on=today, at=now)
    made = issue(teachers[0], actor=lan, unit=tree.middle)
    assert made.replaced == 1
    assert card_of(teachers[0]).number == card.number


def test_lost_and_withdrawn_cards_are_invalid_at_once(tree, teachers, issue, minh, today, now):
    issue(teachers[0])
    lost = card_of(teachers[0])
    shared = {"actor": minh, "on": today, "at": now}
    made = replace_card(card=lost, reason=CardEnd.LOST, note="ở chợ", **shared)
    assert (made.issue, made.number, made.token != lost.token) == (2, lost.number, True)
    assert verdict_on(lost.token, on=today) == Verdict.NOT_VALID
    assert verdict_on(made.token, on=today) == Verdict.VALID
    with pytest.raises(CardEndedAlready):  # a second click, a second officer
        replace_card(card=lost, reason=CardEnd.LOST, note="", **shared)
    withdraw_card(card=made, reason="cấp nhầm", **shared)
    assert verdict_on(made.token, on=today) == Verdict.NOT_VALID
    assert stands(teachers[0], tree, today) == CardStanding.NONE
    with pytest.raises(CardEndedAlready):
        withdraw_card(card=made, reason="cấp nhầm", **shared)
    verbs = AuditEntry.objects.filter(verb__startswith="cards.").values_list("verb", flat=True)
    assert sorted(verbs) == ["cards.issued", "cards.replaced", "cards.withdrawn"]


def test_who_is_no_member_gets_none(tree, teachers, enrol, issue, minh, today, now):
    gone, far = enrol(tree.leaf, "Lý Thị Thôi", until=today), enrol(tree.far_leaf, "Vũ Xa")
    made = issue(teachers[0], gone, far)
    assert made.issued == 1
    with pytest.raises(NobodyToIssue):
        issue(gone, far)
    card = card_of(teachers[0])
    let_leave(
        actor=minh,
        organisation=tree.leaf,
        person=teachers[0],
        data=LeavingData(today, EndOfMembership.LEFT_WORK),
        today=today,
        at=now,
    )
    with pytest.raises(NotAMemberNow):
        replace_card(actor=minh, card=card, reason=CardEnd.LOST, note="", on=today, at=now)


def test_a_number_on_somebody_elses_card_is_refused_with_the_way_out(
    tree, enrol, issue, minh, today
):
    one, other = enrol(tree.leaf, "Lê A", member_no="VN1"), enrol(tree.leaf, "Lê B")
    issue(one)
    number(minh, tree, one, "", today)
    number(minh, tree, other, "VN1", today)
    with pytest.raises(NumberHeld, match="Lê A"):
        issue(other)


def test_only_who_may_issues(tree, teachers, issue, lan, hoa, now, today):
    with pytest.raises(NotAllowed):
        issue(teachers[0], actor=hoa)
    with pytest.raises(NotAllowed):  # a superior names the purpose first
        issue(teachers[0], actor=lan)
    look_below(actor=lan, unit=tree.leaf, purpose="Cấp thẻ đợt 2", at=now)
    assert issue(teachers[0], actor=lan).issued == 1


# --- the public page -----------------------------------------------------------------------------


@pytest.fixture
def on_the_day(settings, today):
    settings.CLOCK = today.isoformat()


def asked(client, token):
    return client.get(reverse("cards:verify", args=[token]))


def test_a_stranger_learns_valid_or_not_and_nothing_else(
    tree, teachers, issue, minh, client, today, now, on_the_day
):
    issue(teachers[0], teachers[1])
    valid, ended = card_of(teachers[0]), card_of(teachers[1])
    withdraw_card(actor=minh, card=ended, reason="x", on=today, at=now)
    pages = [asked(client, token) for token in (valid.token, ended.token, "A" * 16)]
    assert [page.status_code for page in pages] == [200, 200, 200]
    texts = [re.sub(r"\s+", " ", page.content.decode()) for page in pages]
    for text, sentence in zip(
        texts, ("Thẻ còn hiệu lực", "không còn hiệu lực", "Không có thẻ này"), strict=True
    ):
        assert sentence in text
        assert "02/03/2026" in text
        for secret in ("Hòa", "Hoa Sen", "Ân", "Nguyễn", valid.number, str(teachers[0].pk) + "<"):
            assert secret not in text
    plain = [
        re.sub(
            r'note-\w+"|<strong>.*?</strong>|/k/[^"]*'
            r'|csrf\w+" value="\w+"|nonce="[^"]*"|Token": "\w+"',
            "",
            one,
        )
        for one in texts
    ]
    assert plain[0] == plain[1] == plain[2]
    for page in pages:
        assert page["X-Robots-Tag"] == "noindex, nofollow"
        assert page["Cache-Control"] == "no-store"


def test_the_public_page_asks_the_same_questions_whatever_the_code(tree, teachers, issue, client):
    issue(teachers[0])
    asked(client, "x"), asked(client, card_of(teachers[0]).token)
    shapes = []
    for token in (card_of(teachers[0]).token, "khong-co-the-nay"):
        with CaptureQueriesContext(connection) as seen:
            asked(client, token)
        shapes.append([re.split(r"[ \"]s\d|WHERE|VALUES|SET", query["sql"])[0] for query in seen])
    assert shapes[0] == shapes[1]


def test_guessing_is_refused_and_checking_many_cards_is_not(tree, teachers, issue, client):
    issue(teachers[0])
    for _ in range(60):
        assert asked(client, card_of(teachers[0]).token).status_code == 200
    answers = [asked(client, f"doan-{n}").status_code for n in range(60)]
    assert answers[0] == 200
    assert answers[-1] == 429
    assert "chờ" in asked(client, "doan").content.decode()


@pytest.mark.parametrize("token", ["%00", "đ" * 300, "..%2f", "'; DROP TABLE", "🎉"])
def test_odd_codes_get_an_answer(client, token):
    assert client.get(f"/the-doan-vien/k/{token}/").status_code in {200, 400, 404}
