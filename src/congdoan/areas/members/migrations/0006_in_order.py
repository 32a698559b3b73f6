from django.db import migrations, models

# Whoever writes many memberships names the key; for all others the database looks it up. The lock
# lets nobody rename the person between looking it up and being seen by the one who renames.
KEPT = """
CREATE FUNCTION membership_sort_key() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  SELECT p.sort_key INTO NEW.sort_key FROM people_person p WHERE p.id = NEW.person_id FOR SHARE;
  NEW.sort_key := coalesce(NEW.sort_key, '');
  RETURN NEW;
END $$;
CREATE FUNCTION memberships_follow_name() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE members_membership SET sort_key = NEW.sort_key WHERE person_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER membership_begun_in_order BEFORE INSERT ON members_membership
  FOR EACH ROW WHEN (NEW.sort_key = '') EXECUTE FUNCTION membership_sort_key();
CREATE TRIGGER membership_passed_in_order BEFORE UPDATE OF person_id ON members_membership
  FOR EACH ROW WHEN (OLD.person_id <> NEW.person_id) EXECUTE FUNCTION membership_sort_key();
CREATE TRIGGER person_renamed_in_order AFTER UPDATE OF sort_key ON people_person
  FOR EACH ROW WHEN (OLD.sort_key <> NEW.sort_key) EXECUTE FUNCTION memberships_follow_name();
UPDATE members_membership m SET sort_key = p.sort_key
FROM people_person p WHERE p.id = m.person_id AND m.sort_key <> p.sort_key;
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
"""
NOT_KEPT = """
DROP TRIGGER person_renamed_in_order ON people_person;
DROP TRIGGER membership_passed_in_order ON members_membership;
DROP TRIGGER membership_begun_in_order ON members_membership;
DROP FUNCTION memberships_follow_name();
DROP FUNCTION membership_sort_key();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0005_moves_by_day"),
        ("organisations", "0007_reorganisations"),
        ("people", "0005_names"),
    ]

    operations = [
        migrations.AddField(
            model_name="membership",
            name="sort_key",
            field=models.CharField(
                db_collation="C", db_default="", default="", editable=False, max_length=500
            ),
        ),
        migrations.RunSQL(KEPT, NOT_KEPT),
        migrations.AddIndex(
            model_name="membership",
            index=models.Index(
                fields=["sort_key", "id"],
                include=(
                    *("organisation", "valid", "gender", "category"),
                    *("birth_year", "end_reason"),
                ),
                name="membership_by_name",
            ),
        ),
    ]
