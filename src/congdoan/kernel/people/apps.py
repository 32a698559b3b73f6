from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "congdoan.kernel.people"
    label = "people"
    verbose_name = "Nhân sự"
    default_auto_field = "django.db.models.BigAutoField"
