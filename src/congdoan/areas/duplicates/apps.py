from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DuplicatesConfig(AppConfig):
    name = "congdoan.areas.duplicates"
    label = "duplicates"
    verbose_name = _("Hồ sơ nghi trùng")
    default_auto_field = "django.db.models.BigAutoField"
