from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CadresConfig(AppConfig):
    name = "congdoan.areas.cadres"
    label = "cadres"
    verbose_name = _("Công tác cán bộ")
    default_auto_field = "django.db.models.BigAutoField"
