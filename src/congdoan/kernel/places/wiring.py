from django.utils.translation import gettext_lazy as _

from congdoan.foundation import navigation

navigation.put(
    navigation.NavEntry(
        code="places",
        label=_("Địa giới"),
        url_name="places:index",
        icon="geo-alt",
        order=80,
        group=navigation.Group.ORGANISATION,
    )
)
