from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DraftingConfig(AppConfig):
    name = "congdoan.support.drafting"
    label = "drafting"
    verbose_name = _("Soạn thảo văn bản")
    default_auto_field = "django.db.models.BigAutoField"
