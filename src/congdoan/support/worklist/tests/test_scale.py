from django.db import connection
import pytest

from congdoan.support.worklist.selectors.lists import escalated_work, open_count, own_work
from congdoan.support.worklist.tests.factories import make_work

pytestmark = pytest.mark.django_db
OTHERS = """
    INSERT INTO worklist_workitem (kind, key, title, folded, organisation_id, position,
        source_label, source_url, why, due, opened_on, opened_by_name, state, closed_by_name)
    SELECT 'x', 'other.' || n, 'x', 'x', %s + n %% 2000, '', 'x', '', '', '2026-03-01',
        '2026-01-01', 'x', 'OPEN', ''
    FROM generate_series(1, 20000) n
"""


def test_a_short_list_is_found_without_reading_the_countrys(lan, minh, tree):
    make_work(lan, tree.leaf)
    with connection.cursor() as cursor:
        # A planner that saw all of it in one place would expect as much in any other: the work is
        # spread over organisations that need not exist here.
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(OTHERS, [tree.far_leaf.pk])
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
        cursor.execute("ANALYZE worklist_workitem")

    for rows in (own_work(minh).open(), escalated_work(minh)):
        assert "Seq Scan on worklist_workitem" not in rows[:100].explain()
    assert open_count(minh) == 1
