"""The printed register: a landscape table under the heads of the unit."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from congdoan.areas.documents.selectors.registers import Rows
from congdoan.kernel.organisations.api import name_of, superior_names
from congdoan.kernel.organisations.enums import Family
from congdoan.kernel.organisations.models import Organisation
from congdoan.support.numbering.api import Register
from congdoan.support.rendering.api import (
    IssuingBody,
    OfficialDocument,
    ProfileCode,
    SignatureBlock,
    Table,
)

_TITLES = {
    Register.OUTGOING: gettext_noop("SỔ ĐĂNG KÝ VĂN BẢN ĐI"),
    Register.INCOMING: gettext_noop("SỔ ĐĂNG KÝ VĂN BẢN ĐẾN"),
    Register.INTERNAL: gettext_noop("SỔ ĐĂNG KÝ VĂN BẢN NỘI BỘ"),
}


def register_paper(
    unit: Organisation, register: Register, year: int, rows: Rows, *, on: date
) -> OfficialDocument:
    """Return the book of a year as one paper; ``on`` is the day it is printed."""
    day = min(on, date(year, 12, 31))
    last = len(rows.lines)
    return OfficialDocument(
        bodies=[
            IssuingBody(
                name=name_of(unit, on=day),
                superior=superior_names([unit.pk], on=day).get(unit.pk, ""),
            )
        ],
        type_name=_(_TITLES[register]),
        subject=_("Năm %(year)s") % {"year": year},
        profile=ProfileCode.UNION if unit.family == Family.UNION else ProfileCode.ND30,
        dated=on,
        body=[Table(head=rows.heads, rows=rows.lines, widths=rows.widths)],
        signatures=[SignatureBlock(title=_("NGƯỜI GIỮ SỔ"))],
        landscape=True,
        note=_("Sổ có %(n)s dòng.") % {"n": last},
    )
