from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from congdoan.foundation import navigation
from congdoan.foundation.navigation import Group, NavEntry
from congdoan.kernel.audit.api import NameAsked, declare_verb, naming
from congdoan.kernel.organisations import policies
from congdoan.kernel.organisations.api import names, unscoped_superior_ids
from congdoan.kernel.rulebook.api import (
    NamesAsked,
    SuperiorsAsked,
    organisation_names,
    superiors,
)

VERBS = {
    "establish": gettext_noop("{actor} đã thành lập {target}"),
    "merge_into": gettext_noop("{actor} đã sáp nhập {target}"),
    "consolidate": gettext_noop("{actor} đã hợp nhất {target}"),
    "divide": gettext_noop("{actor} đã chia {target}"),
    "separate": gettext_noop("{actor} đã tách {target}"),
    "dissolve": gettext_noop("{actor} đã giải thể {target}"),
    "end_operation": gettext_noop("{actor} đã kết thúc hoạt động của {target}"),
    "transfer": gettext_noop("{actor} đã chuyển cấp trên của {target}"),
    "rename": gettext_noop("{actor} đã đổi tên {target}"),
    "change_level": gettext_noop("{actor} đã đổi cấp của {target}"),
    "change_profile": gettext_noop("{actor} đã đổi thông tin của {target}"),
    "corrected": gettext_noop("{actor} đã đính chính {target}: {reason}"),
    "took_effect": gettext_noop("{target} đã có hiệu lực như đã quyết định"),
    "held_up": gettext_noop("{target} đến ngày nhưng chưa thực hiện xong: {reason}"),
    "reorganisation_started": gettext_noop("{actor} đã lập bản sắp xếp {target}"),
    "reorganisation_dropped": gettext_noop("{actor} đã bỏ bản sắp xếp {target}"),
    "counterpart_linked": gettext_noop("{actor} đã ghi đơn vị đồng cấp của {target}"),
    "counterpart_ended": gettext_noop("{actor} đã kết thúc quan hệ đồng cấp của {target}"),
    "grouping_created": gettext_noop("{actor} đã lập {target}"),
    "grouping_joined": gettext_noop("{actor} đã thêm đơn vị vào {target}"),
    "grouping_left": gettext_noop("{actor} đã đưa đơn vị ra khỏi {target}"),
}
for _code, _sentence in VERBS.items():
    declare_verb(f"organisations.{_code}", _sentence)


@superiors.on
def superiors_of(asked: SuperiorsAsked) -> list[int]:
    return unscoped_superior_ids(asked.organisation_id, on=asked.day)


@naming.on
def name_in_log(asked: NameAsked) -> str | None:
    return names([asked.organisation_id], on=asked.day).get(asked.organisation_id)


@organisation_names.on
def names_of(asked: NamesAsked) -> dict[int, str]:
    return names(asked.organisation_ids, on=asked.day)


navigation.put(
    NavEntry(
        "organisations",
        _("Tổ chức"),
        "organisations:register",
        "diagram-3",
        policies.VIEW,
        10,
        Group.ORGANISATION,
    )
)
navigation.put(
    NavEntry(
        "groupings",
        _("Cụm, khối, địa bàn"),
        "organisations:groupings",
        "layers",
        policies.VIEW,
        20,
        Group.ORGANISATION,
    )
)
