from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AnalysisConfig(AppConfig):
    name = "congdoan.areas.analysis"
    label = "analysis"
    verbose_name = _("Phân tích số liệu")
    default_auto_field = "django.db.models.BigAutoField"
