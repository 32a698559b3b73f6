from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExchangeConfig(AppConfig):
    name = "congdoan.support.exchange"
    label = "exchange"
    verbose_name = _("Nhập, xuất")
    default_auto_field = "django.db.models.BigAutoField"
