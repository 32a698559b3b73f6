from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from congdoan.kernel.places.models import AdminUnit, AdminUnitLink
from congdoan.kernel.places.services import load_places, read_place_data


@pytest.fixture(scope="module")
def shipped(django_db_setup, django_db_blocker) -> Iterator[None]:
    """The shipped tables, loaded once for a module and taken away after it."""
    with django_db_blocker.unblock():
        load_places(data=read_place_data())
        yield
        AdminUnitLink.objects.all().delete()
        AdminUnit.objects.all().delete()


@pytest.fixture
def place(db) -> Callable[[str, date], AdminUnit]:
    """The unit that held a code on a day; the test fails when there was none."""

    def get(code: str, day: date) -> AdminUnit:
        return AdminUnit.objects.on(day).get(code=code)

    return get


@pytest.fixture
def tables(tmp_path) -> Callable[..., Path]:
    """Write the three tables: ``tables(units=[…], links=[…])``."""

    def write(units: list[str], links: list[str] = ()) -> Path:
        heads = {
            "units": "code level kind name parent from until act ended_by verified",
            "links": "on old new relation act verified",
            "acts": "key title",
        }
        lines = {"units": units, "links": list(links), "acts": ["L|Luật thử nghiệm"]}
        for name, head in heads.items():
            rows = [head.replace(" ", "\t"), *(line.replace("|", "\t") for line in lines[name])]
            (tmp_path / f"{name}.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")
        return tmp_path

    return write
