"""Texts compared."""

from collections.abc import Iterator
from dataclasses import replace
import difflib

from benchmarks.harness import Figure, figure, made, median_ms
from benchmarks.papers import SENTENCE
from benchmarks.stage import Stage

ARTICLES, CLAUSES = 60, 5


@figure
def compare_60_articles(stage: Stage) -> Iterator[Figure]:
    """Two versions of 60 articles, a third of the lines changed; floor: difflib over the lines."""
    _ = stage.database
    from congdoan.support.comparison.api import Line, compare

    def line(article: int, clause: int) -> Line:
        number = f"{clause}." if clause else f"Điều {article}."
        text = f"Lần {article * clause}: {SENTENCE * 3}" if clause else ""
        level = "CLAUSE" if clause else "ARTICLE"
        return Line(f"{article}.{clause}", level, number, "" if clause else "Nội dung", text)

    old = [line(article, clause) for article in range(ARTICLES) for clause in range(CLAUSES + 1)]
    new = [
        replace(
            one, text=one.text.replace("hiện hành", "của pháp luật hiện hành").replace("Hai", "Các")
        )
        if place % 3 == 0
        else one
        for place, one in enumerate(old)
        if place % 29
    ]
    new = [*new[60:90], *new[:60], *new[90:]]
    found = compare(old, new)
    if found.same or len(found.rows) != len(old):
        message = f"{len(found.rows)} dòng, muốn {len(old)}"
        raise RuntimeError(message)
    floor = median_ms(
        lambda: difflib.SequenceMatcher(
            None, [one.text for one in old], [one.text for one in new], autojunk=False
        ).get_opcodes(),
        5,
    )
    yield made("compare_60_articles", median_ms(lambda: compare(old, new), 7), "ms", 7, floor=floor)
