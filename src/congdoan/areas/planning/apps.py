from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlanningConfig(AppConfig):
    name = "congdoan.areas.planning"
    label = "planning"
    verbose_name = _("Chương trình, kế hoạch công tác")
    default_auto_field = "django.db.models.BigAutoField"
