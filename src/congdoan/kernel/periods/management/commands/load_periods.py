from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from congdoan.foundation.refusal import Refusal
from congdoan.kernel.periods.services.load import FIRST_YEAR, LAST_YEAR, load_periods


class Command(BaseCommand):
    """Store years, halves, quarters, months and school years; safe to run again."""

    help = "Nạp các kỳ công tác chung (năm, nửa năm, quý, tháng, năm học)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--first", type=int, default=FIRST_YEAR, help="năm đầu")
        parser.add_argument("--last", type=int, default=LAST_YEAR, help="năm cuối")

    def handle(self, *args: Any, **options: Any) -> None:
        if not 1900 <= options["first"] <= options["last"] <= 2200:
            raise CommandError("Năm đầu phải trước năm cuối, trong khoảng 1900-2200.")
        try:
            loaded = load_periods(first=options["first"], last=options["last"])
        except Refusal as refusal:
            raise CommandError(f"{refusal.sentence} Hãy chạy load_rulebook trước.") from refusal
        if options["verbosity"] < 1:
            return
        self.stdout.write(
            f"Kỳ công tác: thêm {loaded.added}, sửa {loaded.changed}, "
            f"giữ nguyên {loaded.unchanged}."
        )
