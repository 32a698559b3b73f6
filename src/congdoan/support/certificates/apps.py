from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    name = "congdoan.support.certificates"
    label = "certificates"
    verbose_name = "Ký số"
    default_auto_field = "django.db.models.BigAutoField"
