"""What the pages of documents share: where one is, one form that does one act, one press."""

from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from congdoan.areas.documents import policies
from congdoan.areas.documents.forms.writing import SignForm
from congdoan.areas.documents.models import Document, Incoming
from congdoan.areas.documents.selectors.choices import topics
from congdoan.areas.documents.selectors.relations import effect_of, relations_of
from congdoan.areas.documents.selectors.signers import Signing, signings
from congdoan.areas.documents.selectors.standing import Standing, standing_of
from congdoan.foundation import acting
from congdoan.foundation.actor import Actor, ActorRequest
from congdoan.kernel.organisations.api import name_of
from congdoan.kernel.organisations.models import Organisation


def sign_form(
    request: ActorRequest, unit: Organisation, *, wanted: str, first: bool = False
) -> tuple[SignForm, list[Signing]]:
    """
    Return the form of whoever signs for the unit today, with the ways there are.

    Chosen beforehand: one's own way, else the one ``wanted``, else (``first``) the unit's first.
    """
    actor = request.actor
    ways = signings(unit.pk, on=actor.today)
    own = next((way.code for way in ways if way.person_id == actor.person_id), "")
    form = SignForm(
        request.POST or None,
        request.FILES or None,
        actor=actor,
        ways=[(way.code, way.label) for way in ways],
        may_record=actor.may(policies.ISSUE, on=unit),
        initial={"code": own or wanted or (ways[0].code if ways and first else "")},
    )
    return form, ways


def place(request: ActorRequest, unit: Organisation, tab: str = "") -> dict[str, Any]:
    """Return the unit and the parts of its documents."""
    actor = request.actor
    tabs = [
        ("of", _now("Văn bản đi, nội bộ"), "documents:of"),
        ("arrived", _now("Văn bản đến"), "documents:arrived"),
        ("find", _now("Tìm trong văn bản"), "documents:find"),
        ("books", _now("Sổ và số"), "documents:books"),
        ("force", _now("Đang hiệu lực"), "documents:force"),
        ("lists", _now("Danh sách nơi nhận"), "documents:lists"),
    ]
    if actor.may(policies.COUNT, on=unit):
        tabs.append(("statistics", _now("Thống kê"), "documents:statistics"))
    return {
        "unit": unit,
        "unit_name": name_of(unit, on=actor.as_of),
        "tabs": [
            {"label": label, "url": reverse(name, args=[unit.pk]), "current": code == tab}
            for code, label, name in tabs
        ],
        "may": {
            "draft": actor.may(policies.DRAFT, on=unit),
            "issue": actor.may(policies.ISSUE, on=unit),
            "register": actor.may(policies.REGISTER, on=unit),
        },
    }


def related(actor: Actor, paper: Document | Incoming, *, may: bool) -> dict[str, Any]:
    """Return what a page shows of a paper's effect and relations."""
    effect = effect_of(paper)
    return {
        "effect": effect,
        "effect_topic": dict(topics(on=actor.today)).get(effect.topic, "") if effect else "",
        "relations": relations_of(paper, paper.organisation),
        "standing": standing_of(paper, on=actor.today),
        "passed": _passed(actor, paper),
        "may_relate": may,
    }


def _passed(actor: Actor, paper: Document | Incoming) -> tuple[str, Standing] | None:
    """Return what a cover letter passes on and how that stands today."""
    cover = paper if isinstance(paper, Document) else paper.document
    if cover is None or cover.forwards is None:
        return None
    head = cover.origin or cover.forwards
    standing = standing_of(head, on=actor.today)
    return (head.symbol or head.subject, standing) if standing else None


act = partial(
    acting.act,
    template="documents/form.html",
    already=_("Việc này đã làm rồi; không làm lại lần nữa."),
)

press = acting.press
