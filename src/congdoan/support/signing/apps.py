from django.apps import AppConfig


class SigningConfig(AppConfig):
    name = "congdoan.support.signing"
    label = "signing"
    verbose_name = "Ký"
    default_auto_field = "django.db.models.BigAutoField"
