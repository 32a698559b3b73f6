"""A tree of the size of the country, founded by the product's own services."""

from collections.abc import Callable, Iterator
import time

from benchmarks.stage import (
    BRANCH,
    BRANCH_CODE,
    COMMUNE_SIZE,
    FOUNDED,
    NATION,
    PASSWORD,
    PROVINCES,
    TODAY,
    now,
)
from congdoan.kernel.access.api import system_actor
from congdoan.kernel.accounts.models import User
from congdoan.kernel.organisations.api import (
    Decision,
    NewOrganisation,
    ProfileData,
    establish_organisations,
)
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.people.api import OfficeData, appoint
from congdoan.kernel.people.models import Person

TOOK_OFFICE = FOUNDED.replace(year=2023)
SCHOOLS = ("Mầm non", "Tiểu học", "THCS", "THPT", "Tiểu học và THCS")
NAMES = ("Hoa Sen", "Ánh Dương", "Lê Lợi", "Nguyễn Huệ", "Đinh Tiên Hoàng", "Võ Thị Sáu", "Ea Kar")


def build(say: Callable[[str], None]) -> None:
    begun = time.monotonic()
    actor = system_actor(today=TODAY)
    missing = [batch for batch in batches() if not _there(batch)]
    for news in missing:
        establish_organisations(actor=actor, news=news, decision=Decision(number="1"), at=now())
    if missing:
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
        took = time.monotonic() - begun
        say(f"Đã dựng {Organisation.objects.count()} tổ chức trong {took:.0f} giây")
    for user_name, code in (("ca-nuoc", "TLD"), ("mot-tinh", BRANCH_CODE)):
        _officer(user_name, code)


def _there(news: list[NewOrganisation]) -> bool:
    return Organisation.objects.filter(code=news[0].code).exists()


def batches() -> Iterator[list[NewOrganisation]]:
    """The root, then a province at a time."""
    yield [_new("TLD", "Tổng Liên đoàn", "L1_CENTRAL", "")]
    rest, left = NATION - 1 - BRANCH, PROVINCES - 1
    for number in range(PROVINCES):
        if number == 0:
            yield list(_province(number, BRANCH))
        else:
            size = rest // left
            rest, left = rest - size, left - 1
            yield list(_province(number, size))


def _province(number: int, size: int) -> Iterator[NewOrganisation]:
    code = f"TINH-{number:02}"
    yield _new(code, f"Liên đoàn Lao động tỉnh thứ {number}", "L2_PROVINCE", "TLD")
    commune = ""
    for place in range(size - 1):
        if place % (COMMUNE_SIZE + 1) == 0:
            commune = f"{code}.X{place:05}"
            yield _new(commune, f"Công đoàn xã {NAMES[place % 7]} {place}", "L3_OTHER", code)
        else:
            name = f"Trường {SCHOOLS[place % 5]} {NAMES[place * 13 % 7]} {place}"
            own = f"{code}.S{place:05}"
            yield _new(own, f"Công đoàn cơ sở {name}", "L4_GRASSROOTS", commune)


def _new(code: str, name: str, level: str, parent: str) -> NewOrganisation:
    return NewOrganisation(
        code=code,
        family="UNION",
        profile=ProfileData(name=name, level=level),
        on=FOUNDED,
        parents={1: parent} if parent else {},
    )


def _officer(user_name: str, code: str) -> None:
    if User.objects.filter(username=user_name).exists():
        return
    user = User(username=user_name, display_name="Người đo")
    user.set_password(PASSWORD)
    user.save()
    person = Person(family_middle="Người", given_name="Đo", user=user)
    person.settle_keys()
    person.save()
    appoint(
        actor=system_actor(today=TODAY),
        person=person,
        organisation=Organisation.objects.get(code=code),
        data=OfficeData(position="PRESIDENT", start=TOOK_OFFICE, decision_no="1"),
    )
