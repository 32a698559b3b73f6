"""One's own page: all that is kept, who looked, and the file to take along."""

from datetime import date
import json

from django.urls import reverse
import pytest

from congdoan.areas.members.api import unseal_facts
from congdoan.kernel.accounts.models import User
from congdoan.kernel.audit.models import AuditEntry

pytestmark = pytest.mark.django_db

PAGE, FILE = reverse("members:oneself"), reverse("members:take_along")


def test_a_member_reads_and_takes_along_their_own(minh, tree, enrol, signed_in, actor_of):
    who = enrol(
        tree.leaf,
        "Đặng Thị Hòa",
        born=date(1980, 2, 29),
        phone="0912345678",
        sealed={"ETHNICITY": "02", "CITIZEN_ID": "001180000123"},
    )
    who.user = User.objects.create(username="hoa.dang", display_name="Đặng Thị Hòa")
    who.save(update_fields=["user"])
    unseal_facts(actor=minh, organisation=tree.leaf, person=who, purpose="Gọi mời họp")
    before = AuditEntry.objects.count()
    client = signed_in(actor_of(who))
    page = client.get(PAGE).content.decode()
    for words in ("29/02/1980", "0912345678", "001180000123", "Tày", "Hoa Sen", "Gọi mời họp"):
        assert words in page
    assert "⟦undefined" not in page
    data = json.loads(client.get(FILE).content)
    assert data["person"]["birth_date"] == "1980-02-29"
    assert data["looked_at_by"][0]["purpose"] == "Gọi mời họp"
    assert data["memberships"][0]["union"]
    assert AuditEntry.objects.count() == before


def test_who_is_no_member_is_told_the_way_in(hoa, signed_in, client):
    page = signed_in(hoa).get(PAGE)
    assert page.status_code == 200
    assert "chưa có trong sổ" in page.content.decode()
    client.logout()
    assert client.get(PAGE).status_code == 302
    assert client.get(FILE).status_code == 302
