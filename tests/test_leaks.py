"""
Nobody sees or does anything in an address that is not theirs (what one may not see is a 404).

Every address that names a thing is walked as: an officer of another branch, a partner who is not
party, a member without office, and nobody. A new address fails here until it says what it names.
"""

from datetime import timedelta

from django.urls import reverse
import pytest

from tests.addresses import ROUTES, SECRET, address

pytestmark = pytest.mark.django_db

#: 401: addresses for programs know no session (their walk: tests/openapi).
REFUSED = {401, 403, 404, 405}


@pytest.fixture
def outsiders(tree, make_person, seat, actor_of, hoa):
    """Who has no business here: another branch, a partner of nothing, a member without office."""
    far = make_person("Vũ Thị Xa", username="xa")
    seat(far, tree.far_middle, "PRESIDENT")
    partner = make_person("Trịnh Văn Trường", username="truong")
    seat(partner, tree.school, "PRINCIPAL")
    return {"far": actor_of(far), "partner": actor_of(partner), "member": hoa}


def picture():
    """Everything anybody could have changed, as counts and the newest audit rows."""
    from congdoan.kernel.audit.models import AuditEntry

    return list(AuditEntry.objects.order_by("-pk").values_list("pk", flat=True)[:3])


@pytest.mark.slow
@pytest.mark.parametrize("who", ["far", "partner", "member"])
def test_an_outsider_finds_nothing_and_changes_nothing(who, outsiders, world, signed_in):
    client = signed_in(outsiders[who])
    before, leaks = picture(), []
    for name, keys in ROUTES.items():
        url = address(world, name, keys)
        answers = [
            client.get(url),
            client.get(url, {"as_of": "2020-01-01"}),
            client.post(url, {"reason": "thử xem sao", "once": "x"}),
            client.post(f"{url}?as_of=2020-01-01", {"reason": "thử"}),
        ]
        for answer in answers:
            body = b"".join(answer) if answer.streaming else answer.content
            if answer.status_code not in REFUSED or SECRET in body.decode(errors="replace"):
                leaks.append((name, answer.request["REQUEST_METHOD"], answer.status_code))
    assert not leaks
    assert picture() == before


def test_who_is_not_signed_in_is_asked_to_sign_in(world, client):
    open_doors = []
    for name, keys in ROUTES.items():
        url = address(world, name, keys)
        for answer in (client.get(url), client.post(url)):
            if name.startswith("api:") and answer.status_code in {401, 405}:
                continue
            if answer.status_code not in {302, 405} or (
                answer.status_code == 302 and reverse("account_login") not in answer["Location"]
            ):
                open_doors.append((name, answer.request["REQUEST_METHOD"], answer.status_code))
    assert not open_doors


def test_the_owner_can_open_what_the_others_cannot(world, signed_in, lan):
    """The walk above would prove nothing if the addresses led nowhere (403: others' to do)."""
    client = signed_in(lan)
    dead = {
        name
        for name, keys in ROUTES.items()
        if client.get(address(world, name, keys)).status_code == 404
    }
    assert dead <= {
        "analysis:charts_file",  # no report of the world is accepted: there is nothing to draw
        "cards:picture",  # nobody has a portrait; tests/privacy asks who may see one
        "notifications:open",  # Tuấn's, who was asked for comments
        "restructuring:batch_sheet",  # nothing has been carried out yet
        *("voting:codes", "voting:count", "voting:minutes"),  # the vote of the world is not over
    }


@pytest.mark.parametrize("who", ["far", "partner", "member"])
def test_lists_search_and_pickers_say_nothing(who, outsiders, world, signed_in):
    client = signed_in(outsiders[who])
    for url in (
        reverse("agreements:register"),
        reverse("signing:packets"),
        reverse("worklist:list"),
        reverse("notifications:list"),
        reverse("people:register"),
        reverse("exchange:index"),
        reverse("members:register"),
        reverse("desk:home"),
        reverse("periods:terms"),
        reverse("search:results") + "?q=tuyet+mat",
        reverse("search:results") + "?q=Minh",
        reverse("search:pick", args=["people"]) + "?q=Minh",
        reverse("restructuring:foundings"),
        reverse("restructuring:hand_overs"),
        reverse("cadres:party"),
        reverse("cadres:plans"),
        reverse("cadres:own"),
        reverse("watchlist:own"),
        reverse("privacy:home"),
        reverse("privacy:mine"),
        reverse("privacy:consents"),
        reverse("privacy:take_along"),
        reverse("documents:readings"),
        reverse("publications:listed"),
    ):
        page = client.get(url, follow=True)
        words = page.content.decode()
        assert page.status_code in {200, 403}, url
        assert SECRET not in words, url
        assert "Nguyễn Văn Minh" not in words, url
        assert "cay.xlsx" not in words, url


def test_a_partner_sees_the_agreements_it_is_party_to_and_no_others(
    world, signed_in, tuan, outsiders
):
    url = reverse("agreements:detail", args=[world["agreements"]["pk"]])
    assert signed_in(tuan).get(url).status_code == 200
    assert SECRET in signed_in(tuan).get(reverse("agreements:register")).content.decode()
    assert signed_in(outsiders["partner"]).get(url).status_code == 404
    for name in ("organisations:move", "organisations:end", "access:grant", "people:appoint"):
        keys = ROUTES[name]
        assert signed_in(tuan).get(address(world, name, keys)).status_code in REFUSED


def test_an_officer_of_the_past_branch_does_not_see_what_came_later(
    world, tree, system, minh, signed_in, today, now, actor_of, make_person, seat
):
    """The far province once had the unit; `?as_of=` shows that day, not today's papers."""
    from congdoan.kernel.organisations import api as organisations

    far = make_person("Lý Văn Cũ", username="cu")
    seat(far, tree.far_province, "PRESIDENT")
    organisations.move_organisation(
        actor=system,
        organisation=tree.middle,
        parent=tree.far_province,
        on=today - timedelta(days=500),
        decision=organisations.Decision(number="08/QĐ"),
        at=now,
    )
    organisations.move_organisation(
        actor=system,
        organisation=tree.middle,
        parent=tree.province,
        on=today - timedelta(days=300),
        decision=organisations.Decision(number="09/QĐ"),
        at=now,
    )
    then = {"as_of": (today - timedelta(days=400)).isoformat()}
    client = signed_in(actor_of(far))
    assert client.get(reverse("organisations:detail", args=[tree.middle.pk])).status_code == 404
    seen = client.get(reverse("organisations:detail", args=[tree.middle.pk]), then)
    assert seen.status_code == 200
    for name in ("agreements:detail", "signing:room", "files:download"):
        assert client.get(address(world, name, ROUTES[name]), then).status_code == 404, name
    rename = reverse("organisations:profile", args=[tree.middle.pk])
    assert client.post(f"{rename}?as_of={then['as_of']}", {"name": "Của tôi"}).status_code == 404
