from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RenderingConfig(AppConfig):
    name = "congdoan.support.rendering"
    label = "rendering"
    verbose_name = _("Thể thức văn bản")
    default_auto_field = "django.db.models.BigAutoField"
