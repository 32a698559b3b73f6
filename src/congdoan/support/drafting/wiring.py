from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from congdoan.foundation import navigation
from congdoan.foundation.navigation import Group, NavEntry
from congdoan.kernel.audit.api import declare_verb
from congdoan.support.drafting import policies
from congdoan.support.drafting.selectors.facts import (
    bases_asked,
    bases_of_law,
    facts_of_offices,
    facts_of_organisation,
    variables_asked,
)
from congdoan.support.drafting.selectors.owners import register_owner
from congdoan.support.drafting.selectors.template_access import TEMPLATE_OWNER

declare_verb("drafting.kept", gettext_noop("{actor} đã giữ một phiên bản của “{target}”"))
declare_verb("drafting.restored", gettext_noop("{actor} đã khôi phục phiên bản của “{target}”"))
declare_verb("drafting.listed", gettext_noop("{actor} đã đưa một danh sách vào văn bản “{target}”"))
declare_verb("drafting.template_made", gettext_noop("{actor} đã lập mẫu văn bản “{target}”"))
declare_verb("drafting.template_retired", gettext_noop("{actor} đã thôi dùng mẫu “{target}”"))
register_owner(TEMPLATE_OWNER)
variables_asked.on(facts_of_organisation)
variables_asked.on(facts_of_offices)
bases_asked.on(bases_of_law)
navigation.put(
    NavEntry(
        "templates",
        _("Mẫu văn bản"),
        "drafting:templates",
        "file-earmark-text",
        policies.TEMPLATES,
        order=70,
        group=Group.PAPERS,
    )
)
