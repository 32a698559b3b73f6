from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from congdoan.foundation import clock
from congdoan.kernel.places.api import place_counts
from congdoan.kernel.places.enums import Kind, Level
from congdoan.kernel.places.models import AdminUnit


class Command(BaseCommand):
    help = "Đếm đơn vị hành chính theo cấp trong một ngày, kèm những chỗ chưa rõ."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", type=date.fromisoformat, default=None, help="YYYY-MM-DD")

    def handle(self, *args: Any, **options: Any) -> None:
        counts = place_counts(options["on"] or clock.today())
        self.stdout.write(f"Ngày {counts.on:%d/%m/%Y}")
        for level in Level:
            kinds = ", ".join(
                f"{n} {Kind(kind).label}"
                for (of, kind), n in sorted(counts.kinds.items())
                if of == level
            )
            total = counts.levels[level]
            self.stdout.write(f"{level.label}: {total}" + (f" ({kinds})" if kinds else ""))
        self.stdout.write(
            f"Liên hệ cũ – mới: {counts.links} ({counts.unverified_links} chưa đối chiếu)"
        )
        self.stdout.write(f"Đơn vị cũ chia cho nhiều đơn vị mới: {counts.divided}")
        self._list("Đơn vị cũ chưa rõ đơn vị mới", counts.without_successor)
        self._list("Đơn vị mới chưa rõ nguồn gốc", counts.without_source)

    def _list(self, title: str, units: list[AdminUnit]) -> None:
        self.stdout.write(f"{title}: {len(units)}")
        for unit in units:
            self.stdout.write(f"  {unit.code} {unit} (thuộc {unit.parent_code or '–'})")
