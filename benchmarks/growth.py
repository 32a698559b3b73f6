"""
How figures grow with the country: measured scale by scale, drawn on two logarithmic axes.

``python -m benchmarks.growth measure 0.01 0.1`` loads and measures, and keeps the numbers in
``docs/performance/growth.json``; ``python -m benchmarks.growth draw`` makes the table in
``docs/performance.md`` and ``docs/performance/growth.svg`` from them.
"""

from html import escape
import json
from math import log10
import os
from pathlib import Path
import sys
from typing import Any

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "performance"
PAGE = FOLDER.parent / "performance.md"
SERIES = (
    ("load_s", "nạp · load (s)", "#b3261e"),
    ("load_cpu_s", "bộ xử lý khi nạp · processor while loading (s)", "#e08a00"),
    ("megabytes", "đĩa · disk (MB)", "#5a6573"),
    ("one_by_one_ms", "đếm từng người, cả nước · one by one, country (ms)", "#7a3fa0"),
    ("count_country_ms", "đếm cả nước · count, country (ms)", "#0b57a4"),
    ("count_ms", "đếm một tổ chức · count, any (ms)", "#1c7c54"),
    ("may_ms", "một quyền · one may (ms)", "#00838f"),
    ("merge_s", "sáp nhập 300 đơn vị · merge 300 units (s)", "#ad1457"),
)
COLUMNS = ("scale", "organisations", "memberships", *(key for key, _label, _colour in SERIES))
_FIGURES = {
    "member_count_any_date": "count_ms",
    "member_count_any_date_country": "count_country_ms",
    "member_count_any_date_one_by_one": "one_by_one_ms",
    "may_once_national": "may_ms",
    "merge_300_units": "merge_s",
}
_SVG = "http://www.w3.org/2000/svg"
_FONT = 'font-family="sans-serif" font-size="12"'
WIDTH, HEIGHT, LEFT, BOTTOM, RIGHT = 860, 460, 60, 50, 330


def measure(scales: list[float]) -> None:
    from benchmarks.harness import figures
    from benchmarks.national_stage import national
    from benchmarks.stage import Stage

    known = figures()
    kept = {row["scale"]: row for row in _read()}
    with Stage() as stage:
        for scale in scales:
            # What loading took was measured when it was loaded; the figures may be asked again.
            row = kept.get(scale) or _measured(stage, scale, national)
            os.environ["CONGDOAN_BENCH_SCALE"] = str(scale)
            for name in ("member_count_any_date", "may_once_national", "merge_300_units"):
                for one in known[name](stage):
                    if one.name in _FIGURES:
                        row[_FIGURES[one.name]] = one.value
            kept[scale] = row
            FOLDER.mkdir(exist_ok=True)
            text = json.dumps([kept[key] for key in sorted(kept)], indent=1)
            (FOLDER / "growth.json").write_text(text + "\n", encoding="utf-8")
            print(json.dumps(row), flush=True)


def _measured(stage: Any, scale: float, national: Any) -> dict[str, float]:
    with national(stage, scale) as loaded:
        from django.db import connection

        from congdoan.areas.members.models import Membership
        from congdoan.kernel.organisations.models import Organisation

        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database()) / 1e6")
            megabytes = float(cursor.fetchone()[0])
        return {
            "scale": scale,
            "organisations": Organisation.objects.count(),
            "memberships": Membership.objects.count(),
            "load_s": round(loaded.seconds, 1),
            "load_cpu_s": loaded.steps.get("Bộ xử lý", 0),
            "megabytes": round(megabytes),
        }


def draw() -> None:
    rows = _read()
    (FOLDER / "growth.svg").write_text(_picture(rows), encoding="utf-8")
    text = PAGE.read_text(encoding="utf-8")
    before, _mark, rest = text.partition("<!-- growth -->")
    after = rest.partition("<!-- /growth -->")[2]
    table = f"<!-- growth -->\n{_table(rows)}\n<!-- /growth -->"
    PAGE.write_text(before + table + after, encoding="utf-8")


def _read() -> list[dict[str, float]]:
    try:
        rows: list[dict[str, float]] = json.loads((FOLDER / "growth.json").read_text("utf-8"))
    except FileNotFoundError:
        return []
    return rows


def _table(rows: list[dict[str, float]]) -> str:
    lines = [" | ".join(("", *COLUMNS, "")).strip(), "|".join(("", *["---:"] * len(COLUMNS), ""))]
    for row in rows:
        cells = (_shown(row[key]) if key in row else "–" for key in COLUMNS)
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _shown(value: float) -> str:
    return f"{value:,.0f}" if value >= 1000 else f"{value:.3g}"


def _picture(rows: list[dict[str, float]]) -> str:
    """Return an SVG with both axes in powers of ten; each line is one figure."""
    xs = [row["scale"] for row in rows]
    ys = [row[key] for key, _label, _colour in SERIES for row in rows if row.get(key)]
    low, high = int(log10(min(ys)) // 1), int(-(-log10(max(ys)) // 1))
    first, last = log10(min(xs)), log10(max(*xs, 1.0))

    def at(scale: float, value: float) -> tuple[float, float]:
        x = LEFT + (log10(scale) - first) / (last - first) * (WIDTH - LEFT - RIGHT)
        y = HEIGHT - BOTTOM - (log10(value) - low) / (high - low) * (HEIGHT - BOTTOM - 20)
        return round(x, 1), round(y, 1)

    parts = [
        f'<svg xmlns="{_SVG}" viewBox="0 0 {WIDTH} {HEIGHT}" {_FONT}>',
        "<title>Số đo theo cỡ của cả nước · figures by the size of the country</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
    ]
    right = WIDTH - RIGHT
    for power in range(low, high + 1):
        y = at(1, 10.0**power)[1]
        parts.append(f'<line x1="{LEFT}" y1="{y}" x2="{right}" y2="{y}" stroke="#d5dae0"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{y + 4}" text-anchor="end">{10.0**power:g}</text>')
    for scale in sorted({*xs, 1.0}):
        x = at(scale, 10.0**low)[0]
        foot = HEIGHT - BOTTOM
        parts.append(f'<line x1="{x}" y1="20" x2="{x}" y2="{foot}" stroke="#eceff2"/>')
        parts.append(f'<text x="{x}" y="{foot + 18}" text-anchor="middle">{scale * 100:g} %</text>')
    for turn, (key, label, colour) in enumerate(SERIES):
        points = [at(row["scale"], row[key]) for row in rows if row.get(key)]
        line = " ".join(f"{x},{y}" for x, y in points)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{x}" cy="{y}" r="3.5" fill="{colour}"/>' for x, y in points]
        y = 34 + turn * 22
        parts.append(f'<circle cx="{right + 16}" cy="{y - 4}" r="4" fill="{colour}"/>')
        parts.append(f'<text x="{right + 26}" y="{y}">{escape(label)}</text>')
    return "\n".join([*parts, "</svg>", ""])


if __name__ == "__main__":
    if sys.argv[1:2] == ["measure"]:
        measure([float(scale) for scale in sys.argv[2:]])
    elif sys.argv[1:] == ["draw"]:
        draw()
    else:
        print(__doc__)
        sys.exit(2)
