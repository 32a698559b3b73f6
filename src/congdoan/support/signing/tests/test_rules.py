from dataclasses import dataclass
from datetime import date

import pytest

from congdoan.support.signing.rules.authority import Authorities, Option, Position
from congdoan.support.signing.rules.mandate import (
    Days,
    DelegationFact,
    DelegationOver,
    MandateEnded,
    MandateNotBegun,
    NotYourParty,
    OfficeFact,
    Party,
    PositionMaySignNot,
    find_mandate,
)
from congdoan.support.signing.rules.slots import (
    DeadlinePassed,
    PaperIsAnotherText,
    SignedBeforeFreeze,
    SignedInTheFuture,
    WrongTurn,
    refuse_late,
    refuse_other_paper,
    refuse_wrong_day,
    refuse_wrong_turn,
)

TODAY = date(2026, 3, 2)
BOOK = Authorities(
    {
        "PRESIDENT": Position(
            "PRESIDENT", "Chủ tịch", (Option("TM", "EXEC"), Option("TM", "STANDING"))
        ),
        "VICE_PRESIDENT": Position("VICE_PRESIDENT", "Phó Chủ tịch", (Option("TM", "EXEC"),)),
        "INSPECTION_HEAD": Position("INSPECTION_HEAD", "Chủ nhiệm", (Option("TM", "INSPECTION"),)),
        "INSPECTION_DEPUTY": Position(
            "INSPECTION_DEPUTY", "Phó chủ nhiệm", (Option("KT", head="INSPECTION_HEAD"),)
        ),
        "DEPT_HEAD": Position("DEPT_HEAD", "Chánh văn phòng", (Option("TL", head="PRESIDENT"),)),
        "DIRECTOR": Position("DIRECTOR", "Giám đốc", (Option(""),)),
        "DEPUTY_DIRECTOR": Position(
            "DEPUTY_DIRECTOR", "Phó Giám đốc", (Option("KT", head="DIRECTOR"),)
        ),
        "CHAIR": Position("CHAIR", "Chủ tịch UBND", (Option("TM", "PEOPLES_COMMITTEE"),)),
    },
    {"EXEC": "BAN CHẤP HÀNH", "STANDING": "BAN THƯỜNG VỤ", "INSPECTION": "ỦY BAN KIỂM TRA"},
)


def office(position="PRESIDENT", start=date(2023, 1, 1), until=None, *, pk=1, label=None):
    label = label or {"PRESIDENT": "Chủ tịch", "CLERK": "Văn thư"}.get(position, position)
    return OfficeFact(pk, position, label, "Trần Thị Lan", Days(start, until), "02/QĐ")


def lent(of=None, start=date(2026, 1, 1), until=date(2026, 4, 1)):
    return DelegationFact(9, of or office(), "05/GUQ", Days(start, until))


def mandate(offices=(), delegations=(), *, on=TODAY, positions=(), body=""):
    return find_mandate(
        person="Nguyễn Văn Minh",
        party=Party("Công đoàn phường Đông", frozenset(positions), body),
        offices=offices,
        delegations=delegations,
        authorities=BOOK,
        on=on,
    )


@pytest.mark.parametrize(
    ("position", "body", "lines"),
    [
        ("PRESIDENT", "", ("TM. BAN CHẤP HÀNH",)),
        ("PRESIDENT", "STANDING", ("TM. BAN THƯỜNG VỤ",)),
        ("VICE_PRESIDENT", "STANDING", ("TM. BAN CHẤP HÀNH",)),
        ("INSPECTION_DEPUTY", "", ("TM. ỦY BAN KIỂM TRA", "KT. CHỦ NHIỆM")),
        ("DEPT_HEAD", "", ("TL. CHỦ TỊCH",)),
        ("DIRECTOR", "", ()),
        ("DEPUTY_DIRECTOR", "", ("KT. GIÁM ĐỐC",)),
        ("CHAIR", "", ("TM. UBND XÃ DI LINH",)),
    ],
)
def test_lines_above_the_title(position, body, lines):
    assert BOOK.lines(position, body=body, party="UBND xã Di Linh") == lines


def test_by_itself_nobody_signs_by_order_or_for_the_inspection_committee():
    assert BOOK.for_party(frozenset()) == [
        "PRESIDENT",
        "VICE_PRESIDENT",
        "DIRECTOR",
        "DEPUTY_DIRECTOR",
        "CHAIR",
    ]
    assert BOOK.for_party(frozenset({"DEPT_HEAD", "CLERK"})) == ["DEPT_HEAD"]


def test_a_book_in_which_heads_point_in_a_circle_hangs_nobody():
    circle = Authorities(
        {
            "A": Position("A", "A", (Option("KT", head="B"),)),
            "B": Position("B", "B", (Option("KT", head="A"),)),
        }
    )
    assert circle.for_party(frozenset()) == []
    assert circle.lines("A", body="", party="P")


def test_an_office_held_today_signs():
    found = mandate([office()])
    assert (found.capacity, found.title) == (("TM. BAN CHẤP HÀNH",), "CHỦ TỊCH")
    assert found.evidence() == {
        "kind": "OFFICE",
        "office": 1,
        "position": "PRESIDENT",
        "position_label": "Chủ tịch",
        "holder": "Trần Thị Lan",
        "decision_no": "02/QĐ",
        "from": "2023-01-01",
        "until": None,
        "delegation": None,
        "delegation_no": "",
    }


def test_of_two_offices_the_higher_in_the_book_signs():
    assert mandate([office("VICE_PRESIDENT", pk=1), office(pk=2)]).office.pk == 2


def test_the_last_day_of_the_term_still_signs_and_the_next_does_not():
    term = [office(until=TODAY)]
    assert mandate(term, on=date(2026, 3, 1))
    with pytest.raises(MandateEnded) as refused:
        mandate(term, on=TODAY)
    assert "01/03/2026" in refused.value.sentence
    assert "ủy quyền" in refused.value.sentence


def test_a_term_that_begins_tomorrow_does_not_sign_today():
    with pytest.raises(MandateNotBegun, match="03/03/2026"):
        mandate([office(start=date(2026, 3, 3))])


def test_a_delegate_signs_tuq_with_the_own_title():
    found = mandate([office("CLERK", pk=5)], [lent()])
    assert found.capacity == ("TUQ. CHỦ TỊCH",)
    assert found.title == "VĂN THƯ"
    assert found.evidence()["kind"] == "DELEGATION"
    assert found.evidence()["delegation_no"] == "05/GUQ"


def test_a_delegate_without_office_is_called_one():
    assert mandate([], [lent()]).title == "NGƯỜI ĐƯỢC ỦY QUYỀN"


@pytest.mark.parametrize(
    "delegation", [lent(until=TODAY), lent(office(until=TODAY)), lent(until=date(2026, 2, 1))]
)
def test_a_delegation_ends_with_its_paper_and_with_its_giver(delegation):
    with pytest.raises(DelegationOver, match="05/GUQ"):
        mandate([], [delegation])


def test_a_delegation_of_tomorrow_gives_nothing_today():
    with pytest.raises(NotYourParty):
        mandate([], [lent(start=date(2026, 3, 3))])


def test_a_position_without_signing_authority_is_told_so():
    with pytest.raises(PositionMaySignNot, match="Văn thư"):
        mandate([office("CLERK")])


def test_a_slot_for_the_head_refuses_the_deputy():
    with pytest.raises(PositionMaySignNot):
        mandate([office("VICE_PRESIDENT")], positions=["PRESIDENT"])


def test_somebody_of_another_party_is_told_whose_place_it_is():
    with pytest.raises(NotYourParty, match="Công đoàn phường Đông"):
        mandate()


@dataclass
class Place:
    turn: int
    party_name: str
    is_waiting: bool = True


def test_turns_are_kept_and_equal_turns_are_free():
    first, second, twin = Place(1, "A"), Place(2, "B"), Place(2, "C")
    refuse_wrong_turn(first, [first, second, twin])
    with pytest.raises(WrongTurn, match="A ký trước"):
        refuse_wrong_turn(second, [first, second, twin])
    first.is_waiting = False
    refuse_wrong_turn(second, [first, second, twin])
    refuse_wrong_turn(twin, [first, second, twin])


def test_the_deadline_day_itself_is_in_time():
    refuse_late(on=TODAY, deadline=TODAY, owner="A")
    refuse_late(on=TODAY, deadline=None, owner="A")
    with pytest.raises(DeadlinePassed, match="01/03/2026"):
        refuse_late(on=TODAY, deadline=date(2026, 3, 1), owner="A")


@pytest.mark.parametrize(
    ("day", "refusal"),
    [(date(2026, 3, 3), SignedInTheFuture), (date(2026, 2, 27), SignedBeforeFreeze)],
)
def test_paper_is_signed_between_freeze_and_today(day, refusal):
    refuse_wrong_day(signed_on=TODAY, frozen_on=date(2026, 2, 28), today=TODAY)
    with pytest.raises(refusal):
        refuse_wrong_day(signed_on=day, frozen_on=date(2026, 2, 28), today=TODAY)


@pytest.mark.parametrize("typed", ["ab12cd34", "AB12 CD34", "ab12 cd34 ab12", "ab12cd34" * 8])
def test_digits_from_paper_may_have_spaces_and_capitals(typed):
    refuse_other_paper(typed=typed, text_hash="ab12cd34" * 8)


@pytest.mark.parametrize("typed", ["", "ab12", "ab12cd3", "ffffffff", "ab12cd34" * 9])
def test_too_few_or_other_digits_are_refused(typed):
    with pytest.raises(PaperIsAnotherText):
        refuse_other_paper(typed=typed, text_hash="ab12cd34" * 8)
