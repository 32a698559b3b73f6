from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RulebookConfig(AppConfig):
    name = "congdoan.kernel.rulebook"
    label = "rulebook"
    verbose_name = _("Quy định")
    default_auto_field = "django.db.models.BigAutoField"
