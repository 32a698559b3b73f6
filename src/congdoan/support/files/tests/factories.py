"""What the tests of the support slices stand on: a unit, an officer, an upload."""

from datetime import date
from io import BytesIO
from itertools import count
from typing import Any
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile

from congdoan.foundation.valid_time import span
from congdoan.kernel.access.api import actor_for
from congdoan.kernel.accounts.models import User
from congdoan.kernel.organisations.models import Organisation, OrganisationProfile
from congdoan.kernel.people.models import Office, Person

TODAY = date(2026, 3, 10)  # a Tuesday
_numbers = count(1)
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 24
PDF = b"%PDF-1.7\n%...\ntrailer\n%%EOF\n"


def make_unit(name: str = "Công đoàn Trường Tiểu học Hoa Sen") -> Organisation:
    unit = Organisation.objects.create(
        code=f"TEST-{next(_numbers)}", family="UNION", valid=span(date(2000, 1, 1))
    )
    OrganisationProfile.objects.create(
        organisation=unit,
        valid=unit.valid,
        name=name,
        kind="GRASSROOTS_UNION",
        level="GRASSROOTS",
        sort_key="",
        folded="",
    )
    return unit


def make_user(name: str = "Trần Thị Lan", **fields: Any) -> User:
    number = next(_numbers)
    return User.objects.create(
        username=f"u{number}",
        display_name=name,
        **{"email": f"u{number}@example.org", **fields},
    )


def make_officer(
    unit: Organisation | None = None,
    *,
    name: str = "Trần Thị Lan",
    position: str = "PRESIDENT",
    today: date = TODAY,
    **fields: Any,
) -> Any:
    """Return the actor of a new person; with a unit, one who holds an office there."""
    user = make_user(name, **fields)
    family, _, given = name.rpartition(" ")
    person = Person(user=user, family_middle=family, given_name=given)
    person.settle_keys()
    person.save()
    if unit is not None:
        seat(person, unit, position=position)
    return actor_for(user, today=today)


def seat(
    person: Person, unit: Organisation, *, position: str = "PRESIDENT", until: date | None = None
) -> Office:
    return Office.objects.create(
        person=person,
        organisation=unit,
        position=position,
        valid=span(date(2020, 1, 1), until),
        appointment="ELECTED",
    )


def upload(name: str = "ban-quet.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def office_file(*parts: str, mimetype: str = "") -> bytes:
    """Return a zip package with these parts (and an ODF mark first)."""
    held = BytesIO()
    with zipfile.ZipFile(held, "w") as package:
        if mimetype:
            package.writestr("mimetype", mimetype)
        for part in parts:
            package.writestr(part, "x")
    return held.getvalue()
