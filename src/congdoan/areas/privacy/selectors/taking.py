from typing import Any

from congdoan.areas.privacy.models import ChangeProposal, Consent, DataRequest, OwnFile
from congdoan.areas.privacy.selectors.asking import USE
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import NotFound
from congdoan.foundation.sealing import unseal
from congdoan.kernel.people.api import AboutPerson, Kept


def own_files(actor: Actor) -> list[OwnFile]:
    """Return the files the actor asked for, the newest first."""
    rows = OwnFile.objects.filter(person_id=actor.person_id or 0, user_id=actor.user_id or 0)
    return list(rows.order_by("-asked_at", "-pk")[:10])


def get_own_file(actor: Actor, pk: int) -> OwnFile:
    """:raises NotFound: when there is none, or it is somebody else's"""
    rows = OwnFile.objects.filter(person_id=actor.person_id or 0, user_id=actor.user_id or 0)
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def unscoped_file(pk: int) -> OwnFile | None:
    return OwnFile.objects.select_related("person", "user").filter(pk=pk).first()


def kept_here(asked: AboutPerson) -> list[Kept]:
    """Answer ``kept_about``: what somebody agreed to, asked for and proposed."""
    person = asked.person
    consents = Consent.objects.filter(person=person).order_by("given_at")
    words = ("purpose", "version", "text", "method", "given_at", "ended_at", "ended", "end_method")
    return [
        Kept("consents", "Đồng ý xử lý dữ liệu", list(consents.values(*words))),
        Kept("requests", "Yêu cầu về dữ liệu cá nhân", [_request(one) for one in
             DataRequest.objects.filter(person=person).order_by("received_on")]),
        Kept("proposals", "Đề nghị sửa hồ sơ", _proposals(asked)),
    ]  # fmt: skip


def _request(one: DataRequest) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "text": unseal(one.sealed_text, use=USE),
        "received_on": one.received_on,
        "due": one.due,
        "state": one.state,
        "answer": one.answer,
        "answered_on": one.answered_on,
    }


def _proposals(asked: AboutPerson) -> list[dict[str, Any]]:
    rows = ChangeProposal.objects.filter(person=asked.person).prefetch_related("fields")
    return [
        {"asked_at": one.asked_at, "field": row.name, "state": row.state, "answer": row.answer}
        for one in rows.order_by("asked_at")
        for row in one.fields.all()
    ]
