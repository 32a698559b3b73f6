from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VotingConfig(AppConfig):
    name = "congdoan.areas.voting"
    label = "voting"
    verbose_name = _("Bầu cử, biểu quyết")
    default_auto_field = "django.db.models.BigAutoField"
