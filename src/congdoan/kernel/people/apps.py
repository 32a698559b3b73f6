from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "congdoan.kernel.people"
    label = "people"
    verbose_name = _("Nhân sự")
    default_auto_field = "django.db.models.BigAutoField"
