from django.utils.translation import gettext_lazy as _

from congdoan.foundation import navigation
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
