from datetime import timedelta

import pytest

from congdoan.areas.agreements import api
from congdoan.areas.agreements.enums import State
from congdoan.areas.agreements.models import Agreement, Clause
from congdoan.areas.agreements.selectors.consultations import SUBJECT
from congdoan.areas.agreements.selectors.text import clauses_of, current_version
from congdoan.areas.agreements.services.signing import present_hash
from congdoan.kernel.access.api import system_actor
from congdoan.kernel.accounts.models import User
from congdoan.support.signing import api as signing
from congdoan.support.worklist.api import unscoped_work

pytestmark = pytest.mark.django_db


@pytest.fixture
def packet(frozen, lan, today, now):
    return api.open_signing(
        actor=lan, agreement=frozen, on=today, at=now, number="01/QCPH", place="An"
    )


def sign(actor, slot, on, at):
    user = User.objects.get(pk=actor.user_id)
    identity = signing.confirm_identity(user=user, secret="mat-khau-thu-nghiem", at=at)
    return signing.sign_slot(
        actor=actor,
        slot=slot,
        identity=identity,
        text_hash=slot.packet.text_hash,
        key=f"{actor.name}-{slot.pk}",
        on=on,
        at=at,
    )


def state(agreement):
    return Agreement.objects.get(pk=agreement.pk).state


def sign_all(packet, lan, tuan, on, at):
    for actor, slot in zip((lan, tuan), signing.slots_of(packet), strict=True):
        sign(actor, slot, on, at)


def test_each_party_gets_a_slot_for_the_office_it_named_and_its_deputies(packet, tree):
    slots = list(signing.slots_of(packet))
    assert [(slot.organisation_id, slot.positions) for slot in slots] == [
        (tree.middle.pk, ["PRESIDENT", "VICE_PRESIDENT"]),
        (tree.department.pk, ["DIRECTOR", "DEPUTY_DIRECTOR"]),
    ]


def test_when_all_have_signed_it_is_in_force_on_its_day(packet, frozen, lan, tuan, today, now):
    sign_all(packet, lan, tuan, today, now)
    frozen.refresh_from_db()
    assert (frozen.state, frozen.signed_on, frozen.effective_on) == ("EFFECTIVE", today, today)
    assert frozen.number == "01/QCPH"


def test_a_deputy_signs_for_the_president(packet, tree, make_person, seat, actor_of, today, now):
    deputy = make_person("Đỗ Thị Phó", username="pho")
    seat(deputy, tree.middle, "VICE_PRESIDENT")
    slot = signing.slots_of(packet).get(organisation=tree.middle)

    signature = sign(actor_of(deputy), slot, today, now)

    assert "PHÓ CHỦ TỊCH" in f"{signature.capacity} {signature.title}".upper()


def test_a_later_day_waits_for_the_calendar(frozen, lan, tuan, today, now):
    later = today + timedelta(days=5)
    packet = api.open_signing(actor=lan, agreement=frozen, on=today, at=now, effective_on=later)
    sign_all(packet, lan, tuan, today, now)
    assert state(frozen) == State.SIGNED

    system = system_actor(today=later)
    for day in (today, later, later):
        api.follow_the_calendar(actor=system, agreement=frozen, on=day, at=now)
    assert state(frozen) == State.EFFECTIVE
    assert api.state_on(frozen, later - timedelta(days=1)) == State.SIGNED


def test_it_expires_the_day_after_its_last(packet, frozen, lan, tuan, today, now):
    sign_all(packet, lan, tuan, today, now)
    last = frozen.last_day
    system = system_actor(today=last)
    assert api.follow_the_calendar(actor=system, agreement=frozen, on=last, at=now) == "EFFECTIVE"
    after = last + timedelta(days=1)
    assert api.follow_the_calendar(actor=system, agreement=frozen, on=after, at=now) == "EXPIRED"


def test_reopening_voids_what_was_signed_and_says_so(packet, frozen, lan, today, now):
    sign(lan, signing.slots_of(packet)[0], today, now)
    clauses = {c.stable_id for c in clauses_of(current_version(frozen))}

    version = api.reopen(actor=lan, agreement=frozen, reason="Thiếu một ý", on=today, at=now)

    packet.refresh_from_db()
    assert packet.state == signing.PacketState.VOID
    assert packet.close_reason == "Thiếu một ý"
    assert state(frozen) == State.DRAFT
    assert version.number == 2
    assert {c.stable_id for c in clauses_of(version)} == clauses
    assert frozen.versions.get(number=1).sha256 == packet.text_hash


def test_a_text_changed_behind_the_back_is_never_signed(packet, frozen, lan, tuan, today, now):
    row = clauses_of(current_version(frozen))[3]
    Clause.objects.filter(pk=row.pk).update(text="Câu chữ bị tráo")

    with pytest.raises(signing.TextChanged):
        sign(lan, signing.slots_of(packet)[0], today, now)

    packet.refresh_from_db()
    assert packet.state == signing.PacketState.VOID
    assert state(frozen) == State.NEGOTIATED


def test_a_declined_signature_brings_the_work_back(packet, frozen, tuan, today, now):
    slot = signing.slots_of(packet)[1]
    signing.decline_slot(actor=tuan, slot=slot, reason="Chưa đủ căn cứ", on=today, at=now)

    assert state(frozen) == State.NEGOTIATED
    items = unscoped_work(f"agreements.{frozen.pk}.text.sign")
    assert [item.state for item in items] == ["OPEN"]


def test_the_hash_is_that_of_the_words_and_survives_a_renaming(frozen, tree, system, now):
    from congdoan.kernel.organisations.models import OrganisationProfile

    version = current_version(frozen)
    OrganisationProfile.objects.filter(organisation=tree.middle).update(name="Tên sửa về sau")
    asked = signing.TextQuestion(SUBJECT, frozen.pk)
    assert present_hash(asked) == version.sha256


def test_the_canonical_text_holds_parties_numbers_and_words(frozen):
    text = current_version(frozen).canonical_text
    assert "Bên A: Công đoàn phường Đông." in text
    assert "Điều 1. Phạm vi và đối tượng áp dụng" in text
    assert "\r" not in text


def test_a_successor_in_force_replaces_a_summed_up_predecessor(make_draft, lan, tree, today, now):
    old = make_draft(
        title="Giai đoạn trước",
        first_day=today - timedelta(days=2000),
        last_day=today - timedelta(days=10),
    )
    api.record_paper(
        actor=lan, agreement=old, signed_on=today - timedelta(days=2000), place="An",
        on=today, at=now,
    )  # fmt: skip
    assert state(old) == State.EXPIRED
    from congdoan.areas.agreements.services.force import close_review
    from congdoan.areas.agreements.services.states import held

    old.refresh_from_db()
    new = api.draft_agreement(
        actor=lan,
        drafting=tree.middle,
        data=api.AgreementData("REGULATION", "Giai đoạn sau", today, today + timedelta(days=900)),
        parties=[api.PartyData(tree.department.pk)],
        predecessor=old,
        copy_predecessor=True,
        on=today,
        at=now,
    )
    api.record_paper(actor=lan, agreement=new, signed_on=today, place="An", on=today, at=now)
    assert (state(old), state(new)) == (State.EXPIRED, State.EFFECTIVE)
    close_review(actor=lan, agreement=held(old), on=today, at=now)
    assert state(old) == State.SUPERSEDED
