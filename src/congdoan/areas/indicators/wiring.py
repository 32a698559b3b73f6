from django.utils.translation import gettext_lazy as _

from congdoan.areas.indicators import indicators as answers
from congdoan.areas.indicators import policies
from congdoan.areas.indicators.selectors.register import register, register_all
from congdoan.foundation import navigation
from congdoan.foundation.navigation import Group, NavEntry

register_all(answers.UNITS, answers.units_under, names=answers.units_page, of_units=False)
register_all(answers.FOUNDED, answers.unions_founded, names=answers.units_page, of_units=False)
register("GTU_ENDED", answers.unions_ended, names=answers.units_page, of_units=False)
register("COORD_UNITS", answers.grassroots_themselves)
register_all(answers.OFFICIALS, answers.officials, names=answers.offices_page)
register_all(answers.COMMITTEE, answers.committee, names=answers.offices_page)
register_all(answers.NEW_PRESIDENTS, answers.new_presidents, names=answers.offices_page)

navigation.put(
    NavEntry(
        "indicators",
        _("Số liệu thống kê"),
        "indicators:figures",
        "bar-chart",
        policies.VIEW,
        order=40,
        group=Group.PAPERS,
    )
)
