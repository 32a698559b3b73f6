"""A card and its file, for the tests that walk addresses."""

import pytest


@pytest.fixture
def cards(members, tree, lan, today, now):
    """A card of a member of Lan's unit, and the file it was printed from (which is gone)."""
    from congdoan.areas.cards.api import Card, make_ready
    from congdoan.areas.cards.models import CardPrint
    from congdoan.areas.members.models import Membership

    membership = Membership.objects.get(pk=members["members"]["pk"])
    people = [membership.person_id]
    ready = make_ready(actor=lan, unit=tree.middle, people=people, on=today, at=now)
    printing = CardPrint.objects.create(
        organisation=tree.middle,
        user_id=lan.user_id,
        layout="A4",
        cards=ready.cards,
        total=1,
        asked_at=now,
        made_at=now,
        path="cards/da-mat.pdf",
    )
    return {
        "cards": {"unit": tree.middle.pk, "pk": Card.objects.get().pk},
        **{f"cards:{name}": {"pk": membership.pk} for name in ("member", "photo", "photo_drop")},
        "cards:picture": {"pk": membership.pk},
        "cards:printing": {"pk": printing.pk},
        "cards:file": {"pk": printing.pk},
    }
