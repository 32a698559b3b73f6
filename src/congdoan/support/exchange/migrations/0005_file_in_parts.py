from django.db import migrations, models
import django.db.models.deletion

# Files of plans that wait: whole, as their one part.
MOVED = """
INSERT INTO exchange_importpart (batch_id, place, content)
SELECT batch_id, 0, content FROM exchange_importfile
"""
BACK = """
INSERT INTO exchange_importfile (batch_id, content)
SELECT batch_id, string_agg(content, ''::bytea ORDER BY place) FROM exchange_importpart
GROUP BY batch_id
"""


class Migration(migrations.Migration):
    dependencies = [("exchange", "0004_one_index_less")]

    operations = [
        migrations.CreateModel(
            name="ImportPart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.PositiveIntegerField()),
                ("content", models.BinaryField()),
                (
                    "batch",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="file_parts",
                        to="exchange.importbatch",
                    ),
                ),
            ],
            options={
                "verbose_name": "phần của tệp đã tải lên để nhập",
                "constraints": [
                    models.UniqueConstraint(fields=("batch", "place"), name="import_part_once")
                ],
            },
        ),
        migrations.RunSQL(MOVED, BACK),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED;", ""),
        migrations.DeleteModel(name="ImportFile"),
    ]
