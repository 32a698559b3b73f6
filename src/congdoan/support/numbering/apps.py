from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NumberingConfig(AppConfig):
    name = "congdoan.support.numbering"
    label = "numbering"
    verbose_name = _("Số và sổ đăng ký")
    default_auto_field = "django.db.models.BigAutoField"
