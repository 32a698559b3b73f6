from datetime import timedelta

from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.urls import reverse
import pytest

from congdoan.foundation.hooks import Veto
from congdoan.foundation.refusal import NotAllowed
from congdoan.kernel.accounts.api import Invited, invite, reissue_code, reissuing
from congdoan.kernel.accounts.models import Invitation, SignInGuard, User
from congdoan.kernel.accounts.services import identifiers, invitations
from congdoan.kernel.accounts.tests.conftest import NOW
from congdoan.kernel.accounts.tests.factories import PASSWORD, make_user


@pytest.fixture
def invited(lan, tree, at) -> Invited:
    return invite(
        actor=lan,
        organisation=tree.leaf,
        username="Bình.Lê",
        display_name=" Lê  Văn Bình ",
        email="Binh@Truong.edu.vn",
        phone="0912 345 678",
        at=NOW,
    )


def use(client, code, password=PASSWORD, again=None):
    return client.post(
        reverse("accounts:activate"),
        {"code": code, "password1": password, "password2": again or password},
    )


def sign_in(client, login, password=PASSWORD):
    client.post(reverse("account_login"), {"login": login, "password": password})
    return "_auth_user_id" in client.session


def test_who_is_invited_activates_and_signs_in(client, invited, events):
    user = invited.user
    assert (user.username, user.display_name) == ("binh.le", "Lê Văn Bình")
    assert (user.email, user.phone) == ("binh@truong.edu.vn", "+84912345678")
    assert not sign_in(client, "binh.le")

    response = use(client, invited.code.lower().replace("-", " "))

    assert response["Location"] == reverse("account_login")
    assert "Tên đăng nhập của bạn là binh.le" in client.get(response["Location"]).content.decode()
    assert sign_in(client, "0912345678")
    assert [event.verb for event in events] == ["sign_in_failed", "activated", "signed_in"]
    assert {event.user for event in events} == {user}


def test_inviting_is_told_with_its_organisation(lan, tree, at, events):
    invite(actor=lan, organisation=tree.leaf, username="cuong", display_name="Cường", at=NOW)
    assert [(e.verb, e.organisation_id, e.actor) for e in events] == [
        ("invited", tree.leaf.pk, lan)
    ]


def test_only_the_hash_of_a_code_is_kept(invited):
    row = Invitation.objects.get()
    assert invited.code.replace("-", "") not in row.code_hash
    assert row.made_by_id


def test_a_code_works_once(client, invited):
    use(client, invited.code)
    response = use(client, invited.code, "mot-mat-khau-khac")
    assert response.status_code == 422
    assert "Mã kích hoạt không đúng, đã dùng hoặc hết hạn" in response.content.decode()
    assert not sign_in(client, "binh.le", "mot-mat-khau-khac")


def test_a_code_used_meanwhile_is_refused(invited):
    row = invitations.open_invitation(invited.code, at=NOW)
    invitations.activate(invitation=row, password=PASSWORD, at=NOW)
    with pytest.raises(invitations.CodeDoesNotWork):
        invitations.activate(invitation=row, password="mot-mat-khau-khac", at=NOW)


def test_a_code_runs_out(client, invited, at):
    at(NOW + timedelta(days=13, hours=23))
    assert invitations.open_invitation(invited.code, at=NOW + timedelta(days=13))
    at(NOW + timedelta(days=14))
    assert use(client, invited.code).status_code == 422


def test_a_new_code_ends_the_old_one_and_the_old_password(client, lan, tree, invited, at, events):
    use(client, invited.code)
    assert sign_in(client, "binh.le")

    again = reissue_code(actor=lan, organisation=tree.leaf, user=invited.user, at=NOW)
    third = reissue_code(actor=lan, organisation=tree.leaf, user=invited.user, at=NOW)
    assert use(client, again.code, "mat-khau-thu-hai").status_code == 422
    assert client.get(reverse("accounts:profile")).status_code == 200  # still signed in

    assert use(client, third.code, "mat-khau-thu-ba").status_code == 302
    assert client.get(reverse("accounts:profile")).status_code == 302  # the old session ended
    assert not sign_in(client, "binh.le")
    assert sign_in(client, "binh.le", "mat-khau-thu-ba")
    assert "code_reissued" in {event.verb for event in events}


@pytest.mark.parametrize(
    ("password", "again", "sentence"),
    [
        ("ngan", None, "quá ngắn"),
        ("1234567890", None, "phổ biến"),
        ("0912345678", None, "chỉ gồm chữ số"),
        ("binh.le123", None, "quá giống với tên đăng nhập"),
        (PASSWORD, "khac-hoan-toan", "không giống nhau"),
    ],
)
def test_a_weak_password_leaves_the_code_usable(client, invited, password, again, sentence):
    response = use(client, invited.code, password, again)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert use(client, invited.code).status_code == 302


def test_the_service_itself_refuses_a_weak_password(invited):
    row = invitations.open_invitation(invited.code, at=NOW)
    with pytest.raises(ValidationError):
        invitations.activate(invitation=row, password="ngan", at=NOW)


@pytest.mark.parametrize("code", ["", "AAAA-BBBB-CCCC", "\x00", "é" * 12, "A" * 500])
def test_a_wrong_code_says_what_to_do(client, invited, code):
    response = use(client, code)
    assert response.status_code == 422
    assert response.context["form"].errors["code"]


def test_guessing_codes_makes_the_address_wait(client, invited):
    for number in range(50):
        use(client, f"AAAA-BBBB-CC{number:02}")
    response = use(client, invited.code)
    assert "Đã nhập sai quá nhiều lần" in response.content.decode()
    assert SignInGuard.objects.get().key == "ip:127.0.0.1"


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"username": "12"}, identifiers.UnfitUserName),
        ({"username": "0912345678"}, identifiers.UnfitUserName),
        ({"username": "có dấu cách"}, identifiers.UnfitUserName),
        ({"username": "LAN"}, identifiers.UserNameTaken),
        ({"email": "CO@truong.edu.vn"}, identifiers.EmailTaken),
        ({"phone": "84 987 654 321"}, identifiers.PhoneTaken),
        ({"phone": "12345"}, identifiers.UnfitPhone),
    ],
)
def test_what_an_account_needs_is_checked(lan, tree, at, fields, refusal):
    make_user("co", email="co@truong.edu.vn", phone="+84987654321")
    wanted = {"username": "dung", "display_name": "Dũng", **fields}
    with pytest.raises(refusal) as raised:
        invite(actor=lan, organisation=tree.leaf, at=NOW, **wanted)
    assert raised.value.sentence
    assert not User.objects.filter(username="dung").exists()


def test_nobody_invites_into_another_branch(lan, hoa, tree, at):
    for actor, organisation in ((lan, tree.far_leaf), (hoa, tree.leaf)):
        with pytest.raises(NotAllowed):
            invite(actor=actor, organisation=organisation, username="x", display_name="X", at=NOW)


def test_a_handler_may_protect_an_account_from_a_new_code(lan, tree, invited, monkeypatch):
    monkeypatch.setattr(reissuing, "ask", lambda _: [Veto("Người này còn giữ chức vụ ở cấp trên.")])
    with pytest.raises(invitations.ReissueRefused) as raised:
        reissue_code(actor=lan, organisation=tree.leaf, user=invited.user, at=NOW)
    assert raised.value.sentence == "Người này còn giữ chức vụ ở cấp trên."


def test_an_operator_gets_no_code_from_an_organisation(lan, tree, invited):
    invited.user.is_operator = True
    with pytest.raises(NotAllowed):
        reissue_code(actor=lan, organisation=tree.leaf, user=invited.user, at=NOW)


def test_the_slip_shows_name_and_code(invited):
    slip = render_to_string(
        "accounts/slip.html",
        {"invited": invited, "organisation": "Công đoàn <A>", "address": "https://cd.example/x"},
    )
    for shown in ("binh.le", invited.code, "Lê Văn Bình", "https://cd.example/x", "16/03/2026"):
        assert shown in slip
    assert "&lt;A&gt;" in slip
