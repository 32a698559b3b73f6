"""Every adapter keeps the same promises, each against a fake of its own other side."""

import json
import logging

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import connection
import pytest
import requests
from urllib3.exceptions import ReadTimeoutError

from congdoan.foundation import sealing
from congdoan.support.notifications.enums import Channel, Fault
from congdoan.support.notifications.models import ChannelToken
from congdoan.support.notifications.services.channels import http, web_push, zalo_tokens
from congdoan.support.notifications.services.channels.interface import (
    ChannelAway,
    Message,
    Result,
)
from congdoan.support.notifications.services.channels.register import adapter_of
from congdoan.support.notifications.tests.fake_sides import SAME, SIDES, Side

pytestmark = pytest.mark.django_db
KEY = "12345678-1234-1234-1234-123456789abc"
BROWSER = ec.generate_private_key(ec.SECP256R1())
AUTH = b"0123456789abcdef"


@pytest.fixture
def side():
    with Side() as made:
        yield made


def chosen(channel, url):
    initial = {one.code: one.initial for one in adapter_of(channel).settings}
    zalo = {"app_id": "1", "secret": "s", "address": url, "oauth": url, "template_address": url}
    return initial | {
        **zalo,
        "token": "bot-token",
        "template_id": "7",
        "contact": "q@example.org",
        "services": "127.0.0.1",
        "private": web_push.new_private(),
    }


def address(channel, url):
    if channel != "PUSH":
        return {"ZBS": "84912345678"}.get(channel, "chat-1")
    point = web_push._point(BROWSER.public_key())
    return json.dumps(
        {
            "endpoint": f"{url}/push/1",
            "p256dh": web_push.encode(point),
            "auth": web_push.encode(AUTH),
        }
    )


def message(channel, url, **changes):
    values = {
        "key": KEY,
        "address": address(channel, url),
        "title": "Có văn bản chờ ký",
        "url": "https://congdoan.example.org/ky-so/1/",
        "language": "vi",
        "categories": ("signing",),
        "recipient_id": 1,
    }
    return Message(**values | changes)


@pytest.fixture
def talk(side, now):
    from datetime import timedelta

    ChannelToken.objects.create(
        name="zalo",
        access=sealing.seal("access-1", use=zalo_tokens.SEAL),
        refresh=sealing.seal("refresh-1", use=zalo_tokens.SEAL),
        expires_at=now + timedelta(hours=2),
    )

    def send(channel, answer=None, **changes):
        if answer is not None:
            side.answer = lambda path, body: answer
        session = adapter_of(channel).open(chosen(channel, side.url), at=now)
        try:
            return session.send(message(channel, side.url, **changes))
        finally:
            session.close()

    return send


CHANNELS = sorted(SIDES)


@pytest.mark.parametrize("channel", CHANNELS)
def test_what_is_taken_says_so(channel, talk, side):
    outcome = talk(channel, SIDES[channel]["taken"])
    assert (outcome.result, outcome.fault) == (Result.TAKEN, None)
    assert outcome.provider_id == ("" if channel == "PUSH" else "m1")
    assert len(side.asked) == 1


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize(
    ("situation", "result", "faults", "lost"),
    [
        ("throttled", Result.LATER, {Fault.LIMIT}, False),
        ("blocked", Result.NEVER, {Fault.BLOCKED, Fault.ADDRESS}, True),
        ("gone", Result.NEVER, {Fault.BLOCKED, Fault.ADDRESS}, True),
        ("wrong key", Result.AWAY, {Fault.KEY}, False),
    ],
)
def test_what_the_other_side_says_is_understood(channel, situation, result, faults, lost, talk):
    outcome = talk(channel, SIDES[channel][situation])
    assert outcome.result is result
    assert outcome.fault in faults
    assert outcome.lost is lost


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("situation", sorted(SAME))
def test_a_broken_side_loses_no_address(channel, situation, talk):
    if channel == "PUSH" and SAME[situation][0] == 200:
        return  # any 200 is a yes there
    outcome = talk(channel, SAME[situation])
    assert outcome.result in {Result.LATER, Result.NEVER}
    assert not outcome.lost


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_side_that_is_not_there_charges_nobody(channel, talk, side):
    side.__exit__()
    outcome = talk(channel)
    assert (outcome.result, outcome.fault) == (Result.AWAY, Fault.AWAY)
    side.__enter__()


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_line_cut_before_the_answer_leaves_a_doubt_unless_twins_are_recognised(channel, talk):
    outcome = talk(channel, "hang up")
    twins = adapter_of(channel).repeatable
    assert outcome.result is (Result.LATER if twins else Result.UNSURE)


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_side_that_never_answers_leaves_a_doubt(channel, talk, monkeypatch):
    monkeypatch.setattr(http, "ANSWER_SECONDS", 0.05)
    monkeypatch.setattr("requests.Session.post", _slow)
    outcome = talk(channel)
    twins = adapter_of(channel).repeatable
    assert outcome.result is (Result.LATER if twins else Result.UNSURE)


def _slow(*_, **__):
    import requests

    raise requests.ReadTimeout


@pytest.mark.parametrize("channel", CHANNELS)
def test_nothing_of_the_person_is_logged_or_kept(channel, talk, caplog):
    caplog.set_level(logging.DEBUG)
    outcome = talk(channel, SIDES[channel]["gone"])
    said = caplog.text + outcome.detail
    for secret in ("chat-1", "84912345678", "Có văn bản", "bot-token", "access-1"):
        assert secret not in said


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_session_never_asks_the_database(channel, side, talk, now, django_assert_num_queries):
    side.answer = lambda path, body: SIDES[channel]["taken"]
    session = adapter_of(channel).open(chosen(channel, side.url), at=now)
    with django_assert_num_queries(0):
        session.send(message(channel, side.url))
    session.close()
    assert connection.vendor == "postgresql"


def test_an_official_account_sends_with_its_token(talk, side):
    talk("ZALO_OA", SIDES["ZALO_OA"]["taken"])
    ((path, headers, body),) = side.asked
    assert (path, headers["access_token"]) == ("/v3.0/oa/message/cs", "access-1")
    assert json.loads(body)["recipient"] == {"user_id": "chat-1"}


def test_a_template_carries_our_key_and_short_parameters(talk, side):
    talk("ZBS", SIDES["ZBS"]["taken"], title="x" * 900)
    body = json.loads(side.asked[0][2])
    assert (body["phone"], body["tracking_id"]) == ("84912345678", KEY)
    assert len(body["template_data"]["noi_dung"]) == 100


def test_a_bot_writes_the_title_and_the_link(talk, side):
    talk("TELEGRAM", SIDES["TELEGRAM"]["taken"])
    path, _headers, body = side.asked[0]
    assert path == "/botbot-token/sendMessage"
    assert json.loads(body)["text"] == "Có văn bản chờ ký\nhttps://congdoan.example.org/ky-so/1/"


def test_throttled_by_telegram_says_how_long(talk):
    assert talk("TELEGRAM", SIDES["TELEGRAM"]["throttled"]).wait.total_seconds() == 7


def test_a_push_can_be_read_by_its_browser_only(talk, side):
    talk("PUSH", (201, None))
    _path, headers, body = side.asked[0]
    assert headers["Authorization"].startswith("vapid t=")
    assert (headers["Content-Encoding"], headers["Topic"]) == ("aes128gcm", KEY.replace("-", ""))
    shown = json.loads(_decrypt(body))
    assert shown == {"title": "Có văn bản chờ ký", "url": "/ky-so/1/", "tag": KEY}
    assert b"Co" not in body


def _decrypt(body):
    """Read a record as a browser does (RFC 8188 and 8291)."""
    salt, ours = body[:16], body[21 : 21 + body[20]]
    theirs = web_push._point(BROWSER.public_key())
    sender = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), ours)
    secret = web_push._hmac(AUTH, BROWSER.exchange(ec.ECDH(), sender))
    material = web_push._hmac(secret, b"WebPush: info\0" + theirs + ours + b"\1")
    pseudo = web_push._hmac(salt, material)
    key = web_push._hmac(pseudo, b"Content-Encoding: aes128gcm\0\1")[:16]
    nonce = web_push._hmac(pseudo, b"Content-Encoding: nonce\0\1")[:12]
    return AESGCM(key).decrypt(nonce, body[21 + body[20] :], None).removesuffix(b"\2")


def test_the_example_of_rfc_8291_comes_out_to_the_letter():
    """Appendix A of the standard."""
    made = web_push.encrypt(
        b"When I grow up, I want to be a watermelon",
        public=web_push.decode(
            "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
        ),
        auth=web_push.decode("BTBZMqHH6r4Tts7J_aSIgg"),
        salt=web_push.decode("DGv6ra1nlYgDCS1FRnbzlw"),
        own=web_push.read_private("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"),
    )
    assert web_push.encode(made) == (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLoc"
        "InmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLV"
        "WGNWQexSgSxsj_Qulcy4a-fN"
    )


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://fcm.googleapis.com/x",
        "https://169.254.169.254/latest",
        "https://fcm.googleapis.com.evil.example/x",
        "https://user@evil.example/fcm.googleapis.com",
        "file:///etc/passwd",
        "",
        # What one parser takes for the host is a path to the library that connects.
        "https://169.254.169.254\\@fcm.googleapis.com/x",
        "https://me@fcm.googleapis.com/x",
        "https://fcm.googleapis.com:8080/x",
        "https://fcm.googleapis.com/x y",
        "https://[::1/x",
    ],
)
def test_a_browser_cannot_send_us_anywhere(endpoint):
    assert not web_push.is_service(endpoint, web_push.SERVICES)


def test_push_services_of_browsers_are_known():
    for host in ("fcm.googleapis.com", "wns2-par02p.notify.windows.com", "web.push.apple.com"):
        assert web_push.is_service(f"https://{host}/x", web_push.SERVICES)


def test_tokens_are_renewed_before_they_run_out_and_kept(side, now):
    zalo_tokens.keep_first("refresh-1", at=now)
    side.answer = lambda path, body: (
        200,
        {"access_token": "access-2", "refresh_token": "refresh-2", "expires_in": "90000"},
    )
    given = chosen("ZALO_OA", side.url)
    assert zalo_tokens.access_token(given, at=now) == "access-2"
    assert zalo_tokens.access_token(given, at=now) == "access-2"
    assert len(side.asked) == 1
    row = ChannelToken.objects.get()
    assert sealing.unseal(row.refresh, use=zalo_tokens.SEAL) == "refresh-2"
    assert "refresh-2" not in row.refresh


def test_a_lost_refresh_token_is_said_once_and_not_asked_again(side, now):
    zalo_tokens.keep_first("used", at=now)
    side.answer = lambda path, body: (200, {"error": -14020, "error_name": "Invalid"})
    given = chosen("ZALO_OA", side.url)
    for _ in range(2):
        with pytest.raises(ChannelAway) as away:
            zalo_tokens.access_token(given, at=now)
        assert away.value.fault is Fault.KEY
    assert len(side.asked) == 1
    assert ChannelToken.objects.get().lost_at == now
    assert adapter_of(Channel.ZALO_OA).channel == Channel.ZALO_OA


@pytest.mark.parametrize(
    ("raised", "result"),
    [
        (requests.exceptions.SSLError("bad certificate"), Result.AWAY),
        (ReadTimeoutError(None, "/", "stalled in the answer"), Result.UNSURE),
    ],
)
def test_a_line_says_whether_anything_was_handed_over(raised, result, monkeypatch):
    def fails(*_args, **_words):
        raise raised

    monkeypatch.setattr(requests.Session, "post", fails)
    assert http.Line(repeatable=False).post("https://api.example.org/x").result is result


def test_a_place_on_the_page_goes_along_to_the_phone():
    url = "https://congdoan.example.org/phoi-hop/5/tiep-thu/?muc=2#gop-y-7"
    assert web_push._inside(url) == "/phoi-hop/5/tiep-thu/?muc=2#gop-y-7"
