"""One thing of each kind in Lan's branch, for the tests that walk every address."""

from datetime import timedelta
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
import pytest
import xlsxwriter

from tests.addresses import SECRET

SIGNING = ("sign", "paper", "decline", "certificate", "certificate_seal")


@pytest.fixture
def tuan(tree, make_person, seat, actor_of):
    person = make_person("Phạm Anh Tuấn", username="tuan")
    seat(person, tree.department, "DIRECTOR")
    return actor_of(person)


def make_draft(lan, tree, on, at, **more):
    from congdoan.areas.agreements import api as agreements

    return agreements.draft_agreement(
        actor=lan,
        drafting=tree.middle,
        data=agreements.AgreementData(
            kind="REGULATION", title=SECRET, first_day=on, last_day=on + timedelta(days=1800)
        ),
        parties=[agreements.PartyData(tree.department.pk)],
        template="standard",
        on=on,
        at=at,
        **more,
    )


@pytest.fixture
def agreement(tree, lan, tuan, today, now):
    """Commented on, answered, frozen, going round for signatures."""
    from congdoan.areas.agreements import api as agreements
    from congdoan.support.discussion.models import Comment

    draft = make_draft(lan, tree, today, now)
    due = today + timedelta(days=10)
    agreements.send_out(actor=lan, agreement=draft, due=due, on=today, at=now)
    party = draft.parties.get(organisation=tree.department)
    agreements.say(
        actor=tuan, agreement=draft, party=party, kind="OPINION", text="Ý kiến riêng", at=now
    )
    agreements.finish_reply(actor=tuan, agreement=draft, party=party, on=today, at=now)
    comment = Comment.objects.get()
    agreements.answer(
        actor=lan, agreement=draft, comment=comment, verdict="ACCEPTED", on=today, at=now
    )
    agreements.freeze(actor=lan, agreement=draft, on=today, at=now)
    agreements.open_signing(actor=lan, agreement=draft, on=today, at=now)
    return draft


@pytest.fixture
def scan(tree, lan, today, now):
    """The scan of an agreement signed on paper long ago."""
    from congdoan.areas.agreements import api as agreements
    from congdoan.support.files.models import StoredFile

    draft = make_draft(lan, tree, today, now)
    agreements.record_paper(
        actor=lan, agreement=draft, signed_on=today, place="An", on=today, at=now
    )
    upload = SimpleUploadedFile("goc.pdf", b"%PDF-1.7 goc")
    agreements.attach_scan(actor=lan, agreement=draft, upload=upload, at=now)
    return StoredFile.objects.get()


@pytest.fixture
def duties(scan, tree, lan, today, now):
    """What follows from the agreement in force: duties, obligations, reviews, exchange."""
    from congdoan.areas.agreements import api as agreements
    from congdoan.areas.agreements.models import Agreement, Duty, Review

    paper = Agreement.objects.get(scan=scan)
    duty = Duty.objects.of(paper.pk).order_by("pk").first()
    one = {"pk": paper.pk, "duty_pk": duty.pk, "obligation_pk": duty.obligation_id}
    first = Review.objects.filter(agreement=paper).first()
    shared = {"actor": lan, "organisation": tree.middle, "at": now}
    proposal = agreements.propose_change(review=first, wording=SECRET, **shared)
    review = {"pk": paper.pk, "review_pk": first.pk, "proposal_pk": proposal.pk}
    other = tree.department if first.host_id == tree.middle.pk else tree.middle
    agreements.propose_host(review=first, host=other, reason=SECRET, on=today, **shared)
    own = Duty.objects.of(paper.pk).filter(obligation__party__organisation=tree.middle).first()
    handed = agreements.hand_down(
        obligation=own.obligation, spread="BRANCH", level="", words=SECRET, on=today, **shared
    )
    hand = {"pk": paper.pk, "duty_pk": own.pk, "hand_pk": handed.pk}
    sent = agreements.send_to_parties(
        agreement=paper,
        receivers=[tree.department.pk],
        data=agreements.DispatchData(kind="OWN", title=SECRET, text=SECRET, sent_on=today),
        on=today,
        **shared,
    )
    package = agreements.ask_for_export(agreement=paper, **shared)
    return {
        "agreements:hand": hand,
        "agreements:unit": {
            "hand_pk": handed.pk,
            "duty_pk": own.pk,
            "unit_pk": tree.other_leaf.pk,
        },
        "agreements:dispatch": {"pk": paper.pk, "dispatch_pk": sent.pk},
        "agreements:export": {"pk": paper.pk, "export_pk": package.pk},
        "agreements:duties": one,
        "agreements:duty": one,
        "agreements:reviews": review,
        "agreements:review": review,
    }


@pytest.fixture
def cascade(tree, lan, today, now):
    """Lan's unit asks those below to sign with their schools."""
    from congdoan.areas.agreements import api as agreements
    from congdoan.areas.agreements.enums import Scope

    asked = agreements.open_cascade(
        actor=lan,
        superior=tree.middle,
        data=agreements.CascadeData(
            title=SECRET,
            kind="REGULATION",
            first_day=today,
            last_day=today + timedelta(days=1000),
            deadline=today + timedelta(days=30),
            scope=Scope.DIRECT,
            template="school",
        ),
        on=today,
        at=now,
    )
    return {"agreements:cascade": {"pk": asked.pk, "unit_pk": tree.leaf.pk}}


@pytest.fixture
def manuscripts(tree, lan, agreement, scan, now):
    """A text on its way in, one out in Word and back, a template: all of Lan's unit."""
    from congdoan.areas.agreements import api as agreements
    from congdoan.areas.agreements.models import WordReturn

    begun = agreements.begin_import(
        actor=lan,
        organisation=tree.middle,
        upload=SimpleUploadedFile("vao.pdf", b"%PDF-1.7 vao"),
        at=now,
    )
    came = WordReturn.objects.create(
        copy=agreements.hand_out(actor=lan, agreement=agreement, at=now),
        organisation=tree.middle,
        file=scan,
        at=now,
        by_name="Lan",
    )
    template = agreements.begin_template(
        actor=lan, organisation=tree.middle, title=SECRET, at=now, shipped="school"
    )
    return {
        "agreements:import": {"pk": begun.pk},
        "agreements:word": {"pk": agreement.pk, "return_pk": came.pk},
        "agreements:template": {"pk": template.pk},
    }


@pytest.fixture
def batch(tree, lan, now):
    from congdoan.support.exchange.rules.kinds import kinds
    from congdoan.support.exchange.services import plan_import

    content = BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Mã", "Tên", "Cấp", "Mã đơn vị cấp trên"])
    sheet.write_row(1, 0, ["CS-A99", "Công đoàn cơ sở mới", "L4_GRASSROOTS", "CD-A1"])
    book.close()
    upload = SimpleUploadedFile("cay.xlsx", content.getvalue())
    return plan_import(
        actor=lan, kind=kinds()[0], organisation=tree.middle, upload=upload, options={}, at=now
    )


@pytest.fixture
def papers(tree, lan, sheet, structure, now):
    """Decisions on paper: of a worksheet, of an event, of a branch reorganised from one sheet."""
    from congdoan.foundation.workbook import Book
    from congdoan.support.exchange.api import ORGANISATION_CHANGES, plan_import

    book = Book()
    heads = [(head, False) for head in ("Mã đơn vị", "Việc", "Mã đơn vị nhận")]
    book.sheet("Sắp xếp", heads, [["CS-A12", "Nhập vào", "CS-A11"]])
    planned = plan_import(
        actor=lan,
        kind=ORGANISATION_CHANGES,
        organisation=tree.middle,
        upload=SimpleUploadedFile("sap-xep.xlsx", book.content()),
        options={},
        at=now,
    )
    decision = {"paper": "quyet-dinh"}
    return {
        "restructuring:sheet": {"pk": sheet.pk, **decision},
        "restructuring:event": {**structure["organisations:event"], **decision},
        "restructuring:batch": {"pk": planned.pk, **decision},
    }


@pytest.fixture
def signed_file(agreement, system, now):
    """The PDF in which the agreement is being signed with certificates."""
    from congdoan.support.signing.services.certificates import open_file

    return open_file(actor=system, packet=_packet(agreement), at=now)


@pytest.fixture
def turn(signed_file, agreement, lan):
    """Lan has that PDF in hand: her key waits for her word on the phone."""
    from congdoan.foundation import clock
    from congdoan.support.certificates.api import FieldKind
    from congdoan.support.certificates.models import Lease
    from congdoan.support.signing.selectors.signed_files import field_of

    slot = _packet(agreement).slots.get(organisation=agreement.drafting)
    began = clock.now()
    Lease.objects.create(
        file=signed_file,
        field=field_of(signed_file, slot, FieldKind.PERSON),
        key="luot-ky",
        user_id=lan.user_id,
        holder_name=SECRET,
        since=began,
        # The walks last longer than a turn does.
        until=began + timedelta(days=1),
        base=1,
        provider="test",
        credential="thu",
        certificate=b"",
        prepared=b"",
        placement={},
        signed_attributes=b"",
        transaction="cho",
    )
    return {f"signing:certificate_{what}": {"pk": slot.packet_id} for what in ("wait", "release")}


@pytest.fixture
def in_force(scan):
    """The agreement in force of which ``scan`` is the paper."""
    from congdoan.areas.agreements.models import Agreement

    return Agreement.objects.get(scan=scan)


@pytest.fixture
def propose(in_force, tree, lan, today, now):
    """Propose new words for a clause of the agreement in force: ``propose(clause)``."""
    from congdoan.areas.agreements import api as agreements

    def make(clause):
        made = agreements.propose_amendment(
            actor=lan,
            agreement=in_force,
            proposer=tree.middle,
            data=agreements.AmendmentData(SECRET, SECRET, today + timedelta(days=10)),
            on=today,
            at=now,
        )
        agreements.change_clause(
            actor=lan, amendment=made, clause=clause.stable_id, heading="", text=SECRET
        )
        return made

    return make


@pytest.fixture
def addendum(in_force, propose, lan, tuan, tree, today, now):
    """An addendum consented to, frozen and going round for signatures."""
    from congdoan.areas.agreements import api as agreements

    shared = {"actor": lan, "on": today, "at": now}
    made = propose(_clauses(in_force)[0])
    agreements.ask_consent(amendment=made, due=today + timedelta(days=5), **shared)
    agreements.answer_amendment(
        actor=tuan,
        amendment=made,
        party=in_force.parties.get(organisation=tree.department),
        answer="AGREE",
        reason="",
        on=today,
        at=now,
    )
    made = agreements.freeze_amendment(amendment=made, **shared)
    agreements.review_impact(amendment=made, effects={}, **shared)
    agreements.open_amendment_signing(amendment=made, **shared)
    return made


@pytest.fixture
def amendments(in_force, addendum, propose):
    """An addendum nobody outside may read, and a proposal only Lan's unit may."""
    clause = _clauses(in_force)[1]
    proposal = propose(clause)
    draft = {"pk": in_force.pk, "amendment_pk": proposal.pk, "place": clause.stable_id}
    approving = {
        "pk": in_force.pk,
        "amendment_pk": addendum.pk,
        "party_pk": in_force.parties.get(organisation=in_force.drafting).pk,
    }
    writing = ("describe", "text", "change", "add", "abolish", "drop", "ask", "discard")
    return {
        "agreements:amendment": {"pk": in_force.pk, "amendment_pk": addendum.pk},
        **{f"agreements:amendment_{act}": draft for act in writing},
        **{f"agreements:amendment_{act}": approving for act in ("approve", "approval")},
    }


@pytest.fixture
def signed_paper(addendum, lan, tuan, today, now):
    """The addendum signed by all on paper, with a photograph somebody has to look at."""
    from congdoan.kernel.people.models import Person
    from congdoan.support.signing.models import Signature
    from congdoan.support.signing.services.paper import record_paper_signature
    from congdoan.support.signing.services.scanning import attach_scans

    packet = _packet(addendum, "agreements.amendment")
    shared = {"actor": lan, "on": today, "at": now}
    for signatory, slot in zip((lan, tuan), packet.slots.order_by("number"), strict=True):
        record_paper_signature(
            slot=slot,
            person=Person.objects.get(pk=signatory.person_id),
            signed_on=today,
            place="An",
            typed_hash=packet.text_hash[:8],
            key=f"giay-{slot.pk}",
            **shared,
        )
    photograph, content = Image.new("L", (400, 600), "white"), BytesIO()
    photograph.paste(0, (100, 100, 300, 400))
    photograph.save(content, "JPEG")
    scan = attach_scans(
        packet=packet,
        signatures=list(Signature.objects.filter(slot__packet=packet)),
        uploads=[SimpleUploadedFile("anh.jpg", content.getvalue(), "image/jpeg")],
        **shared,
    )
    return {
        "signing:finished": {"pk": packet.pk},
        "signing:scan": {"pk": slot.pk},
        "signing:scan_result": {"pk": scan.pk},
        "signing:scan_picture": {"pk": scan.pk, "number": 1},
    }


@pytest.fixture
def course(in_force, duties, tree, lan, today, now):
    """What else befalls the agreement in force: heirs, the public, a conference, a renewal."""
    from congdoan.areas.agreements import api as agreements
    from congdoan.areas.agreements.models import Review

    shared = {"actor": lan, "on": today, "at": now}
    succession = agreements.start_succession(
        party=in_force.parties.get(organisation=tree.department),
        from_day=today + timedelta(days=10),
        reason=SECRET,
        **shared,
    )
    agreements.choose_successor(
        succession=succession, successor=tree.leaf, from_day=today + timedelta(days=10), **shared
    )
    agreements.publish_text(actor=lan, agreement=in_force, hidden=[], words=[], on=today)
    review = Review.objects.get(pk=duties["agreements:review"]["review_pk"])
    agreements.invite_to_review(
        review=review, organisation=review.host, session_on=today, place=SECRET, **shared
    )
    later = make_draft(lan, tree, today, now, predecessor=in_force)
    agreements.propose_ending(
        agreement=in_force,
        proposer=tree.middle,
        data=agreements.EndingData(today + timedelta(days=30), SECRET, today),
        **shared,
    )
    paper = {"pk": in_force.pk}
    letter = {**duties["agreements:review"], "form": "pdf"}
    return {
        "agreements:succession": {**paper, "succession_pk": succession.pk},
        "agreements:succession_start": {**paper, "party_pk": succession.party_id},
        **{f"agreements:{what}": paper for what in ("publish", "unpublish", "consolidated")},
        "agreements:compare": paper,
        "agreements:matrix_file": {**paper, "form": "pdf"},
        "agreements:exchange_file": {**paper, "form": "pdf"},
        "agreements:ending": paper,
        "agreements:terminate": paper,
        "agreements:review_letter": letter,
        "agreements:review_minutes": letter,
        "agreements:carry": {"pk": later.pk},
    }


@pytest.fixture
def sheet(tree, lan, today, now):
    """A merger of two leaf units that Lan prepares."""
    from congdoan.kernel.organisations.enums import EventKind
    from congdoan.kernel.organisations.services.preparing import start_reorganisation

    return start_reorganisation(
        actor=lan, kind=EventKind.MERGE_INTO, organisation=tree.leaf, on=today, at=now
    )


@pytest.fixture
def world(
    tree,
    employer,
    sheet,
    targets,
    minh,
    agreement,
    scan,
    duties,
    cascade,
    manuscripts,
    rights,
    structure,
    batch,
    papers,
    amendments,
    signed_paper,
    course,
    turn,
    restructuring,
    members,
    cadres,
    workforce,
    voting,
    reporting,
    cards,
    duplicates,
    privacy,
    drafting,
    publications,
    planning,
    analysis,
    settings,
):
    """One thing of each kind, all of Lan's branch: what an address names → its keys."""
    from congdoan.kernel.people.models import Office
    from congdoan.support.notifications.models import Notification
    from congdoan.support.worklist.models import WorkItem

    settings.CLOCK = "2026-03-02"  # today
    middle = {"pk": tree.middle.pk}
    packet = _packet(agreement)
    own = {"pk": agreement.pk, "party_pk": agreement.parties.get(organisation=tree.middle).pk}
    slot = {"pk": packet.slots.order_by("pk").first().pk}
    comment = {"party_pk": agreement.parties.order_by("pk").last().pk, "comment_pk": _comment()}
    place = agreement.versions.first().clauses.first().stable_id
    return {
        "agreements": {"pk": agreement.pk, "place": place, **comment},
        **{f"agreements:{name}": own for name in ("approve", "approval")},
        "restructuring": employer,
        "restructuring:unit_employers": middle,
        "organisations": {**middle, "partner": tree.department.pk},
        "organisations:reorganisation": {"pk": sheet.pk, "unit": tree.other_leaf.pk},
        "development": {"pk": targets.pk, "organisation": tree.leaf.pk},
        "people": {"pk": minh.person_id, "organisation": tree.middle.pk},
        "people:end": {"pk": Office.objects.get(person_id=minh.person_id).pk},
        **dict.fromkeys(("access", "people:offices", "notifications:quiet_unit"), middle),
        "audit": {"organisation_id": tree.middle.pk},
        "periods:of_organisation": middle,
        "files": {"pk": scan.pk},
        "notifications": {"pk": Notification.objects.first().pk},
        "worklist": {"pk": WorkItem.objects.filter(organisation=tree.middle).first().pk},
        "api": {"pk": batch.pk},
        "exchange": {"pk": batch.pk, "n": batch.rows.order_by("n").first().n},
        "signing": {"pk": packet.pk},
        **dict.fromkeys((f"signing:{act}" for act in SIGNING), slot),
        **duties,
        **cascade,
        **manuscripts,
        **rights,
        **structure,
        **papers,
        **amendments,
        **signed_paper,
        **course,
        **turn,
        **restructuring,
        **members,
        **cadres,
        **workforce,
        **voting,
        **reporting,
        **cards,
        **duplicates,
        **privacy,
        **drafting,
        **planning,
        **publications,
        **analysis,
    }


def _packet(subject, kind="agreements.agreement"):
    """Return the only round of signatures of an agreement, or of an addendum."""
    from congdoan.support.signing.api import unscoped_packets_about

    return unscoped_packets_about(kind, subject.pk).get()


def _clauses(agreement):
    """Return what may be reworded: the clauses of the signed text that have words."""
    return agreement.versions.first().clauses.filter(level="CLAUSE").order_by("pk")


def _comment():
    from congdoan.support.discussion.models import Comment

    return Comment.objects.get(subject_type__startswith="agreements.").pk
