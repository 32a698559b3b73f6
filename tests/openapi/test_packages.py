"""A gateway hands packages in and fetches those that wait, in the name of a clerk."""

from django.core.files.base import ContentFile
import pytest

from congdoan.areas.documents.models import Incoming
from congdoan.areas.gateway.models import Package, Peer
from tests.gateway_world import a_letter, stream_of
from tests.openapi.test_imports import refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def theirs(program, clerk):
    return program(clerk, "edxml.exchange")


def test_a_package_is_taken_once_and_a_broken_one_is_a_problem(theirs, peer):
    def hand_in(content):
        return theirs.post("/edxml", {"file": ContentFile(content, name="a.edxml")})

    content = stream_of(a_letter()).read()
    first, again = hand_in(content), hand_in(content)
    assert (first.status_code, first.json()["state"]) == (200, "TAKEN")
    assert again.json()["id"] == first.json()["id"]
    assert Incoming.objects.count() == 1
    wrong = hand_in(b"<x/>")
    assert refusal(wrong, 422) == "PackageNotTaken"
    assert "edXML" in wrong.json()["detail"]


def test_what_waits_is_fetched_and_confirmed(theirs, gone, program, minh, now):
    Peer.objects.update(way="API")
    _document, package = gone
    listed = theirs.get("/edxml").json()["items"]
    assert [one["id"] for one in listed] == [package.pk]
    assert b"edXMLEnvelope" in theirs.get(f"/edxml/{package.pk}/content").content
    done = theirs.post(f"/edxml/{package.pk}/sent", key="k2")
    assert (done.status_code, done.json()["state"]) == (200, "SENT")
    assert theirs.post(f"/edxml/{package.pk}/sent", key="k2")["Idempotency-Replayed"] == "true"
    assert refusal(theirs.post(f"/edxml/{package.pk}/sent", key="k3"), 409) == "NotWaitingToGo"
    assert not theirs.get("/edxml").json()["items"]
    assert Package.objects.filter(state="SENT").count() == 1


def test_others_find_nothing(gone, program, minh):
    package, other = gone[1], program(minh, "edxml.exchange")
    assert other.get("/edxml").json()["items"] == []
    assert refusal(other.get(f"/edxml/{package.pk}/content"), 404) == "NotFound"
    assert refusal(other.post(f"/edxml/{package.pk}/sent"), 404) == "NotFound"


def test_the_scope_says_what_the_token_is_for(program, clerk, hoa, peer):
    assert refusal(program(clerk, "imports.read").get("/edxml"), 403) == "ScopeMissing"
    assert refusal(program(hoa, "edxml.exchange").get("/edxml"), 403) == "NotAllowed"
