from django.apps import AppConfig


class ComparisonConfig(AppConfig):
    name = "congdoan.support.comparison"
    label = "comparison"
    verbose_name = "So sánh văn bản"
    default_auto_field = "django.db.models.BigAutoField"
