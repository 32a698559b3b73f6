"""One thing of each kind in Lan's branch, for the tests that walk every address."""

from datetime import timedelta
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
import pytest
import xlsxwriter

from tests.addresses import SECRET


@pytest.fixture
def tuan(tree, make_person, seat, actor_of):
    person = make_person("Phạm Anh Tuấn", username="tuan")
    seat(person, tree.department, "DIRECTOR")
    return actor_of(person)


def make_draft(lan, tree, on, at):
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
def rights(tree, lan, minh, today):
    """A grant and a delegation of Lan's to Minh."""
    from congdoan.kernel.access.enums import Reach, Role
    from congdoan.kernel.access.services.delegating import delegate
    from congdoan.kernel.access.services.granting import grant_role
    from congdoan.kernel.people.models import Office, Person

    person = Person.objects.get(pk=minh.person_id)
    until = today + timedelta(days=9)
    grant = grant_role(
        actor=lan,
        person=person,
        organisation=tree.middle,
        role=Role.CLERK,
        reach=Reach.HERE,
        start=today,
        until=until,
        decision_no="05/TB",
    )
    delegation = delegate(
        actor=lan,
        office=Office.objects.get(person_id=lan.person_id),
        to=person,
        capabilities=["signing.sign"],
        start=today,
        until=until,
        decision_no="06/UQ",
    )
    return {
        "access:end": {"pk": grant.pk},
        "access:delegate": {"pk": delegation.office_id},
        "access:revoke": {"pk": delegation.pk},
    }


@pytest.fixture
def structure(tree, system, today, now):
    """A grouping with a member, an event, a term, a rule of one's own."""
    from congdoan.kernel.organisations import api as organisations
    from congdoan.kernel.organisations.enums import GroupingKind
    from congdoan.kernel.periods.services.terms import start_term
    from congdoan.kernel.rulebook.services.own_rules import lay_down

    grouping = organisations.create_grouping(
        actor=system, superior=tree.middle, kind=GroupingKind.CLUSTER, name="Cụm 1", on=today
    )
    member = organisations.add_to_grouping(
        actor=system, grouping=grouping, organisation=tree.leaf, on=today
    )
    event = organisations.change_profile(
        actor=system,
        organisation=tree.leaf,
        profile=organisations.ProfileData(name="Tên mới", level="L4_GRASSROOTS"),
        on=today,
        decision=organisations.Decision(number="07/QĐ"),
        at=now,
    )
    term = start_term(actor=system, organisation=tree.middle, ordinal="I", start=today)
    rule = lay_down(
        actor=system,
        organisation=tree.middle,
        key="agreement.period.programme",
        value=4,
        start=today,
        legal_basis="Nghị quyết 05/NQ-BTV",
    )
    return {
        "organisations:grouping": {"pk": grouping.pk, "member": member.pk},
        "organisations:event": {"pk": event.pk},
        "organisations:undo": {"pk": event.pk},
        "periods": {"pk": term.pk},
        "rulebook:lift": {"pk": rule.pk},
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
def signed_file(agreement, system, now):
    """The PDF in which the agreement is being signed with certificates."""
    from congdoan.support.signing.models import Packet
    from congdoan.support.signing.services.certificates import open_file

    return open_file(actor=system, packet=Packet.objects.get(), at=now)


@pytest.fixture
def world(
    tree,
    minh,
    agreement,
    scan,
    duties,
    cascade,
    manuscripts,
    rights,
    structure,
    batch,
    signed_file,
    today,
    settings,
):
    """One thing of each kind, all of Lan's branch: what an address names → its keys."""
    from congdoan.kernel.people.models import Office
    from congdoan.support.notifications.models import Notification
    from congdoan.support.signing.models import Packet
    from congdoan.support.worklist.models import WorkItem

    settings.CLOCK = today.isoformat()
    middle = {"pk": tree.middle.pk}
    packet = Packet.objects.get()
    slot = {"pk": packet.slots.order_by("pk").first().pk}
    comment = {"party_pk": agreement.parties.order_by("pk").last().pk, "comment_pk": _comment()}
    place = agreement.versions.first().clauses.first().stable_id
    return {
        "agreements": {"pk": agreement.pk, "place": place, **comment},
        "organisations": {**middle, "partner": tree.department.pk},
        "people": {"pk": minh.person_id, "organisation": tree.middle.pk},
        "people:offices": middle,
        "people:end": {"pk": Office.objects.get(person_id=minh.person_id).pk},
        "access": middle,
        "audit": {"organisation_id": tree.middle.pk},
        "periods:of_organisation": middle,
        "files": {"pk": scan.pk},
        "notifications": {"pk": Notification.objects.first().pk},
        "worklist": {"pk": WorkItem.objects.filter(organisation=tree.middle).first().pk},
        "exchange": {"pk": batch.pk},
        "signing": {"pk": packet.pk},
        **{f"signing:{name}": slot for name in ("sign", "paper", "scan", "decline")},
        **{f"signing:certificate{what}": slot for what in ("", "_seal")},
        **{f"signing:certificate_{what}": {"pk": packet.pk} for what in ("wait", "release")},
        **duties,
        **cascade,
        **manuscripts,
        **rights,
        **structure,
    }


def _comment():
    from congdoan.support.discussion.models import Comment

    return Comment.objects.get().pk
