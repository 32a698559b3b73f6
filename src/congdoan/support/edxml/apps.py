from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EdxmlConfig(AppConfig):
    name = "congdoan.support.edxml"
    label = "edxml"
    verbose_name = _("Gói tin edXML")
    default_auto_field = "django.db.models.BigAutoField"
