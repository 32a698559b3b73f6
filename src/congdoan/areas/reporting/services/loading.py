"""Form packs become rows: loaded again, they change nothing."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction

from congdoan.areas.reporting.models import Cell, Check, Form, FormVersion, Line, Section
from congdoan.areas.reporting.rules.packs import Pack, SectionSpec, read_packs

SHIPPED = Path(__file__).resolve().parent.parent / "data"


@dataclass(frozen=True)
class Loaded:
    """What a loading did."""

    added: int
    changed: int
    unchanged: int


@transaction.atomic
def load_forms(*, at: datetime, folder: Path = SHIPPED) -> Loaded:
    """
    Store the shipped forms.

    A version a round has used stays as it was used; a corrected file then becomes the next one.

    :raises FormPackIsBroken: at the first fault of a file; nothing is stored then
    """
    done = [_load(pack, at) for pack in read_packs(folder)]
    return Loaded(done.count("added"), done.count("changed"), done.count("unchanged"))


def _load(pack: Pack, at: datetime) -> str:
    form, _made = Form.objects.update_or_create(
        code=pack.form, defaults={"title": pack.title, "kind": pack.kind, "owner": None}
    )
    if form.versions.filter(digest=pack.digest).exists():
        return "unchanged"
    standing = form.versions.select_for_update().filter(number=pack.number).first()
    number, outcome = pack.number, "added"
    if standing is not None and not standing.is_frozen:
        standing.delete()
        outcome = "changed"
    elif standing is not None:
        newest = form.versions.order_by("-number").first()
        number = newest.number + 1 if newest else pack.number
    write_version(form, number, pack, at)
    return outcome


def write_version(
    form: Form, number: int, pack: Pack, at: datetime, *, by: str = ""
) -> FormVersion:
    """Store a version with its sections, lines, cells and checks."""
    version = FormVersion.objects.create(
        form=form,
        number=number,
        legal_basis=pack.legal_basis,
        source=pack.source,
        verified=pack.verified,
        digest=pack.digest,
        made_at=at,
        made_by_name=by,
        published_at=at,
    )
    write_content(version, pack)
    return version


def write_content(version: FormVersion, pack: Pack) -> None:
    """Store the sections, lines, cells and checks of a version that has none."""
    place = 0
    for order, part in enumerate(pack.sections):
        section = Section.objects.create(
            version=version,
            position=order,
            code=part.code,
            kind=part.kind,
            title=part.title,
            hint=part.hint,
            required=part.required,
        )
        place = _lines(section, part, place)
    _tie(version)
    Check.objects.bulk_create(
        Check(
            version=version,
            position=order,
            kind=one.kind,
            severity=one.severity,
            series=one.series,
            operator=one.operator,
            terms=list(one.terms),
            low=one.low,
            high=one.high,
            message=one.message,
        )
        for order, one in enumerate(pack.checks)
    )


def _lines(section: Section, part: SectionSpec, place: int) -> int:
    """Store the lines of a table; return the next free position of a cell."""
    lines = Line.objects.bulk_create(
        Line(
            section=section,
            position=order,
            number=one.number,
            title=one.title,
            unit=one.unit,
            code=one.code,
            measure=one.measure,
            roll_up=one.roll_up,
            parts=list(one.parts),
            whole=one.whole,
            depth=one.depth,
            required=one.required,
            negative=one.negative,
        )
        for order, one in enumerate(part.lines)
    )
    cells: list[Cell] = []
    for line, one in zip(lines, part.lines, strict=True):
        for breakdown, series in one.series:
            cells.append(
                Cell(
                    version_id=section.version_id,
                    line=line,
                    position=place + len(cells),
                    breakdown=breakdown,
                    series=series,
                    roll_up=one.roll_up,
                )
            )
    Cell.objects.bulk_create(cells)
    return place + len(cells)


def _tie(version: FormVersion) -> None:
    """Write into each cell the positions it is computed from."""
    cells = list(version.cells.select_related("line"))
    places = {one.series: one.position for one in cells}
    for one in cells:
        one.parts = [places[code] for code in one.line.parts if code in places]
    Cell.objects.bulk_update([one for one in cells if one.parts], ["parts"])
