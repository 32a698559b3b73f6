from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "congdoan.kernel.places"
    label = "places"
    verbose_name = "Địa giới"
    default_auto_field = "django.db.models.BigAutoField"
