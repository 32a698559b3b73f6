from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "congdoan.areas.agreements"
    label = "agreements"
    verbose_name = "Phối hợp"
    default_auto_field = "django.db.models.BigAutoField"
