"""How long papers take: medians by hand, rights by number only, a workbook."""

from datetime import timedelta
import io

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
import pytest
from python_calamine import CalamineWorkbook

from congdoan.areas.documents import api
from congdoan.areas.documents.models import Incoming
from congdoan.areas.documents.selectors.statistics import by_type, by_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def papers(tree, system, today, now):
    """Ten papers at the leaf done in 1 … 10 days, the last two late; one more open and late."""
    for days in range(1, 12):
        data = api.Arrival(
            sender_name="Sở", subject=f"việc {days}", type="STATE.CV", due=today - timedelta(days=2)
        )
        made = api.register_arrival(
            actor=system, organisation=tree.leaf, data=data, arrived_on=today, at=now
        )
        if days <= 10:
            late = days >= 9
            Incoming.objects.filter(pk=made.pk).update(
                state="DONE", done_at=made.registered_at + timedelta(days=days),
                due=today + timedelta(days=days - 1 if late else days),
            )  # fmt: skip
    Incoming.objects.filter(subject="việc 3").update(state="WITHDRAWN")  # not counted


def test_median_p90_and_late_by_type_and_by_unit(papers, tree, today):
    ask = {"first": today, "last": today, "today": today}
    (one,) = by_type(tree.leaf, **ask, branch=False)
    # Of 1 2 4 5 6 7 8 9 10: the fifth; at 0.9 × 8 = 7.2 between 9 and 10.
    assert (one.total, one.done, one.open, one.late) == (10, 9, 1, 3)
    assert (one.median, one.p90) == (6.0, 9.2)
    assert by_type(tree.middle, **ask, branch=False) == []
    assert [line.total for line in by_type(tree.middle, **ask, branch=True)] == [10]
    (below,) = by_unit(tree.province, **ask)
    assert (below.key, below.total, below.median) == (str(tree.middle.pk), 10, 6.0)
    assert by_unit(tree.far_province, **ask) == []


def test_those_above_see_figures_and_no_paper(
    papers, tree, lan, minh, chair, clerk, signed_in, today
):
    url = reverse("documents:statistics", args=[tree.leaf.pk])
    page = signed_in(lan).get(url).content.decode()
    assert "9,2" in page
    assert "việc 1" not in page
    assert reverse("documents:arrived", args=[tree.leaf.pk]) not in page
    assert signed_in(minh).get(url).status_code == 200
    # A clerk has the figures of the own unit, not of those below.
    assert signed_in(clerk).get(url).status_code == 404
    above = reverse("documents:statistics", args=[tree.middle.pk])
    assert url not in signed_in(clerk).get(above).content.decode()
    assert url in signed_in(lan).get(above).content.decode()
    assert (
        signed_in(minh).get(reverse("documents:statistics", args=[tree.middle.pk])).status_code
        == 404
    )


def test_days_are_chosen_and_wrong_ones_said(papers, tree, lan, signed_in, today):
    client, url = signed_in(lan), reverse("documents:statistics", args=[tree.middle.pk])
    later = f"{today + timedelta(days=1):%d/%m/%Y}"
    none = client.get(url, {"first": later, "last": later}).content.decode()
    assert "Không có văn bản đến nào" in none
    wrong = client.get(url, {"first": later, "last": f"{today:%d/%m/%Y}"})
    assert wrong.status_code == 422
    assert "Ngày cuối phải" in wrong.content.decode()


def test_the_workbook_says_the_same(papers, tree, lan, signed_in):
    answer = signed_in(lan).get(reverse("documents:statistics_sheet", args=[tree.middle.pk]))
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[1][2:6] == ["10", "9", "1", "3"]
    assert {row[0] for row in rows[1:]} == {"loại", "đơn vị"}


def test_queries_do_not_grow_with_papers(papers, tree, lan, signed_in, system, today, now):
    client, url = signed_in(lan), reverse("documents:statistics", args=[tree.middle.pk])

    def queries():
        with CaptureQueriesContext(connection) as caught:
            client.get(url)
        return len(caught)

    client.get(url)
    before = queries()
    api.register_arrival(
        actor=system, organisation=tree.other_leaf, arrived_on=today, at=now,
        data=api.Arrival(sender_name="Sở", subject="x", type="UNION.BC"),
    )  # fmt: skip
    assert queries() == before
