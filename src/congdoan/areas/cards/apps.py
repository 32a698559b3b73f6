from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CardsConfig(AppConfig):
    name = "congdoan.areas.cards"
    label = "cards"
    verbose_name = _("Thẻ đoàn viên")
    default_auto_field = "django.db.models.BigAutoField"
