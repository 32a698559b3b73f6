import pytest

from congdoan.areas.members.rules.unit_names import spellings

UNION = "cong doan co so truong tieu hoc hoa sen"


@pytest.mark.parametrize(
    "told",
    [
        UNION,
        "truong tieu hoc hoa sen",
        "tieu hoc hoa sen",
        "th hoa sen",
        "truong th hoa sen",
        "cdcs truong tieu hoc hoa sen",
        "cong doan truong tieu hoc hoa sen",
    ],
)
def test_a_union_is_found_by_what_lists_call_it(told):
    found = spellings(told)
    assert found[0] == told
    assert UNION in found


@pytest.mark.parametrize("told", ["", "truong", "cong doan", "th", "thcs hoa sen", "hoa sen"])
def test_another_school_is_not_meant(told):
    assert UNION not in spellings(told)


def test_what_the_register_writes_short_is_found_written_out():
    assert "cong doan co so truong thcs anh duong" in spellings("truong trung hoc co so anh duong")
