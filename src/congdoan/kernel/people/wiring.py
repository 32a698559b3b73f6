from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from congdoan.foundation import navigation, panels
from congdoan.foundation.navigation import Group, NavEntry
from congdoan.foundation.panels import Panel
from congdoan.kernel.audit.api import declare_verb
from congdoan.kernel.organisations.api import (
    Consequence,
    PlannedChange,
    changed,
    changing,
    correcting,
    impact,
    passing,
    settling,
    undone,
)
from congdoan.kernel.people import policies
from congdoan.kernel.people.enums import Fate
from congdoan.kernel.people.rules.links import declare_link
from congdoan.kernel.people.selectors.kept import forgetting, kept_about, own_kept
from congdoan.kernel.people.services.forgetting import forget_contact
from congdoan.kernel.people.services.reorganising import (
    carry_offices,
    count_offices,
    offices_to_pass,
    refuse_to_lose,
    take_offices_back,
)
from congdoan.kernel.people.services.reorganising_later import correct_offices, settle_offices

declare_verb("people.registered", gettext_noop("{actor} đã ghi nhận {target}"))
declare_verb("people.changed", gettext_noop("{actor} đã sửa thông tin của {target}"))
declare_verb("people.appointed", gettext_noop("{actor} đã ghi chức vụ của {target}"))
declare_verb("people.seated", gettext_noop("{actor} đã ghi các chức vụ của {target}"))
declare_verb("people.office_amended", gettext_noop("{actor} đã sửa chức vụ của {target}"))
declare_verb("people.office_withdrawn", gettext_noop("{actor} đã gỡ chức vụ ghi nhầm của {target}"))
declare_verb("people.office_ended", gettext_noop("{actor} đã kết thúc chức vụ của {target}"))

navigation.put(
    NavEntry(
        "people",
        _("Cán bộ"),
        "people:register",
        "people",
        policies.VIEW,
        order=15,
        group=Group.ORGANISATION,
    )
)
panels.put("organisations.detail", Panel("offices", _("Cán bộ"), "people:offices", policies.VIEW))


@impact.on
def offices_that_end(change: PlannedChange) -> list[Consequence]:
    return [
        Consequence(
            str(_("Chức vụ đang giữ")), count_offices(change), str(_("kết thúc cùng tổ chức"))
        )
    ]


changing.on(refuse_to_lose)
passing.on(offices_to_pass)
changed.on(carry_offices)
undone.on(take_offices_back)
settling.on(settle_offices)
correcting.on(correct_offices)

declare_link("people.Office", "person", Fate.SETTLED)
declare_link("people.Person", "merged_into", Fate.MOVES)
declare_link("people.Limit", "person", Fate.MOVES)
kept_about.on(own_kept)
forgetting.on(forget_contact)
