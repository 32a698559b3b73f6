from django.db import migrations, models


def keep_first_place(apps, _schema_editor):
    """Comments said so far were said where they stand."""
    comments = apps.get_model("discussion", "Comment")
    comments.objects.update(first_anchor=models.F("anchor"))
    comments.objects.filter(kind="SUGGESTION").update(edit="REPLACE")


class Migration(migrations.Migration):
    dependencies = [("discussion", "0002_wordings")]

    operations = [migrations.RunPython(keep_first_place, migrations.RunPython.noop)]
