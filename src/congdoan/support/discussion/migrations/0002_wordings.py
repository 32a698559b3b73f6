from django.db import migrations, models

FIELDS = [
    ("first_anchor", models.CharField(blank=True, db_collation="C", default="", max_length=64, verbose_name="vị trí lúc góp ý")),
    ("place", models.CharField(blank=True, default="", max_length=200, verbose_name="tên vị trí lúc góp ý")),
    ("quoted", models.TextField(blank=True, default="", verbose_name="đoạn trích")),
    ("edit", models.CharField(blank=True, choices=[("REPLACE", "Sửa câu chữ"), ("DELETE", "Bỏ đoạn"), ("INSERT", "Thêm đoạn sau đoạn này")], default="", max_length=8, verbose_name="đề nghị")),
    ("suggested_heading", models.CharField(blank=True, default="", max_length=400, verbose_name="tên đề nghị")),
    ("suggested_level", models.CharField(blank=True, default="", max_length=10, verbose_name="cấp đề nghị")),
    ("base_heading", models.CharField(blank=True, default="", max_length=400, verbose_name="tên lúc đề nghị")),
    ("base_text", models.TextField(blank=True, default="", verbose_name="câu chữ lúc đề nghị")),
    ("adopted_text", models.TextField(blank=True, default="", verbose_name="câu chữ đã tiếp thu")),
]



class Migration(migrations.Migration):
    dependencies = [("discussion", "0001_initial")]

    operations = [
        migrations.AddField("comment", name, field, preserve_default=False)
        for name, field in FIELDS
    ]
