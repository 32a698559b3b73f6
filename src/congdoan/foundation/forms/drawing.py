"""
The widgets that make up nearly every form, drawn without a template.

Django renders each box through three nested templates and each choice of a list through two; a
filter of four fields then costs more than the fifty rows under it. The HTML is the same, but
that an option begins with a capital.
"""

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from django.forms import BoundField, Select
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

Widget = Mapping[str, Any]


def escaped(value: Any) -> str:
    """Escape unless it is marked safe, like a template; most values are plain strings."""
    return escape(value) if type(value) is str else conditional_escape(value)


def _attributes(given: Mapping[str, Any]) -> str:
    """Write attributes as ``attrs.html`` does: False is left out, True stands alone."""
    return "".join(
        f" {escaped(name)}" if value is True else f' {escaped(name)}="{escaped(value)}"'
        for name, value in given.items()
        if value is not False
    )


def drawn_input(widget: Widget) -> SafeString:
    value = widget["value"]
    said = "" if value is None else f' value="{escaped(value)}"'
    start = f'<input type="{escaped(widget["type"])}" name="{escaped(widget["name"])}"{said}'
    return mark_safe(f"{start}{_attributes(widget['attrs'])}>")  # noqa: S308 - escaped above


def drawn_several_hidden(widget: Widget) -> SafeString:
    return mark_safe("\n".join(map(drawn_input, widget["subwidgets"])))  # noqa: S308 - escaped above


def _sentence(label: Any) -> Any:
    """Begin an option as a sentence begins: the same words stand in mid-sentence elsewhere."""
    return label if isinstance(label, SafeString) else capfirst(str(label))


def drawn_select(widget: Widget) -> SafeString:
    parts = [f'<select name="{escaped(widget["name"])}"{_attributes(widget["attrs"])}>']
    for group, options, _index in widget["optgroups"]:
        if group:
            parts.append(f'<optgroup label="{escaped(group)}">')
        parts += [
            f'<option value="{escaped(option["value"])}"{_attributes(option["attrs"])}>'
            f"{escaped(_sentence(option['label']))}</option>"
            for option in options
        ]
        if group:
            parts.append("</optgroup>")
    parts.append("</select>")
    return mark_safe("\n".join(parts))  # noqa: S308 - escaped above


def drawn_choice(field: BoundField, look: str) -> SafeString | None:
    """
    Draw a simple list without an error as ``drawn_select`` would; None for any other field.

    Django's context of its options takes half of what is spent on a list of three.
    """
    box: Any = field.field.widget
    told = field.field.required or field.field.disabled or field.help_text
    if type(box) is not Select or told:
        return None
    attributes = {**box.attrs, "class": look, "id": field.auto_id}
    chosen = str(field.value() or "")
    parts = [f'<select name="{escaped(field.html_name)}"{_attributes(attributes)}>']
    for value, label in box.choices:
        if isinstance(label, list | tuple):  # a group
            return None
        text = "" if value is None else str(value)
        mark = " selected" if text == chosen else ""
        parts.append(f'<option value="{escaped(text)}"{mark}>{escaped(_sentence(label))}</option>')
    parts.append("</select>")
    return mark_safe("\n".join(parts))  # noqa: S308 - escaped above


_FOLDER = "django/forms/widgets"
#: Template of a widget → what draws the same.
DRAWN: dict[str, Callable[[Widget], SafeString]] = {
    **{
        f"{_FOLDER}/{kind}.html": drawn_input
        for kind in ("text", "number", "email", "url", "password", "hidden", "search", "date")
    },
    f"{_FOLDER}/multiple_hidden.html": drawn_several_hidden,
    f"{_FOLDER}/select.html": drawn_select,
}
