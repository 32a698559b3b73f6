from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlacesConfig(AppConfig):
    name = "congdoan.kernel.places"
    label = "places"
    verbose_name = _("Địa giới")
    default_auto_field = "django.db.models.BigAutoField"
