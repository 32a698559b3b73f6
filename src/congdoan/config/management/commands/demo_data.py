from typing import Any

from django.core.management.base import BaseCommand

from congdoan.config.demo.build import build


class Command(BaseCommand):
    """Build the demo data; what is there already is left alone."""

    help = "Dựng dữ liệu trình diễn (chạy lại được; phần đã có giữ nguyên)"

    def handle(self, *args: Any, **options: Any) -> None:
        quiet = options["verbosity"] == 0
        build(say=(lambda _line: None) if quiet else self.stdout.write)
