from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "congdoan.kernel.organisations"
    label = "organisations"
    verbose_name = "Tổ chức"
    default_auto_field = "django.db.models.BigAutoField"
