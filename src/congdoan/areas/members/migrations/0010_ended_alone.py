from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("members", "0009_by_group")]

    operations = [
        migrations.RemoveIndex(model_name="membership", name="membership_by_end_day"),
        migrations.AddIndex(
            model_name="membership",
            index=models.Index(
                models.F("valid__endswith"),
                condition=models.Q(("valid__endswith__isnull", False)),
                name="membership_by_end_day",
            ),
        ),
    ]
