"""Import members from spreadsheets: the same plan and the same commit as on the screen."""

from argparse import ArgumentParser
from pathlib import Path
import time
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.management.base import BaseCommand, CommandError

from congdoan.areas.members.services.importing import MEMBERS
from congdoan.foundation import clock
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import Refusal
from congdoan.kernel.access.api import actor_for, system_actor
from congdoan.kernel.accounts.models import User
from congdoan.kernel.organisations.models import Organisation
from congdoan.support.exchange.api import (
    ImportBatch,
    commit_import,
    make_plan,
    problem_types,
    result_sheet,
    summary_of,
    take_in,
    undo_import,
)


class Command(BaseCommand):
    help = "Nhập đoàn viên từ bảng tính; không có --commit thì chỉ lập kế hoạch và kể các vấn đề."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="*", type=Path, help="tệp .xlsx, .xls, .ods hoặc .csv")
        parser.add_argument("--organisation", metavar="MÃ", help="mã đơn vị nhận danh sách")
        parser.add_argument("--commit", action="store_true", help="nhập luôn các dòng đúng")
        parser.add_argument("--as", dest="user", metavar="TÊN", help="làm với quyền của người này")
        parser.add_argument("--result", type=Path, help="ghi các dòng còn lại vào tệp này (.xlsx)")
        parser.add_argument("--resume", type=int, metavar="LÔ", help="nhập tiếp một lô dở dang")
        parser.add_argument("--undo", type=int, metavar="LÔ", help="hoàn tác một lô đã nhập")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            self._run(options)
        except Refusal as refusal:
            raise CommandError(refusal.sentence) from None

    def _run(self, options: dict[str, Any]) -> None:
        actor = _actor(options["user"])
        if options["undo"]:
            batch = _batch(options["undo"])
            undo_import(actor=actor, batch_id=batch.pk, reason="congdoan", at=clock.now())
            self._say(batch)
        elif options["resume"]:
            self._commit(actor, _batch(options["resume"]), options["result"])
        else:
            self._import(actor, options)

    def _import(self, actor: Actor, options: dict[str, Any]) -> None:
        if not options["files"] or not options["organisation"]:
            message = "cần ít nhất một tệp và --organisation MÃ"
            raise CommandError(message)
        organisation = Organisation.objects.filter(code=options["organisation"]).first()
        if organisation is None:
            message = f"không có đơn vị mã {options['organisation']}"
            raise CommandError(message)
        for file in options["files"]:
            if not file.is_file():
                message = f"không có tệp {file}"
                raise CommandError(message)
        for file in options["files"]:
            begun = time.monotonic()
            with file.open("rb") as opened:
                taken = take_in(
                    actor=actor,
                    kind=MEMBERS,
                    organisation=organisation,
                    upload=UploadedFile(opened, file.name, size=file.stat().st_size),
                    options={"on": actor.today.isoformat()},
                    at=clock.now(),
                )
            batch = make_plan(actor=actor, batch_id=taken.pk, at=clock.now())
            self.stdout.write(f"{file.name}: lô {batch.pk}, {time.monotonic() - begun:.1f} giây")
            self._say(batch)
            if options["commit"] and summary_of(batch).to_do:
                self._commit(actor, batch, options["result"])

    def _commit(self, actor: Actor, batch: ImportBatch, result: Path | None) -> None:
        begun = time.monotonic()
        batch = commit_import(actor=actor, batch_id=batch.pk, at=clock.now())
        self.stdout.write(f"lô {batch.pk}: đã nhập, {time.monotonic() - begun:.1f} giây")
        self._say(batch)
        if result is not None:
            result.write_bytes(result_sheet(batch, parked=True))

    def _say(self, batch: ImportBatch) -> None:
        found = summary_of(batch)
        self.stdout.write(
            f"  {found.total} dòng: {found.created} tạo mới, {found.updated} cập nhật,"
            f" {found.skipped} bỏ qua, {found.asked} chờ xác định, {found.errors} phải sửa,"
            f" {found.done} đã ghi"
        )
        for problem in problem_types(batch, MEMBERS):
            column = f"{problem.label}: " if problem.label else ""
            self.stdout.write(f"  {problem.rows:7} × {column}{problem.sentence}")


def _actor(user_name: str | None) -> Actor:
    if not user_name:
        return system_actor(today=clock.today())
    user = User.objects.filter(username=user_name).first()
    if user is None:
        message = f"không có người dùng {user_name}"
        raise CommandError(message)
    return actor_for(user, today=clock.today())


def _batch(pk: int) -> ImportBatch:
    batch = ImportBatch.objects.filter(pk=pk, kind=MEMBERS.code).first()
    if batch is None:
        message = f"không có lô {pk}"
        raise CommandError(message)
    return batch
