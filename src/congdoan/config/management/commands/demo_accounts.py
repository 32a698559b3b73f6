from argparse import ArgumentParser
from dataclasses import asdict
import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import ProgrammingError

from congdoan.config.demo.accounts import accounts


class Command(BaseCommand):
    """Print the demo sign-ins, those with an office today first."""

    help = "In tài khoản của dữ liệu trình diễn"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="cho chương trình khác đọc")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            rows = accounts()
        except ProgrammingError as nothing:  # a database nobody has prepared
            message = "Chưa có dữ liệu trình diễn; hãy chạy make demo (hoặc congdoan demo)."
            raise CommandError(message) from nothing
        if options["json"]:
            listed = [asdict(row) for row in rows]
            self.stdout.write(json.dumps(listed, ensure_ascii=False, indent=1))
            return
        if not rows:
            return
        self.stdout.write(f"Mật khẩu chung của mọi tài khoản: {rows[0].password}")
        for row in rows:
            if not row.until:
                self.stdout.write(f"  {row.user_name:18} {row.role} — {row.organisation}")
        past = [row.user_name for row in rows if row.until]
        if past:
            self.stdout.write(
                "Nhân vật của các năm trước (quyền đã hết cùng nhiệm kỳ; dùng với "
                f"CONGDOAN_CLOCK=2023-11-09): {', '.join(past)}"
            )
