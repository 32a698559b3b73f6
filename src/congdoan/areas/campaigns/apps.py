from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CampaignsConfig(AppConfig):
    name = "congdoan.areas.campaigns"
    label = "campaigns"
    verbose_name = _("Vận động thành lập, phát triển")
    default_auto_field = "django.db.models.BigAutoField"
