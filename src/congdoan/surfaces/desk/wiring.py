from django.utils.translation import gettext_lazy as _

from congdoan.foundation.navigation import Group, NavEntry, put

put(NavEntry("desk.home", _("Trang đầu"), "desk:home", "house", order=1, group=Group.WORK))
