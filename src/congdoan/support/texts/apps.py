from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TextsConfig(AppConfig):
    name = "congdoan.support.texts"
    label = "texts"
    verbose_name = _("Chữ trong tệp")
    default_auto_field = "django.db.models.BigAutoField"
