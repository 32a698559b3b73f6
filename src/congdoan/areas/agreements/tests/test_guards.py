"""Every pair of state and action: done, or refused with a sentence, and nothing in between."""

from datetime import timedelta

import pytest

from congdoan.areas.agreements import api
from congdoan.areas.agreements.enums import State
from congdoan.areas.agreements.models import Agreement, StateChange
from congdoan.areas.agreements.rules.refusals import WrongState
from congdoan.areas.agreements.rules.states import FROZEN, TABLE, Action, allowed
from congdoan.areas.agreements.selectors.text import clauses_of, current_version
from congdoan.areas.agreements.services.states import WORDS
from congdoan.areas.agreements.tests.consenting import end_by_consent
from congdoan.kernel.rulebook.api import catalogue

pytestmark = pytest.mark.django_db

#: What a service of each action is called with; the rest is the same for all.
ACTS = {
    Action.DESCRIBE: lambda k: api.set_bases(actor=k.lan, agreement=k.it, bases=[]),
    Action.CHANGE_PARTIES: lambda k: api.add_parties(
        actor=k.lan, agreement=k.it, parties=[api.PartyData(k.tree.school.pk)], on=k.today
    ),
    Action.EDIT_TEXT: lambda k: api.write_clause(
        actor=k.lan, clause=k.clause, revision=1, heading="Khác", text="", at=k.now
    ),
    Action.DISCARD: lambda k: api.discard_draft(actor=k.lan, agreement=k.it),
    Action.SEND_OUT: lambda k: api.send_out(
        actor=k.lan, agreement=k.it, due=k.today, on=k.today, at=k.now
    ),
    Action.RECORD_PAPER: lambda k: api.record_paper(
        actor=k.lan, agreement=k.it, signed_on=k.today, place="An", on=k.today, at=k.now
    ),
    Action.COMMENT: lambda k: api.say(
        actor=k.tuan, agreement=k.it, party=k.party, kind="OPINION", text="Ý kiến", at=k.now
    ),
    Action.MOVE_DEADLINE: lambda k: api.move_deadline(
        actor=k.lan, agreement=k.it, due=k.today, on=k.today, at=k.now
    ),
    Action.BACK_TO_DRAFT: lambda k: api.back_to_draft(
        actor=k.lan, agreement=k.it, reason="Sửa", on=k.today, at=k.now
    ),
    Action.FREEZE: lambda k: api.freeze(
        actor=k.lan, agreement=k.it, on=k.today + timedelta(days=60), at=k.now
    ),
    Action.REOPEN: lambda k: api.reopen(
        actor=k.lan, agreement=k.it, reason="Sửa", on=k.today, at=k.now
    ),
    Action.OPEN_SIGNING: lambda k: api.open_signing(
        actor=k.lan, agreement=k.it, on=k.today, at=k.now
    ),
    Action.TERMINATE: lambda k: end_by_consent(
        actor=k.lan, agreement=k.it, ended_on=k.today, reason="Hết", on=k.today, at=k.now
    ),
}


class Case:
    def __init__(self, **values):
        self.__dict__.update(values)


@pytest.fixture
def case(consulted, department, lan, tuan, tree, today, now):
    """An agreement that can be put into any state, with all an action may need."""
    version = current_version(consulted)
    row = next(c for c in clauses_of(version) if c.level == "ARTICLE")
    return Case(
        it=consulted, party=department, lan=lan, tuan=tuan, tree=tree, clause=row,
        today=today, now=now,
    )  # fmt: skip


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("action", list(ACTS))
def test_the_service_refuses_exactly_what_the_table_denies(state, action, case):
    if state in FROZEN:
        api.freeze(
            actor=case.lan, agreement=case.it, on=case.today + timedelta(days=60), at=case.now
        )
    started = case.today - timedelta(days=3)
    Agreement.objects.filter(pk=case.it.pk).update(
        state=state, shared_on=None if action == Action.DISCARD else case.today,
        effective_on=started,
    )  # fmt: skip
    if state != State.CONSULTATION:
        case.it.consultations.update(closed_on=case.today)
    case.it.refresh_from_db()
    if allowed(state, action):
        ACTS[action](case)
        kept = Agreement.objects.filter(pk=case.it.pk).first()
        wanted = TABLE[(state, action)]
        if action == Action.RECORD_PAPER:
            wanted = State.EFFECTIVE
        assert kept is None if action == Action.DISCARD else kept.state == wanted
    else:
        with pytest.raises(WrongState) as refused:
            ACTS[action](case)
        assert str(State(state).label) in refused.value.sentence
        assert Agreement.objects.get(pk=case.it.pk).state == state


def test_every_action_has_words():
    assert set(WORDS) == set(Action)


def test_the_rulebook_names_the_same_states(law, today):
    named = {entry.code for entry in catalogue("agreement.state", on=today)}
    assert set(State.values) <= named


def test_the_history_has_one_state_for_every_day(case):
    api.back_to_draft(actor=case.lan, agreement=case.it, reason="Sửa", on=case.today, at=case.now)
    later = case.today + timedelta(days=3)
    api.send_out(actor=case.lan, agreement=case.it, due=later, on=later, at=case.now)

    assert [api.state_on(case.it, case.today + timedelta(days=n)) for n in (-1, 0, 2, 3)] == [
        "", "DRAFT", "DRAFT", "CONSULTATION",
    ]  # fmt: skip
    assert StateChange.objects.filter(agreement=case.it).count() == 4
