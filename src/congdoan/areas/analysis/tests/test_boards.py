"""Saved views and dashboards: kept, shared, arranged, answered with the reader's own rights."""

from django.urls import reverse
import pytest

from congdoan.areas.analysis.api import (
    Board,
    SavedView,
    ViewData,
    begin_board,
    place_view,
    save_view,
    share_board,
)
from congdoan.areas.analysis.rules.refusals import (
    BoardIsFull,
    NothingAsked,
    OnlyArrangersShare,
    TooManyViews,
)
from congdoan.areas.analysis.selectors.answers import answer_of
from congdoan.areas.analysis.selectors.saved import boards_above, visible_views
from congdoan.areas.analysis.services import saving
from congdoan.areas.reporting.api import accept_report
from congdoan.areas.reporting.services.rolling import roll_waiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def round_(submitted, lan, today, now):
    accept_report(actor=lan, report=submitted, words="", on=today, at=now)
    roll_waiting(submitted.round_id)
    return submitted.round


@pytest.fixture
def keep(round_, lan, tree, now):
    def act(look="TABLE", *, actor=lan, unit=None, **more):
        more.setdefault("series", ["T_MEM"])
        data = ViewData("Đoàn viên", round_.version.form_id, look, **more)
        return save_view(actor=actor, organisation=unit or tree.middle, data=data, at=now)

    return act


def test_what_is_looked_at_is_kept_found_and_taken_away(round_, lan, signed_in):
    client = signed_in(lan)
    asked = reverse("analysis:save", args=[round_.pk]) + "?cot=1&cot=2"
    page = client.get(asked)
    assert "Lưu bảng xem" in page.content.decode()
    typed = {"title": "Đoàn viên các trường", "look": "CHART", "whose": "here", "shared": "UNIT"}
    assert client.post(asked, typed | {"title": ""}).status_code == 422
    made = client.post(asked, typed, follow=True).content.decode()
    assert "Đoàn viên các trường" in made
    assert "<svg xmlns" in made
    view = SavedView.objects.get()
    assert view.series == ["T_MEM", "T_FEM"]
    assert view.title in client.get(reverse("analysis:views")).content.decode()
    client.post(reverse("analysis:view_place", args=[view.pk]))
    assert view.title in client.get(reverse("analysis:home"), follow=True).content.decode()
    client.post(reverse("analysis:view_remove", args=[view.pk]))
    assert not SavedView.objects.exists()


@pytest.mark.parametrize("look", ["TABLE", "CHART", "MAP", "FIGURE", "PROGRESS"])
def test_each_look_answers(keep, look, lan):
    found = answer_of(lan, keep(look))
    assert not found.silent
    shown = {
        "TABLE": found.rows,
        "CHART": found.charts,
        "MAP": found.map and found.map.tiles,
        "FIGURE": found.figure,
        "PROGRESS": found.progress,
    }
    assert shown[look]
    if look == "FIGURE":
        assert found.figure[1] == "40"


def test_a_shared_view_shows_only_what_its_reader_may_see(keep, lan, minh, hoa, tree):
    one = keep("FIGURE", branch_id=tree.middle.pk, shared="BELOW")
    assert answer_of(lan, one).figure
    assert visible_views(minh).filter(pk=one.pk).exists()
    found = answer_of(minh, one)
    assert found.silent
    assert not found.figure
    own = keep("FIGURE")
    assert not visible_views(minh).filter(pk=own.pk).exists()
    assert not visible_views(hoa).filter(pk__in=[own.pk, one.pk]).exists()


def test_lines_that_left_the_form_are_told(keep, lan):
    assert "không còn" in answer_of(lan, keep("FIGURE", series=["GONE"])).silent


def test_the_dashboard_begins_with_three_and_is_arranged(round_, lan, tree, now, signed_in):
    client, here = signed_in(lan), reverse("analysis:board", args=[tree.middle.pk])
    assert "Đưa ba bảng này lên" in client.get(here).content.decode()
    client.post(here + "co-san/")
    board = Board.objects.get()
    first, second, third = board.tiles.order_by("position")
    client.post(f"{here}o/{third.pk}/len/")
    assert list(board.tiles.order_by("position")) == [first, third, second]
    client.post(f"{here}o/{first.pk}/len/")
    client.post(f"{here}o/{first.pk}/rong/")
    first.refresh_from_db()
    assert (first.position, first.wide) == (1, True)
    assert client.post(f"{here}o/{first.pk}/nhay/").status_code == 404
    client.post(f"{here}o/{second.pk}/bo/")
    page = client.get(here).content.decode()
    assert page.count("board-acts") == 2


def test_units_below_open_what_is_shared_and_arrange_nothing(
    round_, lan, minh, tree, now, signed_in
):
    begin_board(actor=lan, organisation=tree.middle, at=now)
    here = reverse("analysis:board", args=[tree.middle.pk])
    assert signed_in(minh).get(here).status_code == 404
    share_board(actor=lan, organisation=tree.middle, below=True)
    assert [pk for pk, _name in boards_above(minh, besides=tree.leaf.pk)] == [tree.middle.pk]
    page = signed_in(minh).get(here).content.decode()
    assert "Bạn không có số tổng hợp để xem ở đây" in page
    assert "board-acts" not in page
    assert signed_in(minh).post(here + "co-san/").status_code == 403


def test_refusals_say_the_way_out(keep, lan, tree, monkeypatch):
    with pytest.raises(NothingAsked):
        keep("CHART", series=[])
    monkeypatch.setattr(lan, "may", lambda right, on: right.name != "analysis.arrange")
    with pytest.raises(OnlyArrangersShare):
        keep(shared="UNIT")
    monkeypatch.undo()
    monkeypatch.setattr(saving, "MOST_TILES", 1)
    place_view(actor=lan, organisation=tree.middle, view=keep())
    with pytest.raises(BoardIsFull):
        place_view(actor=lan, organisation=tree.middle, view=keep())
    monkeypatch.setattr(saving, "MOST_VIEWS", 2)
    with pytest.raises(TooManyViews):
        keep()
