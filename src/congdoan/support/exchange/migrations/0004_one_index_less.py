import django.db.models.deletion
from django.db import migrations, models

# Every row is written over once or twice (committed, undone). With room left on its page the new
# version stays there and no index is touched.
ROOM = "ALTER TABLE exchange_importrow SET (fillfactor = 45)"
NO_ROOM = "ALTER TABLE exchange_importrow RESET (fillfactor)"


class Migration(migrations.Migration):

    dependencies = [
        ("exchange", "0003_reading"),
    ]

    operations = [
        migrations.AlterField(
            model_name="importrow",
            name="batch",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="rows",
                to="exchange.importbatch",
            ),
        ),
        migrations.RunSQL(ROOM, NO_ROOM),
    ]
