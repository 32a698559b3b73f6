"""What is in force for a task on a day, and what documents are to each other."""

from datetime import timedelta

from django.urls import reverse
import pytest

from congdoan.areas.documents import api
from congdoan.areas.documents.models import Incoming
from congdoan.areas.documents.rules import refusals
from congdoan.areas.documents.selectors.relations import find_paper, in_force, relations_of
from congdoan.areas.documents.services.relating import EffectData, declare_effect, relate, unrelate
from congdoan.foundation.refusal import NotAllowed, NotFound
from congdoan.kernel.audit.models import AuditEntry

pytestmark = pytest.mark.django_db
TOPIC = "STAFF_CONFERENCE"


def ruling(unit, day):
    return [(one.document or one.incoming).subject for one in in_force(unit, on=day)]


@pytest.fixture
def declared(sent, clerk, today, now):
    declare_effect(actor=clerk, paper=sent, data=EffectData(TOPIC, today), at=now)
    return sent


@pytest.fixture
def newer(make_document, clerk, system, today, now):
    made = make_document("ISSUED", subject="hướng dẫn mới")
    day = today + timedelta(days=10)
    declare_effect(actor=clerk, paper=made, data=EffectData(TOPIC, day), at=now)
    api.send_document(actor=clerk, document=made, rule=api.Rule(reach="BRANCH"), on=today, at=now)
    api.deliver(actor=system, document=made.pk, at=now)
    return made


def test_it_rules_at_the_issuer_and_at_every_receiver_from_its_day(declared, tree, today):
    for unit in (tree.middle, tree.leaf, tree.other_leaf):
        assert ruling(unit, today) == [declared.subject]
        assert ruling(unit, today - timedelta(days=1)) == []
    assert ruling(tree.far_leaf, today) == []


@pytest.mark.parametrize("kind", ["REPLACES", "REPEALS"])
def test_what_is_replaced_or_repealed_rules_until_that_day(
    kind, declared, newer, tree, clerk, today, now
):
    day = today + timedelta(days=10)
    relate(actor=clerk, paper=newer, kind=kind, older=declared, starts=day, at=now)
    assert ruling(tree.leaf, today) == [declared.subject]
    assert ruling(tree.leaf, day) == ["hướng dẫn mới"]
    (one,) = relations_of(
        Incoming.objects.get(document=declared, organisation=tree.leaf), tree.leaf
    )
    assert one.title == newer.title  # it came here too, so it is named and linked
    assert not one.own


def test_what_is_amended_goes_on_and_says_so(
    declared, newer, tree, clerk, minh, signed_in, today, now
):
    relate(actor=clerk, paper=newer, kind="AMENDS", older=declared, starts=today, at=now)
    page = (
        signed_in(minh)
        .get(reverse("documents:force", args=[tree.leaf.pk]), {"topic": TOPIC})
        .content.decode()
    )
    assert declared.symbol in page
    assert f"được sửa đổi bởi {newer.symbol}" in page
    other = (
        signed_in(minh)
        .get(reverse("documents:force", args=[tree.leaf.pk]), {"topic": "FINANCE"})
        .content.decode()
    )
    assert declared.symbol not in other


def test_a_recalled_one_rules_no_more_and_its_relations_neither(
    declared, newer, tree, clerk, today, now
):
    day = today + timedelta(days=10)
    relate(actor=clerk, paper=newer, kind="REPEALS", older=declared, starts=day, at=now)
    api.take_back(actor=clerk, document=newer, reason="sai", at=now)
    assert ruling(tree.leaf, day) == [declared.subject]
    api.take_back(actor=clerk, document=declared, reason="sai", at=now)
    assert ruling(tree.leaf, day) == ruling(tree.middle, day) == []


def test_paper_entered_by_hand_rules_and_is_based_on(tree, clerk, make_document, today, now):
    data = api.Arrival(sender_name="Sở Nội vụ", subject="định mức mới", symbol="45/SNV-CC")
    came = api.register_arrival(
        actor=clerk, organisation=tree.middle, data=data, arrived_on=today, at=now
    )
    declare_effect(
        actor=clerk,
        paper=came,
        data=EffectData("FINANCE", today, today + timedelta(days=5)),
        at=now,
    )
    assert ruling(tree.middle, today) == ["định mức mới"]
    assert ruling(tree.middle, today + timedelta(days=5)) == []
    made = make_document("ISSUED")
    ask = {"actor": clerk, "paper": made, "older": find_paper(tree.middle, "45/snv-cc", None)}
    with pytest.raises(refusals.OthersPaper):
        relate(kind="REPEALS", starts=today, at=now, **ask)
    row = relate(kind="BASED_ON", starts=today, at=now, **ask)
    with pytest.raises(refusals.RelatedAlready):
        relate(kind="BASED_ON", starts=today, at=now, **ask)
    assert [one.words for one in relations_of(came, tree.middle)] == ["là căn cứ của"]
    with pytest.raises(NotFound):
        unrelate(actor=clerk, paper=came, relation=row.pk)
    unrelate(actor=clerk, paper=made, relation=row.pk)
    assert not relations_of(made, tree.middle)
    assert AuditEntry.objects.filter(verb="documents.unrelated").exists()


def test_what_cannot_be_is_refused(declared, make_document, clerk, minh, tree, today, now):
    with pytest.raises(refusals.NoSuchPaper):
        find_paper(tree.middle, "99/HD", None)
    with pytest.raises(refusals.EndsBeforeStart):
        declare_effect(actor=clerk, paper=declared, data=EffectData(TOPIC, today, today), at=now)
    with pytest.raises(refusals.NotInThisState):
        declare_effect(actor=clerk, paper=make_document(), data=EffectData(TOPIC, today), at=now)
    with pytest.raises(refusals.NotToItself):
        relate(actor=clerk, paper=declared, kind="AMENDS", older=declared, starts=today, at=now)
    with pytest.raises(NotAllowed):
        declare_effect(actor=minh, paper=declared, data=EffectData(TOPIC, today), at=now)
    came = Incoming.objects.get(document=declared, organisation=tree.leaf)
    with pytest.raises(refusals.DeclaredBySender):
        declare_effect(actor=minh, paper=came, data=EffectData(TOPIC, today), at=now)


def test_on_the_page_by_number(declared, newer, clerk, signed_in, tree, today):
    client, url = signed_in(clerk), reverse("documents:relation", args=[newer.pk])
    typed = {"kind": "REPLACES", "symbol": "không có", "starts": f"{today:%d/%m/%Y}"}
    refused = client.post(url, typed)
    assert refused.status_code == 422
    assert "vào sổ văn bản đó trước" in refused.content.decode()
    assert client.post(url, typed | {"symbol": declared.symbol}).status_code == 302
    page = client.get(reverse("documents:detail", args=[newer.pk])).content.decode()
    assert "Bỏ quan hệ" in page
    client.post(reverse("documents:effect", args=[declared.pk]), {
        "topic": "FINANCE", "starts": f"{today:%d/%m/%Y}", "until": "",
    })  # fmt: skip
    assert in_force(tree.middle, on=today).filter(topic="FINANCE").count() == 0  # replaced today


def test_what_was_recalled_was_in_force_on_the_days_before(declared, tree, clerk, today, now):
    later, day = now + timedelta(days=9), today + timedelta(days=9)
    api.take_back(actor=clerk, document=declared, reason="sai", at=later)
    for unit in (tree.middle, tree.leaf):
        assert ruling(unit, day - timedelta(days=1)) == [declared.subject]
        assert ruling(unit, day) == []
    # Put into the files it does not come back to life.
    api.archive_document(actor=clerk, document=declared)
    assert ruling(tree.middle, day) == []
    assert ruling(tree.middle, day - timedelta(days=1)) == [declared.subject]


def test_a_replacement_that_was_recalled_held_until_then(declared, newer, tree, clerk, today, now):
    day = today + timedelta(days=10)
    relate(actor=clerk, paper=newer, kind="REPLACES", older=declared, starts=day, at=now)
    api.take_back(actor=clerk, document=newer, reason="sai", at=now + timedelta(days=20))
    assert ruling(tree.leaf, day) == ["hướng dẫn mới"]
    assert ruling(tree.leaf, today + timedelta(days=20)) == [declared.subject]


@pytest.fixture
def passed_on(tree, lan, minh, make_person, seat, actor_of, today, now, system):
    """A paper came to Lan's unit, which passes it on to another under a letter of its own."""
    from tests.documents_world import _go, _own, a_pdf

    head = _own(api, tree.leaf, minh, today, now, "hướng dẫn gốc")
    declare_effect(actor=minh, paper=head, data=EffectData(TOPIC, today), at=now)
    ask = {"on": today, "at": now}
    api.send_document(actor=minh, document=head, rule=api.Rule(reach="SUPERIOR"), **ask)
    api.deliver(actor=system, document=head.pk, at=now)
    came = head.arrivals.get(organisation=tree.middle)
    cover = api.draft_document(
        actor=lan,
        organisation=tree.middle,
        data=api.DocumentData(type="UNION.HD", subject="chuyển hướng dẫn"),
        body=a_pdf(),
        origin=api.Origin(forwards=came),
        at=now,
    )
    for name in ("REVIEW", "APPROVED", "SIGNED", "ISSUED"):
        cover = _go(api, cover, name, lan=lan, clerk=lan, today=today, now=now)
    rule = api.Rule(picked=(tree.other_leaf.pk,))
    api.send_document(actor=lan, document=cover, rule=rule, **ask)
    api.deliver(actor=system, document=cover.pk, at=now)
    person = make_person("Vũ Thị Thu", username="thu")
    seat(person, tree.other_leaf, "PRESIDENT")
    return head, actor_of(person)


def test_what_a_cover_letter_passes_on_is_in_force_at_its_receivers(
    passed_on, tree, minh, signed_in, today, now
):
    head, thu = passed_on
    assert ruling(tree.other_leaf, today) == ["hướng dẫn gốc"]
    client = signed_in(thu)
    there = reverse("documents:arrived_here", args=[head.pk])
    force = client.get(reverse("documents:force", args=[tree.other_leaf.pk])).content.decode()
    assert there in force
    page = client.get(there, follow=True).content.decode()
    assert "Văn bản gốc được chuyển" in page
    assert "đang có hiệu lực" in page
    api.take_back(actor=minh, document=head, reason="sai", at=now)
    page = client.get(there, follow=True).content.decode()
    assert "đã thu hồi ngày" in page
    assert ruling(tree.other_leaf, today) == []


def test_the_standing_names_what_took_its_place(passed_on, tree, minh, signed_in, today, now):
    from tests.documents_world import _own

    head, thu = passed_on
    later = _own(api, tree.leaf, minh, today, now, "hướng dẫn sau")
    relate(actor=minh, paper=later, kind="REPLACES", older=head, starts=today, at=now)
    url = reverse("documents:arrived_here", args=[head.pk])
    page = signed_in(thu).get(url, follow=True).content.decode()
    assert f"đã bị thay thế hoặc bãi bỏ bởi {later.symbol}" in page


def test_a_paper_entered_by_hand_and_passed_on_is_in_force_there_too(
    tree, lan, clerk, passed_on, signed_in, today, now, system
):
    from congdoan.areas.documents.models import Document

    cover = Document.objects.get(subject="chuyển hướng dẫn")
    data = api.Arrival(sender_name="Sở Nội vụ", subject="định mức mới", symbol="45/SNV-CC")
    came = api.register_arrival(
        actor=clerk, organisation=tree.middle, data=data, arrived_on=today, at=now
    )
    declare_effect(actor=clerk, paper=came, data=EffectData("FINANCE", today), at=now)
    Document.objects.filter(pk=cover.pk).update(forwards=came, origin=None)
    assert ruling(tree.other_leaf, today) == ["định mức mới"]
    entry = cover.arrivals.get(organisation=tree.other_leaf)
    force = signed_in(passed_on[1]).get(reverse("documents:force", args=[tree.other_leaf.pk]))
    assert reverse("documents:incoming", args=[entry.pk]) in force.content.decode()
