"""What events mean for reports (docs/meaning-of-events.md)."""

from congdoan.areas.reporting.models import Report
from congdoan.areas.reporting.selectors.standing import in_place_of
from congdoan.kernel.organisations.models import Organisation


def said_of_reports():
    found = Report.objects.values_list("organisation", "superior", "state", "round__on")
    return sorted(map(str, found))


def check_reports(check):
    """Register the checks of the row of reports."""

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
