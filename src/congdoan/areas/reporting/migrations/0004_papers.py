from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0011_recalled_on"),
        ("reporting", "0003_forms_on_screen"),
    ]

    operations = [
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
    ]
