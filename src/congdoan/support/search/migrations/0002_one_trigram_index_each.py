from django.db import migrations

# Organisations and people bring the same index on the same column (profile_folded_trigram,
# person_folded_trigram): a second one answers nothing more and is written with every name.
TABLES = {
    "search_organisation_names": "organisations_organisationprofile",
    "search_person_names": "people_person",
}


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0001_initial"),
        ("organisations", "0002_hierarchies_and_containment"),
        ("people", "0002_search_and_containment"),
    ]

    operations = [
        migrations.RunSQL(
            f"DROP INDEX {name}",
            f"CREATE INDEX {name} ON {table} USING gin (folded gin_trgm_ops)",
        )
        for name, table in TABLES.items()
    ]
