from django.apps import AppConfig


class ManuscriptsConfig(AppConfig):
    name = "congdoan.support.manuscripts"
    label = "manuscripts"
    verbose_name = "Bản thảo Word"
    default_auto_field = "django.db.models.BigAutoField"
