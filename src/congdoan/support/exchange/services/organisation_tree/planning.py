"""A verdict for each row of a tree."""

from datetime import date

from django.utils.translation import gettext_noop as _

from congdoan.foundation import vietnamese
from congdoan.foundation.valid_time import contains
from congdoan.kernel.organisations.enums import Family
from congdoan.kernel.organisations.models import Organisation
from congdoan.kernel.rulebook.api import one_edition
from congdoan.support.exchange.rules.kinds import Context, RowDraft
from congdoan.support.exchange.services.organisation_events import tell
from congdoan.support.exchange.services.organisation_tree.branches import (
    check_branches,
    standing_of,
)
from congdoan.support.exchange.services.organisation_tree.facts import Facts, load_facts
from congdoan.support.exchange.services.organisation_tree.reading import (
    PROFILE_FIELDS,
    day_of,
    read_row,
    shown,
)


def plan_tree(rows: list[RowDraft], context: Context) -> None:
    """Judge the rows of a tree, one by one, against each other and against what is there."""
    with one_edition():
        _plan(rows, context)


def _plan(rows: list[RowDraft], context: Context) -> None:
    facts = load_facts(rows, context)
    for row in rows:
        read_row(row, facts)
    for row in rows:
        _against_what_is_there(row, facts)
    check_branches(rows, facts)
    for row in rows:
        _warn_of_namesakes(row, facts)


def _against_what_is_there(row: RowDraft, facts: Facts) -> None:
    if row.failed:
        return
    organisation = facts.organisations.get(row.parsed["code"])
    if organisation is None:
        _check_new(row, facts)
    else:
        _check_known(row, organisation, facts)


def _check_new(row: RowDraft, facts: Facts) -> None:
    _check_rules(row, facts)
    if row.parsed["parent"]:
        return
    if row.parsed["family"] == Family.PARTNER:
        if not facts.may_found_roots:
            row.fail("parent", _("Đối tác không có cấp trên chỉ quản trị hệ thống mới nhập được."))
    elif facts.may_found_roots:
        row.warn("parent", _("Không có cấp trên: sẽ là một gốc riêng của cây."))
    else:
        row.fail("parent", _("Thiếu mã đơn vị cấp trên."))


def _check_rules(row: RowDraft, facts: Facts) -> None:
    """By the rules of the day of founding: is there such a level, may the employer have a union?"""
    judge, own = facts.judge(day_of(row)), standing_of(row)
    tell(row, "level" if own.level else "kind", judge.exists(own))
    tell(row, "funding_class", judge.may_have_union(own))


def _check_known(row: RowDraft, organisation: Organisation, facts: Facts) -> None:
    """Plan a change of profile; a blank cell never erases, a superior is never moved from here."""
    day = facts.default_day
    row.target_id = organisation.pk
    if not contains(organisation.valid, day):
        row.fail(
            "code",
            _("Mã {code} thuộc một đơn vị không còn (hoặc chưa có) vào ngày {day}."),
            code=organisation.code,
            day=shown(day),
        )
        return
    if organisation.pk not in facts.changeable | facts.kept:
        row.fail(
            "code", _("Đơn vị {code} đã có và không thuộc quyền của bạn."), code=row.parsed["code"]
        )
        return
    if organisation.family != row.parsed["family"]:
        row.fail("family", _("Đơn vị {code} đã có với loại khác."), code=row.parsed["code"])
        return
    _plan_changes(row, organisation, day, facts)


def _plan_changes(row: RowDraft, organisation: Organisation, day: date, facts: Facts) -> None:
    profile = facts.profile_on(organisation, day)
    changes = {
        name: row.parsed[name]
        for name in PROFILE_FIELDS
        if row.parsed[name] and profile and row.parsed[name] != getattr(profile, name)
    }
    _warn_of_another_parent(row, organisation, day, facts)
    if not changes:
        row.skip("code", _("Đã có và không có gì khác."))
        return
    row.plan = "UPDATE"
    row.parsed["changes"] = sorted(changes)
    row.note("code", _("Đã có: sẽ cập nhật từ ngày {day}."), day=shown(day))


def _warn_of_another_parent(
    row: RowDraft, organisation: Organisation, day: date, facts: Facts
) -> None:
    placement = facts.parent_on(organisation, day)
    now = placement.parent.code if placement else ""
    if row.parsed["parent"] and row.parsed["parent"] != now:
        row.warn(
            "parent",
            _("Đang trực thuộc {now}; tệp này không chuyển cấp trên, hãy chuyển ở trang tổ chức."),
            now=now or "–",
        )


def _warn_of_namesakes(row: RowDraft, facts: Facts) -> None:
    if row.failed or row.plan != "CREATE":
        return
    key = vietnamese.sort_key(row.parsed["name"])[:900]
    others = [code for code in facts.same_names.get(key, []) if code != row.parsed["code"]]
    if others:
        row.warn("name", _("Đã có đơn vị trùng tên: {codes}."), codes=", ".join(sorted(others)[:3]))
