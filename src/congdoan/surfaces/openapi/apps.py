from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OpenapiConfig(AppConfig):
    name = "congdoan.surfaces.openapi"
    label = "openapi"
    verbose_name = _("Giao diện lập trình")
    default_auto_field = "django.db.models.BigAutoField"
