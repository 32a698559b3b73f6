"""Pictures: every thing drawn once, nothing outside the frame, labels that fit."""

from hypothesis import given
from hypothesis import strategies as st
import pytest

from congdoan.foundation.pictures import Flow, alluvial, clipped, graph, lines, wrapped

PLACES = st.sampled_from(["Bắc", "Trung", "Nam", "Công đoàn có tên dài không vừa bên cạnh hình"])
FLOWS = st.lists(st.tuples(PLACES, PLACES, st.integers(1, 5000)), max_size=12)


@given(FLOWS)
def test_an_alluvial_picture_keeps_its_sums_and_its_frame(drawn):
    flows = [Flow(source, target, value, "same") for source, target, value in drawn]
    picture = alluvial(flows)

    left = [band for band in picture.bands if band.anchor == "end"]
    right = [band for band in picture.bands if band.anchor == "start"]
    assert sum(band.value for band in left) == sum(flow.value for flow in flows)
    assert sum(band.value for band in right) == sum(flow.value for flow in flows)
    assert len(picture.ribbons) == len(flows)
    for side in (left, right):
        ends = [0]
        for band in side:
            assert band.y > ends[-1]
            ends.append(band.y + band.height)
        assert ends[-1] <= picture.height


@given(st.lists(st.integers(0, 10**7), min_size=1, max_size=40))
def test_lines_stay_within_the_scale(values):
    labels = [str(2000 + n) for n in range(len(values))]
    picture = lines([("x", "one", values)], labels, [(0, "không vẽ"), (1, "đứt")][: len(values)])

    assert picture.scale[-1][2] >= max(values)
    assert picture.scale[0][2] == 0
    [line] = picture.lines
    assert all(0 <= x <= picture.width and 0 <= y <= picture.foot for x, y, _title in line.dots)
    assert len(picture.below) <= 12
    assert [text for _x, text in picture.breaks] == ["đứt"] * (len(values) > 1)


def test_a_graph_draws_what_it_is_given_and_no_arrow_into_nothing():
    nodes = [("a", -1, "Trường A", "2015"), ("b", 0, "Trường B", "2020"), ("c", 0, "C", "2020")]
    picture = graph(
        nodes, [("a", "b", "sáp nhập"), ("b", "c", "tách"), ("a", "x", "?")], centre="b"
    )

    assert [box.centre for box in picture.boxes] == [False, True, False]
    assert len(picture.arrows) == 2
    assert picture.boxes[0].x < picture.boxes[1].x
    assert all(box.y + picture.box_height <= picture.height for box in picture.boxes)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Trường A", ["Trường A"]),
        ("Công đoàn cơ sở Trường Tiểu học", ["Công đoàn cơ", "sở Trường T…"]),
        ("", []),
    ],
)
def test_long_names_are_wrapped_and_cut(text, told):
    assert wrapped(text, 12, 2) == told


def test_a_cut_text_is_seen_to_be_cut():
    assert clipped("x" * 40, 10) == "x" * 9 + "…"
    assert clipped("vừa", 10) == "vừa"
