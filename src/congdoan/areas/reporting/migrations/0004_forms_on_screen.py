from typing import Any

from django.db import migrations, models
from django.db.models import F


def publish(apps: Any, _schema: Any) -> None:
    """What could be asked until now is published since it was made."""
    apps.get_model("reporting", "FormVersion").objects.update(published_at=F("made_at"))


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0011_recalled_on"),
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
        migrations.CreateModel(
            name="Paper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("revision", models.IntegerField(verbose_name="lần lưu")),
                ("document", models.OneToOneField(on_delete=models.deletion.CASCADE, related_name="+", to="documents.document")),
                ("report", models.ForeignKey(on_delete=models.deletion.PROTECT, related_name="papers", to="reporting.report")),
                ("snapshot", models.ForeignKey(on_delete=models.deletion.PROTECT, related_name="papers", to="reporting.snapshot")),
            ],
            options={
                "verbose_name": "văn bản của báo cáo",
                "constraints": [
                    models.UniqueConstraint(fields=("report", "revision"), name="report_paper_once")
                ],
            },
        ),
        migrations.RunPython(publish, migrations.RunPython.noop),
    ]
