"""Before somebody new is written down: who of the whole register may they be?"""

from django.utils.translation import gettext as _

from congdoan.areas.duplicates.enums import Key
from congdoan.areas.duplicates.rules.scoring import Face, compare
from congdoan.areas.duplicates.selectors.faces import load_faces, plain_phone, superiors_of
from congdoan.areas.members.api import (
    SealedKind,
    tokens_of,
    unscoped_by_citizen_tokens,
)
from congdoan.foundation import vietnamese
from congdoan.kernel.audit.api import record
from congdoan.kernel.organisations.api import names
from congdoan.kernel.people.api import (
    Likely,
    Newcomer,
    unscoped_like_newcomer,
    unscoped_limited,
)
from congdoan.kernel.people.models import Person


def who_may_it_be(newcomer: Newcomer) -> list[Likely]:
    """
    Answer ``perhaps_known``: name, birth year, unit of those who score enough, and no more.

    That an officer was told of somebody is written into the log of the officer's union. Whose
    data may only be kept is not named: only that there is such a record.
    """
    on = newcomer.actor.today
    face = _face(newcomer)
    tokens = tokens_of(SealedKind.CITIZEN_ID, newcomer.citizen_id) if newcomer.citizen_id else []
    ids = {
        *unscoped_like_newcomer(
            folded=face.folded,
            born=face.birth_date,
            phones=[newcomer.phone, face.phone],
            email=face.email,
        ),
        *unscoped_by_citizen_tokens(tokens),
    }
    above = superiors_of([newcomer.organisation_id], on=on).get(newcomer.organisation_id, {})
    face.superior_id = next((pk for pk, depth in above.items() if depth == 1), 0)
    faces = load_faces(ids, on=on)
    kept = unscoped_limited(faces.keys())
    called = names({one.unit_id for one in faces.values() if one.unit_id}, on=on)
    found = []
    for pk, known in faces.items():
        face.tokens = {Key.CITIZEN_ID: _token(known, tokens)} if tokens else {}
        verdict = compare(face, known)
        if not verdict.listed:
            continue
        if pk in kept:
            found.append(Likely(pk, _("một hồ sơ đang hạn chế xử lý"), None, "", verdict.score))
        else:
            unit = called.get(known.unit_id, "")
            found.append(Likely(pk, known.name, known.year, unit, verdict.score))
    _note(newcomer, found)
    return found


def _face(newcomer: Newcomer) -> Face:
    name = vietnamese.tidy(f"{newcomer.family_middle} {newcomer.given_name}")
    return Face(
        name,
        vietnamese.fold(name),
        newcomer.birth_date,
        gender=newcomer.gender,
        phone=plain_phone(newcomer.phone),
        email=newcomer.email.lower(),
        unit_id=newcomer.organisation_id,
    )


def _token(known: Face, tokens: list[str]) -> str:
    """Return the token under which the newcomer's number would stand beside the known one."""
    held = known.tokens.get(Key.CITIZEN_ID, "")
    return held if held in tokens else tokens[0]


def _note(newcomer: Newcomer, found: list[Likely]) -> None:
    people = Person.objects.in_bulk([one.person_id for one in found])
    for one in found:
        record(
            actor=newcomer.actor,
            verb="duplicates.told",
            target=people[one.person_id],
            organisation_id=newcomer.organisation_id,
            changes={"score": one.score},
        )
