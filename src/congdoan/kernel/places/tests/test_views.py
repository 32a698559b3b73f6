from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
import pytest

from congdoan.kernel.places.models import AdminUnit, AdminUnitLink
from congdoan.kernel.places.services import load_places
from congdoan.kernel.places.services.reading import LinkFacts, PlaceData, UnitFacts

pytestmark = pytest.mark.django_db

REFORM = date(2025, 7, 1)
OLD_DAY = {"as_of": "2025-06-30"}


def old(code, level, kind, name, parent=""):
    return UnitFacts(code, level, kind, name, parent, None, REFORM, "", "Luật cũ", True)


def new(code, level, kind, name, parent="", *, verified=True):
    return UnitFacts(code, level, kind, name, parent, REFORM, None, "Luật mới", "", verified)


@pytest.fixture
def hill_country(db):
    """One province; the commune Đồi was divided, Suối went whole into Đông, Núi leads nowhere."""
    load_places(
        data=PlaceData(
            [
                old("68", "PROVINCE", "PROVINCE", "Lâm Thử"),
                old("672", "DISTRICT", "RURAL_DISTRICT", "Cao", "68"),
                old("00001", "COMMUNE", "COMMUNE", "Đồi", "672"),
                old("00002", "COMMUNE", "COMMUNE", "Suối", "672"),
                old("00003", "COMMUNE", "COMMUNE", "Núi", "672"),
                new("68", "PROVINCE", "PROVINCE", "Lâm Thử"),
                new("00001", "COMMUNE", "WARD", "Đông", "68"),
                new("00009", "COMMUNE", "WARD", "Tây", "68", verified=False),
            ],
            [
                LinkFacts(REFORM, "68", "68", "WHOLE", "Luật mới", verified=True),
                LinkFacts(REFORM, "00001", "00001", "PART", "Luật mới", verified=True),
                LinkFacts(REFORM, "00001", "00009", "PART", "Luật mới", verified=False),
                LinkFacts(REFORM, "00002", "00001", "WHOLE", "Luật mới", verified=True),
            ],
        )
    )


@pytest.fixture
def desk(signed_in, stranger):
    return signed_in(stranger)


def text_of(response):
    assert response.status_code == 200
    return response.content.decode()


def unit_page(desk, code, **query):
    return desk.get(reverse("places:unit", args=[code]), query)


def test_who_is_not_signed_in_is_asked_to(client, hill_country):
    for url in (reverse("places:index"), reverse("places:old_address")):
        assert client.get(url).status_code == 302


def test_the_first_page_lists_the_provinces_of_the_day(desk, hill_country):
    assert "Tỉnh Lâm Thử" in text_of(desk.get(reverse("places:index")))
    old_page = text_of(desk.get(reverse("places:index"), OLD_DAY))
    assert "3 xã" in old_page
    assert "as_of=2025-06-30" in old_page


def test_without_data_the_first_page_says_how_to_load_it(desk, db):
    assert "load_places" in text_of(desk.get(reverse("places:index")))


@pytest.mark.parametrize("asked", ["doi, cao", "Đồi", "Đo\u0302\u0300i", "00001"])
def test_search_needs_no_diacritics_and_takes_any_form(desk, hill_country, asked):
    page = text_of(desk.get(reverse("places:index"), OLD_DAY | {"q": asked}))
    assert "Xã Đồi, Huyện Cao, Tỉnh Lâm Thử" in page


def test_a_search_that_finds_only_an_ended_unit_leads_to_the_lookup(desk, hill_country):
    page = text_of(desk.get(reverse("places:index"), {"q": "Suối"}))
    assert reverse("places:old_address") + "?q=Su%E1%BB%91i" in page
    assert "Hãy bớt chữ" in text_of(desk.get(reverse("places:index"), {"q": "zzzz"}))


def test_what_is_searched_for_is_escaped(desk, hill_country):
    asked = {"q": "<script>alert(1)</script>"}
    for name in ("places:index", "places:old_address"):
        assert "<script>alert" not in text_of(desk.get(reverse(name), asked))


def test_a_unit_page_tells_its_history(desk, hill_country):
    page = text_of(unit_page(desk, "00001"))
    assert "Phường Đông" in page
    assert "Xã Đồi, Huyện Cao, Tỉnh Lâm Thử" in page
    assert "Xã Suối, Huyện Cao, Tỉnh Lâm Thử" in page
    assert "Luật mới" in page
    then = text_of(unit_page(desk, "00001", **OLD_DAY))
    assert "Phường Tây, Tỉnh Lâm Thử" in then
    assert "một phần" in then
    assert "chưa đối chiếu" in then


def test_a_unit_that_ended_is_shown_on_its_last_day_with_a_note(desk, hill_country):
    page = text_of(unit_page(desk, "672"))
    assert "Huyện Cao" in page
    assert "30/06/2025" in page
    assert "Xã Suối" in page
    assert "Chưa rõ đơn vị kế tiếp" in text_of(unit_page(desk, "00003"))


def test_an_unknown_code_is_not_found(desk, hill_country):
    assert unit_page(desk, "77777").status_code == 404


def test_the_lookup_shows_every_candidate_and_chooses_none(desk, hill_country):
    page = text_of(desk.get(reverse("places:old_address"), {"q": "xã Đồi, Lâm Thử"}))
    assert "Phường Đông" in page
    assert "Phường Tây" in page
    assert "Có nhiều khả năng" in page


def test_the_lookup_says_when_the_successor_is_not_known(desk, hill_country):
    page = text_of(desk.get(reverse("places:old_address"), {"q": "xã Núi"}))
    assert "Chưa rõ đơn vị kế tiếp" in page
    assert "Không thấy đơn vị cũ" in text_of(
        desk.get(reverse("places:old_address"), {"q": "phường Tây"})
    )


@pytest.mark.parametrize(
    ("name", "args", "query"),
    [
        ("places:index", [], {}),
        ("places:index", [], {"q": "phuong"}),
        ("places:unit", ["68"], {}),
        ("places:unit", ["00001"], {}),
        ("places:old_address", [], {"q": "xa"}),
    ],
)
def test_pages_cost_the_same_for_few_and_for_many(desk, hill_country, name, args, query):
    def cost():
        with CaptureQueriesContext(connection) as counted:
            text_of(desk.get(reverse(name, args=args), query))
        return len(counted)

    cost()
    few = cost()
    for number in range(3):
        again(AdminUnit.objects.get(name="Tây"), f"0005{number}")
        suoi, dong = AdminUnit.objects.get(name="Suối"), AdminUnit.objects.get(name="Đông")
        copy = again(suoi, f"0006{number}")
        AdminUnitLink.objects.create(old=copy, new=dong, relation="WHOLE")
    assert cost() == few


def again(unit, code):
    unit.pk, unit.code, unit.name = None, code, f"{unit.name} {code}"
    unit.save(force_insert=True)
    return unit
