"""Papers of a unit found by words among those of everybody."""

from collections.abc import Iterator
from datetime import date
import os
import statistics
import time

from benchmarks.harness import Figure, figure, made
from benchmarks.stage import Stage, now

#: A fifth of what the goal names; CONGDOAN_BENCH_WHOLE=1: all of it (some minutes, 2 GB).
WHOLE = bool(os.environ.get("CONGDOAN_BENCH_WHOLE"))
DOCUMENTS, TEXTS = (1_000_000, 100_000) if WHOLE else (200_000, 20_000)
#: One of them has every fiftieth document, and a tenth of its documents' texts.
UNITS = 5_000
DAY = date(2026, 3, 2)
ASKED = {
    "rare": "số bảy nghìn không trăm linh một",
    "symbol": "77/KH",
    "common": "hội nghị",
    "three_words": "khen thưởng đoàn viên",
    "nobody": "xyz khong ai viet",
}
_WORDS = (
    "hội nghị viên chức khen thưởng đoàn viên kinh phí chế độ chính sách đối thoại cơ sở kế hoạch "
    "báo cáo tổng kết năm học hướng dẫn thực hiện quy chế phối hợp giáo viên nhà trường đại hội "
    "nhiệm kỳ ban chấp hành kiểm tra giám sát thi đua yêu nước phong trào nữ công gia đình"
)
#: Every column of a document made by the product, but these.
_SUBJECTS = """
INSERT INTO documents_document ({columns}, organisation_id, folded, drafted_at)
SELECT {columns},
  CASE WHEN n %% 50 = 0 THEN %(own)s ELSE (%(units)s::bigint[])[1 + n %% %(count)s] END,
  lower(n || ' kh cdgd ' || words), timestamptz '2024-01-01' + n %% 700 * interval '1 day'
FROM (SELECT * FROM documents_document WHERE id = %(first)s) one,
  generate_series(2, %(rows)s) n, LATERAL (SELECT string_agg((%(words)s::text[])[
  1 + (n * 7 + k * k * 13 + n / 17 * k) %% %(many)s], ' ') AS words
  FROM generate_series(1, 9) k) w
"""
_TEXTS = """
INSERT INTO texts_filetext (file_id, state, pages, pages_done, cut, asked_at, touched_at, words)
SELECT id, 'READ', 2, 2, false, now(), now(), array_to_tsvector((
  SELECT array_agg(DISTINCT lexeme) FROM (
    SELECT word || '_' || (%(words)s::text[])[1 + (id * 11 + k * 5) %% %(many)s] AS lexeme FROM
      generate_series(1, 300) k, LATERAL (
        SELECT (%(words)s::text[])[1 + (id * 7 + k * k) %% %(many)s] AS word) one
    UNION SELECT (%(words)s::text[])[1 + (id + k) %% %(many)s] FROM generate_series(1, 30) k
  ) all_of))
FROM files_storedfile WHERE purpose = 'bench'
"""
_FILES = """
INSERT INTO files_storedfile (organisation_id, sha256, size, media_type, name, purpose,
  uploader_name, created_at)
SELECT %(own)s, md5(n::text), 1, 'application/pdf', n || '.pdf', 'bench', '', now()
FROM generate_series(1, %(rows)s) n
"""
_HANGS = """
INSERT INTO documents_attachment (document_id, file_id, is_body, is_scan)
SELECT d.id, f.id, true, false
FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM documents_document
      WHERE note = 'bench') d
JOIN (SELECT id, row_number() OVER (ORDER BY id) AS n FROM files_storedfile
      WHERE purpose = 'bench') f ON f.n * 10 = d.n
"""


@figure
def find_papers_by_words(stage: Stage) -> Iterator[Figure]:
    """A unit's papers by metadata and text among many; floor: one page of its list by the index."""
    _ = stage.database
    from django.db.backends.postgresql.psycopg_any import DateRange

    from congdoan.areas.documents.models import Document
    from congdoan.areas.documents.selectors.finding import Wish, find_papers
    from congdoan.kernel.organisations.models import Organisation

    try:
        _clear()
        units = Organisation.objects.bulk_create(
            Organisation(code=f"BENCH-{n}", family="UNION", valid=DateRange(DAY, None))
            for n in range(UNITS)
        )
        unit = units[0]
        _fill([one.pk for one in units])
        rows = Document.objects.filter(organisation=unit).order_by("-drafted_at", "-id")
        floor, _spent = _measured(lambda: list(rows[:25]))
        for name, phrase in ASKED.items():
            took, spent = _measured(
                lambda phrase=phrase: find_papers(unit, Wish(phrase=phrase), on=DAY)  # type: ignore[misc]
            )
            yield made(f"find_papers_{name}", took, "ms", DOCUMENTS, floor=floor)
            yield made(f"find_papers_{name}_python", spent, "cpu-ms", DOCUMENTS)
    finally:
        _clear()


def _measured(act: object) -> tuple[float, float]:
    """Return the best and usual of some runs: the machine has other work, a plan has not."""
    assert callable(act)
    act()
    taken, spent = [], []
    for _turn in range(15):
        begun, used = time.perf_counter(), time.process_time()
        act()
        taken.append((time.perf_counter() - begun) * 1000)
        spent.append((time.process_time() - used) * 1000)
    return statistics.median(taken), statistics.median(spent)


def _fill(units: list[int]) -> None:
    from django.db import connection

    from congdoan.areas.documents.models import Document
    from congdoan.support.texts.api import syllables

    first = Document.objects.create(
        organisation_id=units[0], type="UNION.KH", subject="bench", note="bench", drafted_at=now()
    )
    other = {"id", "organisation_id", "folded", "drafted_at"}
    columns = [one.column for one in Document._meta.local_concrete_fields]
    named = ", ".join(f'"{one}"' for one in columns if one not in other)
    words = list(dict.fromkeys(syllables(_WORDS)))
    known = {"own": units[0], "units": units[1:], "count": len(units) - 1}
    known |= {"words": words, "many": len(words), "rows": DOCUMENTS, "first": first.pk}
    with connection.cursor() as cursor:
        cursor.execute(_SUBJECTS.format(columns=named), known)
        cursor.execute(_FILES, known | {"rows": TEXTS})
        cursor.execute(_TEXTS, known)
        cursor.execute(_HANGS)
        cursor.execute("VACUUM ANALYZE documents_document")
        cursor.execute("VACUUM ANALYZE texts_filetext")
        cursor.execute("VACUUM ANALYZE documents_attachment")


def _clear() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM documents_attachment WHERE file_id IN"
            " (SELECT id FROM files_storedfile WHERE purpose = 'bench')"
        )
        cursor.execute(
            "DELETE FROM texts_filetext WHERE file_id IN"
            " (SELECT id FROM files_storedfile WHERE purpose = 'bench')"
        )
        cursor.execute("DELETE FROM files_storedfile WHERE purpose = 'bench'")
        cursor.execute("DELETE FROM documents_document WHERE note = 'bench'")
        cursor.execute("DELETE FROM organisations_organisation WHERE code LIKE 'BENCH-%'")
