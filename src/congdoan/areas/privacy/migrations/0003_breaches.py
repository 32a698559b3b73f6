
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organisations', '0009_events_recorded_ahead'),
        ('privacy', '0002_limits'),
    ]

    operations = [
        migrations.CreateModel(
            name='Breach',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('LOST', 'mất, thất lạc dữ liệu'), ('SEEN', 'lộ cho người không được xem'), ('CHANGED', 'bị sửa, bị xóa trái phép'), ('LOCKED', 'không truy cập được'), ('MISUSED', 'dùng sai mục đích')], max_length=10, verbose_name='loại sự cố')),
                ('title', models.CharField(max_length=160, verbose_name='việc xảy ra')),
                ('description', models.TextField(verbose_name='diễn biến')),
                ('happened_on', models.DateField(null=True, verbose_name='ngày xảy ra')),
                ('noticed_at', models.DateTimeField(verbose_name='phát hiện lúc')),
                ('noted_at', models.DateTimeField(verbose_name='ghi lúc')),
                ('noted_by_name', models.CharField(max_length=120, verbose_name='người ghi')),
                ('due_at', models.DateTimeField(verbose_name='hạn báo cơ quan có thẩm quyền')),
                ('data_kinds', models.CharField(blank=True, max_length=300, verbose_name='dữ liệu bị ảnh hưởng')),
                ('people_count', models.PositiveIntegerField(null=True, verbose_name='số người bị ảnh hưởng')),
                ('sensitive', models.BooleanField(default=False, verbose_name='có dữ liệu nhạy cảm')),
                ('risk', models.CharField(blank=True, choices=[('NONE', 'không gây hại cho ai'), ('SOME', 'có thể gây hại'), ('HIGH', 'gây hại lớn')], max_length=6, verbose_name='mức nguy cơ')),
                ('consequences', models.TextField(blank=True, verbose_name='hậu quả có thể')),
                ('assessed_at', models.DateTimeField(null=True, verbose_name='đánh giá lúc')),
                ('assessed_by_name', models.CharField(blank=True, max_length=120, verbose_name='người đánh giá')),
                ('reported_at', models.DateTimeField(null=True, verbose_name='báo cơ quan có thẩm quyền lúc')),
                ('report_no', models.CharField(blank=True, max_length=60, verbose_name='số văn bản báo')),
                ('late_reason', models.CharField(blank=True, max_length=300, verbose_name='lý do báo muộn')),
                ('told_at', models.DateTimeField(null=True, verbose_name='báo người bị ảnh hưởng lúc')),
                ('told_how', models.CharField(blank=True, max_length=300, verbose_name='cách báo')),
                ('measures', models.TextField(blank=True, verbose_name='biện pháp khắc phục, phòng ngừa')),
                ('closed_at', models.DateTimeField(null=True, verbose_name='kết thúc lúc')),
                ('closed_by_name', models.CharField(blank=True, max_length=120, verbose_name='người kết thúc')),
                ('keeper', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='đơn vị giải quyết')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='đơn vị')),
            ],
            options={
                'verbose_name': 'sự cố dữ liệu cá nhân',
                'indexes': [models.Index(fields=['keeper', '-noticed_at'], name='breach_by_keeper')],
            },
        ),
    ]
