"""Freezing: whom a rule names at the instant of sending, and their lines in batches."""

from datetime import date, datetime

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F
from psycopg.types.json import Jsonb

from congdoan.areas.documents.models import Document, Sending
from congdoan.areas.documents.selectors.receiving import Rule, new_ones, unscoped_receivers
from congdoan.kernel.organisations.enums import HierarchyId

_CHOOSE = """
INSERT INTO documents_sending (document_id, "on", at, by_name, rule, units, count, written)
SELECT %(document)s, %(on)s, %(at)s, %(by)s, %(rule)s, units, cardinality(units), 0
FROM (SELECT coalesce(array_agg(found.id ORDER BY found.id), '{}') FROM ({found}) AS found (id))
  AS chosen (units)
RETURNING id, count
"""


def choose(
    document: Document, rule: Rule, *, by: str, on: date, at: datetime
) -> tuple[int | None, int]:
    """
    Write down whom the rule names at this instant; return the sending and how many they are.

    One statement that only reads the tree: 130,000 receivers hold nobody up.
    """
    try:
        named = unscoped_receivers(document.organisation_id, rule, on=on)
        found = new_ones(document.pk, named)
        sql, params = found.values_list("pk").query.sql_with_params()
    except EmptyResultSet:  # Django knows that nobody can match
        return None, 0
    names = {f"p{place}": value for place, value in enumerate(params)}
    for name in names:
        sql = sql.replace("%s", f"%({name})s", 1)
    values = {
        "document": document.pk,
        "by": by,
        "rule": Jsonb(rule.stored()),
        "on": on,
        "at": at,
        **names,
    }
    with connection.cursor() as cursor:
        cursor.execute(_CHOOSE.replace("{found}", sql), values)
        sending, count = cursor.fetchone()
        return int(sending), int(count)


_WRITE = """
INSERT INTO documents_receiver
  (document_id, organisation_id, name, address, channel, branch_id, state, changed_at)
SELECT sending.document_id, part.id, '', '', 'SYSTEM', way.branch, '00', sending.at
FROM documents_sending AS sending
CROSS JOIN unnest(sending.units[sending.written + 1 : sending.written + %(most)s]) AS part (id)
-- A founding that was undone meanwhile has taken its unit with it.
JOIN organisations_organisation AS there ON there.id = part.id
LEFT JOIN LATERAL (
  SELECT placed.child_id AS branch FROM organisations_lineage AS line
  JOIN organisations_placement AS placed ON placed.child_id = line.ancestor_id
    AND placed.hierarchy_id = %(command)s AND placed.parent_id = %(sender)s
    AND placed.valid @> sending."on"
  WHERE line.hierarchy_id = %(command)s AND line.descendant_id = part.id
    AND line.valid @> sending."on"
  LIMIT 1
) AS way ON true
WHERE sending.id = %(sending)s
ON CONFLICT DO NOTHING
"""


def write_lines(sending: Sending, *, sender: int, most: int) -> int:
    """Give the next of whom a sending names their lines, with the branch each stood in."""
    values = {"sending": sending.pk, "most": most, "sender": sender, "command": HierarchyId.COMMAND}
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, values)
    done = min(most, sending.count - sending.written)
    Sending.objects.filter(pk=sending.pk).update(written=F("written") + done)
    return done


def unfinished(document: int) -> Sending | None:
    """Return the sending whose receivers are being written down, if there is one."""
    rows = Sending.objects.defer("units").filter(document=document, stopped_at__isnull=True)
    return rows.filter(written__lt=F("count")).order_by("pk").first()
