"""Nothing about a person is forgotten when two records of theirs become one."""

from django.apps import apps

from congdoan.kernel.people.api import links
from congdoan.kernel.people.enums import Fate
from congdoan.kernel.people.models import Person


def _keys_to_people() -> set[tuple[str, str]]:
    return {
        (model._meta.label, field.name)
        for model in apps.get_models()
        if model._meta.managed and not model._meta.proxy
        for field in (*model._meta.concrete_fields, *model._meta.local_many_to_many)
        if field.related_model is Person
    }


def test_every_key_to_people_says_what_becomes_of_it_at_a_merge() -> None:
    """
    A new table about people: in its slice's ``wiring.py``, say ``declare_link``.

    ``declare_link("cards.Card", "person", Fate.MOVES)``: its rows go to the record that is kept;
    where the database refuses that (one a person), the row stays with the alias. ``STAYS``: signed
    and sealed, it keeps naming the old record. ``SETTLED``: a handler of ``people.merging`` decides
    row by row and writes through ``journal``.
    """
    missing = sorted(_keys_to_people() - set(links()))
    assert not missing, "say in the slice's wiring: declare_link(model, column, Fate.…)"


def test_no_fate_is_declared_for_what_is_not_there() -> None:
    assert not sorted(set(links()) - _keys_to_people())


def test_what_is_settled_by_its_slice_has_a_slice_that_answers() -> None:
    from congdoan.kernel.people.api import merging

    settled = {
        label.split(".")[0] for (label, _c), link in links().items() if link.fate == Fate.SETTLED
    }
    answering = {name.split(".")[2] for name in merging.handlers}
    # people settles its own offices in the merge itself; duplicates its pairs in the act.
    assert settled - answering <= {"people", "duplicates"}
