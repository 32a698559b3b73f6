from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganisationsConfig(AppConfig):
    name = "congdoan.kernel.organisations"
    label = "organisations"
    verbose_name = _("Tổ chức")
    default_auto_field = "django.db.models.BigAutoField"
