"""A member with a sign-in at Minh's leaf: they ask, Minh answers."""

from datetime import date

import pytest

from congdoan.kernel.accounts.models import User

BORN = date(1980, 2, 29)


@pytest.fixture
def member(tree, enrol):
    who = enrol(
        tree.leaf,
        "Đặng Thị Hòa",
        born=BORN,
        phone="0912345678",
        sealed={"CITIZEN_ID": "001180000123"},
    )
    who.user = User.objects.create(username="hoa.dang", display_name="Đặng Thị Hòa")
    who.save(update_fields=["user"])
    return who


@pytest.fixture
def dang(member, actor_of):
    """The actor of that member, who holds no office."""
    return actor_of(member)
