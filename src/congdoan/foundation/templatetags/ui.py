"""
Tags and filters of the design system, built in: no ``{% load %}`` needed.

They format and draw; they hold no query and ask for no permission.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any, cast

from django import template
from django.conf import settings
from django.db.backends.postgresql.psycopg_any import DateRange
from django.forms import BoundField
from django.forms import widgets as w
from django.http import HttpRequest
from django.template.base import Parser, Template, Token
from django.template.context import Context, RequestContext
from django.templatetags.static import static
from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from congdoan.foundation.forms import Form
from congdoan.foundation.forms import once_token as new_once_token
from congdoan.foundation.forms.drawing import drawn_choice, escaped

register = template.Library()

HIDDEN = mark_safe('aria-hidden="true"')
#: Query parameters that mean a place in a list, not a choice of what is in it.
PAGING = ("after", "before")


# --- formatting -----------------------------------------------------------------------------


@register.filter
def day(value: date | datetime | None) -> str:
    """Return ``31/12/2026``."""
    if value is None:
        return "—"
    if isinstance(value, datetime):
        value = timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return f"{value:%d/%m/%Y}"


@register.filter
def moment(value: datetime | None) -> str:
    """Return ``14:05 31/12/2026`` in the installation's time zone."""
    if value is None:
        return "—"
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{local:%H:%M %d/%m/%Y}"


@register.filter
def number(value: float | Decimal | None, digits: int | None = None) -> str:
    """Return ``1.234,5`` (``1,234.5`` on English pages)."""
    if value is None or value == "":
        return "—"
    return str(formats.number_format(value, decimal_pos=digits, force_grouping=True))


@register.filter
def span(value: DateRange | None) -> str:
    """Return a span with its last day, as papers write it: ``01/09/2020 – 31/08/2023``."""
    if value is None or value.isempty:
        return "—"
    last = value.upper - timedelta(days=1) if value.upper else None
    if value.lower is None and last is None:
        return gettext("không thời hạn")
    if last is None:
        return gettext("từ {start}").format(start=day(value.lower))
    if value.lower is None:
        return gettext("đến {end}").format(end=day(last))
    return day(last) if value.lower == last else f"{day(value.lower)} – {day(last)}"


@register.filter
def size(value: int) -> str:
    """Return a number of bytes in a unit people know: ``2,4 MB``."""
    amount = float(value)
    for unit in ("B", "KB", "MB"):
        if amount < 1024 or unit == "MB":
            break
        amount /= 1024
    return f"{number(round(amount, 1) if amount % 1 else int(amount))} {unit}"


# --- links ----------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def query_string(context: RequestContext, **changes: Any) -> str:
    """
    Return ``?…`` of this address with ``changes`` (None removes), keeping filters and as_of.

    Unless it is itself among the changes, the place in the list is dropped.
    """
    return changed_query(context["request"], **changes)


def changed_query(request: HttpRequest, **changes: Any) -> str:
    """Return what ``query_string`` does, for Python that draws links."""
    asked = request.GET.copy()
    for name in PAGING:
        if name not in changes:
            asked.pop(name, None)
    for name, value in changes.items():
        if value is None or value == "":
            asked.pop(name, None)
        else:
            asked[name] = str(value)
    return f"?{asked.urlencode()}" if asked else request.path


@register.simple_tag(takes_context=True)
def url_as_of(context: RequestContext, name: str, *args: Any, **kwargs: Any) -> str:
    """Return the address like ``{% url %}``, staying on the day that is being looked at."""
    address = reverse(name, args=args, kwargs=kwargs)
    as_of = context["request"].GET.get("as_of", "")
    return format_html("{}?as_of={}", address, as_of) if as_of else address


# --- fixed parts ----------------------------------------------------------------------------


class FixedNode(template.Node):
    """Drawn once for each language and kept; drawn without the page's variables."""

    def __init__(self, nodelist: template.NodeList) -> None:
        self.nodelist = nodelist
        self.kept: dict[tuple[Any, ...], SafeString] = {}

    def render(self, context: Context) -> SafeString:
        where = (get_language(), get_script_prefix(), get_urlconf(), settings.STATIC_URL)
        if where not in self.kept:
            bare, page = Context({}), cast(Template, context.template)
            bare.template = page
            with bare.render_context.push_state(page):
                self.kept[where] = self.nodelist.render(bare)
        return self.kept[where]


@register.tag
def fixed(parser: Parser, _token: Token) -> FixedNode:
    """
    Draw a part of the frame that is the same for everybody: ``{% fixed %}…{% endfixed %}``.

    Words, icons and addresses make up most of a page and never change. No variable of the page can
    be seen inside, so nothing of one reader can be kept for another.
    """
    nodelist = parser.parse(("endfixed",))
    parser.delete_first_token()
    return FixedNode(nodelist)


# --- pieces ---------------------------------------------------------------------------------


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Draw an icon of the sprite; without a label it is hidden from screen readers."""
    sprite = _sprite(settings.STATIC_URL, str(settings.STORAGES["staticfiles"]))
    return _drawn_icon(sprite, name, label)


@lru_cache(maxsize=4)
def _sprite(_address: str, _storage: str) -> str:
    """Return where the icons are; looking it up for each of forty on a page is slow."""
    return static("ui/icons.svg")


@lru_cache(maxsize=1024)
def _drawn_icon(sprite: str, name: str, label: str) -> SafeString:
    meaning = format_html('role="img" aria-label="{}"', label) if label else HIDDEN
    return format_html(
        '<svg class="icon" {} focusable="false"><use href="{}#{}"></use></svg>',
        meaning,
        sprite,
        name,
    )


@register.simple_tag
def badge(label: str, tone: str = "neutral", icon_name: str = "") -> SafeString:
    """Draw a state: tone is neutral, info, good, warn or bad; the word carries the meaning."""
    drawn = icon(icon_name) if icon_name else ""
    return format_html('<span class="tag tag-{}">{}{}</span>', tone, drawn, label)


@register.inclusion_tag("ui/empty.html")
def empty_state(
    title: str, text: str = "", icon_name: str = "inbox", url: str = "", action: str = ""
) -> dict[str, str]:
    """Draw an empty list that teaches: what belongs here and the first step."""
    return {"title": title, "text": text, "icon": icon_name, "url": url, "action": action}


@register.inclusion_tag("ui/stat.html")
def stat(label: str, value: Any, hint: str = "", url: str = "", tone: str = "") -> dict[str, Any]:
    """Draw one figure with its label."""
    return {"label": label, "value": value, "hint": hint, "url": url, "tone": tone}


@register.inclusion_tag("ui/form_errors.html")
def form_errors(form: Any) -> dict[str, Any]:
    """Draw the summary of a form's errors with a link to each field."""
    return {"form": form}


@register.simple_block_tag
def capture(content: str) -> str:
    """Keep a rendered piece: ``{% capture as name %}…{% endcapture %}``."""
    # Rendered, and thereby escaped, already: escaped again, D'Ran would be D&#x27;Ran.
    return SafeString(content.strip())


@register.simple_tag
def once_token() -> SafeString:
    """Draw the hidden token that lets the server take a form once (``foundation.once``)."""
    return format_html('<input type="hidden" name="once" value="{}">', new_once_token())


# --- forms ----------------------------------------------------------------------------------

_LISTS = (w.RadioSelect, w.CheckboxSelectMultiple)


@register.filter
def is_checkbox(field: BoundField) -> bool:
    return isinstance(field.field.widget, w.CheckboxInput)


@register.simple_tag
def widget(field: BoundField, **attrs: Any) -> SafeString:
    """Draw a field's input with the classes of the design system."""
    kind = field.field.widget
    given = str(kind.attrs.get("class", ""))
    if isinstance(kind, _LISTS):
        look = "choice-list"
    elif isinstance(kind, w.CheckboxInput):
        look = "form-check-input"
    elif isinstance(kind, w.Select):
        look = "form-select"
    else:
        look = "form-control"
    invalid = "is-invalid" if field.errors else ""
    return field.as_widget(attrs={**attrs, "class": " ".join(filter(None, [look, given, invalid]))})


@register.simple_tag
def filter_fields(form: Form) -> SafeString:
    """
    Draw the fields of a filter with their labels.

    Written here because a template loop over ten fields takes as long as fifty rows of a table.
    """
    drawn = []
    for field in form.visible_fields():
        label, errors = escaped(field.label), form.errors.get(field.name)
        if field.use_fieldset:
            head = f'<span class="form-label">{label}</span>'
        else:
            head = f'<label class="form-label" for="{escaped(field.id_for_label)}">{label}</label>'
        box = widget(field) if errors else drawn_choice(field, "form-select") or widget(field)
        told = f'<p class="field-error" id="{escaped(field.auto_id)}_error">' if errors else ""
        if errors:
            told += f"{escaped(' '.join(map(str, errors)))}</p>"
        bad = " has-error" if errors else ""
        drawn.append(f'<div class="filter-field{bad}">{head}{box}{told}</div>')
    return mark_safe("\n".join(drawn))  # noqa: S308 - escaped above


@dataclass(frozen=True)
class Blank:
    """A form nobody has filled in yet; drawn once for each language and kept."""

    form: type[Form]
    auto_id: str

    def __str__(self) -> str:
        return _drawn_blank(self.form, self.auto_id, get_language(), get_script_prefix())

    def __html__(self) -> str:
        return str(self)


@lru_cache(maxsize=256)
def _drawn_blank(form: type[Form], auto_id: str, _language: str, _prefix: str) -> SafeString:
    return mark_safe(str(form(auto_id=auto_id)))  # noqa: S308 - drawn by its templates
