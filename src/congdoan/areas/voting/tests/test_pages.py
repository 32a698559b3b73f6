"""The pages of votes: what each shows, to whom, and what a voter meets."""

import re

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
import pytest

from congdoan.areas.voting import api
from congdoan.areas.voting.enums import State
from congdoan.areas.voting.models import BallotBox, Vote
from congdoan.areas.voting.rules import refusals
from congdoan.areas.voting.services.box import ballots_in, new_code
from congdoan.areas.voting.services.slips import issue_slips
from congdoan.support.notifications.api import inbox

pytestmark = pytest.mark.django_db


def url(name, *keys):
    return reverse(f"voting:{name}", args=keys)


def post(browser, page, **data):
    return browser.post(page, data, follow=True)


def test_an_election_by_its_pages(signed_in, minh, tree, today, join, me):
    browser = signed_in(minh)
    answer = post(
        browser, url("open", tree.leaf.pk), kind="EXEC", title="Bầu ban chấp hành khóa III",
        manner="SECRET", means="ELECTRONIC", seats="2", held_on=f"{today:%d/%m/%Y}",
    )  # fmt: skip
    vote = Vote.objects.get()
    assert answer.redirect_chain[-1][0] == url("vote", vote.pk)
    people = join(6)
    for one in people[:2]:
        api.add_candidate(actor=minh, vote=vote, person=one, note="", by_oneself=False)
    refused = browser.post(url("list_close", vote.pk), {"exception": ""})
    assert refused.status_code == 422
    assert "còn thiếu 1 người" in refused.content.decode()
    post(browser, url("list_close", vote.pk), exception="Hội nghị quyết định không có số dư")
    post(browser, url("voters_fill", vote.pk), ai="doan-vien")
    assert vote.voters.count() == 6
    page = browser.get(url("roll", vote.pk)).content.decode()
    assert people[3].full_name in page
    refused = browser.post(url("begin", vote.pk), {"present": "7"})
    assert refused.status_code == 422
    post(browser, url("begin", vote.pk), present="6")
    assert inbox(me(people[0])).filter(kind="voting.begun").exists()
    for one in people:
        api.cast_ballot(
            actor=me(one), vote=vote, chosen=[1, 2], blank=False, code=new_code(), on=today
        )
    post(browser, url("end", vote.pk))
    done = post(browser, url("announce", vote.pk)).content.decode()
    assert "trúng cử" in done
    assert Vote.objects.get().state == State.RESULT
    for form in ("kiem-phieu", "ket-qua"):
        pdf = browser.get(url("minutes", vote.pk, form))
        assert pdf.content.startswith(b"%PDF")
    assert browser.get(url("minutes", vote.pk, "khac")).status_code == 404
    assert browser.get(url("export", vote.pk)).json()["result"]["collected"] == 6
    assert browser.get(url("codes", vote.pk)).content.decode().count("<li>") >= 6


def test_the_ballot_of_a_voter(signed_in, hold, me):
    vote = hold(names=3, seats=2, means="ELECTRONIC")
    browser, page = signed_in(me(vote.roll_people[4])), url("ballot", vote.pk)
    shown = browser.get(page).content.decode()
    assert "Chọn nhiều nhất 2 người" in shown
    assert "Mức 2: kín" in shown
    code = re.search(r'name="ma" value="(\w+)"', shown).group(1)
    refused = browser.post(page, {"chon": ["1", "2", "3"], "ma": code})
    assert refused.status_code == 422
    assert "chỉ được chọn nhiều nhất 2" in refused.content.decode()
    taken = browser.post(page, {"chon": ["1", "2"], "ma": code}).content.decode()
    assert code in taken
    # The line was cut before the answer came: sent again, or opened again, it tells so.
    for again in (browser.post(page, {"chon": ["3"], "ma": code}), browser.get(page)):
        assert again.status_code == 200
        assert "đã ở trong hòm phiếu" in again.content.decode()
        assert code not in again.content.decode()
    assert browser.get(url("codes", vote.pk)).status_code == 404
    assert browser.get(url("roll", vote.pk)).status_code == 403
    assert browser.get(url("vote", vote.pk)).status_code == 200


def test_rights(signed_in, hold, hoa, lan, me, minh):
    vote = hold(means="BOTH")
    line = vote.voters.first()
    browser = signed_in(hoa)
    for name, keys in (("vote", ()), ("ballot", ()), ("roll", ()), ("codes", ()), ("count", ())):
        assert browser.get(url(name, vote.pk, *keys)).status_code == 404
    assert browser.post(url("end", vote.pk)).status_code == 403
    browser = signed_in(lan)
    assert browser.get(url("vote", vote.pk)).status_code == 200
    assert browser.get(url("roll", vote.pk)).status_code == 403
    assert browser.post(url("end", vote.pk)).status_code == 403
    browser = signed_in(me(vote.board_people[0]))
    assert browser.get(url("roll", vote.pk)).status_code == 200
    post(browser, url("voter_hand_out", vote.pk, line.pk))
    line.refresh_from_db()
    assert line.marked == "PAPER"
    assert browser.post(url("end", vote.pk)).status_code == 403
    browser = signed_in(minh)
    post(browser, url("voter_hand_out", vote.pk, vote.voters.last().pk))
    assert vote.voters.last().marked == ""


def test_lists_ask_as_often_for_many(signed_in, hold, minh):
    vote = hold(means="ELECTRONIC", voters=5, begun=False)
    browser = signed_in(minh)

    def asked(page):
        browser.get(page)
        with CaptureQueriesContext(connection) as held:
            assert browser.get(page).status_code == 200
        return len(held)

    pages = [f"{url('votes')}?nhanh={vote.organisation_id}", url("roll", vote.pk)]
    first = [asked(one) for one in pages]
    more = hold(means="ELECTRONIC", voters=7, begun=False)
    people = [one.person_id for one in more.voters.all()]
    api.add_voters(actor=minh, vote=vote, people=people, on=minh.today)
    assert [asked(one) for one in pages] == first


def test_one_device_many_voters_by_slips(signed_in, client, hold, me, minh):
    vote = hold(names=3, seats=2, means="ELECTRONIC")
    with pytest.raises(refusals.NotOnTheBoard):
        issue_slips(actor=minh, vote=vote)
    board = me(vote.board_people[0])
    old = dict(issue_slips(actor=board, vote=vote))
    given = dict(issue_slips(actor=board, vote=vote))
    assert len(given) == 6
    first, second = vote.roll_people[:2]
    page = url("kiosk")
    for wrong in (old[first.full_name], "x", "", "AAAAA AAAAA"):
        refused = client.post(page, {"to_ma": wrong})
        assert refused.status_code == 422
        assert vote.title not in refused.content.decode()
    slip = given[first.full_name].lower()
    shown = client.post(page, {"to_ma": slip}).content.decode()
    code = re.search(r'name="ma" value="(\w+)"', shown).group(1)
    asked = {"to_ma": slip, "ma": code}
    assert client.post(page, {**asked, "chon": ["1", "2", "3"]}).status_code == 422
    assert code in client.post(page, {**asked, "chon": ["1"]}).content.decode()
    again = client.post(page, {**asked, "chon": ["2"]}).content.decode()
    assert "đã ở trong hòm phiếu" in again
    assert code not in again
    box = BallotBox.objects.get(vote=vote)
    assert [list(one.chosen) for one in ballots_in(box)] == [[1]]
    # The phone knows of it, too; and who voted on the phone cannot vote at the device.
    shown = signed_in(me(first)).get(url("ballot", vote.pk)).content.decode()
    assert "đã ở trong hòm phiếu" in shown
    api.cast_ballot(
        actor=me(second), vote=vote, chosen=[1], blank=False, code=new_code(), on=minh.today
    )
    client.logout()
    assert (
        "đã ở trong hòm" in client.post(page, {"to_ma": given[second.full_name]}).content.decode()
    )
    assert signed_in(board).post(url("slips", vote.pk)).content.startswith(b"%PDF")
