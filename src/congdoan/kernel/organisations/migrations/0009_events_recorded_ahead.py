from django.db import migrations


class Migration(migrations.Migration):
    """Events that were recorded before they take effect wait for their day."""

    dependencies = [("organisations", "0008_events_ahead_and_corrected")]

    operations = [
        migrations.RunSQL(
            """
            UPDATE organisations_organisationevent SET state = 'PLANNED'
            WHERE state = 'APPLIED' AND effective_on > current_date
            """,
            reverse_sql="""
            UPDATE organisations_organisationevent SET state = 'APPLIED' WHERE state = 'PLANNED'
            """,
        )
    ]
