"""An addendum from the proposal to the day it takes effect."""

from datetime import timedelta

import pytest

from congdoan.areas.agreements import api
from congdoan.areas.agreements.enums import AmendmentState
from congdoan.areas.agreements.selectors.consolidated import consolidated, text_before
from congdoan.areas.agreements.tests.test_signing import sign
from congdoan.kernel.access.api import system_actor
from congdoan.support.signing import api as signing

pytestmark = pytest.mark.django_db


def line_at(lines, path):
    return next(line for line in lines if line.path == path)


def text_at(agreement, path, on):
    return line_at(consolidated(agreement, on=on), path).item.text


def test_all_consent_freeze_sign_and_from_its_day_the_text_reads_anew(
    in_force, propose, agree, lan, tuan, today, now
):
    amendment = propose(lan, wanted_on=today + timedelta(days=10))
    place = "khoản 1 Điều 3"
    clause = line_at(text_before(amendment), place).item
    api.change_clause(
        actor=lan, amendment=amendment, clause=clause.stable_id, heading="", text="Lời mới."
    )
    api.ask_consent(actor=lan, amendment=amendment, due=today + timedelta(days=5), on=today, at=now)
    agree(amendment, tuan)
    amendment = api.freeze_amendment(actor=lan, amendment=amendment, on=today, at=now)
    assert amendment.number == 1
    assert "Điều 1. Sửa đổi, bổ sung khoản 1 Điều 3 như sau:" in amendment.canonical_text
    assert "“1. Lời mới." in amendment.canonical_text
    packet = api.open_amendment_signing(actor=lan, amendment=amendment, on=today, at=now)
    for actor, slot in zip((lan, tuan), signing.slots_of(packet), strict=True):
        sign(actor, slot, today, now)
    amendment.refresh_from_db()
    assert amendment.state == AmendmentState.SIGNED

    begins = today + timedelta(days=10)
    assert text_at(in_force, place, begins - timedelta(days=1)) == clause.text
    assert text_at(in_force, place, begins) == "Lời mới."
    for day in (today, begins, begins):
        actor = system_actor(today=day)
        state = api.follow_amendment(actor=actor, amendment=amendment, on=day, at=now)
    assert state == AmendmentState.EFFECTIVE
