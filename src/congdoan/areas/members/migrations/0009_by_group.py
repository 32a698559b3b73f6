from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0008_pause_prolonging"),
        ("organisations", "0009_events_recorded_ahead"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="membership",
            index=models.Index(
                fields=["organisation", "category", "birth_year"], name="membership_by_group"
            ),
        ),
        migrations.RemoveIndex(model_name="membership", name="membership_by_organisation"),
    ]
