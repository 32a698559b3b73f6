from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkforceConfig(AppConfig):
    name = "congdoan.areas.workforce"
    label = "workforce"
    verbose_name = _("Lao động, tỷ lệ đoàn viên")
    default_auto_field = "django.db.models.BigAutoField"
