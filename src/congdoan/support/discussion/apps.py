from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DiscussionConfig(AppConfig):
    name = "congdoan.support.discussion"
    label = "discussion"
    verbose_name = _("Góp ý")
    default_auto_field = "django.db.models.BigAutoField"
