from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from congdoan.foundation import navigation, panels
from congdoan.kernel.audit import api as audit
from congdoan.kernel.periods import policies

audit.declare_verb("periods.term_started", gettext_noop("{actor} đã ghi {target}"))
audit.declare_verb("periods.term_ended", gettext_noop("{actor} đã kết thúc {target}"))

navigation.put(
    navigation.NavEntry(
        code="periods",
        label=_("Kỳ, nhiệm kỳ"),
        url_name="periods:list",
        icon="calendar3",
        capability=policies.VIEW,
        order=70,
        group=navigation.Group.ADMINISTRATION,
    )
)
panels.put(
    "organisations.detail",
    panels.Panel("periods.terms", _("Nhiệm kỳ"), "periods:of_organisation", policies.VIEW),
)
