"""How a document of a type usually begins and ends: ours, to start a template from."""

from collections.abc import Iterable
from typing import Final

from congdoan.support.drafting.enums import BlockKind
from congdoan.support.drafting.rules.blocks import Block, new_block

_DECISIONS: Final = ("QD", "NQ", "QC", "QYD")
_SIGNED: Final = "TM. BAN CHẤP HÀNH\nCHỦ TỊCH"


def usual_blocks(type_code: str, *, bases: Iterable[str]) -> tuple[Block, ...]:
    """Return a skeleton of the type, with the variables of the unit and the law of the day."""
    code = type_code.rsplit(".", maxsplit=1)[-1]
    head = [new_block(BlockKind.BASIS, one) for one in bases] if code != "CV" else []
    if code in _DECISIONS:
        body = [
            new_block(BlockKind.CENTRED, "QUYẾT ĐỊNH:" if code == "QD" else "QUYẾT NGHỊ:"),
            new_block(BlockKind.ARTICLE, ""),
            new_block(BlockKind.PARAGRAPH, ""),
            new_block(BlockKind.ARTICLE, "Hiệu lực thi hành"),
        ]
    elif code == "CV":
        body = [
            new_block(BlockKind.PARAGRAPH, "{{organisation.name}} đề nghị các đơn vị:"),
            new_block(BlockKind.CLAUSE, ""),
            new_block(BlockKind.PARAGRAPH, "Trân trọng./."),
        ]
    else:
        body = [
            new_block(BlockKind.PARAGRAPH, "{{organisation.name}} xây dựng nội dung như sau:"),
            new_block(BlockKind.HEADING, "MỤC ĐÍCH, YÊU CẦU"),
            new_block(BlockKind.CLAUSE, ""),
            new_block(BlockKind.HEADING, "NỘI DUNG"),
            new_block(BlockKind.CLAUSE, ""),
            new_block(BlockKind.HEADING, "TỔ CHỨC THỰC HIỆN"),
            new_block(BlockKind.PARAGRAPH, ""),
        ]
    end = [
        new_block(BlockKind.RECIPIENT, "Như trên" if code == "CV" else "{{organisation.superior}}"),
        new_block(BlockKind.RECIPIENT, "Lưu: VT"),
        new_block(BlockKind.SIGNATURE, _SIGNED, "{{offices.president}}"),
    ]
    return (*head, *body, *end)
