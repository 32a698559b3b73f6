from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DevelopmentConfig(AppConfig):
    name = "congdoan.areas.development"
    label = "development"
    verbose_name = _("Phát triển đoàn viên")
    default_auto_field = "django.db.models.BigAutoField"
