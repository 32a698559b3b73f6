"""
Two people at the same moment: one wins, the other reads a plain sentence, nothing is half-done.

Real threads, real connections, real commits.
"""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import pairwise
from threading import Barrier

from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
import pytest

from congdoan.config.database_refusals import refusal_of
from congdoan.foundation.refusal import Refusal

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts):
    """Run the acts at the same moment; return results, or the refusals people would read."""
    barrier = Barrier(len(acts))

    def run(act):
        try:
            barrier.wait(timeout=10)
            with transaction.atomic():  # as a request does
                return act()
        except Refusal as refusal:
            return refusal
        except DatabaseError as error:
            refusal = refusal_of(error)
            if refusal is None:
                raise
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def won(results):
    for one in results:
        if isinstance(one, Refusal):
            assert one.sentence
            assert "{" not in one.sentence
    return sum(not isinstance(one, Refusal) for one in results)


@pytest.fixture
def tuan(tree, make_person, seat, actor_of):
    person = make_person("Phạm Anh Tuấn", username="tuan")
    seat(person, tree.department, "DIRECTOR")
    return actor_of(person)


@pytest.fixture
def consulted(tree, lan, tuan, today, now):
    from congdoan.areas.agreements import api as agreements

    draft = agreements.draft_agreement(
        actor=lan,
        drafting=tree.middle,
        data=agreements.AgreementData(
            kind="REGULATION",
            title="Quy chế phối hợp",
            first_day=today,
            last_day=today + timedelta(days=1800),
        ),
        parties=[agreements.PartyData(tree.department.pk)],
        template="standard",
        on=today,
        at=now,
    )
    due = today + timedelta(days=10)
    agreements.send_out(actor=lan, agreement=draft, due=due, on=today, at=now)
    draft.refresh_from_db()
    return draft


def test_two_people_answer_one_comment(consulted, lan, tuan, tree, today, now):
    from congdoan.areas.agreements import api as agreements

    party = consulted.parties.get(organisation=tree.department)
    comment = agreements.say(
        actor=tuan, agreement=consulted, party=party, kind="OPINION", text="Thêm ý", at=now
    )

    def answer(verdict, reason):
        return lambda: agreements.answer(
            actor=lan,
            agreement=consulted,
            comment=comment,
            verdict=verdict,
            reason=reason,
            seen="",
            on=today,
            at=now,
        )

    results = at_once(answer("ACCEPTED", ""), answer("REJECTED", "Đã có ở Điều 2"))
    assert won(results) == 1


def test_a_comment_arrives_while_the_text_is_frozen(consulted, lan, tuan, tree, today, now):
    from congdoan.areas.agreements import api as agreements
    from congdoan.areas.agreements.selectors.consultations import unanswered_count

    party = consulted.parties.get(organisation=tree.department)
    later = today + timedelta(days=11)  # the deadline has passed: only comments hold it up
    results = at_once(
        lambda: agreements.freeze(actor=lan, agreement=consulted, on=later, at=now),
        lambda: agreements.say(
            actor=tuan, agreement=consulted, party=party, kind="OPINION", text="Thêm", at=now
        ),
    )
    assert won(results) == 1
    consulted.refresh_from_db()
    assert (consulted.state == "NEGOTIATED") == (unanswered_count(consulted) == 0)


def test_two_people_send_one_text_round(consulted, lan, today, now):
    from congdoan.areas.agreements import api as agreements
    from congdoan.support.signing.models import Packet

    later = today + timedelta(days=11)
    agreements.freeze(actor=lan, agreement=consulted, on=later, at=now)
    send = lambda: agreements.open_signing(actor=lan, agreement=consulted, on=later, at=now)  # noqa: E731
    assert won(at_once(send, send)) == 1
    assert Packet.objects.count() == 1


def test_one_office_is_written_twice(tree, lan, make_person, today):
    from congdoan.kernel.people.api import OfficeData, appoint
    from congdoan.kernel.people.models import Office

    person = make_person("Đinh Thị Mới")
    data = OfficeData(position="CLERK", start=today, decision_no="11/QĐ")
    sit = lambda: appoint(actor=lan, person=person, organisation=tree.middle, data=data)  # noqa: E731
    assert won(at_once(sit, sit)) == 1
    assert Office.objects.filter(person=person).count() == 1


def test_one_office_is_ended_twice(tree, lan, seat, make_person, today):
    from congdoan.kernel.people.api import end_office
    from congdoan.kernel.people.enums import OfficeEnd

    office = seat(make_person("Đinh Thị Thôi"), tree.leaf, "CLERK")

    def end(days):
        return lambda: end_office(
            actor=lan, office=office, on=today - timedelta(days=days), reason=OfficeEnd.RESIGNED
        )

    assert won(at_once(end(2), end(1))) >= 1
    office.refresh_from_db()
    assert office.valid.upper in {today - timedelta(days=2), today - timedelta(days=1)}


def found(system, now, today, *, code="CS-X", parent="CD-A1"):
    from congdoan.kernel.organisations import api as organisations

    return lambda: organisations.establish_organisation(
        actor=system,
        new=organisations.NewOrganisation(
            code=code,
            family="UNION",
            profile=organisations.ProfileData(name="Công đoàn mới", level="L4_GRASSROOTS"),
            on=today,
            parents={1: parent},
        ),
        decision=organisations.Decision(number="12/QĐ", exception="thử"),
        at=now,
    )


def move(system, now, child, parent, on):
    from congdoan.kernel.organisations import api as organisations

    return lambda: organisations.move_organisation(
        actor=system,
        organisation=child,
        parent=parent,
        on=on,
        decision=organisations.Decision(number="13/QĐ", exception="thử"),
        at=now,
    )


def end(system, now, organisation, on):
    from congdoan.kernel.organisations import api as organisations
    from congdoan.kernel.organisations.enums import EndReason

    return lambda: organisations.end_organisation(
        actor=system,
        organisation=organisation,
        reason=EndReason.DISSOLVED,
        on=on,
        decision=organisations.Decision(number="14/QĐ", exception="thử"),
        at=now,
    )


def test_one_code_is_founded_twice(tree, system, today, now):
    from congdoan.kernel.organisations.api import CodeTaken

    results = at_once(found(system, now, today), found(system, now, today))
    assert won(results) == 1
    assert any(isinstance(one, CodeTaken) for one in results)


def test_a_unit_ends_while_another_is_hung_under_it(tree, system, today, now):
    results = at_once(
        end(system, now, tree.far_leaf, today), move(system, now, tree.leaf, tree.far_leaf, today)
    )
    assert won(results) == 1


def test_a_unit_ends_while_one_is_founded_under_it(tree, system, today, now):
    results = at_once(
        end(system, now, tree.far_leaf, today),
        found(system, now, today, parent=tree.far_leaf.code),
    )
    assert won(results) == 1


def test_a_unit_is_ended_twice(tree, system, today, now):
    results = at_once(end(system, now, tree.leaf, today), end(system, now, tree.leaf, today))
    assert won(results) == 1


def test_two_moves_that_together_make_a_circle(tree, system, today, now):
    results = at_once(
        move(system, now, tree.leaf, tree.other_leaf, today),
        move(system, now, tree.other_leaf, tree.leaf, today),
    )
    assert won(results) == 1


def regroup(system, now, kind, originals, on, **rest):
    from congdoan.kernel.organisations import api as organisations
    from congdoan.kernel.organisations.enums import EventKind

    return lambda: organisations.regroup_organisations(
        actor=system,
        regrouping=organisations.Regrouping(EventKind(kind), on, originals, **rest),
        decision=organisations.Decision(number="16/QĐ", exception="thử"),
        at=now,
    )


def test_two_officers_reorganise_overlapping_branches(tree, system, lan, today, now):
    """One divides the ward's union, the other merges a school's from below it."""
    from congdoan.kernel.organisations import api as organisations
    from congdoan.kernel.organisations.models import OrganisationEvent

    news = [
        organisations.NewOrganisation(
            code, "UNION", organisations.ProfileData("Mới"), today, {1: "LD-A"}
        )
        for code in ("CD-A2", "CD-A3")
    ]
    homes = {tree.leaf.pk: "CD-A2", tree.other_leaf.pk: "CD-A3"}
    results = at_once(
        regroup(system, now, "DIVIDE", [tree.middle], today, founded=news, homes=homes),
        regroup(lan, now, "MERGE_INTO", [tree.middle], today, into=tree.far_middle),
        regroup(system, now, "MERGE_INTO", [tree.middle], today, into=tree.far_middle),
    )
    assert won(results) == 1
    assert OrganisationEvent.objects.exclude(kind="ESTABLISH").count() == 1


def test_two_schools_are_merged_into_each_other(tree, system, lan, today, now):
    results = at_once(
        regroup(system, now, "MERGE_INTO", [tree.leaf], today, into=tree.other_leaf),
        regroup(lan, now, "MERGE_INTO", [tree.other_leaf], today, into=tree.leaf),
    )
    assert won(results) == 1
    assert any("không hoạt động" in str(one) for one in results if isinstance(one, Refusal))


def test_an_event_is_settled_by_two_workers(tree, system, today, now):
    from congdoan.kernel.audit.models import AuditEntry
    from congdoan.kernel.organisations import api as organisations

    day = today + timedelta(days=30)
    end(system, now, tree.leaf, day)()
    settle = lambda: organisations.settle_due(actor=system, on=day, at=now)  # noqa: E731
    assert sorted(at_once(settle, settle)) == [(0, 0), (1, 0)]
    assert AuditEntry.objects.filter(verb="organisations.took_effect").count() == 1


def test_an_event_is_corrected_while_it_is_undone(tree, system, today, now):
    from congdoan.kernel.organisations import api as organisations
    from congdoan.kernel.organisations.models import OrganisationEvent

    event = end(system, now, tree.leaf, today)()
    correct = lambda: organisations.correct_event(  # noqa: E731
        actor=system,
        event=event,
        correction=organisations.Correction(on=today - timedelta(days=9)),
        decision=organisations.Decision(),
        reason="Ghi nhầm ngày",
        at=now,
    )
    undo = lambda: organisations.undo_event(actor=system, event=event, reason="Nhầm")  # noqa: E731
    assert won(at_once(correct, undo)) == 1
    in_force = OrganisationEvent.objects.filter(kind="DISSOLVE", state="APPLIED").count()
    tree.leaf.refresh_from_db()
    assert in_force == (tree.leaf.valid.upper is not None)


def test_an_event_is_undone_while_a_newer_one_is_written(tree, system, today, now):
    from congdoan.kernel.organisations import api as organisations
    from congdoan.kernel.organisations.models import Placement

    event = move(system, now, tree.leaf, tree.far_middle, today)()
    results = at_once(
        lambda: organisations.undo_event(actor=system, event=event, reason="Ghi nhầm đơn vị"),
        move(system, now, tree.leaf, tree.province, today + timedelta(days=1)),
    )
    assert won(results) >= 1
    spans = Placement.objects.filter(child=tree.leaf, hierarchy_id=1).order_by("valid")
    days = [row.valid for row in spans]
    assert all(one.upper == other.lower for one, other in pairwise(days))


def test_one_form_without_its_token_is_sent_twice(tree, lan, make_person, settings, today):
    """An old page, a script: no token. The database still lets one of them win."""
    from congdoan.kernel.accounts.models import User
    from congdoan.kernel.people.models import Office

    settings.CLOCK = today.isoformat()
    person = make_person("Đinh Thị Đôi")
    from congdoan.kernel.people.api import OfficeData, appoint

    data = OfficeData(position="CLERK", start=today, decision_no="15/QĐ")
    appoint(actor=lan, person=person, organisation=tree.leaf, data=data)
    said = {
        "person": f"Đinh Thị Đôi [P{person.pk}]",
        "position": "SPECIALIST",
        "start": today.strftime("%d/%m/%Y"),
        "decision_no": "16/QĐ",
        "appointment": "APPOINTED",
    }
    address = reverse("people:appoint", args=[tree.middle.pk])
    user = User.objects.get(pk=lan.user_id)

    def send():
        client = Client()
        client.force_login(user)
        return client.post(address, said)

    answers = at_once(send, send)
    statuses = sorted(one.status_code for one in answers)
    assert statuses in ([302, 409], [302, 422]), [one.content.decode()[-3000:] for one in answers]
    assert Office.objects.filter(person=person, organisation=tree.middle).count() == 1


def test_members_join_while_their_unit_moves(tree, system, make_person, today, now):
    """Whoever comes first: the counts of the old and the new superiors agree with the people."""
    from congdoan.areas.members import api as members
    from congdoan.foundation.valid_time import span
    from congdoan.kernel.organisations.api import Decision, move_organisation

    people = [make_person(f"Nguyễn Văn {name}").pk for name in ("An", "Bình", "Chi", "Dung")]
    day = today - timedelta(days=30)

    def joins(person):
        new = members.NewMembership(person, tree.leaf.pk, span(day), "TEACHER")
        return lambda: members.begin_memberships([new])

    def moves():
        return move_organisation(
            actor=system,
            organisation=tree.leaf,
            parent=tree.far_middle,
            on=today,
            decision=Decision(number="1", exception="thử"),
            at=now,
        )

    assert won(at_once(*map(joins, people[:2]), moves, *map(joins, people[2:]))) == 5
    for unit, before, after in [
        (tree.central, 4, 4),
        (tree.province, 4, 0),
        (tree.far_province, 0, 4),
    ]:
        for on, wanted in [(day, before), (today, after)]:
            assert members.unscoped_member_count(unit.pk, on=on) == wanted
            assert members.unscoped_counted_one_by_one(unit.pk, on=on) == wanted


def test_two_officers_merge_one_pair_both_ways_round(tree, lan, system, today, now):
    from congdoan.areas.duplicates import api as duplicates
    from congdoan.areas.duplicates.models import Merge
    from congdoan.areas.members import api as members
    from congdoan.foundation.valid_time import span
    from congdoan.kernel.people.api import PersonData
    from congdoan.kernel.people.models import Person

    facts = PersonData("Lê Thị", "An", "F", today.replace(year=1980))
    for _time in range(2):
        stay = members.Stay(tree.leaf.pk, span(today.replace(year=2020)))
        members.enrol_members([members.NewMember(facts, [stay])])
    duplicates.find_duplicates(actor=system, on=today, at=now)
    pair = duplicates.Pair.objects.get()

    def merge(actor, survivor):
        return lambda: duplicates.merge_pair(
            actor=actor,
            pair=pair,
            choice=duplicates.Choice(survivor),
            on=today,
            at=now,
        )

    results = at_once(merge(lan, pair.one_id), merge(system, pair.other_id))
    assert won(results) == 1
    assert Merge.objects.count() == 1
    assert Person.objects.filter(merged_into__isnull=False).count() == 1
    made = Merge.objects.get()

    def part(actor):
        return lambda: duplicates.part_pair(
            actor=actor, merge=made, reason="nhầm", on=today, at=now
        )

    assert won(at_once(part(lan), part(system))) == 1
    assert not Person.objects.filter(merged_into__isnull=False).exists()


def _member_with_a_wish(tree, minh, make_person, actor_of, today, now):
    from congdoan.areas.members import api as members
    from congdoan.areas.privacy import api as privacy
    from congdoan.foundation.valid_time import span

    person = make_person("Đặng Thị Hòa", username="hoa.dang")
    members.begin_memberships(
        [
            members.NewMembership(
                person.pk, tree.leaf.pk, span(today - timedelta(days=900)), "TEACHER"
            )
        ]
    )
    actor = actor_of(person)
    wish = privacy.Wish("home_town", "Huế", "Bổ sung")

    def propose():
        return privacy.propose_changes(actor=actor, wishes=[wish], on=today, at=now)

    return person, propose


def test_two_officers_answer_one_proposal(tree, minh, make_person, seat, actor_of, today, now):
    from congdoan.areas.privacy import api as privacy
    from congdoan.areas.privacy.models import ChangeProposal

    vice = make_person("Võ Thị Phó", username="pho")
    seat(vice, tree.leaf, "VICE_PRESIDENT")
    other = actor_of(vice)
    _person, propose = _member_with_a_wish(tree, minh, make_person, actor_of, today, now)
    assert won(at_once(propose, propose)) == 1
    made = ChangeProposal.objects.get()
    row = made.fields.get()

    def answer(actor, verdict):
        return lambda: privacy.answer_proposal(
            actor=actor,
            proposal=made,
            verdicts={row.pk: verdict},
            labels={"home_town": "Quê quán"},
            on=today,
            at=now,
        )

    acts = (
        answer(minh, privacy.Verdict(accepted=True)),
        answer(other, privacy.Verdict(accepted=False, reason="Chưa rõ")),
    )
    assert won(at_once(*acts)) == 1
    made.refresh_from_db()
    assert made.state == "ANSWERED"


def test_two_workers_erase_one_leaver_once(tree, minh, system, make_person, actor_of, today, now):
    from congdoan.areas.members import api as members
    from congdoan.areas.members.models import Membership
    from congdoan.areas.privacy import api as privacy
    from congdoan.kernel.audit.models import AuditEntry

    person, _propose = _member_with_a_wish(tree, minh, make_person, actor_of, today, now)
    person.phone = "0912345678"
    person.save(update_fields=["phone"])
    gone = today - timedelta(days=800)
    members.end_memberships(
        [Membership.objects.get(person=person).pk],
        on=gone,
        reason=members.EndOfMembership.RETIRED,
    )
    at_once(*[lambda: privacy.announce_leavers(actor=system, on=today, at=now)] * 2)
    day = today + timedelta(days=31)
    results = at_once(*[lambda: privacy.erase_due(actor=system, on=day, at=now)] * 2)
    assert sorted(results) == [0, 1]
    assert privacy.erase_due(actor=system, on=day, at=now) == 0
    assert AuditEntry.objects.filter(verb="privacy.erased").count() == 1
