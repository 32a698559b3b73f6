from django.apps import AppConfig


class RenderingConfig(AppConfig):
    name = "congdoan.support.rendering"
    label = "rendering"
    verbose_name = "Thể thức văn bản"
    default_auto_field = "django.db.models.BigAutoField"
