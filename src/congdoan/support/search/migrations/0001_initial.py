from django.db import migrations

# Substring search on the folded names is answered by trigrams. The columns belong to organisations
# and people; that they are searched is the business of this slice.
TABLES = {
    "search_organisation_names": "organisations_organisationprofile",
    "search_person_names": "people_person",
}


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("foundation", "0001_extensions"),
        ("organisations", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(
            f"CREATE INDEX {name} ON {table} USING gin (folded gin_trgm_ops)",
            f"DROP INDEX {name}",
        )
        for name, table in TABLES.items()
    ]
