"""A member proposes, the union answers: same checks, nothing stale, nothing twice."""

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
import pytest

from congdoan.areas.members.api import RecordData, write_record
from congdoan.areas.members.models import MemberRecord
from congdoan.areas.members.rules.identity import NotACitizenId
from congdoan.areas.members.rules.refusals import CitizenIdTaken
from congdoan.areas.members.services.records import BornInTheFuture, unscoped_facts
from congdoan.areas.privacy.api import (
    Verdict,
    Wish,
    answer_proposal,
    propose_changes,
    settle_keepers,
    withdraw_proposal,
)
from congdoan.areas.privacy.forms.proposing import correction_labels
from congdoan.areas.privacy.models import ChangeProposal, ProposedField
from congdoan.areas.privacy.rules import refusals
from congdoan.foundation.refusal import NotAllowed, NotFound
from congdoan.kernel.audit.api import SEEN
from congdoan.kernel.audit.models import AuditEntry
from congdoan.kernel.people.api import PersonData
from congdoan.support.notifications.models import Notification
from congdoan.support.worklist.models import WorkItem

pytestmark = pytest.mark.django_db

NAME = Wish("given_name", "Hoà", "Ghi sai dấu trên giấy khai sinh")
BIRTH = Wish("birth_date", "1980-03-01", "Theo giấy khai sinh")
CITIZEN = Wish("CITIZEN_ID", "001180000999", "Thẻ mới")


@pytest.fixture
def propose(dang, today, now):
    def make(*wishes):
        return propose_changes(actor=dang, wishes=wishes, on=today, at=now)

    return make


@pytest.fixture
def answer(minh, today, now):
    def decide(proposal, verdicts, actor=None):
        rows = {row.name: row.pk for row in proposal.fields.all()}
        return answer_proposal(
            actor=actor or minh,
            proposal=proposal,
            verdicts={rows[name]: verdict for name, verdict in verdicts.items()},
            labels=correction_labels(on=today),
            on=today,
            at=now,
        )

    return decide


def test_accepted_facts_are_written_refused_ones_are_not(propose, answer, member, minh):
    made = propose(NAME, BIRTH, CITIZEN)
    work = WorkItem.objects.get(key=f"privacy.proposal.{made.pk}.answer")
    assert (work.state, work.organisation_id, work.due) == (
        "OPEN",
        made.keeper_id,
        date(2026, 3, 16),
    )
    assert Notification.objects.filter(recipient_id=minh.user_id, kind="privacy.proposed").exists()
    no = Verdict(accepted=False, reason="Giấy khai sinh ghi 29/02")
    answer(made, {"given_name": Verdict(accepted=True), "birth_date": no})
    made.refresh_from_db()
    assert made.state == "OPEN"  # the number is not answered yet
    answer(made, {"CITIZEN_ID": Verdict(accepted=True)})
    made.refresh_from_db()
    work.refresh_from_db()
    member.refresh_from_db()
    assert (made.state, work.state) == ("ANSWERED", "DONE")
    assert (member.given_name, member.birth_date) == ("Hoà", date(1980, 2, 29))
    assert member.folded.endswith("hoa")
    assert unscoped_facts(member.pk)["CITIZEN_ID"] == "001180000999"
    told = Notification.objects.get(recipient=member.user, kind="privacy.answered")
    assert "2 mục đã sửa, 1 mục không sửa" in told.body


def test_values_lie_sealed_and_the_log_names_fields_only(propose, answer):
    made = propose(BIRTH, CITIZEN)
    answer(made, dict.fromkeys(("birth_date", "CITIZEN_ID"), Verdict(accepted=True)))
    rows = str(list(ProposedField.objects.values()))
    log = str(list(AuditEntry.objects.values_list("changes", flat=True)))
    for value in ("001180000999", "001180000123", "1980-03-01"):
        assert value not in rows
        assert value not in log
    assert "CITIZEN_ID" in log


def test_what_the_officer_may_not_write_cannot_be_proposed(propose, dang, minh, hoa, today, now):
    for wish, refusal in (
        (Wish("CITIZEN_ID", "12", "Thẻ"), NotACitizenId),
        (Wish("birth_date", "2030-01-01", "Sinh"), BornInTheFuture),
        (Wish("given_name", "Hòa", "Như cũ"), refusals.NothingChanges),
    ):
        with pytest.raises(refusal):
            propose(wish)
    with pytest.raises(refusals.NoRecordOfYours):
        propose_changes(actor=hoa, wishes=[NAME], on=today, at=now)
    propose(NAME)
    with pytest.raises(refusals.ProposalWaits):
        propose(BIRTH)


def test_a_number_of_somebody_else_is_refused_when_it_is_written(propose, answer, enrol, tree):
    enrol(tree.leaf, "Lê Thị Khác", sealed={"CITIZEN_ID": "001180000999"})
    made = propose(NAME, CITIZEN)
    with pytest.raises(CitizenIdTaken):
        answer(made, dict.fromkeys(("given_name", "CITIZEN_ID"), Verdict(accepted=True)))
    assert set(made.fields.values_list("state", flat=True)) == {"WAITING"}


def test_a_fact_changed_since_is_not_overwritten(propose, answer, member, minh, tree, today):
    made = propose(NAME)
    record, _ = MemberRecord.objects.get_or_create(person=member)
    write_record(
        actor=minh,
        organisation=tree.leaf,
        person=member,
        facts=PersonData("Đặng Thị", "Hoa", "F", member.birth_date, "0912345678"),
        data=RecordData(),
        revision=record.revision,
        on=today,
    )
    with pytest.raises(refusals.ChangedSince):
        answer(made, {"given_name": Verdict(accepted=True)})
    with pytest.raises(refusals.ReasonMissing):
        answer(made, {"given_name": Verdict(accepted=False)})
    answer(made, {"given_name": Verdict(accepted=False, reason="Đã sửa khác")})
    member.refresh_from_db()
    assert member.given_name == "Hoa"


def test_who_may_answer(propose, answer, minh, hoa, far, lan):
    made = propose(NAME)
    yes = {"given_name": Verdict(accepted=True)}
    for actor in (hoa, far, lan):  # the superior's officers do not answer for a unit that lives
        with pytest.raises(NotAllowed):
            answer(made, yes, actor=actor)
    answer(made, yes)
    with pytest.raises(refusals.ProposalClosed):
        answer(made, yes)


def test_nobody_answers_themselves(minh, enrol, tree, today, now, answer):
    from congdoan.areas.members.api import NewMembership, begin_memberships
    from congdoan.foundation.valid_time import span

    begin_memberships(
        [NewMembership(minh.person_id, tree.leaf.pk, span(date(2024, 1, 1)), "TEACHER")]
    )
    made = propose_changes(
        actor=minh, wishes=[Wish("home_town", "Huế", "Bổ sung")], on=today, at=now
    )
    with pytest.raises(refusals.OwnProposal):
        answer(made, {"home_town": Verdict(accepted=True)})


def test_withdrawn_it_is_asked_no_more(propose, answer, dang, minh, today, now):
    made = propose(NAME)
    with pytest.raises(NotFound):
        withdraw_proposal(actor=minh, proposal=made, on=today, at=now)
    withdraw_proposal(actor=dang, proposal=made, on=today, at=now)
    assert WorkItem.objects.get(key__startswith="privacy.proposal.").state == "CANCELLED"
    with pytest.raises(refusals.ProposalClosed):
        answer(made, {"given_name": Verdict(accepted=True)})
    assert propose(NAME).pk != made.pk


def test_who_was_transferred_is_answered_where_they_are_now(
    propose, member, tree, system, today, now
):
    from congdoan.areas.members.api import (
        NewMembership,
        begin_memberships,
        end_memberships,
    )
    from congdoan.areas.members.models import Membership
    from congdoan.foundation.valid_time import span

    made = propose(NAME)
    end_memberships([Membership.objects.get(person=member).pk], on=today, reason="TRANSFERRED")
    begin_memberships([NewMembership(member.pk, tree.other_leaf.pk, span(today), "TEACHER")])
    settle_keepers(actor=system, on=today, at=now)
    made.refresh_from_db()
    assert made.keeper_id == tree.other_leaf.pk
    assert (
        WorkItem.objects.get(key__startswith="privacy.proposal.").organisation_id == made.keeper_id
    )


@pytest.fixture
def sent(member, dang, signed_in):
    """Proposed on the pages: a spelling, and a number with a picture of the card."""
    client = signed_in(dang)
    url = reverse("privacy:propose")
    assert client.get(url, {"next": "1"}).status_code == 422
    assert client.get(url, {"f": "user_id"}).status_code == 422
    page = client.get(url, {"f": ["CITIZEN_ID", "given_name"]}).content.decode()
    assert "001180000123" in page
    assert "⟦undefined" not in page
    posted = {
        "CITIZEN_ID-new": "001180000999", "CITIZEN_ID-why": "Thẻ mới",
        "CITIZEN_ID-file": SimpleUploadedFile("the.png", b"\x89PNG\r\n\x1a\n" + b"0" * 20),
        "given_name-new": "Hoà", "given_name-why": "Sai dấu",
    }  # fmt: skip
    answered = client.post(f"{url}?f=CITIZEN_ID&f=given_name", posted)
    made = ChangeProposal.objects.get()
    assert answered["Location"] == reverse("privacy:own_proposal", args=[made.pk])
    assert "001180000999" in client.get(answered["Location"]).content.decode()
    assert client.get(reverse("privacy:proposal", args=[made.pk])).status_code in {403, 404}
    evidence = reverse("files:download", args=[made.fields.get(name="CITIZEN_ID").evidence_id])
    assert client.get(evidence).status_code == 200
    return made


def test_the_officer_opens_and_answers(sent, member, minh, signed_in, tree):
    made = sent
    evidence = reverse("files:download", args=[made.fields.get(name="CITIZEN_ID").evidence_id])
    officer = signed_in(minh)
    page = officer.get(reverse("privacy:proposal", args=[made.pk])).content.decode()
    assert "001180000999" not in page
    assert "Hoà" in page
    before = AuditEntry.objects.filter(verb=SEEN).count()
    opened = officer.post(reverse("privacy:open_private", args=[made.pk])).content.decode()
    assert "001180000999" in opened
    assert "⟦undefined" not in opened
    assert AuditEntry.objects.filter(verb=SEEN).count() == before + 1
    assert officer.get(evidence).status_code == 200
    rows = {row.name: row.pk for row in made.fields.all()}
    url = reverse("privacy:proposal", args=[made.pk])
    wrong = officer.post(url, {"decide": "1", f"v{rows['given_name']}": "no"})
    assert wrong.status_code == 422
    done = officer.post(
        url, {"decide": "1", f"v{rows['given_name']}": "yes", f"v{rows['CITIZEN_ID']}": "yes"}
    )
    assert done.status_code == 302
    member.refresh_from_db()
    assert member.given_name == "Hoà"
    page = officer.get(reverse("privacy:proposals", args=[tree.leaf.pk])).content.decode()
    assert "đã trả lời" in page


def test_contact_is_ones_own_to_change(member, dang, signed_in, hoa):
    client = signed_in(dang)
    url = reverse("privacy:contact")
    assert "0912345678" in client.get(url).content.decode()
    assert client.post(url, {"phone": "0987", "email": "khong-phai"}).status_code == 422
    done = client.post(url, {"phone": "0987654321", "email": "", "address_current": "12\nLê Lợi"})
    assert done.status_code == 302
    member.refresh_from_db()
    assert member.phone == "0987654321"
    assert MemberRecord.objects.get(person=member).digits == "0987654321"
    assert AuditEntry.objects.filter(verb="members.own_contact").count() == 1
    assert signed_in(hoa).post(url, {"phone": "1"}).status_code == 422
