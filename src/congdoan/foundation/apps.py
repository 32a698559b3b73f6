from django.apps import AppConfig


class FoundationConfig(AppConfig):
    name = "congdoan.foundation"
    label = "foundation"
    verbose_name = "Nền"
