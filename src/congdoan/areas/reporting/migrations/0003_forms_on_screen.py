from typing import Any

from django.db import migrations, models
from django.db.models import F


def publish(apps: Any, _schema: Any) -> None:
    """What could be asked until now is published since it was made."""
    apps.get_model("reporting", "FormVersion").objects.update(published_at=F("made_at"))


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0002_totals"),
    ]

    operations = [
        migrations.AddField(
            model_name="formversion",
            name="published_at",
            field=models.DateTimeField(null=True, verbose_name="công bố lúc"),
        ),
        migrations.AddField(
            model_name="formversion",
            name="edited_at",
            field=models.DateTimeField(null=True, verbose_name="sửa lúc"),
        ),
        migrations.AddField(
            model_name="formversion",
            name="edited_by_name",
            field=models.CharField(blank=True, max_length=160, verbose_name="người sửa"),
        ),
        migrations.AddField(
            model_name="check",
            name="message",
            field=models.CharField(blank=True, max_length=300, verbose_name="lời nhắc"),
        ),
        migrations.RunPython(publish, migrations.RunPython.noop),
    ]
