from django.db import migrations, models

# Statements of many people write each name once. Two at the same time may both write it: nobody
# waits for anybody, and readers do not mind.
KEPT = """
CREATE FUNCTION names_of_people_made() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO people_name (sort_key, folded)
  SELECT DISTINCT sort_key, folded FROM made
  WHERE NOT EXISTS (SELECT 1 FROM people_name n
                    WHERE n.sort_key = made.sort_key AND n.folded = made.folded);
  RETURN NULL;
END $$;
CREATE FUNCTION name_of_person_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO people_name (sort_key, folded)
  SELECT NEW.sort_key, NEW.folded
  WHERE NOT EXISTS (SELECT 1 FROM people_name n
                    WHERE n.sort_key = NEW.sort_key AND n.folded = NEW.folded);
  RETURN NULL;
END $$;
CREATE TRIGGER people_named AFTER INSERT ON people_person
  REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION names_of_people_made();
CREATE TRIGGER person_renamed AFTER UPDATE OF sort_key, folded ON people_person
  FOR EACH ROW WHEN (OLD.sort_key <> NEW.sort_key OR OLD.folded <> NEW.folded)
  EXECUTE FUNCTION name_of_person_changed();
INSERT INTO people_name (sort_key, folded) SELECT DISTINCT sort_key, folded FROM people_person;
CREATE INDEX name_trigram ON people_name USING gin (folded gin_trgm_ops);
"""
NOT_KEPT = """
DROP INDEX name_trigram;
DROP TRIGGER person_renamed ON people_person;
DROP TRIGGER people_named ON people_person;
DROP FUNCTION name_of_person_changed();
DROP FUNCTION names_of_people_made();
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0004_merged_into")]

    operations = [
        migrations.CreateModel(
            name="Name",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_key", models.CharField(db_collation="C", max_length=500)),
                ("folded", models.CharField(db_collation="C", max_length=130)),
            ],
            options={
                "verbose_name": "tên người",
                "indexes": [models.Index(fields=["sort_key"], name="name_in_order")],
            },
        ),
        migrations.RunSQL(KEPT, NOT_KEPT),
    ]
