"""The form every slice starts from, and how forms are drawn."""

from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any, cast
from uuid import uuid4

from django import forms
from django.db.models import QuerySet
from django.forms.renderers import DjangoTemplates
from django.http import QueryDict
from django.template.backends.django import DjangoTemplates as Engine
from django.utils.functional import cached_property

from congdoan.foundation.actor import Actor
from congdoan.foundation.forms.drawing import DRAWN
from congdoan.foundation.refusal import Refusal


class Renderer(DjangoTemplates):
    """
    Draw fields with ``ui/`` templates, and widgets with ``drawing`` or Django's own templates.
    """

    form_template_name = "ui/form.html"
    field_template_name = "ui/field.html"

    def render(self, template_name: str, context: Any, request: Any = None) -> str:
        draw = DRAWN.get(template_name)
        return draw(context["widget"]) if draw else super().render(template_name, context, request)

    @cached_property
    def engine(self) -> Engine:
        return Engine(
            {
                "APP_DIRS": False,
                "DIRS": [Path(forms.__file__).parent / "templates"],
                "NAME": "forms",
                "OPTIONS": {
                    "loaders": [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django.template.loaders.app_directories.Loader",
                                "django.template.loaders.filesystem.Loader",
                            ],
                        )
                    ],
                    "builtins": [
                        "congdoan.foundation.templatetags.ui",
                        "django.templatetags.i18n",
                    ],
                },
            }
        )


def once_token() -> str:
    """Return a fresh token for ``foundation.once``."""
    return uuid4().hex


class _Fields(dict[str, forms.Field]):
    """
    Fields of a form's class, copied for each form but for their choices.

    Those are lists of words nobody changes in place (a form that offers others sets a new list);
    copying them word by word takes as long as drawing them.
    """

    def __deepcopy__(self, memo: dict[int, Any]) -> dict[str, forms.Field]:
        for field in self.values():
            choices = getattr(field, "_choices", None)
            if isinstance(choices, list):
                memo[id(choices)] = choices
        return {name: deepcopy(field, memo) for name, field in self.items()}


@cache
def _to_copy(form: type[forms.Form]) -> _Fields:
    return _Fields(form.base_fields)


class Form(forms.Form):
    """
    A plain form that knows who fills it in.

    ``actor`` is handed to the fields that look something up (``PickField``). The error CSS and the
    required mark come from the templates.
    """

    required_css_class = "required"

    def __init__(self, *args: Any, actor: Actor | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        self.base_fields = _to_copy(type(self))  # type: ignore[misc]
        super().__init__(*args, **kwargs)
        self.actor = actor
        for field in self.fields.values():
            if hasattr(field, "actor"):
                field.actor = actor

    def refuse(self, refusal: Refusal, field: str | None = None) -> None:
        """Show a service's refusal beside ``field`` (or above the form)."""
        self.add_error(field, refusal.sentence)


class FilterForm(Form):
    """
    The filter above a table: a GET form whose values live in the address.

    Subclasses narrow the rows in ``apply``; a wrong value shows its error and narrows nothing.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("use_required_attribute", False)
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = False

    def apply(self, rows: QuerySet[Any], values: dict[str, Any]) -> QuerySet[Any]:
        """Narrow ``rows`` by the cleaned ``values`` (empty ones are there too)."""
        raise NotImplementedError

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        self.is_valid()
        return self.apply(rows, dict.fromkeys(self.fields) | self.cleaned_data)

    @property
    def active(self) -> int:
        """Return how many filters are set."""
        asked = cast(QueryDict, self.data)
        return len([name for name in self.fields if any(asked.getlist(name))])
