"""A verdict for each row of a reorganisation: by itself, and all of them together."""

from django.utils.translation import gettext_noop as _

from congdoan.foundation import vietnamese
from congdoan.kernel.organisations.enums import EndReason, Family, HierarchyId
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.rulebook.api import one_edition
from congdoan.support.exchange.rules.kinds import Context, RowDraft
from congdoan.support.exchange.services.organisation_changes.facts import Facts, load_facts
from congdoan.support.exchange.services.organisation_events import tell

MOVE, MERGE, END = "MOVE", "MERGE", "END"
#: What people write in the column, folded.
_ACTS = {
    **dict.fromkeys(("chuyen", "ban giao", "chuyen cap tren", "chuyen giao"), MOVE),
    **dict.fromkeys(("nhap", "nhap vao", "sap nhap"), MERGE),
    **dict.fromkeys(("ket thuc", "ket thuc hoat dong", "giai the"), END),
}
#: Moves first, mergers next, ends last and deepest first: nobody ends above somebody.
_MOVES, _MERGERS, _ENDS = 0, 1, 2
_DEEPEST = 60


def plan_changes(rows: list[RowDraft], context: Context) -> None:
    """Judge the rows of a reorganisation."""
    with one_edition():
        _plan(rows, context)


def _plan(rows: list[RowDraft], context: Context) -> None:
    facts = load_facts(rows, context)
    for row in rows:
        _read(row, facts)
    _refuse_doubles(rows)
    _check_receivers(rows)
    _check_circles(rows, facts)
    _check_who_is_left(rows, facts)
    _judge_receivers(rows, facts)


def _read(row: RowDraft, facts: Facts) -> None:
    row.plan = "UPDATE"
    code, target = row.cell("code").strip(), row.cell("target").strip()
    said = vietnamese.fold(vietnamese.tidy(row.cell("act")))
    act = _ACTS.get(said, "")
    row.parsed = {"code": code, "target": target, "act": act, "reason": ""}
    if not code:
        row.fail("code", _("Thiếu mã."))
        return
    if not act:
        row.fail(
            "act",
            _("Việc “{text}” không rõ; hãy ghi “Chuyển”, “Nhập vào” hoặc “Kết thúc”."),
            text=row.cell("act")[:40],
        )
        return
    organisation = _known(row, "code", code, facts)
    if organisation is None:
        return
    row.target_id = organisation.pk
    if act == END:
        ended = "giai the" not in said
        row.parsed["reason"] = str(EndReason.ENDED_2025 if ended else EndReason.DISSOLVED)
        row.rank = _ENDS + _DEEPEST - facts.depth.get(organisation.pk, 0)
        if target:
            row.warn("target", _("Đơn vị kết thúc không cần nơi nhận; bỏ qua {code}."), code=target)
        return
    row.rank = _MOVES if act == MOVE else _MERGERS
    _read_target(row, organisation, facts)


def _read_target(row: RowDraft, organisation: Organisation, facts: Facts) -> None:
    target = row.parsed["target"]
    if not target:
        row.fail("target", _("Thiếu mã đơn vị nhận (cấp trên mới hoặc nơi nhập vào)."))
        return
    if target == organisation.code:
        row.fail("target", _("Đơn vị không thể nhận chính mình."))
        return
    receiver = _known(row, "target", target, facts)
    if receiver is None:
        return
    if organisation.family != receiver.family or (
        row.parsed["act"] == MOVE and organisation.family == Family.PARTNER
    ):
        row.fail(
            "target",
            _("Công đoàn và cơ sở không nhập vào nhau; cơ sở không chuyển cấp trên từ tệp này."),
        )
    elif row.parsed["act"] == MOVE and facts.parent.get(organisation.pk) == receiver.pk:
        row.skip("target", _("Đã trực thuộc {code}; không có gì thay đổi."), code=target)


def _known(row: RowDraft, column: str, code: str, facts: Facts) -> Organisation | None:
    """Return the organisation of a code the actor may decide on, there on the day."""
    day = f"{facts.day:%d/%m/%Y}"
    organisation = facts.organisations.get(code)
    if organisation is None or organisation.pk not in facts.changeable:
        # One sentence for both: who may not see a unit does not learn that it exists.
        row.fail(
            column,
            _("Không có đơn vị mã {code}, hoặc đơn vị không thuộc quyền của bạn."),
            code=code[:40],
        )
        return None
    if not facts.there(organisation):
        row.fail(column, _("Đơn vị {code} không tồn tại vào ngày {day}."), code=code, day=day)
        return None
    return organisation


def _refuse_doubles(rows: list[RowDraft]) -> None:
    by_code: dict[str, list[RowDraft]] = {}
    for row in rows:
        by_code.setdefault(row.parsed["code"], []).append(row)
    for code, same in by_code.items():
        if code and len(same) > 1:
            lines = ", ".join(str(row.n) for row in same[:5])
            for row in same:
                row.fail("code", _("Mã {code} có ở nhiều dòng ({lines})."), code=code, lines=lines)


def _check_receivers(rows: list[RowDraft]) -> None:
    """Nobody is sent to a unit that the same sheet ends or merges away."""
    gone = {row.parsed["code"] for row in rows if _ends(row)}
    for row in rows:
        if not row.failed and row.parsed["act"] != END and row.parsed["target"] in gone:
            row.fail(
                "target",
                _("Đơn vị nhận {code} cũng kết thúc trong tệp này; hãy chọn nơi nhận khác."),
                code=row.parsed["target"],
            )


def _ends(row: RowDraft) -> bool:
    return not row.failed and row.parsed["act"] in (END, MERGE)


def _check_circles(rows: list[RowDraft], facts: Facts) -> None:
    """Walk upward from every moved unit in the tree as it would be."""
    by_code = facts.organisations
    moved = {
        row.target_id: by_code[row.parsed["target"]].pk
        for row in rows
        if not row.failed and row.parsed["act"] != END and row.parsed["target"] in by_code
    }
    for row in rows:
        if row.failed or row.target_id not in moved:
            continue
        above, steps = moved[row.target_id], 0
        while above and above != row.target_id and steps < _DEEPEST:
            above, steps = moved.get(above) or facts.parent.get(above, 0), steps + 1
        if above:
            row.fail(
                "target",
                _("{target} là cấp dưới của {code} (tính cả các dòng khác); hãy chọn nơi khác."),
                target=row.parsed["target"],
                code=row.parsed["code"],
            )


def _judge_receivers(rows: list[RowDraft], facts: Facts) -> None:
    """Say which new superiors the rules of the day do not know."""
    for row in rows:
        if row.plan == "UPDATE" and row.parsed["act"] == MOVE:
            receiver = facts.organisations[row.parsed["target"]]
            own, above = facts.standing[row.target_id or 0], facts.standing[receiver.pk]
            tell(row, "target", facts.judge.under(own, above, HierarchyId.COMMAND))


def _check_who_is_left(rows: list[RowDraft], facts: Facts) -> None:
    """Nobody may be left hanging below a unit that ends; of a merged one they go along."""
    leaving = {row.target_id for row in rows if not row.failed}
    for row in rows:
        if row.failed or row.parsed["act"] != END:
            continue
        left = facts.children.get(row.target_id or 0, set()) - leaving
        if left:
            row.fail(
                "code",
                _("Còn {count} đơn vị trực thuộc chưa chuyển, nhập hay kết thúc; hãy thêm dòng."),
                count=len(left),
            )
