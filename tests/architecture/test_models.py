"""What the tables may point at."""

from django.apps import apps
from django.db import models
import pytest

from tests.architecture.layout import rank, slice_of, slices


def _ours() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("congdoan.")]


def _foreign_keys() -> list[tuple[type[models.Model], models.Field]]:
    return [
        (model, field)
        for model in _ours()
        for field in (*model._meta.local_fields, *model._meta.local_many_to_many)
        if field.is_relation and field.related_model is not None
    ]


def test_foreign_keys_point_down() -> None:
    wrong = []
    for model, field in _foreign_keys():
        target = field.related_model.__module__
        if not target.startswith("congdoan."):
            continue
        here, there = slice_of(model.__module__), slice_of(target)
        if here != there and rank(here) <= rank(there):
            wrong.append(f"{model._meta.label}.{field.name} → {field.related_model._meta.label}")
    assert not wrong


def test_keys_into_other_slices_leave_no_reverse_accessor() -> None:
    """``person.offices`` would let the lower slice use rows it must not know."""
    wrong = [
        f"{model._meta.label}.{field.name}"
        for model, field in _foreign_keys()
        if slice_of(model.__module__) != slice_of(field.related_model.__module__)
        and not field.remote_field.hidden
    ]
    assert not wrong


def test_every_table_is_named_in_vietnamese() -> None:
    """A model without ``verbose_name`` shows its English class name to people."""
    wrong = [
        model._meta.label
        for model in _ours()
        if model._meta.verbose_name == models.options.camel_case_to_spaces(model.__name__)
    ]
    assert not wrong


@pytest.mark.parametrize("name", slices())
def test_every_slice_has_its_place_in_the_order(name: str) -> None:
    assert rank(name)
