from django.utils.translation import gettext_lazy as _

from congdoan.foundation import navigation

navigation.put(
    navigation.NavEntry(
        code="notifications",
        label=_("Thông báo"),
        url_name="notifications:list",
        icon="bell",
        order=90,
        group=navigation.Group.WORK,
    )
)
