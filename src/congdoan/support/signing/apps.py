from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SigningConfig(AppConfig):
    name = "congdoan.support.signing"
    label = "signing"
    verbose_name = _("Ký")
    default_auto_field = "django.db.models.BigAutoField"
