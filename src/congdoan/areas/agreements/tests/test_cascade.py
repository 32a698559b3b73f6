from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import override
import pytest

from congdoan.areas.agreements import api
from congdoan.areas.agreements.enums import Scope
from congdoan.areas.agreements.models import Agreement, Cascade
from congdoan.areas.agreements.rules import cascade as rules
from congdoan.areas.agreements.selectors.cascade import coverage
from congdoan.foundation.refusal import NotAllowed
from congdoan.kernel.organisations.api import link_counterpart
from congdoan.support.worklist.api import unscoped_work

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"agreements:{name}", args=args)


@pytest.fixture
def linked(tree, system, today):
    link_counterpart(actor=system, union=tree.leaf, partner=tree.school, on=date(2020, 1, 1))


def data(today, **changes):
    values = {
        "title": "Ký quy chế với Ban Giám hiệu",
        "kind": "REGULATION",
        "first_day": today,
        "last_day": today + timedelta(days=1000),
        "deadline": today + timedelta(days=30),
        "scope": Scope.DIRECT,
        "template": "school",
    }
    return api.CascadeData(**(values | changes))


@pytest.fixture
def cascade(lan, tree, linked, today, now):
    return api.open_cascade(actor=lan, superior=tree.middle, data=data(today), on=today, at=now)


def work(cascade):
    return {
        item.organisation_id: item.state
        for item in unscoped_work(f"agreements.cascade.{cascade.pk}.")
    }


def test_every_unit_below_is_asked(cascade, tree):
    assert work(cascade) == {tree.leaf.pk: "OPEN", tree.other_leaf.pk: "OPEN"}


def test_a_unit_begins_from_the_template_once(cascade, tree, minh, today, now):
    made = api.draft_for_cascade(actor=minh, cascade=cascade, unit=tree.leaf, on=today, at=now)
    again = api.draft_for_cascade(actor=minh, cascade=cascade, unit=tree.leaf, on=today, at=now)
    assert made.pk == again.pk
    parties = set(made.parties.values_list("organisation_id", flat=True))
    assert parties == {tree.leaf.pk, tree.school.pk}
    assert coverage(cascade, on=today).whole.counts["DRAFTING"] == 1


def test_the_draft_is_called_in_vietnamese_whatever_the_reader_speaks(
    cascade, tree, minh, today, now
):
    with override("en"):
        made = api.draft_for_cascade(actor=minh, cascade=cascade, unit=tree.leaf, on=today, at=now)
    assert " giữa Công đoàn cơ sở Trường Tiểu học Hoa Sen và " in made.title


def test_who_has_signed_is_asked_no_longer(cascade, tree, minh, today, now):
    made = api.draft_for_cascade(actor=minh, cascade=cascade, unit=tree.leaf, on=today, at=now)
    api.record_paper(actor=minh, agreement=made, signed_on=today, place="An", on=today, at=now)
    assert work(cascade) == {tree.leaf.pk: "DONE", tree.other_leaf.pk: "OPEN"}
    whole = coverage(cascade, on=today).whole
    assert (whole.total, whole.signed, whole.missing, whole.percent) == (2, 1, 1, 50)


def test_without_a_counterpart_the_way_out_is_named(cascade, tree, lan, system, today, now):
    with pytest.raises(rules.NoCounterpart) as refused:
        api.draft_for_cascade(actor=system, cascade=cascade, unit=tree.other_leaf, on=today, at=now)
    assert "Ánh Dương" in refused.value.sentence
    with pytest.raises(NotAllowed):
        api.draft_for_cascade(actor=lan, cascade=cascade, unit=tree.leaf, on=today, at=now)


def test_units_outside_are_not_asked(cascade, tree, system, today, now):
    with pytest.raises(rules.UnitNotAsked):
        api.draft_for_cascade(actor=system, cascade=cascade, unit=tree.far_leaf, on=today, at=now)


def test_urged_once_a_day(cascade, lan, minh, today, now):
    assert api.remind_units(actor=lan, cascade=cascade, on=today, at=now).units == 2
    with pytest.raises(rules.RemindedToday):
        api.remind_units(actor=lan, cascade=cascade, on=today, at=now)
    from congdoan.support.notifications.api import inbox

    assert "Đôn đốc" in " ".join(one.title for one in inbox(minh))


def test_closed_nobody_is_asked(cascade, lan, tree, minh, today, now):
    api.close_cascade(actor=lan, cascade=cascade, on=today, at=now)
    assert set(work(cascade).values()) == {"CANCELLED"}
    with pytest.raises(rules.CascadeClosed):
        api.draft_for_cascade(actor=minh, cascade=cascade, unit=tree.leaf, on=today, at=now)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"deadline": date(2020, 1, 1)}, rules.DeadlineBeforeAsking),
        ({"level": "L1_CENTRAL"}, rules.NobodyAsked),
        ({"scope": Scope.GROUPING}, rules.GroupingMissing),
    ],
)
def test_a_request_says_what_it_lacks(changes, refusal, lan, tree, today, now):
    with pytest.raises(refusal):
        api.open_cascade(
            actor=lan, superior=tree.middle, data=data(today, **changes), on=today, at=now
        )


def test_only_the_superior_asks(minh, tree, today, now):
    with pytest.raises(NotAllowed):
        api.open_cascade(actor=minh, superior=tree.middle, data=data(today), on=today, at=now)


def test_pages_for_superior_unit_and_strangers(cascade, signed_in, lan, minh, far, tree):
    page = signed_in(lan).get(url("cascade", cascade.pk)).content.decode()
    assert "Hoa Sen" in page
    assert url("cascade_urge", cascade.pk) in page
    own = signed_in(minh).get(url("cascade", cascade.pk)).content.decode()
    assert "Hoa Sen" in own
    assert "Ánh Dương" not in own
    line = signed_in(minh).get(url("cascade_unit", cascade.pk, tree.leaf.pk)).content.decode()
    assert url("cascade_draft", cascade.pk, tree.leaf.pk) in line
    other = url("cascade_unit", cascade.pk, tree.other_leaf.pk)
    assert signed_in(minh).get(other).status_code == 404
    # Whoever finds it in the list can open it, also with nobody of their own in its scope.
    listed = signed_in(minh).get(url("cascades")).content.decode()
    assert url("cascade", cascade.pk) in listed
    assert signed_in(far).get(url("cascade", cascade.pk)).status_code == 404
    assert signed_in(far).get(url("cascade_urge", cascade.pk)).status_code == 404
    assert signed_in(minh).get(url("cascade_urge", cascade.pk)).status_code in {403, 404}
    for actor in (lan, minh, far):
        assert signed_in(actor).get(url("cascades")).status_code == 200


def test_asking_and_drafting_through_forms(signed_in, lan, minh, tree, linked, today):
    client = signed_in(lan)
    assert client.get(url("cascade_begin")).status_code == 200
    sent = {
        "superior": tree.middle.pk,
        "title": "Ký quy chế",
        "kind": "REGULATION",
        "scope": "BRANCH",
        "template": "school",
        "first_day": "01/03/2026",
        "last_day": "28/02/2031",
        "deadline": "30/04/2026",
    }
    wrong = client.post(url("cascade_begin"), sent | {"last_day": "01/01/2020"})
    assert wrong.status_code == 422
    assert client.post(url("cascade_begin"), sent).status_code == 302
    made = Cascade.objects.get()
    draft = url("cascade_draft", made.pk, tree.leaf.pk)
    assert signed_in(minh).get(draft).status_code == 200
    assert signed_in(minh).post(draft).url == url("detail", Agreement.objects.get().pk)
    assert signed_in(lan).post(url("cascade_urge", made.pk), {"message": "Gấp"}).status_code == 302
    again = signed_in(lan).post(url("cascade_urge", made.pk), {"message": "Gấp"})
    assert again.status_code == 409


def test_filters_and_constant_queries(
    cascade, signed_in, lan, minh, tree, today, now, django_assert_max_num_queries
):
    client = signed_in(lan)
    page = url("cascade", cascade.pk)
    client.get(page)
    with django_assert_max_num_queries(60) as first:
        client.get(page)
    api.draft_for_cascade(actor=minh, cascade=cascade, unit=tree.leaf, on=today, at=now)
    with django_assert_max_num_queries(60) as second:
        client.get(page)
    with django_assert_max_num_queries(60) as one:
        client.get(page, {"q": "hoa sen"})
    # The first agreement shown costs its one query; a second line costs nothing more.
    assert len(second) == len(one) == len(first) + 1
    drafting = client.get(page, {"standing": "DRAFTING"}).content.decode()
    assert "Hoa Sen" in drafting
    assert url("cascade_unit", cascade.pk, tree.other_leaf.pk) not in drafting
    missing = client.get(page, {"standing": "MISSING"}).content.decode()
    assert url("cascade_unit", cascade.pk, tree.other_leaf.pk) in missing


def test_kinds_are_offered_when_there_are_several(cascade, signed_in, lan, tree):
    client, page = signed_in(lan), url("cascade", cascade.pk)
    assert 'name="kind"' not in client.get(page).content.decode()

    tree.leaf.profiles.update(kind="PRESCHOOL_PUBLIC")
    text = client.get(page).content.decode()
    assert '<option value="PRESCHOOL_PUBLIC"' in text
    assert '<option value="MINISTRY"' not in text
    only = client.get(page, {"kind": "PRESCHOOL_PUBLIC"}).content.decode()
    assert url("cascade_unit", cascade.pk, tree.leaf.pk) in only
    assert url("cascade_unit", cascade.pk, tree.other_leaf.pk) not in only
