from django.apps import AppConfig


class RulebookConfig(AppConfig):
    name = "congdoan.kernel.rulebook"
    label = "rulebook"
    verbose_name = "Quy định"
    default_auto_field = "django.db.models.BigAutoField"
