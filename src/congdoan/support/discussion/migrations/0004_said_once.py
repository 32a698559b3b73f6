from django.db import migrations, models
from django.db.models.functions import MD5


class Migration(migrations.Migration):
    dependencies = [("discussion", "0003_first_places")]

    operations = [
        migrations.RemoveConstraint("comment", "comment_said_once"),
        migrations.AddConstraint(
            "comment",
            models.UniqueConstraint(
                "subject_type",
                "subject_id",
                "first_anchor",
                "party",
                "author",
                "kind",
                "edit",
                MD5("text"),
                MD5("suggested_text"),
                condition=models.Q(("withdrawn_at__isnull", True)),
                name="comment_said_once",
            ),
        ),
        migrations.RemoveConstraint("comment", "comment_says_something"),
        migrations.AddConstraint(
            "comment",
            models.CheckConstraint(
                condition=models.Q(
                    ("kind", "NO_OPINION"),
                    models.Q(("text", ""), _negated=True),
                    models.Q(("suggested_text", ""), _negated=True),
                    models.Q(("suggested_heading", ""), _negated=True),
                    _connector="OR",
                ),
                name="comment_says_something",
            ),
        ),
    ]
