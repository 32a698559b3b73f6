from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class MediaType(TextChoices):
    """What may be stored. Never anything a browser could run (HTML, SVG) nor macros."""

    PDF = "application/pdf", _("Tệp PDF")
    DOCX = (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        _("Văn bản Word"),
    )
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _("Bảng tính Excel")
    ODT = "application/vnd.oasis.opendocument.text", _("Văn bản OpenDocument")
    JPEG = "image/jpeg", _("Ảnh JPEG")
    PNG = "image/png", _("Ảnh PNG")
    WEBP = "image/webp", _("Ảnh WebP")
