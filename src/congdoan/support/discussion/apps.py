from django.apps import AppConfig


class DiscussionConfig(AppConfig):
    name = "congdoan.support.discussion"
    label = "discussion"
    verbose_name = "Góp ý"
    default_auto_field = "django.db.models.BigAutoField"
