"""Words of people for what programs recorded, for rows that tell what changed."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
import re
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from congdoan.kernel.audit.enums import FIELDS
from congdoan.kernel.audit.models import AuditEntry

LONGEST = 80

#: What services record besides fields of the target; a name of more than one slice.
WORDS: dict[str, str | Promise] = {
    "bases": _("số căn cứ"),
    "capabilities": _("quyền"),
    "clause": _("điều khoản"),
    "codes": _("mã đơn vị"),
    "collected": _("chữ ký đã có"),
    "count": _("số lượng"),
    "deadline": _("hạn"),
    "due": _("hạn"),
    "end_reason": _("lý do kết thúc"),
    "ended": _("đã kết thúc"),
    "evidence": _("minh chứng"),
    "file": _("tệp"),
    "from": _("từ"),
    "hash": _("mã băm"),
    "hierarchy": _("hệ thống"),
    "instead_of": _("thay cho"),
    "kind": _("loại"),
    "last_day": _("ngày cuối"),
    "lines": _("số dòng"),
    "method": _("cách ký"),
    "name": _("tên"),
    "offices": _("số chức vụ"),
    "on": _("ngày"),
    "order": _("thứ tự"),
    "organisation": _("đơn vị"),
    "organisations": _("đơn vị"),
    "pairs": _("đồng cấp"),
    "parties": _("số bên"),
    "party": _("bên"),
    "place": _("vị trí"),
    "planned_end": _("dự kiến kết thúc"),
    "position": _("chức vụ"),
    "reach": _("phạm vi"),
    "reason": _("lý do"),
    "refused": _("số dòng bị từ chối"),
    "role": _("vai"),
    "round": _("lần lấy ý kiến"),
    "rows": _("số dòng"),
    "sessions": _("số phiên"),
    "sha256": _("mã băm"),
    "side": _("phía"),
    "signatory": _("người ký"),
    "signed_on": _("ngày ký"),
    "size": _("dung lượng"),
    "start": _("từ ngày"),
    "state": _("trạng thái"),
    "template": _("mẫu"),
    "to": _("tới"),
    "units": _("số đơn vị"),
    "until": _("đến ngày"),
    "value": _("giá trị"),
    "verdict": _("kết quả"),
    "version": _("bản số"),
}
#: Keys by which programs find the record; people know it from the sentence.
_FOR_PROGRAMS = {"agreement", "event", "key", "packet", "revision", "slot", "subject"}
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_DIGEST = re.compile(r"[0-9a-f]{64}")


@cache
def _models() -> dict[str, type[models.Model]]:
    return {model._meta.label_lower: model for model in apps.get_models()}


def _field(target_type: str, name: str) -> "models.Field[Any, Any] | None":
    model = _models().get(target_type)
    found = {field.name: field for field in model._meta.get_fields()} if model else {}
    field = found.get(name)
    return field if isinstance(field, models.Field) else None


def field_label(target_type: str, name: str) -> str:
    """Return the field's name in the page's language, else the common word, else ``name``."""
    field = _field(target_type, name)
    return gettext(str(field.verbose_name)) if field else str(WORDS.get(name, name))


def changes_told(entry: AuditEntry) -> str:
    """Return ``field: old → new`` (or ``field: value``), shortened; the row keeps all."""
    told = (
        _told(entry.target_type, name, value)
        for name, value in entry.changes.items()
        if name not in _FOR_PROGRAMS
    )
    return "; ".join(told)


def _told(target_type: str, name: str, value: object) -> str:
    if name == FIELDS and isinstance(value, list):
        return ", ".join(field_label(target_type, str(one)) for one in value)
    label, words = field_label(target_type, name), _choices(target_type, name)
    if isinstance(value, list) and len(value) == 2 and not isinstance(value[0], list):
        return f"{label}: {_short(value[0], words)} → {_short(value[1], words)}"
    return f"{label}: {_short(value, words)}"


def _choices(target_type: str, name: str) -> dict[str, str]:
    """Return code → label where the field, or one of that name in its slice, has choices."""
    slice_name = target_type.partition(".")[0]
    beside = (kind for kind in _models() if kind.partition(".")[0] == slice_name)
    for kind in (target_type, *beside):
        field = _field(kind, name)
        if field is not None and field.choices:
            return {str(code): str(label) for code, label in _flat(field)}
    return {}


def _flat(field: "models.Field[Any, Any]") -> Iterator[tuple[object, object]]:
    yield from field.flatchoices


def _short(value: object, words: dict[str, str]) -> str:
    if isinstance(value, dict | list):
        value = ", ".join(_items(value, words))
    text = _one(value, words)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _one(value: object, words: dict[str, str]) -> str:
    if value in (None, ""):
        return "—"
    if isinstance(value, bool):
        return gettext("có") if value else gettext("không")
    text = str(value)
    if _DAY.fullmatch(text):
        return f"{date.fromisoformat(text):%d/%m/%Y}"
    if _DIGEST.fullmatch(text):
        return f"{text[:12]}…"
    return words.get(text, text)


def _items(value: dict[str, object] | list[object], words: dict[str, str]) -> Iterable[str]:
    if isinstance(value, dict):
        return (f"{name} {_one(inner, words)}" for name, inner in value.items())
    return (
        " – ".join(_items(inner, words)) if isinstance(inner, list) else _one(inner, words)
        for inner in value
    )
