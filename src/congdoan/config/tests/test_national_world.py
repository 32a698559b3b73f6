"""One small story told twice, by the country's own writer and by the services: the same rows."""

from collections import Counter
from dataclasses import replace
from datetime import date

from django.db import transaction
import pytest

from congdoan.config.national.build import load_lineage, load_structure
from congdoan.config.national.world import AUTHORITY, COMMAND, SECTOR, New, World
from congdoan.kernel.organisations.api import (
    Decision,
    NewOrganisation,
    ProfileData,
    Regrouping,
    add_to_grouping,
    change_profile,
    create_grouping,
    end_organisations,
    establish_organisations,
    link_counterparts,
    move_organisations,
    regroup_organisations,
)
from congdoan.kernel.organisations.enums import EndReason, EventKind, Family, GroupingKind
from congdoan.kernel.organisations.models import (
    Counterpart,
    Grouping,
    GroupingMember,
    Lineage,
    Organisation,
    OrganisationEvent,
    OrganisationEventUnit,
    OrganisationProfile,
    Placement,
)

pytestmark = pytest.mark.django_db

BEGIN, MOVED, RENAMED, SPLIT, MERGED, ENDED = (date(year, 5, 1) for year in range(2018, 2024))


def _data(code):
    return ProfileData(
        name=f"Đơn vị {code}", short_name=code, level="L4_GRASSROOTS", kind="PRIMARY"
    )


#: Code and superiors by hierarchy.
TREE = [
    ("T", {}), ("S", {COMMAND: "T"}), ("P", {COMMAND: "T"}), ("Q", {COMMAND: "T", SECTOR: "S"}),
    ("A", {COMMAND: "P", SECTOR: "Q"}), ("B", {COMMAND: "P"}), ("C", {COMMAND: "P", SECTOR: "Q"}),
    ("M", {}), ("N", {AUTHORITY: "M"}), ("O", {AUTHORITY: "N"}),
]  # fmt: skip
PARTNERS = "MNO"


def family(code):
    return Family.PARTNER if code in PARTNERS else Family.UNION


def by_the_writer():
    world, units = World(), {}
    for code, parents in TREE:
        above = {h: units[parent] for h, parent in parents.items()}
        new = New(code, _data(code), above, family=family(code))
        (units[code],) = world.found([new], BEGIN, "BTV")
    world.link([(units["P"], units["N"]), (units["C"], units["O"])], BEGIN)
    world.group(GroupingKind.CLUSTER, units["P"], "Cụm P", [units["O"]], BEGIN)
    world.move([(units["A"], units["Q"]), (units["B"], units["Q"])], MOVED, "BTV")
    world.move([(units["A"], units["S"])], MOVED, "BTV", SECTOR)
    world.rename(units["A"], replace(_data("A"), name="Tên mới"), RENAMED, "BTV")
    parents = {h: row.parent for h, row in units["C"].above.items()}
    world.separate(units["C"], New("D", _data("D"), parents), SPLIT, "BTV")
    world.merge([units["B"]], units["A"], MERGED, "BTV")
    world.end([units["C"]], EndReason.ENDED_2025, ENDED, "BTV")
    world.end([units["O"]], EndReason.DISSOLVED, ENDED, "BTV")
    load_structure(world)
    load_lineage()


def by_the_services(system, now):
    given = {"actor": system, "decision": Decision(number="1", exception="thử"), "at": now}
    units = {}
    for code, parents in TREE:
        new = NewOrganisation(code, family(code), _data(code), BEGIN, parents)
        (units[code],) = establish_organisations(news=[new], **given)
    pairs = [(units["P"], units["N"]), (units["C"], units["O"])]
    link_counterparts(actor=system, pairs=pairs, on=BEGIN)
    cluster = create_grouping(
        actor=system,
        superior=units["P"],
        kind=GroupingKind.CLUSTER,
        name="Cụm P",
        on=BEGIN,
    )
    add_to_grouping(actor=system, grouping=cluster, organisation=units["O"], on=BEGIN)
    moves = [(units["A"], units["Q"]), (units["B"], units["Q"])]
    move_organisations(moves=moves, on=MOVED, **given)
    move_organisations(moves=[(units["A"], units["S"])], on=MOVED, hierarchy=SECTOR, **given)
    renamed = replace(_data("A"), name="Tên mới")
    change_profile(organisation=units["A"], profile=renamed, on=RENAMED, **given)
    new = NewOrganisation("D", "UNION", _data("D"), SPLIT)
    separated = Regrouping(EventKind.SEPARATE, SPLIT, [units["C"]], founded=[new])
    regroup_organisations(regrouping=separated, **given)
    merged = Regrouping(EventKind.MERGE_INTO, MERGED, [units["B"]], into=units["A"])
    regroup_organisations(regrouping=merged, **given)
    end_organisations(organisations=[units["C"]], reason=EndReason.ENDED_2025, on=ENDED, **given)
    end_organisations(organisations=[units["O"]], reason=EndReason.DISSOLVED, on=ENDED, **given)


def _rows():
    """Return every row of the structure, named by codes."""
    lineage = ("hierarchy_id", "ancestor__code", "descendant__code", "depth", "valid", "reach")
    return {
        "organisations": Counter(
            Organisation.objects.values_list("code", "family", "valid", "end_reason")
        ),
        "counterparts": Counter(
            Counterpart.objects.values_list("union__code", "partner__code", "valid")
        ),
        "groupings": Counter(
            Grouping.objects.values_list("kind", "superior__code", "name", "folded", "valid")
        ),
        "grouped": Counter(
            GroupingMember.objects.values_list("grouping__name", "organisation__code", "valid")
        ),
        "profiles": Counter(
            OrganisationProfile.objects.values_list(
                "organisation__code", "valid", "name", "short_name", "sort_key", "folded"
            )
        ),
        "placements": Counter(
            Placement.objects.values_list("hierarchy_id", "child__code", "parent__code", "valid")
        ),
        "lineage": Counter(Lineage.objects.values_list(*lineage)),
        "parts": Counter(
            OrganisationEventUnit.objects.values_list(
                "event__kind", "event__effective_on", "organisation__code", "role"
            )
        ),
        # The steps back: of which table, to what; the ids differ.
        "inverse": [
            Counter((step["table"], step["op"], str(step.get("old", ""))) for step in inverse)
            for inverse in OrganisationEvent.objects.order_by("pk").values_list(
                "inverse", flat=True
            )
        ],
    }


def test_the_writer_and_the_services_write_the_same(law, system, now):
    with transaction.atomic():
        by_the_services(system, now)
        wanted = _rows()
        transaction.set_rollback(True)
    assert not Organisation.objects.exists()
    by_the_writer()
    found = _rows()
    for table, rows in wanted.items():
        assert found[table] == rows, table
