"""What events mean for reports (docs/meaning-of-events.md)."""

from congdoan.areas.analysis.models import Board, SavedView
from congdoan.areas.reporting.models import Report
from congdoan.areas.reporting.selectors.standing import in_place_of
from congdoan.kernel.organisations.models import Organisation


def said_of_reports():
    found = Report.objects.values_list("organisation", "superior", "state", "round__on")
    return sorted(map(str, found))


def keep_a_view(w, form):
    """Let the leaf keep a view and a dashboard."""
    SavedView.objects.create(
        organisation=w.tree.leaf, title="x", form=form, look="PROGRESS", made_by_name="A",
        made_at=w.at,
    )  # fmt: skip
    Board.objects.create(organisation=w.tree.leaf, below=True)


def said_of_views():
    kept = SavedView.objects.values_list("organisation", "title", "shared")
    boards = Board.objects.values_list("organisation", "below")
    return sorted(map(str, [*kept, *boards]))


def check_reports(check):
    """Register the checks of the row of reports."""

    @check("view", "establish", "rename", "transfer", "dissolve", "merge", "divide")
    def _a_view_stays_where_it_was_kept(before, after, w):
        assert before["view"] == after["view"]
        assert len(after["view"]) == 2

    @check("report", "establish", "rename", "transfer")
    def _it_stays_with_its_superior(before, after, w):
        assert before["report"] == after["report"]
        assert in_place_of(w.tree.leaf, on=w.day) == [w.tree.leaf.pk]

    @check("report", "dissolve")
    def _the_superior_hands_it_in(before, after, w):
        assert before["report"] == after["report"]
        assert _in_place(w) == {w.tree.middle.pk}

    @check("report", "merge", "divide")
    def _a_result_hands_it_in(before, after, w):
        assert before["report"] == after["report"]
        made = Organisation.objects.filter(code__in=["N1", "N2"]).values_list("pk", flat=True)
        assert _in_place(w) == ({w.tree.far_leaf.pk} if w.event == "merge" else set(made))


def _in_place(w):
    return set(in_place_of(Organisation.objects.get(pk=w.tree.leaf.pk), on=w.day))
