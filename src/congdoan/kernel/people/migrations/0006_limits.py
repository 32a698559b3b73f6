
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0005_names'),
    ]

    operations = [
        migrations.CreateModel(
            name='Limit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(blank=True, max_length=30, verbose_name='mục đích')),
                ('since', models.DateTimeField(verbose_name='từ lúc')),
                ('ended_at', models.DateTimeField(null=True, verbose_name='đến lúc')),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person', verbose_name='người')),
            ],
            options={
                'verbose_name': 'hạn chế xử lý dữ liệu',
                'indexes': [models.Index(condition=models.Q(('ended_at__isnull', True)), fields=['purpose', 'person'], name='limit_stands'), models.Index(fields=['person'], name='limit_by_person')],
            },
        ),
    ]
