from typing import Any

from django.core.management.base import BaseCommand

from congdoan.foundation import clock
from congdoan.kernel.access.api import system_actor
from congdoan.kernel.organisations.api import settle_due


class Command(BaseCommand):
    """Do now what the nightly task does; safe to run again at any time."""

    help = "Thực hiện các sự kiện tổ chức đã đến ngày (chạy lại bao nhiêu lần cũng được)."

    def handle(self, *_args: Any, **_options: Any) -> None:
        today = clock.today()
        done, waiting = settle_due(actor=system_actor(today=today), on=today, at=clock.now())
        self.stdout.write(f"Đã thực hiện {done} sự kiện; {waiting} sự kiện còn vướng.")
