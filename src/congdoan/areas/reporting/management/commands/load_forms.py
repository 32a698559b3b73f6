from typing import Any

from django.core.management.base import BaseCommand, CommandError

from congdoan.areas.reporting.services.loading import load_forms
from congdoan.foundation import clock
from congdoan.foundation.refusal import Refusal


class Command(BaseCommand):
    """Store the shipped forms of reports; safe to run again."""

    help = "Nạp các biểu mẫu báo cáo đi kèm phần mềm."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            loaded = load_forms(at=clock.now())
        except Refusal as refusal:
            raise CommandError(refusal.sentence) from refusal
        if options["verbosity"] < 1:
            return
        self.stdout.write(
            f"Biểu mẫu báo cáo: thêm {loaded.added}, sửa {loaded.changed}, "
            f"giữ nguyên {loaded.unchanged}."
        )
