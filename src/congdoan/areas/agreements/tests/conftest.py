"""An agreement between Lan's middle unit and its partners, in every stage."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from congdoan.areas.agreements.api import (
    AgreementData,
    AmendmentData,
    PartyData,
    answer_amendment,
    ask_consent,
    draft_agreement,
    finish_reply,
    freeze,
    freeze_amendment,
    open_amendment_signing,
    open_signing,
    propose_amendment,
    record_paper,
    review_impact,
    say,
    send_out,
)
from congdoan.areas.agreements.models import Review
from congdoan.areas.agreements.selectors.agreements import parties_of
from congdoan.kernel.accounts.models import User
from congdoan.support.signing import api as signing

DATA = AgreementData(
    kind="REGULATION",
    title="Quy chế phối hợp công tác giai đoạn 2026 – 2031",
    first_day=date(2026, 3, 1),
    last_day=date(2031, 2, 28),
    objective="Phối hợp chăm lo đoàn viên.",
)


@pytest.fixture
def tuan(tree, make_person, seat, actor_of):
    """The director of the department of education, the other party."""
    person = make_person("Phạm Anh Tuấn", username="tuan")
    seat(person, tree.department, "DIRECTOR")
    return actor_of(person)


@pytest.fixture
def far(tree, make_person, seat, actor_of):
    """The president of a unit of another province."""
    person = make_person("Vũ Thị Xa", username="xa")
    seat(person, tree.far_middle, "PRESIDENT")
    return actor_of(person)


@pytest.fixture
def clerk(tree, make_person, seat, actor_of):
    person = make_person("Đỗ Thị Thư", username="thu")
    seat(person, tree.middle, "CLERK")
    return actor_of(person)


@pytest.fixture
def make_draft(lan, tree, today, now):
    """Make a draft of Lan's unit with the department: ``make_draft(template="standard")``."""

    def make(*, template="standard", parties=None, **changes):
        return draft_agreement(
            actor=lan,
            drafting=tree.middle,
            data=replace(DATA, **changes),
            parties=parties or [PartyData(tree.department.pk)],
            template=template,
            on=today,
            at=now,
        )

    return make


@pytest.fixture
def draft(make_draft):
    return make_draft()


@pytest.fixture
def consulted(draft, lan, today, now):
    """The draft, sent out for comments."""
    send_out(actor=lan, agreement=draft, due=today + timedelta(days=10), on=today, at=now)
    draft.refresh_from_db()
    return draft


@pytest.fixture
def department(consulted, tree):
    return next(p for p in parties_of(consulted) if p.organisation_id == tree.department.pk)


@pytest.fixture
def frozen(consulted, department, lan, tuan, today, now):
    """The draft after an opinion-less round, frozen."""
    say(actor=tuan, agreement=consulted, party=department, kind="NO_OPINION", at=now)
    finish_reply(actor=tuan, agreement=consulted, party=department, on=today, at=now)
    freeze(actor=lan, agreement=consulted, on=today, at=now)
    consulted.refresh_from_db()
    return consulted


@pytest.fixture
def running(make_draft, lan, today, now):
    """An agreement of Lan's unit and the department, in force since September 2024."""
    signed = date(2024, 9, 1)
    draft = make_draft(first_day=signed, last_day=date(2029, 8, 31))
    return record_paper(actor=lan, agreement=draft, signed_on=signed, place="An", on=today, at=now)


@pytest.fixture
def review(running):
    """The first yearly review; its host is Lan's unit."""
    return Review.objects.filter(agreement=running).order_by("window_from").first()


@pytest.fixture
def in_force(frozen, lan, tuan, today, now):
    """The draft, signed by both parties on paper and in force from today."""
    packet = open_signing(actor=lan, agreement=frozen, on=today, at=now, place="An")
    for actor, slot in zip((lan, tuan), signing.slots_of(packet), strict=True):
        identity = signing.confirm_identity(
            user=User.objects.get(pk=actor.user_id), secret="mat-khau-thu-nghiem", at=now
        )
        signing.sign_slot(
            actor=actor,
            slot=slot,
            identity=identity,
            text_hash=packet.text_hash,
            key=f"{slot.pk}",
            on=today,
            at=now,
        )
    frozen.refresh_from_db()
    return frozen


@pytest.fixture
def propose(in_force, tree, today, now):
    """Begin a proposal: ``propose(lan, wanted_on=…)``; of Lan's unit, or of ``proposer``."""

    def make(actor, *, proposer=None, wanted_on=None, title="Sửa đổi một số điều"):
        return propose_amendment(
            actor=actor,
            agreement=in_force,
            proposer=proposer or tree.middle,
            data=AmendmentData(title, "Theo kết quả sơ kết", wanted_on or today + timedelta(10)),
            on=today,
            at=now,
        )

    return make


@pytest.fixture
def agree(today, now):
    """Let somebody consent for the party they act for: ``agree(amendment, tuan)``."""

    def consent(amendment, actor, answer="AGREE", reason=""):
        party = next(
            party
            for party in parties_of(amendment.agreement)
            if party.organisation_id != amendment.proposer_id
        )
        return answer_amendment(
            actor=actor,
            amendment=amendment,
            party=party,
            answer=answer,
            reason=reason,
            on=today,
            at=now,
        )

    return consent


@pytest.fixture
def sign_addendum(today, now):
    """Let both parties sign a frozen addendum on the system: ``sign_addendum(it, lan, tuan)``."""

    def sign(amendment, *actors, on=None):
        day = on or today
        if amendment.impact_reviewed_at is None:
            review_impact(actor=actors[0], amendment=amendment, effects={}, on=day, at=now)
        packet = open_amendment_signing(actor=actors[0], amendment=amendment, on=day, at=now)
        for actor, slot in zip(actors, signing.slots_of(packet), strict=True):
            identity = signing.confirm_identity(
                user=User.objects.get(pk=actor.user_id), secret="mat-khau-thu-nghiem", at=now
            )
            signing.sign_slot(
                actor=actor,
                slot=slot,
                identity=identity,
                text_hash=packet.text_hash,
                key=f"{slot.pk}",
                on=day,
                at=now,
            )
        amendment.refresh_from_db()
        return packet

    return sign


@pytest.fixture
def amend(propose, agree, sign_addendum, lan, tuan, today, now):
    """
    Bring an addendum to its signatures: ``amend(write, wanted_on=…)``.

    ``write(amendment)`` proposes the changes.
    """

    def make(write, *, wanted_on=None, signed=True):
        amendment = propose(lan, wanted_on=wanted_on)
        write(amendment)
        ask_consent(actor=lan, amendment=amendment, due=today + timedelta(days=5), on=today, at=now)
        agree(amendment, tuan)
        amendment = freeze_amendment(actor=lan, amendment=amendment, seen=True, on=today, at=now)
        if signed:
            sign_addendum(amendment, lan, tuan)
        return amendment

    return make
