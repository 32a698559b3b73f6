import unicodedata

from hypothesis import given
from hypothesis import strategies as st
import pytest

from congdoan.kernel.places import rules


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Phường Phúc Xá, Quận Ba Đình, Hà Nội", ["phuong phuc xa", "quan ba dinh", "ha noi"]),
        ("P.5, Q.3, TP. HCM", ["phuong 5", "quan 3", "thanh pho ho chi minh"]),
        ("p05; q 3; Sài Gòn", ["phuong 5", "quan 3", "thanh pho ho chi minh"]),
        ("TX. Gò Công, T. Tiền Giang, Việt Nam", ["thi xa go cong", "tinh tien giang"]),
        ("Xã Hoà An", ["xa hoa an"]),
        (" , ;\n", []),
        ("", []),
    ],
)
def test_an_address_is_read_as_people_write_it(written, folded):
    assert [part.folded for part in rules.address_parts(written)] == folded


def test_a_name_that_begins_like_a_short_form_is_left_alone():
    assert rules.address_parts("Trà Vinh")[0].folded == "tra vinh"
    assert rules.address_parts("Quảng Ninh")[0].folded == "quang ninh"
    assert rules.address_parts("Huế")[0].folded == "hue"


@given(st.text(max_size=80))
def test_composed_and_decomposed_text_mean_the_same(text):
    composed = rules.address_parts(unicodedata.normalize("NFC", text))
    decomposed = rules.address_parts(unicodedata.normalize("NFD", text))
    assert [part.folded for part in composed] == [part.folded for part in decomposed]


def test_numbered_wards_are_listed_in_their_order():
    names = ["10", "2", "Ninh Kiều", "1"]
    assert sorted(names, key=rules.unit_sort_key) == ["1", "2", "10", "Ninh Kiều"]


def test_the_name_is_kept_as_written_without_its_kind():
    assert rules.written_name("Phường Hòa An") == "Hòa An"
    assert rules.written_name("Hòa An") == "Hòa An"
    assert rules.written_name("P.5") == "P.5"
