"""The text of one unit of a cascade: the template with the unit's own values."""

from datetime import date, datetime

from congdoan.areas.agreements.enums import Verdict
from congdoan.areas.agreements.models import Agreement, Cascade, CascadeUnit
from congdoan.areas.agreements.rules import variables
from congdoan.areas.agreements.rules.sheet import as_json
from congdoan.areas.agreements.selectors.filling import facts_of
from congdoan.areas.agreements.selectors.templates import lines_of
from congdoan.areas.agreements.selectors.text import current_version
from congdoan.areas.agreements.services.copying import write_lines
from congdoan.kernel.organisations.models import Organisation


def write_unit_text(
    cascade: Cascade,
    unit: Organisation,
    agreement: Agreement,
    *,
    partner: int,
    by: str,
    on: date,
    at: datetime,
) -> None:
    """Fill the template for a draft the unit began itself; missing values are left as dots."""
    lines = lines_of(cascade)
    if not lines:
        return
    facts = facts_of(cascade, [unit.pk], on=on, chosen={unit.pk: partner})[unit.pk]
    row, _made = CascadeUnit.objects.get_or_create(cascade=cascade, unit=unit)
    run = cascade.runs.order_by("-pk").first()
    common = run.values if run else {}
    values, _missing = variables.values_by_place(
        variables.places(lines), facts.known, common, row.values
    )
    made = write_lines(
        current_version(agreement),
        [line.as_new() for line in variables.filled(lines, values)],
        by=by,
        at=at,
    )
    row.run, row.lines, row.used = None, as_json(lines), values
    row.verdict, row.reason, row.agreement, row.made_at = Verdict.MADE, "", agreement, at
    row.clauses = [clause.stable_id.hex for clause in made]
    row.save(
        update_fields=[
            "run",
            "lines",
            "used",
            "verdict",
            "reason",
            "agreement",
            "made_at",
            "clauses",
        ]
    )
