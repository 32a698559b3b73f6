from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from congdoan.foundation import clock, navigation, panels
from congdoan.foundation.hooks import Veto
from congdoan.foundation.navigation import Group, NavEntry
from congdoan.foundation.panels import Panel
from congdoan.kernel.access import policies
from congdoan.kernel.access.services.duties import (
    owes_second_factor,
    refresh_duty_of,
    serves_elsewhere,
)
from congdoan.kernel.accounts.api import Reissue, needs_second_factor, reissuing
from congdoan.kernel.audit.api import declare_verb
from congdoan.kernel.people.api import OfficeChange, declare_link, offices_changed
from congdoan.kernel.people.enums import Fate

declare_verb("access.granted", gettext_noop("{actor} đã giao quyền cho {target}"))
declare_verb("access.grant_ended", gettext_noop("{actor} đã thu hồi quyền của {target}"))
declare_verb("access.delegated", gettext_noop("{actor} đã ủy quyền cho {target}"))
declare_verb("access.delegation_revoked", gettext_noop("{actor} đã thu hồi ủy quyền của {target}"))
declare_verb("access.support_started", gettext_noop("{actor} bắt đầu hỗ trợ thay {target}"))
declare_verb("access.support_ended", gettext_noop("{actor} kết thúc hỗ trợ thay {target}"))

navigation.put(
    NavEntry(
        "delegations",
        _("Ủy quyền"),
        "access:delegations",
        "person-check",
        policies.DELEGATE,
        60,
        Group.ORGANISATION,
    )
)
navigation.put(
    NavEntry(
        "support",
        _("Hỗ trợ thay người dùng"),
        "access:support",
        "question-circle",
        policies.SUPPORT,
        80,
        Group.ADMINISTRATION,
    )
)
panels.put(
    "organisations.detail",
    Panel("reasons", _("Ai được xem và làm gì, vì sao"), "access:panel", policies.EXPLAIN),
)


@needs_second_factor.on
def duty_of_second_factor(user_id: int) -> bool:
    return owes_second_factor(user_id, on=clock.today())


@offices_changed.on
def duty_follows_office(change: OfficeChange) -> None:
    refresh_duty_of(change.person_id, on=clock.today())


@reissuing.on
def only_where_one_has_a_say(asked: Reissue) -> Veto | None:
    return serves_elsewhere(asked, on=clock.today())


# A role given to both at one place stands once; the other stays with the alias, who cannot sign in.
declare_link("access.Grant", "person", Fate.MOVES)
declare_link("access.Delegation", "delegate", Fate.MOVES)
