"""Founding a grassroots union: order, deadlines, decision, and what is owed meanwhile."""

from datetime import date, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
import pytest

from congdoan.areas.restructuring import api
from congdoan.areas.restructuring.models import Founding
from congdoan.areas.restructuring.rules import founding as rules
from congdoan.areas.restructuring.selectors.founding import (
    deadlines_of,
    find_founding,
    steps_of,
    visible_foundings,
)
from congdoan.areas.restructuring.tests.conftest import REQUIRED
from congdoan.foundation.refusal import AlreadyDone, NotAllowed, NotFound
from congdoan.kernel.audit.models import AuditEntry
from congdoan.kernel.organisations import api as organisations
from congdoan.kernel.organisations.models import Counterpart, Organisation
from congdoan.kernel.people.api import OfficeData, appoint
from congdoan.kernel.people.models import Office
from congdoan.kernel.periods.api import term_of
from congdoan.support.files.api import FileQuestion, may_read_file
from congdoan.support.worklist.api import unscoped_work

pytestmark = pytest.mark.django_db


def work(founding):
    """Return what is owed: last word of the key → (state, due, who)."""
    rows = unscoped_work(f"restructuring.founding.{founding.pk}.")
    return {
        item.key.rpartition(".")[2]: (item.state, item.due, item.organisation_id) for item in rows
    }


def current(founding, on):
    return next((step.code for step in steps_of(founding, on=on) if step.state == "current"), "")


# --- the way with a congress ------------------------------------------------------------------


def test_five_applications_first(begin, go, tree, today):
    founding = begin()
    assert current(founding, today) == "APPLY"
    assert work(founding) == {"apply": ("OPEN", None, tree.middle.pk)}
    founding = go(founding, count=4)
    with pytest.raises(rules.TooFewApplications) as refused:
        go(founding, congress=today)
    assert "4" in refused.value.sentence
    assert "5" in refused.value.sentence
    founding = go(founding, count=5)
    assert current(founding, today) == "CONGRESS"
    assert work(founding)["apply"][0] == "DONE"


def test_an_occupational_union_needs_ten(begin, go, today):
    founding = go(begin(level="L4_OCCUPATIONAL"), count=9)
    with pytest.raises(rules.TooFewApplications):
        go(founding, congress=today)
    assert go(go(founding, count=10), congress=today).congress_on == today


def test_deadlines_skip_the_days_of_tet(begin, go):
    """Tết 2026: 16 to 20 February are off, with the weekends on both sides."""
    congress, on = date(2026, 2, 10), date(2026, 3, 2)
    founding = go(begin(on=on), count=6, congress=congress, on=on)
    due = deadlines_of(founding)
    # 11, 12, 13 | 23, 24, 25, 26, 27 | 2, 3 March … and five more for the dossier.
    assert due.first_meeting == date(2026, 3, 3)
    assert due.dossier == date(2026, 3, 10)
    assert work(founding)["meeting"][1] == date(2026, 3, 3)
    assert work(founding)["dossier"][1] == date(2026, 3, 10)


def test_beyond_the_table_of_days_off_nothing_is_guessed(begin, go):
    on = date(2036, 6, 1)
    founding = begin(on=on, day=date(2036, 5, 1))
    Founding.objects.filter(pk=founding.pk).update(applications=9, congress_on=date(2036, 5, 20))
    founding.refresh_from_db()
    assert deadlines_of(founding).first_meeting is None


def test_each_step_closes_its_work_and_the_full_dossier_starts_the_clock(
    begin, go, papers, tree, today
):
    founding = go(begin(), count=7, congress=today - timedelta(days=20))
    assert work(founding)["meeting"][0] == "OPEN"
    founding = go(founding, meeting=today - timedelta(days=12))
    assert work(founding)["meeting"][0] == "DONE"
    founding = go(founding, dossier=today - timedelta(days=10))
    assert work(founding)["dossier"][0] == "DONE"
    assert "answer" not in work(founding)
    papers(founding, only=REQUIRED[:-1])
    with pytest.raises(rules.DossierIncomplete) as refused:
        go(founding, full=today)
    assert "kiểm phiếu" in refused.value.sentence
    papers(founding, only=REQUIRED[-1:])
    founding = go(founding, full=date(2026, 2, 27))
    assert deadlines_of(founding).recognition == date(2026, 3, 20)
    assert work(founding)["answer"] == ("OPEN", date(2026, 3, 20), tree.middle.pk)
    with pytest.raises(rules.DossierFrozen):
        go(founding, dossier=today)


def test_the_decision_founds_the_union_with_its_committee(ready, recognise, tree, today):
    founding = recognise(ready)
    union = Organisation.objects.get(code="CS-NM")
    assert (founding.organisation, founding.state) == (union, "RECOGNISED")
    assert founding.event.kind == "ESTABLISH"
    assert founding.event.decision_no == "15/QĐ-CĐP"
    held = Office.objects.filter(organisation=union).order_by("pk")
    assert [(one.position, one.appointment, one.valid.lower) for one in held] == [
        ("PRESIDENT", "ELECTED", today),
        ("VICE_PRESIDENT", "ELECTED", today),
    ]
    assert held[0].person.full_name == "Đỗ Thị Mai"
    assert held[0].term is not None
    assert term_of(union.pk, today) is not None
    assert Counterpart.objects.get(union=union).partner == tree.school
    assert organisations.unscoped_parent(union.pk, on=today) == tree.middle
    owed = work(founding)
    assert owed["answer"][0] == "DONE"
    assert owed["seal"] == ("OPEN", None, union.pk)
    verbs = AuditEntry.objects.filter(verb__startswith="restructuring.")
    assert "restructuring.founding_recognised" in set(verbs.values_list("verb", flat=True))


def test_a_second_decision_founds_nothing_twice(ready, recognise):
    recognise(ready)
    with pytest.raises(rules.FoundingClosed):
        recognise(ready)
    assert Organisation.objects.filter(code="CS-NM").count() == 1


def test_no_decision_before_the_dossier_is_full(begin, go, papers, seats, recognise, today):
    founding = go(begin(), count=7, congress=today - timedelta(days=9))
    papers(founding)
    seats(founding)
    with pytest.raises(rules.StepFirst):
        recognise(founding)


def test_no_union_without_one_president(ready, recognise, lan, today, now):
    ready.seats.filter(position="PRESIDENT").delete()
    with pytest.raises(rules.NoPresident):
        recognise(ready)
    for name in ("Một", "Hai"):
        api.add_seat(actor=lan, founding=ready, position="PRESIDENT", full_name=name, on=today)
    with pytest.raises(rules.TwoPresidents):
        recognise(ready)
    with pytest.raises(rules.SeatTaken):
        api.add_seat(actor=lan, founding=ready, position="PRESIDENT", full_name="Một", on=today)


def test_a_known_person_keeps_who_they_are(ready, recognise, lan, minh, today):
    from congdoan.kernel.people.models import Person

    known = Person.objects.get(pk=minh.person_id)
    api.add_seat(actor=lan, founding=ready, position="EXEC_MEMBER", person=known, on=today)
    founding = recognise(ready)
    assert Office.objects.get(person=known, organisation=founding.organisation).position == (
        "EXEC_MEMBER"
    )


def test_refused_with_reasons_it_is_completed_and_sent_again(ready, lan, go, papers, today, now):
    answer = api.refuse_founding(
        actor=lan, founding=ready, reason="Thiếu chữ ký tổ kiểm phiếu", day=today, on=today, at=now
    )
    ready.refresh_from_db()
    assert ready.dossier_full_on is None
    assert ready.is_open
    assert answer.reason == "Thiếu chữ ký tổ kiểm phiếu"
    owed = work(ready)
    # Fifteen working days anew, from the refusal on 2 March.
    assert owed["dossier"][:2] == ("OPEN", date(2026, 3, 23))
    assert owed["answer"][0] == "CANCELLED"
    with pytest.raises(rules.BeforeThat):
        go(ready, dossier=today - timedelta(days=1))
    founding = go(ready, dossier=today, full=today)
    assert work(founding)["answer"][0] == "OPEN"


def test_dropping_withdraws_the_work(begin, lan, today, now):
    founding = begin()
    api.drop_founding(actor=lan, founding=founding, reason="Trường giải thể", on=today, at=now)
    assert {state for state, _due, _who in work(founding).values()} == {"CANCELLED"}
    with pytest.raises(rules.FoundingClosed):
        api.drop_founding(actor=lan, founding=founding, reason="nữa", on=today, at=now)


def test_days_stand_in_their_order(begin, go, today):
    founding = go(begin(), count=8, counted=today - timedelta(days=30))
    with pytest.raises(rules.NotYet):
        go(founding, congress=today + timedelta(days=1))
    with pytest.raises(rules.BeforeThat):
        go(founding, congress=today - timedelta(days=31))
    founding = go(founding, congress=today - timedelta(days=10))
    with pytest.raises(rules.BeforeThat):
        go(founding, meeting=today - timedelta(days=11))
    founding = go(founding, meeting=today - timedelta(days=9))
    with pytest.raises(rules.AfterThat):
        go(founding, congress=today - timedelta(days=8))
    with pytest.raises(AlreadyDone):
        go(founding, meeting=today - timedelta(days=9))


# --- a provisional committee ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (date(2026, 2, 27), date(2027, 2, 27)),
        (date(2024, 2, 29), date(2025, 2, 28)),
        (date(2025, 3, 1), date(2026, 3, 1)),
    ],
)
def test_a_congress_within_twelve_months(begin, go, seats, recognise, day, due):
    founding = go(begin(path="PROVISIONAL", day=day), count=5, counted=day)
    seats(founding)
    founding = recognise(founding, day=day)
    assert set(
        Office.objects.filter(organisation=founding.organisation).values_list(
            "appointment", flat=True
        )
    ) == {"PROVISIONAL"}
    assert term_of(founding.organisation_id, day) is None
    assert work(founding)["elect"] == ("OPEN", due, founding.organisation_id)


@pytest.fixture
def provisional(begin, go, seats, recognise, today):
    day = today - timedelta(days=30)
    founding = go(begin(path="PROVISIONAL", day=day), count=5, counted=day)
    seats(founding)
    return recognise(founding, day=day)


def test_an_elected_president_closes_it_wherever_they_are_recorded(
    provisional, make_person, lan, today
):
    union = provisional.organisation
    data = OfficeData(position="EXEC_MEMBER", start=today, appointment="ELECTED")
    appoint(actor=lan, person=make_person("Cao Văn Một"), organisation=union, data=data)
    assert work(provisional)["elect"][0] == "OPEN"
    data = OfficeData(position="PRESIDENT", start=today, appointment="ELECTED")
    appoint(actor=lan, person=make_person("Cao Thị Hai"), organisation=union, data=data)
    provisional.refresh_from_db()
    assert provisional.elected_on == today
    assert work(provisional)["elect"][0] == "DONE"


def test_the_congress_may_be_written_down_on_the_page(provisional, lan, today, now):
    founding = api.hold_election(actor=lan, founding=provisional, day=today, on=today, at=now)
    assert work(founding)["elect"][0] == "DONE"
    assert founding.state == "RECOGNISED"
    founding = api.settle_in(
        actor=lan,
        founding=founding,
        seal_on=today,
        account_on=today,
        employer_told_on=today,
        on=today,
        at=now,
    )
    assert founding.state == "DONE"
    assert work(founding)["seal"][0] == "DONE"


def test_there_is_no_founding_congress_on_this_path(begin, go, today):
    founding = go(begin(path="PROVISIONAL"), count=5)
    with pytest.raises(rules.WrongPath):
        go(founding, congress=today)


def test_the_new_union_settles_in_itself(provisional, actor_of, make_person, seat, now, today):
    person = make_person("Mai Văn Chủ", username="chu")
    seat(person, provisional.organisation, "VICE_PRESIDENT", start=today)
    own = actor_of(person)
    assert find_founding(own, provisional.pk) == provisional
    founding = api.settle_in(
        actor=own,
        founding=provisional,
        seal_on=today,
        account_on=None,
        employer_told_on=None,
        on=today,
        at=now,
    )
    assert founding.seal_on == today
    assert founding.state == "RECOGNISED"


# --- who may, and what may not be -------------------------------------------------------------


def test_who_may_found(begin, tree, minh, hoa, actor_of, make_person, seat):
    founding = begin()
    for nobody in (minh, hoa):
        assert not visible_foundings(nobody).exists()
        with pytest.raises(NotFound):
            find_founding(nobody, founding.pk)
        with pytest.raises(NotAllowed):
            begin(actor=nobody, code="CS-XX")
    far = make_person("Vũ Thị Xa", username="xa")
    seat(far, tree.far_middle, "PRESIDENT")
    assert not visible_foundings(actor_of(far)).exists()
    above = make_person("Vũ Thị Tỉnh", username="tinh")
    seat(above, tree.province, "PRESIDENT")
    assert visible_foundings(actor_of(above)).get() == founding


def test_a_leaf_unit_founds_nothing(begin, minh, tree):
    with pytest.raises(rules.NotASuperior):
        begin(actor=minh, superior=tree.leaf)


def test_one_code_one_founding_one_union_per_employer(begin, lan, tree, ready, recognise, today):
    with pytest.raises(rules.FoundingAlready):
        begin()
    with pytest.raises(organisations.CodeTaken):
        begin(code=tree.leaf.code.lower())
    with pytest.raises(rules.NotABasicUnion):
        begin(code="CS-B", level="L3_COMMUNE")
    recognise(ready)
    with pytest.raises(rules.HasAUnion):
        begin(code="CS-NM2")


def test_an_employer_paid_by_the_state_has_no_union(begin, tree, system, today, now):
    organisations.change_profile(
        actor=system,
        organisation=tree.school,
        profile=organisations.ProfileData(name="Trường Tiểu học Hoa Sen", funding_class="G4"),
        on=today - timedelta(days=90),
        decision=organisations.Decision(number="03/QĐ"),
        at=now,
    )
    with pytest.raises(rules.NotUnionisable):
        begin()


def test_the_dossier_is_read_by_who_sees_the_founding(begin, lan, minh, tree, now):
    founding = begin()
    upload = SimpleUploadedFile("danh-sach.pdf", b"%PDF-1.7 danh sach")
    paper = api.add_paper(actor=lan, founding=founding, kind="MEMBERS", upload=upload, at=now)
    question = FileQuestion(lan, paper.file_id, "restructuring.founding_paper")
    assert may_read_file.ask(question) == [True]
    question = FileQuestion(minh, paper.file_id, "restructuring.founding_paper")
    assert may_read_file.ask(question) == []


def test_an_undone_superior_hands_its_foundings_up(begin, tree, system, today, now):
    founding = begin()
    organisations.end_organisations(
        actor=system,
        organisations=[tree.middle, tree.leaf, tree.other_leaf],
        reason="DISSOLVED",
        on=today,
        decision=organisations.Decision(number="21/QĐ"),
        at=now,
    )
    founding.refresh_from_db()
    assert founding.superior == tree.province
    assert work(founding)["apply"][2] == tree.province.pk
