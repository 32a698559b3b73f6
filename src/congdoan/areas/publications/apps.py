from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublicationsConfig(AppConfig):
    name = "congdoan.areas.publications"
    label = "publications"
    verbose_name = _("Công bố văn bản")
    default_auto_field = "django.db.models.BigAutoField"
