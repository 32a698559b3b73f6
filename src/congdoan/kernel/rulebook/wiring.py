from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from congdoan.foundation import navigation
from congdoan.kernel.audit import api as audit
from congdoan.kernel.rulebook import policies

audit.declare_verb("rulebook.laid_down", gettext_noop("{actor} đã đặt quy định riêng về {target}"))
audit.declare_verb("rulebook.lifted", gettext_noop("{actor} đã bãi bỏ quy định riêng về {target}"))

navigation.put(
    navigation.NavEntry(
        code="rulebook",
        label=_("Quy định"),
        url_name="rulebook:list",
        icon="book",
        capability=policies.VIEW,
        order=80,
        group=navigation.Group.ADMINISTRATION,
    )
)
