"""Out to Word and back: what a file changes becomes suggestions, or goes into the own draft."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime
from secrets import token_hex

from django.core.files.base import File
from django.db import transaction
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congdoan.areas.agreements import policies
from congdoan.areas.agreements.enums import ReturnState
from congdoan.areas.agreements.models import Agreement, Clause, Party, WordCopy, WordReturn
from congdoan.areas.agreements.rules.returning import (
    Found,
    Returned,
    Sent,
    changes_in,
    copy_code,
)
from congdoan.areas.agreements.rules.states import Action
from congdoan.areas.agreements.selectors.files import MANUSCRIPT
from congdoan.areas.agreements.selectors.text import current_version, find_clause, outline
from congdoan.areas.agreements.services.editing import write_clause
from congdoan.areas.agreements.services.relocating import place_clause
from congdoan.areas.agreements.services.states import demand, held
from congdoan.areas.agreements.services.structuring import add_clause, remove_clause
from congdoan.areas.agreements.services.suggesting import suggest
from congdoan.foundation.actor import Actor
from congdoan.foundation.refusal import AlreadyDone, Refusal
from congdoan.kernel.audit.api import record
from congdoan.kernel.organisations.models import Organisation
from congdoan.support.comparison.api import rebase
from congdoan.support.discussion.api import Edit
from congdoan.support.files.api import store_file
from congdoan.support.manuscripts.api import Left, Leftover, Manuscript, read_manuscript


class FileOfAnotherText(Refusal):
    """Tệp này được lấy từ một văn bản khác; hãy tải lên ở trang “Sửa bằng Word” của văn bản đó."""


class NotFromHere(Refusal):
    """Không nhận ra điều khoản nào của văn bản này trong tệp; hãy lấy bản Word ở trang này rồi sửa."""  # noqa: E501


class NothingInFile(Refusal):
    """Tệp không thay đổi gì so với bản đã lấy; hãy kiểm tra có chọn đúng tệp đã sửa và lưu không."""  # noqa: E501


@transaction.atomic
def hand_out(*, actor: Actor, agreement: Agreement, at: datetime) -> WordCopy:
    """
    Remember the text as it is now under a code of its own; the Word file is drawn from it.

    Whoever may suggest or write may take it.
    """
    _require(actor, agreement)
    version = current_version(agreement)
    copy = WordCopy.objects.create(
        version=version,
        code=token_hex(6),
        lines=[
            {
                "id": line.item.stable_id.hex,
                "level": line.item.level,
                "heading": line.item.heading,
                "text": line.item.text,
                "number": line.label,
                "path": line.path,
                "revision": line.item.revision,
            }
            for line in outline(version)
        ],
        made_at=at,
        made_by_name=actor.name,
    )
    _record(actor, agreement, "word_handed_out", {"version": version.number})
    return copy


def _require(actor: Actor, agreement: Agreement) -> None:
    if not actor.may(policies.DRAFT, on=agreement.drafting):
        parties = [party.organisation for party in agreement.parties.select_related("organisation")]
        own = [one for one in parties if actor.may(policies.COMMENT, on=one)]
        actor.require(policies.COMMENT, on=own[0] if own else agreement.drafting)


@transaction.atomic
def take_back(
    *,
    actor: Actor,
    agreement: Agreement,
    organisation: Organisation,
    upload: "File[bytes]",
    at: datetime,
) -> WordReturn:
    """
    Read a file that came back into a list of changes; nothing in the text changes yet.

    :raises FileOfAnotherText, NotFromHere, NothingInFile: a file with nothing for this text
    :raises Refusal: one that cannot be read (``manuscripts``)
    """
    _require(actor, agreement)
    upload.seek(0)
    found = read_manuscript(upload.read(), upload.name or "")
    copy = _copy_of(actor, agreement, found, at)
    returned = changes_in(found, [Sent(**line) for line in copy.lines])
    if not returned.marked and len(returned.changes) >= len(copy.lines):
        raise NotFromHere
    remarks = [*_remarks(returned, len(copy.lines)), *_beside(found)]
    if not returned.changes and not remarks:
        raise NothingInFile
    file = store_file(
        actor=actor, organisation=organisation, upload=upload, purpose=MANUSCRIPT, at=at
    )
    one = WordReturn.objects.create(
        copy=copy,
        organisation=organisation,
        file=file,
        changes=[change.as_json() for change in returned.changes],
        remarks=remarks,
        at=at,
        by_name=actor.name,
    )
    _record(actor, agreement, "word_came_back", {"changes": len(returned.changes)})
    return one


def _copy_of(actor: Actor, agreement: Agreement, found: Manuscript, at: datetime) -> WordCopy:
    """Return what the file was made from: by its code, else the last copy, else the text now."""
    code = copy_code(found)
    copies = WordCopy.objects.select_related("version")
    if code:
        copy = copies.filter(code=code).first()
        if copy is not None and copy.version.agreement_id != agreement.pk:
            raise FileOfAnotherText
        if copy is not None:
            return copy
    last = copies.filter(version__agreement=agreement).order_by("-made_at", "-pk").first()
    return last or hand_out(actor=actor, agreement=agreement, at=at)


def _remarks(returned: Returned, sent: int) -> list[str]:
    remarks = []
    if returned.moved:
        remarks.append(
            _(
                "Đổi cấp, hoặc chuyển mà để lại các đoạn bên trong; hãy tự sửa khi soạn: {places}."
            ).format(places="; ".join(returned.moved[:10]))
        )
    if returned.tables:
        remarks.append(
            _("{count} bảng trong tệp không đưa vào được.").format(count=returned.tables)
        )
    dropped = sum(change.edit == Edit.DELETE for change in returned.changes)
    lost = sent - dropped - returned.marked
    if lost > 0:
        remarks.append(
            _("{lost} trong {sent} đoạn mất dấu, được nhận theo câu chữ; hãy xem kỹ.").format(
                lost=lost, sent=sent
            )
        )
    return remarks


#: What a file holds beside its text that becomes no change of a clause, each said in words.
_BESIDE = {
    Left.COMMENT: gettext_lazy("Nhận xét trong tệp, hãy ghi thành góp ý nếu cần"),
    Left.TEXTBOX: gettext_lazy("Khung chữ không đưa vào được"),
    Left.FOOTNOTE: gettext_lazy("Chú thích cuối trang không đưa vào được"),
    Left.ENDNOTE: gettext_lazy("Chú thích cuối văn bản không đưa vào được"),
    Left.HIDDEN: gettext_lazy("Chữ ẩn không đưa vào được"),
    Left.PICTURE: gettext_lazy("Hình ảnh không đưa vào được"),
    Left.EQUATION: gettext_lazy("Công thức không đưa vào được"),
    Left.OBJECT: gettext_lazy("Tệp nhúng không đưa vào được"),
}
_NAMED, _LONGEST = 5, 120


def _beside(found: Manuscript) -> list[str]:
    """Name what of a file is no clause; nothing of it is dropped unsaid."""
    said = []
    tracked = [one for one in found.leftovers if one.kind in {Left.INSERTED, Left.DELETED}]
    if tracked:
        said.append(
            _("{count} chỗ sửa đổi có theo dõi được nhận như đã chấp nhận trong Word.").format(
                count=len(tracked)
            )
        )
    for kind, words in _BESIDE.items():
        held = [one for one in found.leftovers if one.kind == kind]
        texts = [_shortly(one) for one in held if one.text.strip()]
        if texts:
            more = "…" if len(texts) > _NAMED else ""
            said.append(f"{words}: {'; '.join(texts[:_NAMED])}{more}")
        elif held:
            said.append(f"{words} ({len(held)}).")
    return said


def _shortly(one: Leftover) -> str:
    words = " ".join(one.text.split())
    return Truncator(f"{one.who}: {words}" if one.who else words).chars(_LONGEST)


@dataclass
class Outcome:
    """What became of the chosen changes; ``refused`` names each that could not be taken."""

    done: int = 0
    refused: list[str] = field(default_factory=list)


@transaction.atomic
def suggest_changes(
    *,
    actor: Actor,
    one: WordReturn,
    party: Party,
    chosen: Collection[int],
    reason: str,
    at: datetime,
) -> Outcome:
    """Turn the chosen changes into suggestions of a party, clause by clause."""
    one = _held(one)
    agreement = Agreement.objects.get(pk=party.agreement_id)
    actor.require(policies.COMMENT, on=party.organisation)
    demand(agreement, Action.COMMENT)

    def do(change: Found, clause: Clause, text: str) -> None:
        suggest(
            actor=actor,
            agreement=agreement,
            party=party,
            clause=clause,
            edit=change.edit,
            revision=clause.revision,
            heading=change.heading,
            text=text,
            level=change.level,
            reason=reason,
            after=_after(change, clause),
            at=at,
        )

    return _each(actor, one, agreement, chosen, do)


@transaction.atomic
def write_changes(
    *, actor: Actor, one: WordReturn, chosen: Collection[int], at: datetime
) -> Outcome:
    """Write the chosen changes straight into the own draft."""
    one = _held(one)
    agreement = held(one.copy.version.agreement)
    actor.require(policies.DRAFT, on=agreement.drafting)
    demand(agreement, Action.EDIT_TEXT)
    added: dict[str, Clause] = {}

    def do(change: Found, clause: Clause, text: str) -> None:
        if change.edit == Edit.DELETE:
            remove_clause(actor=actor, clause=clause, whole=False, at=at)
        elif change.edit == Edit.MOVE:
            place_clause(actor=actor, clause=clause, after=_after(change, clause), at=at)
        elif change.edit == Edit.INSERT:
            # Several new lines after one clause keep their order.
            added[change.clause] = add_clause(
                actor=actor,
                version=clause.version,
                level=change.level,
                after=added.get(change.clause, clause),
                heading=change.heading,
                text=text,
                at=at,
            )
        else:
            write_clause(
                actor=actor,
                clause=clause,
                revision=clause.revision,
                heading=change.heading,
                text=text,
                at=at,
            )

    return _each(actor, one, agreement, chosen, do)


def _each(
    actor: Actor,
    one: WordReturn,
    agreement: Agreement,
    chosen: Collection[int],
    do: Callable[[Found, Clause, str], None],
) -> Outcome:
    """Do each chosen change on the text as it is now; what does not fit any more is named."""
    outcome = Outcome()
    version = current_version(agreement)
    for raw in one.changes:
        change = Found(**raw)
        if change.key not in chosen:
            continue
        try:
            with transaction.atomic():
                clause = find_clause(version, change.clause)
                do(change, clause, _text(change, clause))
        except Refusal as refusal:
            outcome.refused.append(f"{change.path}: {refusal.sentence}")
        else:
            outcome.done += 1
    one.state = ReturnState.TAKEN
    one.save(update_fields=["state"])
    _record(actor, agreement, "word_taken", {"done": outcome.done, "of": len(one.changes)})
    return outcome


def _after(change: Found, clause: Clause) -> Clause | None:
    """Return the clause a moved one should follow; None: the beginning of the text."""
    if change.edit != Edit.MOVE or not change.after:
        return None
    return find_clause(clause.version, change.after)


class ChangedHereToo(Refusal):
    """Đoạn này đã được sửa khác đi từ lúc lấy bản Word; hãy xem bản mới rồi sửa tay."""


def _text(change: Found, clause: Clause) -> str:
    """Return the wording wanted, woven into what was changed here since the file went out."""
    if change.edit != Edit.REPLACE or clause.revision == change.revision:
        return change.text
    woven = rebase(change.was_text, clause.text, change.text)
    if not woven.clean or (clause.heading != change.was_heading != change.heading):
        raise ChangedHereToo
    return woven.text


def _held(one: WordReturn) -> WordReturn:
    held_one = (
        WordReturn.objects.select_for_update(of=("self",))
        .select_related("copy__version__agreement__drafting")
        .get(pk=one.pk)
    )
    if held_one.state != ReturnState.OPEN:
        raise AlreadyDone
    return held_one


def _record(actor: Actor, agreement: Agreement, verb: str, changes: dict[str, object]) -> None:
    record(
        actor=actor,
        verb=f"agreements.{verb}",
        target=agreement,
        organisation_id=agreement.drafting_id,
        changes=changes,
        label=agreement.title,
    )
