from django.db import migrations

INDEXES = """
CREATE INDEX person_folded_trigram ON people_person USING gin (folded gin_trgm_ops);
"""
# An office lives within its organisation's days (peers P14); an open-ended one is ended by the event.
CONTAINMENT = """
CREATE FUNCTION organisation_holds_office() RETURNS trigger LANGUAGE plpgsql
SET enable_seqscan = off AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM people_office f
             JOIN organisations_organisation o ON o.id = f.organisation_id
             WHERE f.id = NEW.id AND NOT f.valid <@ o.valid) THEN
    RAISE EXCEPTION 'office % reaches beyond its organisation', NEW.id USING ERRCODE = '23514';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER office_within_existence AFTER INSERT OR UPDATE
  ON people_office DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION organisation_holds_office();
"""
WITHOUT_CONTAINMENT = """
DROP TRIGGER office_within_existence ON people_office;
DROP FUNCTION organisation_holds_office();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0001_initial"),
        ("organisations", "0002_hierarchies_and_containment"),
    ]

    operations = [
        migrations.RunSQL(INDEXES, "DROP INDEX person_folded_trigram"),
        migrations.RunSQL(CONTAINMENT, WITHOUT_CONTAINMENT),
    ]
