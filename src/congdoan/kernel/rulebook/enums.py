from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Origin(TextChoices):
    """Where a rule row comes from."""

    SHIPPED = "SHIPPED", _("Theo văn bản chung")
    LOCAL = "LOCAL", _("Do tổ chức quy định")


class Overridable(TextChoices):
    """What an organisation below may do with a rule."""

    NONE = "NONE", _("Cấp dưới không được thay đổi")
    AT_MOST = "AT_MOST", _("Cấp dưới chỉ được quy định bằng hoặc thấp hơn")
    AT_LEAST = "AT_LEAST", _("Cấp dưới chỉ được quy định bằng hoặc cao hơn")
    FREE = "FREE", _("Cấp dưới tự quy định")


class ChangeKind(TextChoices):
    """What happened to a row of the rulebook when it was recorded."""

    ADDED = "ADDED", _("Thêm mới")
    CHANGED = "CHANGED", _("Đính chính")
    WITHDRAWN = "WITHDRAWN", _("Rút bỏ")
