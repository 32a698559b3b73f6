from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgreementsConfig(AppConfig):
    name = "congdoan.areas.agreements"
    label = "agreements"
    verbose_name = _("Phối hợp")
    default_auto_field = "django.db.models.BigAutoField"
