from typing import Any

from django.core.management.base import BaseCommand

from congdoan.areas.members.services import rebuild_counts


class Command(BaseCommand):
    """Count the members of every branch anew, from the memberships themselves."""

    help = "Đếm lại số đoàn viên của mọi nhánh từ từng tư cách đoàn viên"

    def handle(self, *args: Any, **options: Any) -> None:
        rebuild_counts()
