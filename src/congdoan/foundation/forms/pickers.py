"""
Choosing an organisation or a person by typing a part of the name.

One text box: with JavaScript it offers suggestions while typing; without it the form comes back
with the matches to choose from. The slice that knows the nouns puts a source (``wiring.py``).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
import re
from typing import Any, Protocol

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from congdoan.foundation.actor import Actor
from congdoan.foundation.vietnamese import tidy

#: More matches than this are not a choice; the person is asked to type more.
OFFERED = 12


@dataclass(frozen=True)
class Choice:
    """One thing that can be picked; ``code`` is unique within its source."""

    pk: int
    code: str
    label: str
    hint: str = ""

    def __str__(self) -> str:
        return f"{self.label} [{self.code}]"


class Source(Protocol):
    """Where choices come from; shows only what the actor may see."""

    def search(self, actor: Actor, text: str, limit: int) -> Sequence[Choice]:
        """Return matches of free text (without diacritics too), best first."""
        ...

    def by_code(self, actor: Actor, code: str) -> Choice | None: ...

    def by_pk(self, actor: Actor, pk: int) -> Choice | None: ...


_register: dict[str, Source] = {}
_CODE = re.compile(r"\[([^\[\]]+)\]\s*$")


def put(name: str, source: Source) -> None:
    """
    Add a source, e.g. ``organisations``.

    :raises ValueError: when the name is taken
    """
    if _register.setdefault(name, source) is not source:
        message = f"Picker source declared twice: {name}"
        raise ValueError(message)


def source(name: str) -> Source | None:
    return _register.get(name)


class InTurn:
    """Several sources as one, the first of them first: members, then officers who are none."""

    def __init__(self, *names: str) -> None:
        self.names = names

    def _sources(self) -> Iterator[Source]:
        return (found for name in self.names if (found := source(name)))

    def search(self, actor: Actor, text: str, limit: int) -> Sequence[Choice]:
        found: dict[int, Choice] = {}
        for register in self._sources():
            for one in register.search(actor, text, limit):
                found.setdefault(one.pk, one)
        return list(found.values())[:limit]

    def by_code(self, actor: Actor, code: str) -> Choice | None:
        found = (one.by_code(actor, code) for one in self._sources())
        return next(filter(None, found), None)

    def by_pk(self, actor: Actor, pk: int) -> Choice | None:
        found = (one.by_pk(actor, pk) for one in self._sources())
        return next(filter(None, found), None)


class PickInput(forms.TextInput):
    """A text box with suggestions; matches to choose from stand below after a vague entry."""

    def __init__(self, source_name: str) -> None:
        super().__init__(attrs={"autocomplete": "off"})
        self.source_name = source_name
        self.actor: Actor | None = None
        self.offers: Sequence[Choice] = ()

    @property
    def template_name(self) -> str:  # type: ignore[override]
        """Return the plain box's template unless there is something to choose from."""
        return "ui/pick.html" if self.offers else super().template_name

    def format_value(self, value: Any) -> str | None:
        register = source(self.source_name)
        if isinstance(value, int) and register and self.actor:
            value = register.by_pk(self.actor, value)
        return str(value or "") or None

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return data.get(f"{name}_offer") or data.get(name)

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["offers"] = self.offers
        context["widget"]["attrs"]["data-pick"] = reverse("search:pick", args=[self.source_name])
        return context


class PickField(forms.Field):
    """One thing of a source; cleans to its primary key (int)."""

    widget: Any
    actor: Actor | None = None
    default_error_messages = {
        "none": _("Không tìm thấy “{text}”; hãy gõ một phần tên hoặc mã khác."),
        "several": _("Có nhiều kết quả cho “{text}”; hãy chọn một kết quả bên dưới."),
        "many": _("Có quá nhiều kết quả cho “{text}”; hãy gõ thêm cho rõ."),
    }

    def __init__(self, source_name: str, **kwargs: Any) -> None:
        kwargs.setdefault("widget", PickInput(source_name))
        kwargs.setdefault("help_text", _("Gõ một phần tên (không cần dấu) hoặc mã."))
        super().__init__(**kwargs)
        self.source_name = source_name

    def __setattr__(self, name: str, value: Any) -> None:
        super().__setattr__(name, value)
        if name == "actor" and hasattr(self, "widget"):
            self.widget.actor = value

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values:
            return None
        if isinstance(value, int):
            return value
        return self._find(tidy(str(value))).pk

    def _find(self, text: str) -> Choice:
        register = source(self.source_name)
        if register is None or self.actor is None:
            message = f"PickField({self.source_name!r}) needs a source and Form(actor=…)"
            raise RuntimeError(message)
        coded = _CODE.search(text)
        found = register.by_code(self.actor, coded.group(1) if coded else text)
        if found:
            return found
        matches = list(register.search(self.actor, _CODE.sub("", text), OFFERED + 1))
        if len(matches) == 1:
            return matches[0]
        if 1 < len(matches) <= OFFERED:
            self.widget.offers = matches
        code = "none" if not matches else "several" if len(matches) <= OFFERED else "many"
        raise ValidationError(str(self.error_messages[code]).format(text=text), code=code)
