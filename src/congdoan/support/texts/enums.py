from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class TextState(TextChoices):
    """How far the reading of a file is."""

    WAITING = "WAITING", _("chờ đọc")
    READING = "READING", _("đang đọc")
    READ = "READ", _("đã đọc")
    #: Pictures wait for the program that reads them.
    NO_READER = "NO_READER", _("chờ cài Tesseract")
    UNREADABLE = "UNREADABLE", _("không đọc được")


class Method(TextChoices):
    """How the words of a page were got."""

    TEXT = "TEXT", _("chữ có sẵn trong tệp")
    OCR = "OCR", _("nhận dạng từ ảnh")
    #: A picture, and nothing that reads pictures.
    WAITING = "WAITING", _("chờ nhận dạng")
    FAILED = "FAILED", _("không đọc được")
