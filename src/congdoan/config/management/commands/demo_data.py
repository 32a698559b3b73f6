from typing import Any

from django.core.management.base import BaseCommand

from congdoan.config.cannot_start import CannotStart
from congdoan.config.demo.accounts import accounts
from congdoan.config.demo.build import build
from congdoan.kernel.accounts.models import User


class Command(BaseCommand):
    """Build the demo data; what is there already is left alone."""

    help = "Dựng dữ liệu trình diễn (chạy lại được; phần đã có giữ nguyên)"

    def handle(self, *args: Any, **options: Any) -> None:
        # The demo's passwords are published: never among people who sign in for real.
        if User.objects.exists() and not accounts():
            message = "đã có tài khoản thật ở đây; dữ liệu trình diễn cần thư mục riêng."
            raise CannotStart(message)
        quiet = options["verbosity"] == 0
        build(say=(lambda _line: None) if quiet else self.stdout.write)
