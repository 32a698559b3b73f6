from argparse import ArgumentParser
import time
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection

from congdoan.config.cannot_start import CannotStart
from congdoan.config.national.build import seed


class Command(BaseCommand):
    """Fill an empty database with the country: organisations, ten years of events, members."""

    help = "Nạp dữ liệu cỡ cả nước vào một cơ sở dữ liệu trống (để đo và thử)"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--scale",
            type=float,
            default=0.01,
            help="1 là cả nước: khoảng 130.000 tổ chức, 12 triệu tư cách đoàn viên (mặc định 0,01)",
        )
        parser.add_argument("--yes", action="store_true", help="không hỏi lại")

    def handle(self, *args: Any, **options: Any) -> None:
        scale: float = options["scale"]
        if not 0 < scale <= 1:
            message = "--scale phải lớn hơn 0 và không quá 1."
            raise CannotStart(message)
        if not options["yes"] and not self._agreed(scale):
            self.stdout.write("Chưa làm gì.")
            return
        begun = time.monotonic()
        seed(scale=scale, say=self.stdout.write)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
            cursor.execute("SELECT pg_size_pretty(pg_database_size(current_database()))")
            size = cursor.fetchone()[0]
        self.stdout.write(f"Xong sau {time.monotonic() - begun:.0f} giây, {size}.")

    def _agreed(self, scale: float) -> bool:
        large = scale * 25
        self.stdout.write(f"Nạp dữ liệu cả nước, tỷ lệ {scale}, cần khoảng {large:.1f} GB đĩa.")
        try:
            return input("Gõ 'co' để tiếp tục: ").strip().lower() in {"co", "có", "yes"}
        except EOFError:
            return False
