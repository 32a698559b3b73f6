"""The register of breaches: its hours, its order, who may, and its pages."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
import pytest

from congdoan.areas.privacy import api
from congdoan.areas.privacy.models import Breach
from congdoan.areas.privacy.rules import refusals
from congdoan.areas.privacy.selectors.breaches import get_breach
from congdoan.areas.privacy.services import breaching
from congdoan.foundation import clock
from congdoan.foundation.refusal import AlreadyDone, NotAllowed, NotFound
from congdoan.kernel.audit.models import AuditEntry
from congdoan.support.notifications.models import Notification
from congdoan.support.worklist.models import WorkItem

pytestmark = pytest.mark.django_db

LEAK = "Gửi nhầm danh sách"


@pytest.fixture
def given(minh, today, now):
    return {"actor": minh, "on": today, "at": now}


@pytest.fixture
def breach(given, tree, now):
    data = api.BreachData(api.BreachKind.SEEN, LEAK, "Thư gửi nhầm địa chỉ", now)
    return api.note_breach(organisation=tree.leaf, data=data, **given)


def judged(risk):
    return api.Assessment(risk, "họ tên, điện thoại", 40, sensitive=False, consequences="Bị gọi")


def test_hours_run_from_when_it_was_noticed(breach, given, tree, hoa, now):
    assert breach.due_at == now + timedelta(hours=72)
    assert not breach.late_at(breach.due_at)
    assert breach.late_at(breach.due_at + timedelta(minutes=1))
    for wrong in (
        api.BreachData(api.BreachKind.LOST, LEAK, "Mai mới thấy", now + timedelta(hours=1)),
        api.BreachData(api.BreachKind.LOST, LEAK, "Mai", now, now.date() + timedelta(days=1)),
    ):
        with pytest.raises(refusals.NoticedInTheFuture):
            api.note_breach(organisation=tree.leaf, data=wrong, **given)
    right = api.BreachData(api.BreachKind.LOST, LEAK, "Mất máy", now)
    with pytest.raises(NotAllowed):
        api.note_breach(organisation=tree.leaf, data=right, **(given | {"actor": hoa}))


def test_the_hours_are_those_of_the_moment_it_was_noticed(given, tree, now, monkeypatch):
    """A rule that changes while somebody is slow to write down leaves the clock as it ran."""
    noticed = now - timedelta(days=2)
    since, real = now.date(), breaching.value
    monkeypatch.setattr(
        breaching, "value", lambda key, *, on: 24 if on >= since else real(key, on=on)
    )
    data = api.BreachData(api.BreachKind.LOST, LEAK, "Mất máy", noticed)
    assert api.note_breach(organisation=tree.leaf, data=data, **given).due_at == (
        noticed + timedelta(hours=72)
    )


def test_a_breach_is_judged_told_and_closed_in_this_order(breach, given, now):
    said = {"said_at": now + timedelta(hours=1), "breach": breach}
    later = given | {"at": now + timedelta(hours=2)}
    with pytest.raises(refusals.AssessFirst):
        api.tell_people(how="Thư từng người", **said, **later)
    api.assess_breach(breach=breach, data=judged(api.BreachRisk.HIGH), **given)
    with pytest.raises(refusals.StepsMissing):
        api.close_breach(breach=breach, measures="Đổi cách gửi thư", **later)
    with pytest.raises(refusals.SaidInTheFuture):
        api.report_breach(number="1/BC", why_late="", **said, **given)
    api.report_breach(number="1/BC", why_late="", **said, **later)
    with pytest.raises(AlreadyDone):
        api.report_breach(number="2/BC", why_late="", **said, **later)
    api.tell_people(how="Thư từng người", **said, **later)
    left = WorkItem.objects.get(key__startswith="privacy.breach", state="OPEN")
    assert (left.title, left.due) == (
        f"Khắc phục, kết thúc sự cố dữ liệu: {LEAK}",
        now.date() + timedelta(days=30),
    )
    api.close_breach(breach=breach, measures="Đổi cách gửi thư", **later)
    with pytest.raises(refusals.BreachClosed):
        api.assess_breach(breach=breach, data=judged(api.BreachRisk.NONE), **later)
    assert set(WorkItem.objects.filter(key__startswith="privacy.breach").values_list("state")) == {
        ("DONE",)
    }
    verbs = AuditEntry.objects.filter(verb__startswith="privacy.breach_").order_by("pk")
    assert [verb.partition("_")[2] for verb in verbs.values_list("verb", flat=True)] == [
        *("noted", "assessed", "reported", "told", "closed")
    ]


def test_too_late_asks_why_and_no_harm_asks_nobody(breach, given, tree, now):
    late = given | {"at": now + timedelta(hours=80)}
    said = now + timedelta(hours=79)
    with pytest.raises(refusals.WhyLate):
        api.report_breach(breach=breach, said_at=said, number="1", why_late="", **late)
    api.report_breach(breach=breach, said_at=said, number="1", why_late="Nghỉ lễ", **late)
    assert Breach.objects.get().late_at(now)
    data = api.BreachData(api.BreachKind.LOCKED, "Mất điện máy chủ", "Một giờ", now)
    harmless = api.note_breach(organisation=tree.leaf, data=data, **given)
    api.assess_breach(breach=harmless, data=judged(api.BreachRisk.NONE), **given)
    api.close_breach(breach=harmless, measures="Đã có máy phát điện", **given)
    assert not Breach.objects.get(pk=harmless.pk).late_at(now + timedelta(days=9))


def test_the_register_on_the_pages(minh, far, tree, signed_in):
    officer = signed_in(minh)
    register = reverse("privacy:breaches", args=[tree.leaf.pk])
    assert "Chưa có sự cố nào" in officer.get(register).content.decode()
    note = reverse("privacy:note_breach", args=[tree.leaf.pk])
    now = timezone.localtime(clock.now())
    day, hour = f"{now:%d/%m/%Y}", f"{now:%H:%M}"
    wrong = {"kind": "X", "title": "a", "noticed_on": "31/02/2026", "noticed_hour": "25:00"}
    assert officer.post(note, wrong).status_code == 422
    made = officer.post(
        note,
        {
            "kind": "SEEN", "title": LEAK, "description": "Thư gửi nhầm địa chỉ",
            "noticed_on": day, "noticed_hour": hour,
        },
    )  # fmt: skip
    page = made["Location"]
    assert LEAK in officer.get(register).content.decode()
    for part in ("", "danh-gia/", "bao-co-quan/", "bao-nguoi/", "ket-thuc/", "in/"):
        assert officer.get(f"{page}{part}").status_code == 200, part
    judged_at = officer.post(
        f"{page}danh-gia/",
        {"risk": "SOME", "data_kinds": "họ tên", "people_count": "3", "consequences": "Bị gọi"},
    )
    assert judged_at.status_code == 302
    assert officer.post(f"{page}ket-thuc/", {"measures": "Đổi cách gửi"}).status_code == 422
    sent = {"said_on": day, "said_hour": hour}
    assert officer.post(f"{page}bao-co-quan/", sent | {"number": "1/BC"}).status_code == 302
    assert officer.post(f"{page}bao-nguoi/", sent | {"how": "Thư gửi"}).status_code == 302
    assert officer.post(f"{page}ket-thuc/", {"measures": "Đổi cách gửi"}).status_code == 302
    assert "đã kết thúc" in officer.get(page).content.decode()
    assert signed_in(far).get(page).status_code == 404


def test_officers_learn_of_it_and_the_heir_goes_on(breach, hoa, minh, tree, system, today, now):
    with pytest.raises(NotFound):
        get_breach(hoa, breach.pk)
    assert not Notification.objects.filter(kind="privacy.breach", recipient=minh.user_id).exists()
    Breach.objects.update(keeper=tree.middle)
    assert api.settle_keepers(actor=system, on=today, at=now) == 1
    assert Breach.objects.get().keeper == tree.leaf
