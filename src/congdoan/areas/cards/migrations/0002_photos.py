
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cards', '0001_cards'),
        ('people', '0006_limits'),
    ]

    operations = [
        migrations.CreateModel(
            name='CardPhoto',
            fields=[
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='people.person', verbose_name='người')),
                ('picture', models.BinaryField(verbose_name='ảnh')),
                ('taken_in_at', models.DateTimeField(verbose_name='nhận lúc')),
                ('taken_in_by_name', models.CharField(max_length=120, verbose_name='người gửi')),
            ],
            options={
                'verbose_name': 'ảnh thẻ',
            },
        ),
    ]
