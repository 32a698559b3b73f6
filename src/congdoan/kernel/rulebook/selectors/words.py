"""Values of rules in words a reader knows."""

from datetime import date
from typing import Any

from django.utils.translation import get_language, gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from congdoan.kernel.rulebook.enums import Overridable
from congdoan.kernel.rulebook.rules import values
from congdoan.kernel.rulebook.rules.lookup import Rule, nearest
from congdoan.kernel.rulebook.selectors import snapshot

#: Attributes of catalogue entries that tell a reader something; the others serve the software.
_ATTRIBUTES = {
    "short": _("viết tắt {value}"),
    "direct_superior": _("cấp trên trực tiếp cơ sở"),
    "members_at_least": _("từ {value} đoàn viên"),
    "unions_at_least": _("từ {value} công đoàn cơ sở"),
    "self_financing_from": _("tự bảo đảm từ {value}%"),
    "self_financing_below": _("tự bảo đảm dưới {value}%"),
    "step": _("bước {value}"),
    "applicants_at_least": _("từ {value} người gia nhập"),
    "working_days": _("trong {value} ngày làm việc"),
    "congress_within_months": _("đại hội trong {value} tháng"),
    "size": _("{value} người"),
    "years": _("{value} năm"),
    "months": _("{value} tháng"),
    "number": _("số {value}"),
    "print": _("đề “{value}”"),
}
#: Attributes that list entries of other catalogues.
_LISTS = {
    "children": _("đơn vị: {names}"),
    "unions": _("công đoàn: {names}"),
    "parents": _("cấp trên: {names}"),
    "partners": _("đối tác: {names}"),
}
_NAMED_BY = ("organisation.level", "organisation.kind")
_UNIONISABLE = {True: _("được có công đoàn"), False: _("không có công đoàn")}
_CODES = {
    "ALL": _("tất cả các bên"),
    "ROTATING": _("luân phiên"),
    "PER_UNIT": _("từng đơn vị"),
    "TERMINATED": _("chấm dứt"),
    "SUCCESSION": _("kế thừa"),
}

#: Units of the shipped rules, marked here so that they have words in every language.
_UNITS = frozenset(
    (
        gettext_noop("năm"),
        gettext_noop("tháng"),
        gettext_noop("ngày"),
        gettext_noop("ngày làm việc"),
        gettext_noop("giờ/tháng"),
        gettext_noop("lần/năm"),
        gettext_noop("người"),
        gettext_noop("đơn vị"),
    )
)


def shown_value(rule: Rule) -> str:
    """Return the value with its unit, as a person reads it; empty when the name says it all."""
    value = rule.value
    if values.is_typed(value):
        return f"{values.write_value(value)} {_unit(rule)}".strip()
    if isinstance(value, bool):
        return gettext("có") if value else gettext("không")
    if isinstance(value, dict):
        text = _attributes(value) if rule.code else _bounds(value)
        return f"{text} {_unit(rule)}".strip() if text and not rule.code else text
    if isinstance(value, list):
        return "; ".join(str(_CODES.get(item, item)) for item in value)
    return str(_CODES.get(value, value))


def _unit(rule: Rule) -> str:
    return gettext(rule.unit) if rule.unit in _UNITS else rule.unit


def room_below(rule: Rule) -> str:
    """Return what those below may do with the rule, with its limits."""
    said = [str(Overridable(rule.overridable).label)]
    if rule.overridable != Overridable.NONE:
        if rule.minimum is not None:
            said.append(gettext("tối thiểu %s") % values.write_value(rule.minimum))
        if rule.maximum is not None:
            said.append(gettext("tối đa %s") % values.write_value(rule.maximum))
    return "; ".join(said)


def _attributes(value: dict[str, Any]) -> str:
    said = [
        str(words).format(value=values.write_value(value[name]))
        for name, words in _ATTRIBUTES.items()
        if value.get(name) not in (None, False)
    ]
    for name, words in _LISTS.items():
        if value.get(name):
            names = "; ".join(_named(code) for code in value[name])
            said.append(str(words).format(names=names))
    if "unionisable" in value:
        said.append(str(_UNIONISABLE[bool(value["unionisable"])]))
    return "; ".join(said)


def _named(code: str) -> str:
    """Return what any of the catalogues calls a code, the code itself when none knows it."""
    by_key = snapshot.current().by_key
    rows = next((by_key[key] for one in _NAMED_BY if (key := f"{one}.{code}") in by_key), [])
    found = nearest(rows, date.max)
    return found.label(get_language() or "vi") if found else code


def _bounds(value: dict[str, Any]) -> str:
    if "parts" in value:
        return f"{value['parts']}/{value['of']}"
    if "from" in value and "to" in value:
        return f"{values.write_value(value['from'])}–{values.write_value(value['to'])}"
    if "choices" in value:
        return "; ".join(values.write_value(choice) for choice in value["choices"])
    signs = {"to": "≤", "at_least": "≥", "from": "≥", "about": "≈"}
    return "; ".join(
        f"{sign} {values.write_value(value[name])}" for name, sign in signs.items() if name in value
    )
