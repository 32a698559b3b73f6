from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from congdoan.kernel.audit.rules import Fault, FaultKind
from congdoan.kernel.audit.selectors.chains import Verdict, unscoped_chains, unscoped_verdict

SENTENCES = {
    FaultKind.CHANGED: "dòng {first} đã bị sửa",
    FaultKind.MISSING: "thiếu dòng {first} đến {last}",
    FaultKind.MISPLACED: "dòng {first} không nối tiếp dòng trước nó",
    FaultKind.CUT: "các dòng cuối {first} đến {last} đã bị xóa",
    FaultKind.HEADLESS: "đầu chuỗi không khớp (đầu chuỗi ở dòng {first}, dòng cuối là {last})",
}


class Command(BaseCommand):
    help = "Kiểm tra chuỗi niêm của nhật ký: dòng nào bị sửa, bị xóa hay bị đổi chỗ."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--organisation", type=int, help="chỉ kiểm tra đơn vị có mã số này")

    def handle(self, *_: Any, **options: Any) -> None:
        asked = options["organisation"]
        chains = unscoped_chains() if asked is None else [asked]
        broken = sum(self._report(unscoped_verdict(chain)) for chain in chains)
        if broken:
            self.stderr.write(f"Có {broken} chuỗi bị sai trong {len(chains)} chuỗi.")
            raise SystemExit(1)
        self.stdout.write(f"Đã kiểm tra {len(chains)} chuỗi: nguyên vẹn.")

    def _report(self, verdict: Verdict) -> bool:
        chain = verdict.organisation_id
        name = "hệ thống" if chain is None else f"đơn vị {chain}"
        if verdict.head:
            self.stdout.write(f"{name}: {verdict.head.sequence} dòng, niêm {verdict.head.hash}")
        for fault in verdict.faults:
            self.stderr.write(f"{name}: {_told(fault)}")
        return bool(verdict.faults)


def _told(fault: Fault) -> str:
    return SENTENCES[fault.kind].format(first=fault.first, last=fault.last)
