from datetime import date
from io import StringIO

from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
import pytest

from congdoan.kernel.places.models import AdminUnit, AdminUnitLink
from congdoan.kernel.places.services import FaultyData, load_places, read_place_data
from congdoan.kernel.places.services.reading import PlaceData, UnitFacts

pytestmark = pytest.mark.django_db

OLD = "10001|COMMUNE|COMMUNE|Cũ|1||2025-07-01|||1"
NEW = "10001|COMMUNE|WARD|Mới|1|2025-07-01||L||1"
LINK = "2025-07-01|10001|10001|WHOLE|L|1"


def rows():
    return (
        sorted(AdminUnit.objects.values_list("pk", "code", "name", "valid")),
        sorted(AdminUnitLink.objects.values_list("pk", "old", "new", "relation")),
    )


def test_loading_twice_is_loading_once(tables):
    data = read_place_data(tables([OLD, NEW], [LINK]))
    first = load_places(data=data)
    before = rows()
    second = load_places(data=data)
    assert (first.added, first.links_added) == (2, 1)
    assert (second.added, second.changed, second.removed, second.links_added) == (0, 0, 0, 0)
    assert rows() == before


def test_a_corrected_name_keeps_the_row(tables):
    load_places(data=read_place_data(tables([OLD, NEW], [LINK])))
    pk = AdminUnit.objects.get(kind="WARD").pk
    done = load_places(data=read_place_data(tables([OLD, NEW.replace("Mới", "Sửa")], [LINK])))
    assert done.changed == 1
    assert AdminUnit.objects.get(pk=pk).folded == "phuong sua"


def test_a_unit_that_left_the_data_is_removed_with_its_links(tables):
    load_places(data=read_place_data(tables([OLD, NEW], [LINK])))
    done = load_places(data=read_place_data(tables([OLD])))
    assert (done.removed, AdminUnitLink.objects.count()) == (1, 0)


def test_names_are_stored_composed(tables):
    load_places(data=read_place_data(tables([NEW.replace("Mới", "Mo\u031b\u0301i")])))
    assert AdminUnit.objects.get().name == "Mới"


@pytest.mark.parametrize(
    ("units", "links"),
    [
        ([OLD, NEW.replace("2025-07-01", "2025-06-01")], []),
        ([OLD.replace("2025-07-01", ""), NEW], []),
        ([OLD, NEW], [LINK.replace("10001|10001", "10001|10002")]),
        ([OLD, NEW], [LINK.replace("2025-07-01", "2025-07-02")]),
    ],
    ids=["overlap", "never ended", "unknown successor", "wrong day"],
)
def test_tables_that_contradict_themselves_are_refused(tables, units, links):
    with pytest.raises(FaultyData):
        read_place_data(tables(units, links))


def test_the_command_says_what_is_wrong_and_loads_nothing(tables):
    folder = tables([OLD, NEW], [LINK.replace("10001|10001", "10001|10002")])
    with pytest.raises(CommandError, match="10002"):
        call_command("load_places", "--from", str(folder), stdout=StringIO())
    with pytest.raises(CommandError):
        call_command("load_places", "--from", str(folder / "nowhere"), stdout=StringIO())
    assert not AdminUnit.objects.exists()


def test_the_database_refuses_two_units_with_one_code_on_one_day(tables):
    load_places(data=read_place_data(tables([NEW])))
    twin = AdminUnit.objects.get()
    twin.pk, twin.valid = None, DateRange(date(2026, 1, 1), None)
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save(force_insert=True)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.lists(
            st.dictionaries(
                st.sampled_from(["00001", "00002", "00003", "00004"]),
                st.tuples(st.text("aăâđê ", min_size=1, max_size=6), st.booleans()),
            ),
            min_size=1,
            max_size=1,
        ),
        min_size=1,
        max_size=4,
    )
)
def test_after_any_series_of_loads_the_table_says_what_the_last_one_said(series):
    for (units,) in series:
        facts = [
            UnitFacts(code, "COMMUNE", "WARD", name, "", date(2025, 7, 1), None, "", "", verified)
            for code, (name, verified) in units.items()
        ]
        load_places(data=PlaceData(facts, []))
        again = load_places(data=PlaceData(facts, []))
        assert (again.added, again.changed, again.removed) == (0, 0, 0)
    said = {(unit.code, unit.name, unit.verified) for unit in AdminUnit.objects.all()}
    assert said == {(code, name, verified) for code, (name, verified) in units.items()}
