from django.apps import AppConfig


class WorklistConfig(AppConfig):
    name = "congdoan.support.worklist"
    label = "worklist"
    verbose_name = "Việc của tôi"
    default_auto_field = "django.db.models.BigAutoField"
