from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RestructuringConfig(AppConfig):
    name = "congdoan.areas.restructuring"
    label = "restructuring"
    verbose_name = _("Sắp xếp tổ chức")
    default_auto_field = "django.db.models.BigAutoField"
