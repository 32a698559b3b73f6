from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Initiator(TextChoices):
    """Who gathers the employees (domain-rules 1.5, step 1)."""

    EMPLOYEES = "EMPLOYEES", _("người lao động lập ban vận động")
    SUPERIOR = "SUPERIOR", _("công đoàn cấp trên vận động")


class FoundingPath(TextChoices):
    """How the first committee comes about."""

    CONGRESS = "CONGRESS", _("đại hội (hội nghị) thành lập bầu ban chấp hành")
    PROVISIONAL = "PROVISIONAL", _("cấp trên chỉ định ban chấp hành lâm thời")


class FoundingState(TextChoices):
    OPEN = "OPEN", _("đang làm thủ tục")
    RECOGNISED = "RECOGNISED", _("đã công nhận")
    DONE = "DONE", _("đã xong")
    DROPPED = "DROPPED", _("đã dừng")


class HandOverKind(TextChoices):
    END = "END", _("đơn vị kết thúc")
    TRANSFER = "TRANSFER", _("chuyển cấp trên")


class HandOverStep(TextChoices):
    """What is settled when a unit ends (domain-rules 1.6), in order."""

    DUES = "DUES", _("Dừng thu")
    ACCOUNTS = "ACCOUNTS", _("Khóa sổ, quyết toán")
    HAND_OVER = "HAND_OVER", _("Bàn giao")
    ARCHIVE = "ARCHIVE", _("Lưu trữ")


class ItemKind(TextChoices):
    """What is handed over."""

    BALANCE = "BALANCE", _("Số dư")
    ASSET = "ASSET", _("Tài sản")
    LEDGER = "LEDGER", _("Sổ kế toán")
    VOUCHER = "VOUCHER", _("Chứng từ")
    SEAL = "SEAL", _("Con dấu")
    PAPERS = "PAPERS", _("Hồ sơ, tài liệu")


class ReceiptKind(TextChoices):
    DUES = "DUES", _("Đoàn phí")
    FUND = "FUND", _("Kinh phí công đoàn")
    OTHER = "OTHER", _("Khoản khác")
