"""What a document of a unit may say of its agreements: the one in force on the document's day."""

from django.utils.translation import gettext as _

from congdoan.areas.agreements.models import Agreement
from congdoan.kernel.organisations.api import names
from congdoan.kernel.rulebook.api import label
from congdoan.support.drafting.api import Asked, Fact

#: Offered as bases: the newest; a unit with more has them in its register.
_BASES = 20


def facts_of_agreement(asked: Asked) -> list[Fact]:
    """Answer ``drafting.variables``: the newest agreement in force of which the unit is a party."""
    found = _in_force(asked)[:1]
    one = found[0] if found else None
    kind = label("agreement.kind", one.kind, asked.on) if one else ""
    signed = f"{one.signed_on:%d/%m/%Y}" if one and one.signed_on else ""
    until = f"{one.last_day:%d/%m/%Y}" if one else ""
    return [
        Fact("agreement.title", _("văn bản phối hợp đang hiệu lực"), _called(kind, one)),
        Fact("agreement.number", _("số văn bản phối hợp"), one.number if one else ""),
        Fact("agreement.signed", _("ngày ký văn bản phối hợp"), signed),
        Fact("agreement.until", _("văn bản phối hợp có hiệu lực đến"), until),
        Fact("agreement.partners", _("các bên cùng ký"), _partners(one, asked) if one else ""),
    ]


def bases_of_agreements(asked: Asked) -> list[str]:
    """Answer ``drafting.bases``: the agreements in force may be what a document rests on."""
    lines = []
    for one in _in_force(asked)[:_BASES]:
        kind = label("agreement.kind", one.kind, asked.on)
        number = f" số {one.number}" if one.number else ""
        day = f" ngày {one.signed_on:%d/%m/%Y}" if one.signed_on else ""
        lines.append(f"Căn cứ {kind}{number}{day} {_bare(kind, one.title)}")
    return lines


def _in_force(asked: Asked) -> list[Agreement]:
    rows = Agreement.objects.in_force(asked.on).filter(
        parties__organisation=asked.organisation_id, shared_on__isnull=False
    )
    return list(rows.distinct().order_by("-signed_on", "-pk")[:_BASES])


def _partners(agreement: Agreement, asked: Asked) -> str:
    rows = agreement.parties.staying().in_order()
    others = [
        pk for pk in rows.values_list("organisation_id", flat=True) if pk != asked.organisation_id
    ]
    known = names(others, on=asked.on)
    return ", ".join(known.get(pk, "") for pk in others)


def _called(kind: str, agreement: Agreement | None) -> str:
    return f"{kind} {_bare(kind, agreement.title)}" if agreement else ""


def _bare(kind: str, title: str) -> str:
    """Return the title without the kind, which people often repeat in front of it."""
    return title[len(kind) :].strip() if title.casefold().startswith(kind.casefold()) else title
