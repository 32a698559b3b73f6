from datetime import timedelta
import unicodedata

import pytest

from congdoan.kernel.accounts.rules import activation_codes, devices, lockout, names, phones


@pytest.mark.parametrize(
    "typed",
    [
        "0912345678",
        "0912 345 678",
        "0912.345.678",
        "+84912345678",
        "+84 912 345 678",
        "84 912 345 678",
        "84912345678",
        "(+84) 912-345-678",
    ],
)
def test_one_phone_number_has_one_spelling(typed):
    assert phones.normal_phone(typed) == "+84912345678"


@pytest.mark.parametrize("typed", ["", "lan", "12345", "0912", "09123456789012", "+999123"])
def test_what_is_no_phone_number_gives_nothing(typed):
    assert phones.normal_phone(typed) == ""


def test_a_landline_and_a_foreign_number_are_numbers():
    assert phones.normal_phone("024 3823 1234") == "+842438231234"
    assert phones.normal_phone("+81 90-1234-5678") == "+819012345678"


def test_phones_are_shown_as_people_read_them():
    assert phones.national_phone("+84912345678") == "0912 345 678"
    assert phones.national_phone("+819012345678") == "+81 90-1234-5678"
    assert phones.national_phone("") == ""
    assert phones.national_phone("hỏng") == "hỏng"


def test_a_user_name_typed_with_diacritics_or_capitals_is_the_same_name():
    for form in ("NFC", "NFD"):
        typed = unicodedata.normalize(form, "Lan.Nguyễn")
        assert names.normal_user_name(typed) == "lan.nguyen"
    assert names.normal_user_name(" ĐỖ-lan ") == "do-lan"


@pytest.mark.parametrize("name", ["lan", "lan.nguyen-2", "a_b"])
def test_a_fit_user_name(name):
    assert names.is_user_name(name)


@pytest.mark.parametrize("name", ["", "ab", "0912345678", "lan@x", "lan nguyen", ".lan", "a" * 61])
def test_an_unfit_user_name(name):
    assert not names.is_user_name(name)


def test_codes_are_read_from_paper_in_any_case_and_grouping():
    code = activation_codes.new_code()
    assert len(code) == 12
    assert set(code) <= set(activation_codes.ALPHABET)
    assert not set(code) & set("01OIL")
    shown = activation_codes.spelled(code)
    assert len(shown.split("-")) == 3
    assert activation_codes.normal_code(f" {shown.lower()} ") == code
    assert activation_codes.new_code() != code


def test_waiting_starts_after_five_tries_doubles_and_stays_short():
    waits = [lockout.wait_after(failures, free=5) for failures in range(1, 12)]
    minutes = [wait // timedelta(minutes=1) for wait in waits]
    assert minutes == [0, 0, 0, 0, 1, 2, 4, 8, 15, 15, 15]
    assert lockout.wait_after(10_000, free=5) == timedelta(minutes=15)


@pytest.mark.parametrize(
    ("sent", "name"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537 Chrome/130 Safari/537", "Chrome · Windows"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/130 Safari/537 Edg/130", "Edge · Windows"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/130 Mobile Safari/537", "Chrome · Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17 like Mac OS X) Safari/604", "Safari · iPhone"),
        ("curl/8", "curl/8"),
        ("", "?"),
    ],
)
def test_devices_have_names(sent, name):
    assert devices.device_name(sent) == name
