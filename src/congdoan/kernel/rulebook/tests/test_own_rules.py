"""An organisation's own rules: within what stands above, one at a time, with a trail."""

from datetime import date
from threading import Barrier, Thread

from django.db import connection
import pytest

from congdoan.foundation.refusal import AlreadyDone, NotAllowed
from congdoan.kernel.rulebook import api as rulebook
from congdoan.kernel.rulebook.enums import ChangeKind, Overridable
from congdoan.kernel.rulebook.models import RuleChange, RuleRow
from congdoan.kernel.rulebook.rules import limits
from congdoan.kernel.rulebook.selectors import pages
from congdoan.kernel.rulebook.services import own_rules

FREE = "agreement.period.programme"
AT_LEAST = "body.meeting.exec_grassroots"
AT_MOST = "organisation.founding_deadline.dossier"
FIXED = "organisation.union.grassroots_members"
START = date(2026, 1, 1)


def lay_down(actor, organisation, value, key=FREE, **changes):
    said = {"start": START, "legal_basis": "Nghị quyết 05/NQ-BTV"}
    return own_rules.lay_down(
        actor=actor, organisation=organisation, key=key, value=value, **{**said, **changes}
    )


def answer(organisation, key=FREE, on=START):
    return rulebook.value(key, on=on, for_=organisation.pk)


def test_nearest_superior_answers_and_the_unit_itself_comes_first(system, tree):
    lay_down(system, tree.province, 4)
    lay_down(system, tree.middle, 5)
    lay_down(system, tree.leaf, 6)

    assert answer(tree.leaf) == 6
    assert answer(tree.other_leaf) == 5
    assert answer(tree.middle) == 5
    assert answer(tree.province) == 4
    assert answer(tree.far_leaf) == 3
    assert answer(tree.leaf, on=date(2025, 12, 31)) == 3


@pytest.mark.parametrize(
    ("key", "value", "refusal"),
    [
        (FIXED, 4, limits.NotYoursToChange),
        (AT_LEAST, 3, limits.LowerThanAllowed),
        (AT_LEAST, 53, limits.HigherThanAllowed),
        (AT_MOST, 16, limits.HigherThanAllowed),
        (AT_MOST, 0, limits.LowerThanAllowed),
        (FREE, 11, limits.HigherThanAllowed),
    ],
)
def test_rule_above_sets_the_room(system, tree, key, value, refusal):
    with pytest.raises(refusal):
        lay_down(system, tree.middle, value, key=key)
    assert not RuleRow.objects.local().exists()


def test_what_a_superior_laid_down_narrows_the_room_below(system, tree):
    lay_down(system, tree.province, 8, key=AT_LEAST)

    with pytest.raises(limits.LowerThanAllowed):
        lay_down(system, tree.middle, 6, key=AT_LEAST)
    lay_down(system, tree.middle, 10, key=AT_LEAST)
    lay_down(system, tree.far_middle, 6, key=AT_LEAST)


def test_binding_rule_leaves_no_room_below(system, tree):
    lay_down(system, tree.province, 4, binding=True)

    with pytest.raises(limits.NotYoursToChange):
        lay_down(system, tree.leaf, 5)
    assert RuleRow.objects.local().get().overridable == Overridable.NONE


def test_every_day_of_the_span_is_held_against_the_rule_of_that_day(system, tree):
    lay_down(system, tree.province, 8, key=AT_LEAST, start=date(2027, 1, 1))

    lay_down(system, tree.middle, 6, key=AT_LEAST, until=date(2027, 1, 1))
    with pytest.raises(limits.LowerThanAllowed):
        lay_down(system, tree.other_leaf, 6, key=AT_LEAST)


def test_rule_that_the_law_does_not_have_yet_cannot_be_laid_down(system, tree):
    with pytest.raises(limits.NothingAbove, match="01/01/2024"):
        lay_down(
            system,
            tree.middle,
            5,
            key="organisation.union.commune_unions",
            start=date(2024, 1, 1),
        )


def test_new_rule_ends_the_running_one_and_leaves_a_trail(system, tree):
    lay_down(system, tree.middle, 4)
    lay_down(system, tree.middle, 5, start=date(2026, 7, 1))

    assert answer(tree.middle, on=date(2026, 6, 30)) == 4
    assert answer(tree.middle, on=date(2026, 7, 1)) == 5
    kinds = RuleChange.objects.filter(organisation_id=tree.middle.pk).values_list("kind", flat=True)
    assert sorted(kinds) == [ChangeKind.ADDED, ChangeKind.ADDED, ChangeKind.CHANGED]


def test_rule_that_would_swallow_another_is_refused(system, tree):
    lay_down(system, tree.middle, 4, start=date(2026, 7, 1))

    with pytest.raises(own_rules.OwnRuleLiesInside, match="01/07/2026"):
        lay_down(system, tree.middle, 5)
    lay_down(system, tree.middle, 5, until=date(2026, 7, 1))
    assert answer(tree.middle, on=date(2026, 7, 1)) == 4


def test_rule_rests_on_a_decision(system, tree):
    with pytest.raises(own_rules.RestsOnNothing):
        lay_down(system, tree.middle, 4, legal_basis="  ")


def test_rule_that_has_not_begun_never_comes_into_force(system, tree):
    row = lay_down(system, tree.middle, 4)
    own_rules.lift(actor=system, organisation=tree.middle, row=row, on=START, reason="NQ")

    assert not RuleRow.objects.local().exists()
    assert answer(tree.middle) == 3
    withdrawn = RuleChange.objects.get(kind=ChangeKind.WITHDRAWN)
    assert withdrawn.before["value"] == 4


def test_rule_that_has_ended_is_not_lifted_again(system, tree):
    row = lay_down(system, tree.middle, 4)
    own_rules.lift(actor=system, organisation=tree.middle, row=row, on=date(2026, 2, 1), reason="x")

    with pytest.raises(AlreadyDone):
        own_rules.lift(
            actor=system, organisation=tree.middle, row=row, on=date(2026, 3, 1), reason="x"
        )


def test_nobody_lays_rules_down_outside_their_own_organisation(lan, minh, hoa, tree):
    for actor, organisation in ((lan, tree.province), (minh, tree.middle), (hoa, tree.leaf)):
        with pytest.raises(NotAllowed):
            lay_down(actor, organisation, 4)


def test_own_rule_that_no_longer_fits_says_so(lan, system, tree):
    lay_down(system, tree.middle, 6, key=AT_LEAST)
    lay_down(system, tree.province, 8, key=AT_LEAST)

    shown = {row.rule.organisation_id: row.fits for row in pages.history_of(lan, AT_LEAST)}
    assert shown == {tree.middle.pk: False, tree.province.pk: True, None: True}


@pytest.mark.django_db(transaction=True)
def test_two_officers_at_once_take_turns(law, system, tree):
    together = Barrier(2)
    outcomes = []

    def officer(value):
        together.wait()
        try:
            lay_down(system, tree.middle, value)
            outcomes.append("laid down")
        except own_rules.OwnRuleLiesInside:
            outcomes.append("told")
        finally:
            connection.close()

    officers = [Thread(target=officer, args=[value]) for value in (4, 5)]
    for each in officers:
        each.start()
    for each in officers:
        each.join()

    assert sorted(outcomes) == ["laid down", "told"]
    assert RuleRow.objects.local().count() == 1
