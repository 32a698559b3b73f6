"""Who of the register a row means: by keys; name and day of birth alone only ask."""

from dataclasses import dataclass, field

from django.utils.translation import gettext_noop as _

from congdoan.areas.members.services.importing.cells import Read
from congdoan.areas.members.services.importing.exporting import record_of
from congdoan.areas.members.services.importing.facts import (
    Keys,
    Known,
    Units,
    alike_at_home,
    tokens_for,
)
from congdoan.support.exchange.api import RowDraft, Twins

_TWICE = {
    "citizen_id": _("Số căn cước này còn ở dòng {lines}."),
    "email": _("Thư điện tử này còn ở dòng {lines}."),
    "record": _("Mã hồ sơ này còn ở dòng {lines}."),
    "member_no": _("Mã số đoàn viên này còn ở dòng {lines}."),
}


#: Said of a row that means somebody whose data may only be kept.
RESTRICTED = _(
    "Hồ sơ của người này đang hạn chế xử lý theo yêu cầu của họ; hãy bỏ dòng này, hoặc gỡ hạn chế."
)
_SAME_BIRTHDAY = _("Có thể trùng với {name} ({codes}): cùng tên và ngày sinh, không có khóa chung.")
_KEPT_ALIKE = _(
    "Có thể trùng với một hồ sơ đang hạn chế xử lý dữ liệu, không nêu ở đây; nếu là người khác"
    " thì chọn “Là người khác”."
)
_ALIKE = _("Có thể trùng với {name} ({codes}): cùng tên trong đơn vị, dòng không đủ ngày sinh.")


def refuse_twins(row: RowDraft, twins: Twins) -> None:
    """Name the other rows of the file that carry the same key; nobody guesses which is right."""
    for key in row.keys:
        if key in twins:
            column = key.partition(":")[0]
            others = [n for n in twins[key] if n != row.n]
            row.fail(column, _TWICE[column], lines=", ".join(map(str, others[:5])))


@dataclass(slots=True)
class Match:
    """By which key a row found whom."""

    by_key: dict[str, int] = field(default_factory=dict)
    #: Somebody has the e-mail, under another name.
    email_of: int | None = None
    #: Same name and day of birth, no key in common.
    perhaps: list[int] = field(default_factory=list)
    person: Known | None = None
    #: ``perhaps`` rests on the name within one union: the row holds nothing better.
    by_name: bool = False

    @property
    def everybody(self) -> set[int]:
        found = {*self.by_key.values(), *self.perhaps}
        return found | {self.email_of} if self.email_of else found

    def decide(self, row: RowDraft, known: dict[int, Known], units: Units) -> None:
        """Settle on one person, on nobody, or leave the question to a person."""
        people = set(self.by_key.values())
        if len(people) > 1:
            column = next(iter(self.by_key))
            row.fail(column, _("Các khóa của dòng này thuộc về nhiều người trong sổ."))
        elif self.email_of not in {None, *people}:
            row.fail("email", _("Thư điện tử này đã ghi cho người khác trong sổ."))
        elif people:
            column, pk = next(iter(self.by_key.items()))
            self._take(row, column, known[pk], units)
        elif self.perhaps:
            self._perhaps(row, known, units)

    def _take(self, row: RowDraft, column: str, person: Known, units: Units) -> None:
        if not _reached(person, units):
            # Whose register it stands in is not told: only that it is not theirs.
            row.fail(
                column,
                _("Người này đã có trong sổ của đơn vị khác; hãy dùng “Chuyển sinh hoạt”."),
            )
            return
        if person.restricted:
            row.fail(column, RESTRICTED)
            return
        self.person = person

    def _perhaps(self, row: RowDraft, known: dict[int, Known], units: Units) -> None:
        said = row.answer.get("same")
        if said == 0:
            return
        if said in self.perhaps:
            self._take(row, "name", known[said], units)
            return
        reached = [known[pk] for pk in self.perhaps if _reached(known[pk], units)]
        # Whose data may only be kept is named to nobody, and nobody is asked to choose them.
        shown = [one for one in reached if not one.restricted]
        if reached and not shown:
            row.ask("name", _KEPT_ALIKE)
            return
        if not shown:
            row.ask(
                "name", _("Có thể trùng: sổ của đơn vị khác có người cùng tên, cùng ngày sinh.")
            )
            return
        codes = sorted({stay.code for one in shown for stay in one.stays[-1:]})
        row.ask(
            "name",
            _ALIKE if self.by_name else _SAME_BIRTHDAY,
            name=shown[0].name,
            codes=", ".join(codes[:3]) or "—",
            who=[one.id for one in shown[:5]],
        )


def _reached(person: Known, units: Units) -> bool:
    """Who belongs, or last belonged, to a unit in reach; who belongs nowhere is anybody's."""
    return not person.stays or person.stays[-1].organisation_id in units.reached


def find_match(row: RowDraft, read: Read, keys: Keys, unit: int | None = None) -> Match:
    match = Match()
    if mark := row.cells.get("record", ""):
        pk = record_of(mark)
        if pk is not None and pk in keys.people:
            match.by_key["record"] = keys.people[pk]
        else:
            row.fail("record", _("Mã hồ sơ này không phải của hệ thống; hãy để trống ô."))
    if read.citizen_id and keys.by_token:
        for token in _tokens(row, read, keys):
            match.by_key["citizen_id"] = keys.by_token[token]
    if read.member_no and read.member_no in keys.by_number:
        match.by_key["member_no"] = keys.by_number[read.member_no]
    if read.email in keys.by_email or read.phone in keys.by_phone:
        _by_contacts(match, read, keys)
    if not match.by_key:
        _by_name(match, read, keys, unit)
    return match


def _by_name(match: Match, read: Read, keys: Keys, unit: int | None) -> None:
    """Without a key: the same birthday, else (no day in the row) the same name in the union."""
    if read.birth_date:
        match.perhaps = list(keys.by_birth.get((read.birth_date, read.folded), ()))
    elif unit is not None and is_bare(read) and match.email_of is None:
        match.perhaps = alike_at_home(keys.at_home, unit, read.folded, read.birth_year)
        match.by_name = True


def is_bare(read: Read) -> bool:
    """Tell whether a row says of somebody only the name, at most with the year of birth."""
    return bool(read.folded) and read.birth_date is None and not read.citizen_id


def _by_contacts(match: Match, read: Read, keys: Keys) -> None:
    """E-mail or phone name somebody together with the name; a phone may be a family's."""
    mails, phones = keys.by_email.get(read.email, []), keys.by_phone.get(read.phone, [])
    by_mail = [pk for pk, folded in mails if folded == read.folded]
    by_phone = [pk for pk, folded in phones if folded == read.folded]
    if by_mail:
        match.by_key["email"] = by_mail[0]
    elif mails:
        match.email_of = mails[0][0]
    if len(by_phone) == 1:
        match.by_key["phone"] = by_phone[0]


def _tokens(row: RowDraft, read: Read, keys: Keys) -> list[str]:
    now = [key[11:] for key in row.keys if key.startswith("citizen_id:")]
    found = [token for token in now if token in keys.by_token]
    return found or [one for one in tokens_for(read.citizen_id) if one in keys.by_token]
