from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from congdoan.foundation import navigation
from congdoan.kernel.audit import api as audit
from congdoan.support.texts import policies

navigation.put(
    navigation.NavEntry(
        "texts.health",
        _("Đọc chữ từ bản quét"),
        "texts:health",
        "file-earmark-text",
        policies.OPERATE,
        order=95,
        group=navigation.Group.ADMINISTRATION,
    )
)

audit.declare_verb("texts.read_again", gettext_noop("{actor} đã cho đọc lại chữ của tệp {target}"))
