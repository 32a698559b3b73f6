"""The lineage follows from the tree alone, whatever was done and taken back before."""

from datetime import date

import pytest

from congdoan.kernel.organisations.api import (
    Correction,
    Decision,
    NewOrganisation,
    ProfileData,
    Regrouping,
    correct_event,
    end_organisation,
    establish_organisation,
    move_organisation,
    rebuild_lineage,
    regroup_organisations,
    undo_event,
)
from congdoan.kernel.organisations.enums import EndReason, EventKind, HierarchyId
from congdoan.kernel.organisations.models import Lineage, Organisation, OrganisationEvent

pytestmark = pytest.mark.django_db

BEGIN, DAY = date(2020, 1, 1), date(2024, 7, 1)
PAPER = Decision(number="1/QĐ")
SECTOR = HierarchyId.SECTOR


def new(code, **parents):
    return NewOrganisation(code, "UNION", ProfileData(code), BEGIN, dict(parents.get("under", {})))


@pytest.fixture
def units(law, system, now):
    """Return one on top, three below it; nobody takes part in the sector line yet."""
    for code in ("G0", "G1", "G2", "G3"):
        under = {} if code == "G0" else {1: "G0"}
        establish_organisation(
            actor=system, new=new(code, under=under), decision=Decision(), at=now
        )
    return [Organisation.objects.get(code=f"G{n}") for n in range(4)]


def lineage():
    columns = ("hierarchy", "ancestor", "descendant", "depth", "valid", "reach")
    return sorted(map(str, Lineage.objects.values_list(*columns)))


def own_rows():
    rows = Lineage.objects.filter(hierarchy=SECTOR, depth=0)
    return sorted(rows.values_list("descendant__code", flat=True))


def written_anew():
    everyone = list(Organisation.objects.values_list("pk", flat=True))
    for hierarchy in HierarchyId:
        rebuild_lineage(hierarchy=hierarchy, organisations=everyone)
    return lineage()


def test_who_never_took_part_in_a_line_does_not_after_an_event_taken_back(units, system, now):
    top, one, two, three = units
    given = {"actor": system, "decision": PAPER, "at": now}
    # One that takes part in the sector line is regrouped with one that does not.
    move_organisation(organisation=top, parent=one, on=DAY, hierarchy=SECTOR, **given)
    move_organisation(organisation=two, parent=three, on=DAY, **given)
    before = lineage()
    event = regroup_organisations(
        regrouping=Regrouping(
            EventKind.CONSOLIDATE, date(2020, 1, 16), [one, three], founded=[new("R1")]
        ),
        **given,
    )
    assert own_rows() == ["G0", "R1"]  # whom nothing hangs under any more left the line
    assert lineage() == written_anew()
    undo_event(actor=system, event=event, reason="thử")
    assert own_rows() == ["G0", "G1"]
    assert lineage() == before == written_anew()


def test_a_superior_takes_part_from_the_first_below_it_to_the_last(units, system, now):
    _top, one, two, three = units
    before = lineage()
    moved = move_organisation(
        actor=system,
        organisation=one,
        parent=two,
        on=DAY,
        decision=PAPER,
        at=now,
        hierarchy=SECTOR,
    )
    assert own_rows() == ["G1", "G2"]
    corrected = correct_event(
        actor=system,
        event=moved,
        correction=Correction(receiver=three),
        decision=PAPER,
        reason="ghi sai",
        at=now,
    )
    assert own_rows() == ["G1", "G3"]
    undo_event(actor=system, event=corrected, reason="thử")
    assert own_rows() == ["G1", "G2"]
    undo_event(actor=system, event=moved, reason="thử")
    assert own_rows() == []
    assert lineage() == before == written_anew()


def test_the_head_of_a_line_ends_there_too(units, system, now):
    _top, one, two, _three = units
    given = {"actor": system, "decision": PAPER, "at": now}
    move_organisation(organisation=one, parent=two, on=BEGIN, hierarchy=SECTOR, **given)
    before = lineage()
    ended = [
        end_organisation(organisation=unit, reason=EndReason.DISSOLVED, on=DAY, **given)
        for unit in (one, two)
    ]
    own = Lineage.objects.get(hierarchy=SECTOR, descendant=two, depth=0)
    assert own.valid.upper == DAY
    assert lineage() == written_anew()
    for event in reversed(ended):
        undo_event(actor=system, event=event, reason="thử")
    assert lineage() == before


def test_a_founding_taken_back_leaves_no_superior_in_the_line(units, system, now):
    before = lineage()
    establish_organisation(
        actor=system, new=new("N1", under={1: "G0", SECTOR: "G2"}), decision=PAPER, at=now
    )
    assert own_rows() == ["G2", "N1"]
    undo_event(actor=system, event=OrganisationEvent.objects.latest("pk"), reason="thử")
    assert lineage() == before == written_anew()
