"""Metadata found by words: one GIN index a table, with the unit as a word of its own (ADR 32)."""

from django.db import migrations

WORDS = (
    "to_tsvector('simple'::regconfig, 'o' || organisation_id::text || ' ' || "
    "regexp_replace(folded, '[^0-9a-z]+', ' ', 'g'))"
)


class Migration(migrations.Migration):
    dependencies = [("documents", "0006_tasks_given")]
    operations = [
        migrations.RunSQL(
            f"CREATE INDEX {table}_by_words ON documents_{table} USING gin (({WORDS}))",
            f"DROP INDEX {table}_by_words",
        )
        for table in ("document", "incoming")
    ]
