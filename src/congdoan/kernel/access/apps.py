from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "congdoan.kernel.access"
    label = "access"
    verbose_name = "Quyền"
    default_auto_field = "django.db.models.BigAutoField"
