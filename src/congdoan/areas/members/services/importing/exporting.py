"""What the register of a union holds, as rows to be changed in a spreadsheet and sent back."""

from datetime import date
from typing import Any

from congdoan.areas.members import policies
from congdoan.areas.members.enums import Category
from congdoan.areas.members.services.importing.facts import rows_of
from congdoan.areas.members.services.importing.sealed import KINDS
from congdoan.areas.members.services.records import USE
from congdoan.foundation.refusal import NotAllowed, Refusal
from congdoan.foundation.sealing import token, tokens
from congdoan.kernel.audit.api import record
from congdoan.kernel.organisations.models import Organisation
from congdoan.support.exchange.api import Context

MOST = 20_000

_ROWS = """
SELECT p.id, coalesce(r.member_no, ''), trim(p.family_middle || ' ' || p.given_name),
       p.birth_date, p.gender, p.phone, p.email, o.code, r.joined_on, lower(m.valid), m.category,
       coalesce(w.job_title, ''), coalesce(w.department, ''), r.hired_on,
       coalesce(r.address_current, '')
FROM members_membership m
JOIN people_person p ON p.id = m.person_id
JOIN organisations_organisation o ON o.id = m.organisation_id
LEFT JOIN members_memberrecord r ON r.person_id = p.id
LEFT JOIN members_memberwork w ON w.person_id = p.id AND w.valid @> %s::date
WHERE m.organisation_id = %s AND m.valid @> %s::date
  AND NOT EXISTS (SELECT 1 FROM people_limit l
                  WHERE l.person_id = p.id AND l.purpose = '' AND l.ended_at IS NULL)
ORDER BY p.sort_key, p.id LIMIT %s
"""
_SEXES = {"M": "Nam", "F": "Nữ", "": ""}


class TooManyToHandOut(Refusal):
    """Đơn vị có hơn {most} đoàn viên, quá nhiều cho một tệp; hãy lấy ở từng đơn vị trực thuộc."""


def current_rows(context: Context) -> list[list[str]]:
    """
    Return the members of the union one works for; what is sealed stays where it is.

    :raises NotAllowed: without the right there
    :raises TooManyToHandOut: more than a spreadsheet is good for
    """
    organisation = Organisation.objects.filter(pk=context.organisation_id or 0).first()
    if organisation is None:
        raise NotAllowed
    context.actor.require(policies.IMPORT, on=organisation)
    today = context.actor.today
    found = rows_of(_ROWS, today, organisation.pk, today, MOST + 1)
    if len(found) > MOST:
        raise TooManyToHandOut(most=MOST)
    record(
        actor=context.actor,
        verb="members.handed_out",
        target=organisation,
        organisation_id=organisation.pk,
        changes={"rows": len(found), "columns": ["name", "birth_date", "phone", "email"]},
    )
    return [_line(*row) for row in found]


def _line(pk: int, number: str, name: str, born: date | None, sex: str, *rest: Any) -> list[str]:
    phone, email, code, joined, since, category, job, department, hired, address = rest
    return [
        record_mark(pk),
        number,
        name,
        _shown(born),
        _SEXES[sex],
        "",
        phone,
        email,
        code,
        "",
        _shown(joined),
        _shown(since),
        str(Category(category).label),
        job,
        department,
        _shown(hired),
        *[""] * len(KINDS),  # sealed: they stay where they are
        address,
    ]


def _shown(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


def record_mark(person: int) -> str:
    """Return what names a person in a sheet we filled in; nobody makes one up."""
    return f"HS-{person}-{token(f'record:{person}', use=USE)[:10]}"


def record_of(mark: str) -> int | None:
    """Return whom a mark names, or None when it is none of ours."""
    start, _dash, rest = mark.partition("-")
    number, _dash, proof = rest.partition("-")
    if start != "HS" or not number.isdecimal() or len(number) > 18:
        return None
    known = {one[:10] for one in tokens(f"record:{int(number)}", use=USE)}
    return int(number) if proof in known else None
