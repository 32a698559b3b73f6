from django.apps import AppConfig


class PeriodsConfig(AppConfig):
    name = "congdoan.kernel.periods"
    label = "periods"
    verbose_name = "Kỳ"
    default_auto_field = "django.db.models.BigAutoField"
