from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from congdoan.kernel.rulebook.rules.shipped import ShippedFileIsBroken
from congdoan.kernel.rulebook.services.load import SHIPPED, load_shipped


class Command(BaseCommand):
    """Load the rules that ship; safe to run again at any time."""

    help = "Nạp bộ quy định đi kèm phần mềm (chạy lại bao nhiêu lần cũng được)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--folder", type=Path, default=SHIPPED, help="thư mục chứa tệp YAML")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            loaded = load_shipped(by="Bộ quy định đi kèm phần mềm", folder=options["folder"])
        except ShippedFileIsBroken as broken:
            raise CommandError(broken.sentence) from broken
        if options["verbosity"] < 1:
            return
        self.stdout.write(
            f"Bộ quy định: thêm {loaded.added}, đính chính {loaded.changed}, "
            f"rút {loaded.withdrawn}, giữ nguyên {loaded.unchanged}."
        )
