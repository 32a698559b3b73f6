"""People give, prove and end their addresses; the operator connects and watches the channels."""

from datetime import timedelta
from functools import partial
import hashlib
import json

from django.test import Client
import pytest

from congdoan.foundation import sealing
from congdoan.foundation.refusal import NotAllowed
from congdoan.kernel.access.api import actor_for
from congdoan.kernel.accounts.models import User
from congdoan.kernel.audit.models import AuditEntry
from congdoan.support.notifications.enums import Channel, DeliveryState
from congdoan.support.notifications.models import (
    ChannelLink,
    ChannelSettings,
    ChannelState,
    ChannelToken,
    Delivery,
    LinkCode,
    Tally,
)
from congdoan.support.notifications.selectors import SEAL
from congdoan.support.notifications.services import linking
from congdoan.support.notifications.services.channels.register import seal_settings
from congdoan.support.notifications.services.connecting import connect_channel, pause_channel
from congdoan.support.notifications.services.deliver import send_waiting
from congdoan.support.notifications.services.listening import listen
from congdoan.support.notifications.services.queueing import Choice
from congdoan.support.notifications.services.reading import choose_preferences
from congdoan.support.notifications.tests.fake_sides import OK_BOT, Side
from congdoan.support.notifications.tests.test_contract import AUTH, address, chosen
from congdoan.support.notifications.tests.test_services import LOUD, addresses, tell

__all__ = ["addresses"]

pytestmark = pytest.mark.django_db
LINKS, HEALTH = "/thong-bao/kenh/", "/thong-bao/suc-khoe/"


@pytest.fixture
def side():
    with Side() as made:
        yield made


@pytest.fixture
def connected(side, now):
    """All channels, each connected to the fake side."""
    for channel in ("TELEGRAM", "ZALO_BOT", "ZALO_OA", "ZBS", "PUSH"):
        values = chosen(channel, side.url) | {"name": "bot_cong_doan", "oa_secret": "oa"}
        values |= {"price": "300", "monthly_limit": "600"}
        ChannelSettings.objects.create(
            channel=channel, sealed=seal_settings(values), changed_at=now
        )
    ChannelToken.objects.create(
        name="zalo",
        access=sealing.seal("access-1", use="notifications.token"),
        refresh=sealing.seal("r", use="notifications.token"),
        expires_at=now + timedelta(days=90),
    )
    return side


@pytest.fixture
def operator(db, today):
    user = User.objects.create(
        username="quantri", display_name="Quản trị", is_operator=True, email="q@example.org"
    )
    return actor_for(user, today=today)


def at(moment):
    return partial(lambda moment: moment, moment)


def text(answer):
    page = answer.content.decode()
    assert "⟦undefined" not in page
    return page


def update(text, number=5, chat="777", kind="private"):
    message = {"chat": {"id": chat, "type": kind}, "from": {"first_name": "Lan"}, "text": text}
    return 200, {"ok": True, "result": [{"update_id": number, "message": message}]}


def test_a_chat_is_linked_by_the_code_its_owner_sends(lan, connected, now, signed_in):
    client = signed_in(lan)
    assert client.post(f"{LINKS}TELEGRAM/").status_code == 422, "without a yes nothing happens"
    assert not LinkCode.objects.exists()
    client.post(f"{LINKS}TELEGRAM/", {"agreed": "on"})
    page = text(client.get(LINKS))
    code = page.partition("<strong>CD-")[2][:8]
    assert "bot_cong_doan" in page
    assert "CD-" not in text(client.get(LINKS)), "shown once"
    assert code not in LinkCode.objects.get().token
    answers = [update(f"/start cd-{code.lower()}"), (200, {"ok": True, "result": []})]
    connected.answer = lambda path, body: answers.pop(0)
    agreed = LinkCode.objects.get().agreed_at

    assert listen(at=agreed + timedelta(minutes=2)) == 1

    link = ChannelLink.objects.get()
    assert (link.user_id, link.label, link.agreed_at) == (lan.user_id, "Lan", agreed)
    assert "777" not in link.address
    assert json.loads(connected.asked[1][2])["offset"] == 6
    assert not LinkCode.objects.exists()
    assert AuditEntry.objects.filter(verb="notifications.channel_linked").count() == 1
    assert "đồng ý lúc" in text(client.get(LINKS))


@pytest.mark.parametrize(
    ("said", "kind", "late"),
    [
        ("CD-AAAAAAAA", "private", 0),
        ("{code}", "group", 0),
        ("{code}", "private", 31),
        ("", "x", 0),
    ],
)
def test_a_wrong_late_or_group_code_links_nobody(lan, connected, now, said, kind, late):
    code = linking.ask_code(actor=lan, channel=Channel.TELEGRAM, at=now)
    answers = [update(said.format(code=code), kind=kind), (200, {})]
    connected.answer = lambda path, body: answers.pop(0) if answers else (200, {})
    assert listen(at=now + timedelta(minutes=late)) == 0
    assert not ChannelLink.objects.exists()


def test_what_strangers_write_in_groups_does_not_stand_before_a_code(lan, connected, now):
    code = linking.ask_code(actor=lan, channel=Channel.TELEGRAM, at=now)
    noise = [{"update_id": n, "my_chat_member": {}} for n in (5, 6)]
    said = {"chat": {"id": 777, "type": "private"}, "from": {"id": 1}, "text": code}

    def answer(_path, body):
        offset = json.loads(body)["offset"]
        page = [one for one in noise if one["update_id"] >= offset]
        last = {"update_id": 7, "message": said}
        return 200, {"ok": True, "result": page or ([last] if offset <= 7 else [])}

    connected.answer = answer
    assert listen(at=now) == 1
    assert ChannelState.objects.get(channel=Channel.TELEGRAM).read_to == 7


def test_nobody_is_asked_while_nobody_waits(connected, now):
    assert listen(at=now) == 0
    assert not connected.asked


def test_a_shared_phone_belongs_to_who_linked_it_last(lan, minh, connected, now):
    for actor in (lan, minh):
        code = linking.ask_code(actor=actor, channel=Channel.ZALO_BOT, at=now)
        linking.take_code(channel=Channel.ZALO_BOT, text=code, address="9", name="", at=now)
    assert ChannelLink.objects.get(ended_at=None).user_id == minh.user_id
    assert ChannelLink.objects.get(user_id=lan.user_id).address == ""


def event(name, by="oa", **values):
    content = json.dumps({"event_name": name, "timestamp": "17", **values}).encode()
    mac = hashlib.sha256(b"1" + content + b"17" + by.encode()).hexdigest()
    return Client(enforce_csrf_checks=True).post(
        "/thong-bao/zalo/",
        content,
        content_type="application/json",
        headers={"X-ZEvent-Signature": f"mac={mac}"},
    )


def test_zalo_tells_who_wrote_and_who_left(lan, connected, now, settings, today):
    settings.CLOCK = today.isoformat()
    from congdoan.foundation import clock

    code = linking.ask_code(actor=lan, channel=Channel.ZALO_OA, at=clock.now())
    said = {"sender": {"id": "z1"}, "message": {"text": f"ma cua toi {code}"}}
    assert event("user_send_text", by="forged", **said).status_code == 404
    assert not ChannelLink.objects.exists()
    assert event("user_send_text", **said).status_code == 200
    assert ChannelLink.objects.get(ended_at=None).channel == Channel.ZALO_OA
    event("user_send_text", **said)
    assert ChannelLink.objects.count() == 1, "a code works once"
    event("unfollow", follower={"id": "z1"})
    assert ChannelLink.objects.get().lost


@pytest.mark.parametrize("content", [b"", b"[1]", b"{", b"\xff"])
def test_odd_events_are_nothing(connected, content):
    answer = Client().post("/thong-bao/zalo/", content, content_type="application/json")
    assert answer.status_code == 404


def test_a_browser_is_linked_named_and_ended(lan, minh, connected, signed_in, system, now):
    given = json.loads(address("PUSH", connected.url))
    client = signed_in(lan)
    client.post(f"{LINKS}thiet-bi/", {**given, "label": "Chrome · Android"})
    page = text(client.get(LINKS))
    assert "Chrome · Android" in page
    link = ChannelLink.objects.get()
    connected.answer = lambda path, body: (201, None)
    tell(system, now, lan)
    send_waiting(clock=at(now))
    assert Delivery.objects.get(channel="PUSH").state == DeliveryState.SENT
    assert signed_in(minh).post(f"{LINKS}{link.pk}/bo/").status_code == 404
    client = signed_in(lan)
    client.post(f"{LINKS}{link.pk}/bo/")
    link.refresh_from_db()
    assert link.ended_at
    assert link.address == ""
    assert len(AUTH) == 16


@pytest.mark.parametrize(
    "changes",
    [
        {"endpoint": "https://169.254.169.254/"},
        {"p256dh": "x"},
        {"auth": "AAAA"},
        {"auth": ""},
        {"endpoint": "x" * 5000},
    ],
)
def test_an_odd_browser_is_told_so(lan, connected, signed_in, changes):
    given = json.loads(address("PUSH", connected.url)) | changes
    client = signed_in(lan)
    client.post(f"{LINKS}thiet-bi/", given)
    assert "không đọc được" in text(client.get(LINKS))
    assert not ChannelLink.objects.exists()


def test_the_accounts_phone_is_used_only_when_there_is_one(lan, connected, signed_in):
    client = signed_in(lan)
    User.objects.filter(pk=lan.user_id).update(phone="")
    answer = client.post(f"{LINKS}ZBS/", {"agreed": "on"})
    assert "chưa có số điện thoại" in text(answer)
    User.objects.filter(pk=lan.user_id).update(phone="+84912345678")
    client.post(f"{LINKS}ZBS/", {"agreed": "on"})
    assert sealing.unseal(ChannelLink.objects.get().address, use=SEAL) == "84912345678"


def test_paid_messages_are_sent_only_to_who_chose_them_and_within_the_limit(
    lan, minh, connected, system, now
):
    for n, actor in enumerate((lan, minh)):
        User.objects.filter(pk=actor.user_id).update(phone=f"+8491234567{n}")
        linking.link_phone(actor=actor, at=now)
    connected.answer = lambda path, body: (200, {"error": 0, "data": {"msg_id": "m"}})
    tell(system, now, lan, minh)
    assert not Delivery.objects.filter(channel="ZBS").exists()
    choose_preferences(actor=lan, wanted={(LOUD.code, Channel.ZBS): Choice(True)})
    for n in range(4):
        tell(system, now, lan, minh, key=f"k{n}")
    send_waiting(clock=at(now))
    send_waiting(clock=at(now + timedelta(hours=1)))
    assert len(connected.asked) == 2, "600 đ pay for two"
    state = ChannelState.objects.get(channel="ZBS")
    assert (state.last_fault, state.detail) == ("LIMIT", "monthly limit")
    send_waiting(clock=at(now + timedelta(days=31)))
    assert len(connected.asked) == 4


@pytest.mark.parametrize("path", ["", "TELEGRAM/", "TELEGRAM/tam-dung/"])
def test_the_health_page_is_the_operators(lan, connected, signed_in, path):
    assert signed_in(lan).get(f"{HEALTH}{path}").status_code == 403


def test_who_is_no_operator_changes_no_channel(lan, now):
    with pytest.raises(NotAllowed):
        connect_channel(actor=lan, channel=Channel.TELEGRAM, values={}, at=now)
    with pytest.raises(NotAllowed):
        pause_channel(actor=lan, channel=Channel.TELEGRAM, at=now)


def test_a_channel_is_connected_and_its_key_never_shown_again(operator, side, signed_in):
    client = signed_in(operator)
    values = {"token": "bi-mat-123", "name": "bot", "address": side.url}
    assert client.post(f"{HEALTH}TELEGRAM/", values | {"address": "ftp://x"}).status_code == 422
    client.post(f"{HEALTH}TELEGRAM/", values)
    assert "bi-mat-123" not in ChannelSettings.objects.get().sealed
    page = text(client.get(f"{HEALTH}TELEGRAM/"))
    assert "bi-mat-123" not in page
    client.post(f"{HEALTH}TELEGRAM/", values | {"token": "", "name": "bot-moi"})
    from congdoan.support.notifications.services.channels.register import chosen_settings

    kept = chosen_settings(Channel.TELEGRAM)
    assert (kept["token"], kept["name"]) == ("bi-mat-123", "bot-moi")
    assert AuditEntry.objects.filter(verb="notifications.channel_connected").count() == 2


def test_template_messages_need_the_account_first(operator, signed_in):
    values = {"template_id": "1", "title_name": "a", "link_name": "b", "price": "300"}
    values |= {"monthly_limit": "1000", "template_address": "https://x.example"}
    answer = signed_in(operator).post(f"{HEALTH}ZBS/", values)
    assert "nối Zalo OA trước" in text(answer)
    bad = signed_in(operator).post(f"{HEALTH}ZBS/", values | {"price": "ba trăm"})
    assert "chỉ gồm chữ số" in text(bad)


def test_the_page_says_how_each_channel_is(operator, connected, lan, system, now, signed_in):
    ChannelState.objects.create(
        channel="TELEGRAM", last_fault="KEY", last_fault_at=now, detail="401", absences=2,
        rests_until=now + timedelta(days=9000),
    )  # fmt: skip
    Tally.objects.create(
        channel="EMAIL", hour=now.replace(minute=0) - timedelta(hours=1), sent=3, failed=1
    )
    tell(system, now, lan)
    page = text(signed_in(operator).get(HEALTH))
    assert "Khóa kết nối hết hạn hoặc sai" in page
    assert "25 %" in page
    assert "trên hạn mức 600 đ" in page
    assert "lan@example.org" not in page


def test_a_test_goes_to_oneself_through_the_outbox(operator, connected, now, signed_in):
    client = signed_in(operator)
    answer = client.post(f"{HEALTH}TELEGRAM/gui-thu/")
    assert "chưa đăng ký nhận tin" in text(answer)
    code = linking.ask_code(actor=operator, channel=Channel.TELEGRAM, at=now)
    linking.take_code(channel=Channel.TELEGRAM, text=code, address="5", name="", at=now)
    client.post(f"{HEALTH}TELEGRAM/gui-thu/")
    connected.answer = lambda path, body: OK_BOT
    assert send_waiting(clock=at(now + timedelta(days=9000))) >= 1
    assert "Tin thử" in json.loads(connected.asked[-1][2])["text"]


def test_the_cost_is_shown_before_a_paid_test(operator, connected, signed_in):
    page = text(signed_in(operator).get(f"{HEALTH}ZBS/gui-thu/"))
    assert "1 tin × 300 đ = 300 đ" in page


def test_pause_go_on_send_again_and_take_away(operator, connected, lan, system, now, signed_in):
    code = linking.ask_code(actor=lan, channel=Channel.TELEGRAM, at=now)
    linking.take_code(channel=Channel.TELEGRAM, text=code, address="5", name="", at=now)
    tell(system, now, lan)
    client, later = signed_in(operator), now + timedelta(minutes=1)
    mine = Delivery.objects.filter(channel="TELEGRAM")
    client.post(f"{HEALTH}TELEGRAM/tam-dung/")
    connected.answer = lambda path, body: (403, {"ok": False})
    send_waiting(clock=at(later))
    assert mine.get().state == DeliveryState.WAITING
    client.post(f"{HEALTH}TELEGRAM/gui-tiep/")
    send_waiting(clock=at(later))
    assert mine.get().state == DeliveryState.GIVEN_UP
    client.post(f"{HEALTH}TELEGRAM/gui-lai/")
    assert mine.get().state == DeliveryState.WAITING
    client.post(f"{HEALTH}TELEGRAM/go/")
    assert mine.get().state == DeliveryState.GIVEN_UP
    assert not ChannelSettings.objects.filter(channel="TELEGRAM").exists()
    for odd in ("EMAIL/go/", "TELEGRAM/gui-thu/", "X/gui-thu/", "EMAIL/xoa/"):
        assert client.post(f"{HEALTH}{odd}").status_code == 404
