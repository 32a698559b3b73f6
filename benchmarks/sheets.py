"""Ugly lists read: how fast, and in how much memory, against the reader alone."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
import io
from pathlib import Path
import random
import statistics
import subprocess
import sys
import tempfile
import time
from typing import Any

from benchmarks.harness import Figure, figure, made
from benchmarks.stage import Stage

ROWS, SEED = 100_000, 5
HEADS = (
    "STT", "Họ và tên", "Ngày sinh", "Giới tính", "CCCD", "SĐT", "Email", "Đơn vị công tác",
    "Chức vụ", "Ngày vào CĐ", "Dân tộc", "Trình độ", "Địa chỉ", "Ghi chú",
)  # fmt: skip
CODES = (
    ("full_name", "Họ và tên"), ("birth_date", "Ngày sinh"), ("gender", "Giới tính"),
    ("citizen_id", "Số căn cước"), ("phone", "Điện thoại"), ("email", "Thư điện tử"),
    ("union_unit", "Đơn vị"), ("job_title", "Chức danh"), ("joined_union_on", "Ngày vào công đoàn"),
    ("ethnicity", "Dân tộc"), ("professional_degree", "Trình độ chuyên môn"),
    ("address_current", "Nơi ở hiện nay"), ("note", "Ghi chú"),
)  # fmt: skip
FAMILIES = "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý"
MIDDLES = "Thị Văn Hữu Đức Minh Thanh Ngọc Quang"
GIVEN = "An Bình Chi Dung Giang Hà Hải Hạnh Hiền Hoa Hòa Hùng Hương Khánh Lan Linh Long Mai"


def _list_of(rows: int) -> bytes:
    """Return a list of teachers; every fiftieth row has something to repair in each column."""
    import xlsxwriter

    rng = random.Random(SEED)
    names = [part.split() for part in (FAMILIES, MIDDLES, GIVEN)]
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(0, 0, HEADS)
        for n in range(1, rows + 1):
            ugly = n % 50 == 0
            name = " ".join(rng.choice(part) for part in names)
            number, phone = f"0380{n % 90:02d}{n:06d}", f"09{n:08d}"
            cells: list[Any] = [
                n, name.upper() if ugly else name, None, "nữ" if ugly else "Nữ",
                number[1:] if ugly else number, phone[1:] if ugly else phone,
                f"gv{n}@gmail.con" if ugly else f"gv{n}@truong.example.vn",
                f"Trường Tiểu học số {n % 300}", "Giáo viên",
                "5.9.99" if ugly else f"{n % 28 + 1:02d}/{n % 12 + 1:02d}/{2000 + n % 25}",
                "Kinh", "Đại học", f"Số {n % 977}, đường {name}", "",
            ]  # fmt: skip
            sheet.write_row(n, 0, cells)
            sheet.write_number(n, 2, 25_000 + n % 12_000, day)
    return file.getvalue()


@dataclass(frozen=True)
class _Kind:
    columns: tuple[Any, ...]


def _kind() -> _Kind:
    from congdoan.support.exchange.api import Column

    return _Kind(tuple(Column(code, label) for code, label in CODES))


def _read(content: bytes) -> int:
    """Read, map and repair; return how many rows."""
    from congdoan.support.exchange.services.preparing import prepare
    from congdoan.support.exchange.services.reading import read_workbook

    workbook = read_workbook(io.BytesIO(content), "ds.xlsx")
    table = prepare(workbook, _kind(), latest_year=2026)
    return sum(len(piece) for piece in table.rows())


def _floor(content: bytes) -> int:
    from python_calamine import load_workbook

    sheet = load_workbook(io.BytesIO(content)).get_sheet_by_index(0)
    return sum(1 for _row in sheet.iter_rows())


def _seconds(act: Callable[[bytes], int], content: bytes, n: int = 3) -> float:
    taken = []
    for _turn in range(n):
        begun = time.perf_counter()
        act(content)
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


@figure
def read_100000_rows(stage: Stage) -> Iterator[Figure]:
    """A list of 100,000 × 14 cells read, mapped and repaired; floor: calamine alone."""
    _ = stage.database
    content = _list_of(ROWS)
    floor = _seconds(_floor, content)
    ours = _seconds(_read, content)
    yield made("read_100000_rows", ours, "s", 3, floor=floor)
    yield made("read_rows_per_second", ROWS / ours, "rows/s", 3, floor=ROWS / floor)
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        file.write(content)
        file.flush()
        command = [sys.executable, "-m", "benchmarks.sheets", file.name]
        peak = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    yield made("read_100000_rows_peak", float(peak), "MB", 1)


def _peak(path: str) -> None:
    """Print the peak memory of a process of its own that reads a file, in megabytes."""
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "congdoan.config.settings")
    import django

    django.setup()
    _read(Path(path).read_bytes())
    # ru_maxrss would be the parent's, whose memory the process was made from.
    status = Path("/proc/self/status").read_text()
    print(int(status.partition("VmHWM:")[2].split()[0]) // 1024)


if __name__ == "__main__":
    _peak(sys.argv[1])
