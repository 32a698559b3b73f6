"""Which messages rest on somebody's leave: an objection stops exactly those, and no others."""

from collections import defaultdict
import string

import pytest

from congdoan.areas.privacy.selectors.consents import purposes
from congdoan.kernel.people.models import Limit
from congdoan.support.notifications import rules
from congdoan.support.notifications.api import Category, NotificationKind, notify

pytestmark = pytest.mark.django_db

#: Go to one member each, about a matter of their own.
OWN = {"cadres.party_step", "privacy.answered"}


@pytest.fixture
def kinds(monkeypatch):
    """What the product declares (not what other tests did), and one kind of each purpose."""
    ours = {code: kind for code, kind in rules.kinds().items() if ".test" not in code}
    sends = Category("sends", "Thử")
    for purpose in ("NEWS", "CARE", "PARTNERS"):
        kind = NotificationKind(f"sends.{purpose}", sends, "Tin", "Tin", "ai", purpose=purpose)
        monkeypatch.setitem(rules._kinds, kind.code, kind)
        ours[kind.code] = kind
    return ours


def words_of(kind):
    """Return something for every place in the sentences of a kind."""
    parts = string.Formatter().parse(f"{kind.title} {kind.body}")
    return defaultdict(lambda: "1", {name: "1" for _text, name, _spec, _conv in parts if name})


def test_what_goes_to_members_at_large_names_its_purpose(kinds, member, today):
    """Others go to officers, to who was given a task by name, or answer an act of one's own."""
    free = {
        kind.code
        for kind in kinds.values()
        if not kind.purpose and "đoàn viên" in str(kind.audience).lower()
    }
    assert free == OWN
    known = {one.code for one in purposes(member.pk, on=today)}
    assert {kind.purpose for kind in kinds.values()} - {""} <= known


@pytest.mark.parametrize("stopped", ["NEWS", "CARE", ""])
def test_an_objection_stops_its_own_messages_and_no_others(kinds, member, minh, now, stopped):
    Limit.objects.create(person=member, purpose=stopped, since=now)
    told = {
        code: notify(
            actor=minh, kind=code, key=f"k.{code}", at=now, people=[member.pk],
            context=words_of(kind),
        )
        for code, kind in kinds.items()
    }  # fmt: skip
    silent = {code for code, count in told.items() if not count}
    assert silent == {
        code for code, kind in kinds.items() if kind.purpose and stopped in {"", kind.purpose}
    }
    assert len(told) > 80
