
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('files', '0001_initial'),
        ('organisations', '0009_events_recorded_ahead'),
        ('people', '0006_limits'),
        ('privacy', '0001_initial'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='datarequest',
            name='data_request_waits_once',
        ),
        migrations.AddField(
            model_name='datarequest',
            name='purpose',
            field=models.CharField(blank=True, max_length=30, verbose_name='mục đích'),
        ),
        migrations.AddConstraint(
            model_name='datarequest',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['RECEIVED', 'ACKNOWLEDGED'])), fields=('person', 'kind', 'purpose'), name='data_request_waits_once'),
        ),
    ]
