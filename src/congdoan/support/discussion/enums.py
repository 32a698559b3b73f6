from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CommentKind(TextChoices):
    OPINION = "OPINION", _("Ý kiến")
    SUGGESTION = "SUGGESTION", _("Đề nghị sửa")
    QUESTION = "QUESTION", _("Câu hỏi")
    NO_OPINION = "NO_OPINION", _("Không có ý kiến")


class Verdict(TextChoices):
    ACCEPTED = "ACCEPTED", _("Tiếp thu")
    PARTLY = "PARTLY", _("Tiếp thu một phần")
    REJECTED = "REJECTED", _("Không tiếp thu")
    NOTED = "NOTED", _("Ghi nhận, giải trình")


class Edit(TextChoices):
    """What a suggestion wants done at its place."""

    REPLACE = "REPLACE", _("Sửa câu chữ")
    DELETE = "DELETE", _("Bỏ đoạn")
    INSERT = "INSERT", _("Thêm đoạn sau đoạn này")
    MOVE = "MOVE", _("Chuyển đoạn này đi chỗ khác")
