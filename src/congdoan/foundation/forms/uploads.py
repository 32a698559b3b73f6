"""One uploaded file: how large, which kinds, and whether the content is what the name says."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import lazystr
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

#: First bytes per kind; Office files are ZIP folders, old ones are OLE.
MAGIC: dict[str, tuple[bytes, ...]] = {
    "pdf": (b"%PDF-",),
    "docx": (b"PK\x03\x04",),
    "xlsx": (b"PK\x03\x04",),
    "odt": (b"PK\x03\x04",),
    "ods": (b"PK\x03\x04",),
    "doc": (b"\xd0\xcf\x11\xe0",),
    "xls": (b"\xd0\xcf\x11\xe0",),
    "jpg": (b"\xff\xd8\xff",),
    "jpeg": (b"\xff\xd8\xff",),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "webp": (b"RIFF",),
    "zip": (b"PK\x03\x04",),
}
#: With a password to open it, such a file is an OLE file inside.
LOCKABLE = ("xlsx", "docx")
#: Kinds without a signature of their own; their readers judge them.
PLAIN = ("csv", "txt")

SCANS = ("pdf", "jpg", "jpeg", "png")
#: What ``support/files`` keeps (a test compares them): promise no other kind where a file is kept.
KEPT = ("pdf", "docx", "xlsx", "odt", "jpg", "jpeg", "png", "webp")


def in_megabytes(amount: int) -> str:
    return f"{amount / 1024 / 1024:.1f}".rstrip("0").rstrip(".").replace(".", ",") + " MB"


class UploadField(forms.FileField):
    """
    A file within the installation's limit, of a kind in ``kinds``, not empty, not disguised.

    With ``judged_by_reader`` only the size counts here: the slice that reads the file says what is
    wrong with it, and better ("bản Word cũ", "có mật khẩu"). With ``may_be_locked`` it is let see
    Office files that a password turned into another kind.
    """

    default_error_messages = {
        "required": _("Hãy chọn một tệp."),
        "empty": _("Tệp rỗng; hãy kiểm tra lại tệp rồi chọn lại."),
        "kind": _("Tệp {name} không thuộc loại nhận được; hãy chọn tệp {kinds}."),
        "disguised": _(
            "Nội dung tệp {name} không phải là {kind} như phần đuôi ghi; "
            "hãy mở tệp, lưu lại đúng loại rồi chọn lại."
        ),
        "too_large": _(
            "Tệp {name} nặng {size}, vượt giới hạn {limit}; "
            "hãy nén hoặc chia nhỏ tệp (quét ở 150–200 dpi là đủ rõ) rồi chọn lại."
        ),
    }

    def __init__(
        self,
        *,
        kinds: tuple[str, ...] = KEPT,
        judged_by_reader: bool = False,
        may_be_locked: bool = False,
        **kwargs: Any,
    ) -> None:
        self.kinds = kinds
        self.judged_by_reader = judged_by_reader
        self.may_be_locked = may_be_locked
        names = ", ".join(dict.fromkeys(kind.upper().replace("JPEG", "JPG") for kind in kinds))
        kwargs.setdefault(
            "help_text",
            lazystr(_LazyHelp(names)),
        )
        kwargs.setdefault(
            "widget",
            forms.FileInput(
                attrs={
                    "accept": ",".join(f".{kind}" for kind in kinds),
                    "data-limit": settings.UPLOAD_LIMIT_BYTES,
                    "data-choose": _("Chọn tệp"),
                    "data-none": _("Chưa chọn tệp nào"),
                }
            ),
        )
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        cleaned = super().clean(data, initial)
        if isinstance(cleaned, UploadedFile):
            self._check(cleaned)
        return cleaned

    def _check(self, file: UploadedFile) -> None:
        name = file.name or ""
        kind = name.rsplit(".", 1)[-1].lower() if "." in name else ""
        if kind not in self.kinds and not self.judged_by_reader:
            kinds = ", ".join(self.kinds)
            self._refuse("kind", name=name, kinds=kinds)
        if (file.size or 0) > settings.UPLOAD_LIMIT_BYTES:
            self._refuse(
                "too_large",
                name=name,
                size=in_megabytes(file.size or 0),
                limit=in_megabytes(settings.UPLOAD_LIMIT_BYTES),
            )
        locked = self.may_be_locked and kind in LOCKABLE and _is(file, "xls")
        if not self.judged_by_reader and not locked and not _is(file, kind):
            self._refuse("disguised", name=name, kind=kind.upper())

    def _refuse(self, code: str, **values: str) -> None:
        raise ValidationError(str(self.error_messages[code]).format(**values), code=code)


class _LazyHelp:
    """The limits in the reader's language, worked out when drawn."""

    def __init__(self, names: str) -> None:
        self.names = names

    def __str__(self) -> str:
        limit = in_megabytes(settings.UPLOAD_LIMIT_BYTES)
        return gettext("Loại tệp: {names}; tối đa {limit}.").format(names=self.names, limit=limit)


def _is(file: UploadedFile, kind: str) -> bool:
    if kind in PLAIN:
        return True
    start: bytes = file.read(1024)
    file.seek(0)
    if kind == "pdf":
        # Some scanners write a few bytes before the mark; readers accept the first kilobyte.
        return MAGIC["pdf"][0] in start
    return start.startswith(MAGIC[kind])
