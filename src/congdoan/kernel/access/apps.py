from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccessConfig(AppConfig):
    name = "congdoan.kernel.access"
    label = "access"
    verbose_name = _("Quyền")
    default_auto_field = "django.db.models.BigAutoField"
