from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MembersConfig(AppConfig):
    name = "congdoan.areas.members"
    label = "members"
    verbose_name = _("Đoàn viên")
    default_auto_field = "django.db.models.BigAutoField"
