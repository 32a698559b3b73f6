"""Addresses are remembered, never mixed up."""

from types import SimpleNamespace

from django.urls import NoReverseMatch, clear_script_prefix, reverse, set_script_prefix
import pytest

from congdoan.foundation.addresses import address, page_of


def test_an_address_is_what_django_says():
    assert address("organisations:register") == reverse("organisations:register")


@pytest.mark.parametrize("pk", [1, 0, 98])
def test_a_row_leads_to_its_own_page(pk):
    link = page_of("organisations:detail", "organisation_id")
    row = SimpleNamespace(organisation_id=pk)
    assert link(row) == reverse("organisations:detail", args=[pk])


def test_a_folder_in_front_of_all_addresses_is_kept():
    bare = address("organisations:register")
    set_script_prefix("/cong-doan/")
    try:
        assert address("organisations:register") == f"/cong-doan{bare}"
    finally:
        clear_script_prefix()


def test_an_unknown_page_is_said():
    with pytest.raises(NoReverseMatch):
        address("organisations:no-such-page")
