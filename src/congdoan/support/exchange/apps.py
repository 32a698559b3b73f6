from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "congdoan.support.exchange"
    label = "exchange"
    verbose_name = "Nhập, xuất"
    default_auto_field = "django.db.models.BigAutoField"
