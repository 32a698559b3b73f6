"""A file box that sends large files in parts."""

from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.templatetags.static import static
from django.urls import reverse
from django.utils.functional import lazystr
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from congdoan.foundation.actor import Actor
from congdoan.foundation.forms import UploadField
from congdoan.foundation.forms.uploads import in_megabytes
from congdoan.foundation.refusal import Refusal
from congdoan.support.files.services.gathering import PART, gathered


class PartsInput(forms.FileInput):
    """An ordinary file box; its module sends large files ahead and leaves their token here."""

    def __init__(self, purpose: str, kinds: tuple[str, ...]) -> None:
        super().__init__(
            attrs={
                "accept": ",".join(f".{kind}" for kind in kinds),
                "data-choose": _("Chọn tệp"),
                "data-none": _("Chưa chọn tệp nào"),
                "data-purpose": purpose,
                "data-part": PART,
            }
        )
        #: Name and token of the file that came in parts, when the form is shown again.
        self.kept, self.token = "", ""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return super().value_from_datadict(data, files, name) or data.get(f"{name}_parts") or None

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in files and f"{name}_parts" not in data

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"] |= {
            "data-limit": settings.LARGE_UPLOAD_LIMIT_BYTES,
            "data-begin": reverse("files:begin"),
            "data-module": static("files/parts.js"),
        }
        if self.kept:
            context["widget"]["attrs"].pop("required", None)
        return context

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        box = super().render(name, value, attrs, renderer)
        if not self.kept:
            return box
        return format_html(
            '<input type="hidden" name="{}_parts" value="{}" data-kept="{}">{}'
            '<p class="form-text">{}</p>',
            name, self.token, self.kept, box,
            _("Đã tải lên “%(name)s”, không cần chọn lại.") % {"name": self.kept},
        )  # fmt: skip


class PartsField(UploadField):
    """
    A file up to the large limit, sent in parts; without JavaScript up to the small one.

    Cleans to something ``store_file`` takes. ``purpose`` is the one it will be stored for.
    """

    actor: Actor | None = None
    default_error_messages = {"gone": "{sentence}"}

    def __init__(self, *, purpose: str, kinds: tuple[str, ...], **kwargs: Any) -> None:
        names = ", ".join(dict.fromkeys(kind.upper().replace("JPEG", "JPG") for kind in kinds))
        super().__init__(
            kinds=kinds,
            may_be_locked=True,
            widget=PartsInput(purpose, kinds),
            help_text=kwargs.pop("help_text", None) or lazystr(_Help(names)),
            **kwargs,
        )

    def clean(self, data: Any, initial: Any = None) -> Any:
        if not isinstance(data, str) or not data:
            return super().clean(data, initial)
        try:
            token = UUID(data[:36])
        except ValueError:
            return super().clean(None, initial)
        if self.actor is None:
            return super().clean(None, initial)
        try:
            upload = gathered(self.actor, token)
        except Refusal as refusal:
            raise ValidationError(refusal.sentence, code="gone") from None
        kind = upload.gathering.name.rsplit(".", 1)[-1].lower()
        if kind not in self.kinds:
            self._refuse("kind", name=upload.gathering.name, kinds=", ".join(self.kinds))
        box: Any = self.widget
        box.kept, box.token = upload.gathering.name, str(upload.gathering.pk)
        return upload


class _Help:
    """The limits in the reader's language, worked out when drawn."""

    def __init__(self, names: str) -> None:
        self.names = names

    def __str__(self) -> str:
        return gettext(
            "Loại tệp: {names}; tối đa {large}, tải từng phần nên mất mạng không phải làm lại "
            "(trình duyệt không chạy JavaScript: tối đa {small})."
        ).format(
            names=self.names,
            large=in_megabytes(settings.LARGE_UPLOAD_LIMIT_BYTES),
            small=in_megabytes(settings.UPLOAD_LIMIT_BYTES),
        )
