"""Receivers by office, by agreement, by a list the unit keeps; same names told apart."""

from datetime import timedelta

from django.urls import reverse
import pytest

from congdoan.areas.agreements import api as agreements
from congdoan.areas.documents import api
from congdoan.areas.documents.models import Incoming, ReceiverList
from congdoan.areas.documents.rules import refusals
from congdoan.areas.documents.selectors.receiving import Rule, preview, unscoped_receivers
from congdoan.areas.documents.services.lists import follow_heirs
from congdoan.foundation.refusal import NotAllowed
from congdoan.kernel.organisations.api import Decision, Regrouping, regroup_organisations
from congdoan.kernel.organisations.enums import EventKind
from congdoan.support.notifications.api import inbox

pytestmark = pytest.mark.django_db


def of(sender, on, **words):
    found = unscoped_receivers(sender.pk, Rule(**words), on=on)
    return set(found.values_list("code", flat=True))


def test_units_where_somebody_holds_an_office(
    tree, make_person, seat, actor_of, make_document, clerk, system, today, now
):
    accountant = make_person("Hồ Thị Toán", username="toan")
    seat(accountant, tree.other_leaf, "ACCOUNTANT")
    assert of(tree.middle, today, position="ACCOUNTANT") == {"CS-A12"}
    assert of(tree.middle, today, reach="CHILDREN", position="INSPECTOR") == set()
    document = make_document("ISSUED")
    rule = Rule(position="ACCOUNTANT")
    api.send_document(actor=clerk, document=document, rule=rule, on=today, at=now)
    api.deliver(actor=system, document=document.pk, at=now)
    assert Incoming.objects.get(document=document).organisation == tree.other_leaf
    # Who holds the office is told, beside the desk.
    assert inbox(actor_of(accountant)).filter(kind="documents.arrived").exists()


def test_the_other_parties_of_ones_own_agreement_only(tree, lan, today, now):
    agreement = agreements.draft_agreement(
        actor=lan, drafting=tree.middle, template="standard", on=today, at=now,
        data=agreements.AgreementData(
            kind="REGULATION", title="Quy chế phối hợp", first_day=today,
            last_day=today + timedelta(days=1800),
        ),
        parties=[agreements.PartyData(tree.department.pk)],
    )  # fmt: skip
    assert of(tree.middle, today, agreement=agreement.pk) == {"SO-A"}
    assert of(tree.far_middle, today, agreement=agreement.pk) == set()


@pytest.fixture
def kept(tree, clerk, now):
    data = api.ListData("Trọng điểm", (tree.leaf.pk, tree.far_leaf.pk), "Báo Lao động; a@b.vn")
    return api.save_list(actor=clerk, unit=tree.middle, data=data, at=now)


def test_a_list_is_sent_to_with_its_outsiders(kept, tree, make_document, clerk, today, now):
    document = make_document("ISSUED")
    rule = Rule(saved=kept.pk)
    assert preview(document, rule, on=today).total == 3
    api.send_document(actor=clerk, document=document, rule=rule, expected=3, on=today, at=now)
    assert document.receivers.get(organisation=None).channel == "EMAIL"
    assert of(tree.far_middle, today, saved=kept.pk) == set()  # another unit's list names nobody


def test_a_list_needs_a_name_of_its_own_and_somebody_on_it(kept, tree, clerk, minh, now):
    ask = {"actor": clerk, "unit": tree.middle, "at": now}
    with pytest.raises(refusals.ListNameTaken):
        api.save_list(data=api.ListData("Trọng điểm", (tree.leaf.pk,)), **ask)
    with pytest.raises(refusals.EmptyList):
        api.save_list(data=api.ListData("Rỗng"), **ask)
    with pytest.raises(NotAllowed):
        api.save_list(actor=minh, unit=tree.middle, data=api.ListData("X", (tree.leaf.pk,)), at=now)
    api.save_list(data=api.ListData("Trọng điểm", (tree.leaf.pk,)), kept=kept.pk, **ask)
    assert ReceiverList.objects.get().lines.count() == 1


def test_ended_units_are_flagged_left_out_and_followed_by_their_heirs(
    kept, tree, clerk, system, signed_in, today, now
):
    regroup_organisations(
        actor=system,
        regrouping=Regrouping(
            kind=EventKind.MERGE_INTO, on=today, originals=[tree.leaf], into=tree.other_leaf,
            founded=[], passing={},
        ),
        decision=Decision(number="9/QĐ"),
        at=now,
    )  # fmt: skip
    assert of(tree.middle, today, saved=kept.pk) == {"CS-B11"}
    client, url = signed_in(clerk), reverse("documents:list", args=[tree.middle.pk, kept.pk])
    page = client.get(url).content.decode()
    assert "đã kết thúc, kế tục: Công đoàn cơ sở Trường THCS Ánh Dương" in page
    assert (
        "1 đơn vị đã kết thúc"
        in client.get(reverse("documents:lists", args=[tree.middle.pk])).content.decode()
    )
    assert follow_heirs(actor=clerk, kept=kept, on=today, at=now) == 1
    assert of(tree.middle, today, saved=kept.pk) == {"CS-A12", "CS-B11"}


def test_the_page_keeps_what_is_ticked_and_says_what_is_wrong(kept, tree, clerk, signed_in):
    client, url = signed_in(clerk), reverse("documents:list", args=[tree.middle.pk, kept.pk])
    refused = client.post(url, {"name": "", "units": [tree.leaf.pk]})
    assert refused.status_code == 422
    assert refused.content.decode().count('name="units"') == 1
    done = client.post(url, {"name": "Mới", "units": [tree.leaf.pk], "outside": ""})
    assert done.status_code == 302
    assert ReceiverList.objects.get().name == "Mới"
    client.post(reverse("documents:list_discard", args=[tree.middle.pk, kept.pk]))
    assert not ReceiverList.objects.exists()


def test_receivers_of_one_name_are_told_apart_by_their_superiors(sent, tree, clerk, signed_in):
    above = "Công đoàn phường Đông"
    page = signed_in(clerk).get(reverse("documents:receivers", args=[sent.pk])).content.decode()
    assert page.count(f'<br><span class="text-secondary">{above}</span>') == 2
