from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ConfigConfig(AppConfig):
    """Loaded last: runs every slice's wiring once all slices are there."""

    name = "congdoan.config"
    label = "config"
    verbose_name = "Cấu hình"

    def ready(self) -> None:
        autodiscover_modules("wiring")
