from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GatewayConfig(AppConfig):
    name = "congdoan.areas.gateway"
    label = "gateway"
    verbose_name = _("Liên thông văn bản")
    default_auto_field = "django.db.models.BigAutoField"
