from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from congdoan.kernel.places.api import DATA, FaultyData, load_places, read_place_data


class Command(BaseCommand):
    help = "Nạp danh mục địa giới hành chính (chạy lại bao nhiêu lần cũng được)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--from", dest="folder", default=str(DATA), help="thư mục dữ liệu")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            data = read_place_data(Path(options["folder"]))
        except (FaultyData, FileNotFoundError, KeyError) as problem:
            message = f"Dữ liệu địa giới không dùng được: {problem}"
            raise CommandError(message) from problem
        done = load_places(data=data)
        self.stdout.write(
            f"Địa giới: thêm {done.added}, sửa {done.changed}, bỏ {done.removed} đơn vị; "
            f"thêm {done.links_added}, bỏ {done.links_removed} liên hệ cũ – mới."
        )
