from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WatchlistConfig(AppConfig):
    name = "congdoan.areas.watchlist"
    label = "watchlist"
    verbose_name = _("Theo dõi, nhắc nhở")
    default_auto_field = "django.db.models.BigAutoField"
