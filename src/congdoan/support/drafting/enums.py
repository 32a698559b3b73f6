from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class BlockKind(models.TextChoices):
    """What a block of a draft is; its number is computed, never typed."""

    BASIS = "basis", _("Căn cứ")
    CHAPTER = "chapter", _("Chương")
    HEADING = "heading", _("Mục (I, II…)")
    ARTICLE = "article", _("Điều")
    CLAUSE = "clause", _("Khoản (1, 2…)")
    POINT = "point", _("Điểm (a, b…)")
    PARAGRAPH = "paragraph", _("Đoạn văn")
    DASH = "dash", _("Gạch đầu dòng")
    CENTRED = "centred", _("Dòng giữa trang")
    TABLE = "table", _("Bảng")
    RECIPIENT = "recipient", _("Nơi nhận")
    SIGNATURE = "signature", _("Chữ ký")


class Act(StrEnum):
    """What a button of the editor does to the order of blocks."""

    SAVE = "save"
    ADD = "add"
    UP = "up"
    DOWN = "down"
    REMOVE = "remove"
