from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeriodsConfig(AppConfig):
    name = "congdoan.kernel.periods"
    label = "periods"
    verbose_name = _("Kỳ")
    default_auto_field = "django.db.models.BigAutoField"
