from django.db import migrations

# A dated row may not reach beyond the days its organisation existed (peers P14). Deferred, so that
# one event may write its rows in any order. The rows are looked up anew (the event may have changed
# them again), always by key: a plan cached while the tables were empty must not scan them row by
# row once a province has been loaded in the same transaction.
CONTAINMENT = """
CREATE FUNCTION organisation_holds_profile() RETURNS trigger LANGUAGE plpgsql
SET enable_seqscan = off AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM organisations_organisationprofile p
             JOIN organisations_organisation o ON o.id = p.organisation_id
             WHERE p.id = NEW.id AND NOT p.valid <@ o.valid) THEN
    RAISE EXCEPTION 'profile % reaches beyond its organisation', NEW.id USING ERRCODE = '23514';
  END IF;
  RETURN NULL;
END $$;
CREATE FUNCTION organisation_holds_placement() RETURNS trigger LANGUAGE plpgsql
SET enable_seqscan = off AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM organisations_placement p
             JOIN organisations_organisation c ON c.id = p.child_id
             JOIN organisations_organisation a ON a.id = p.parent_id
             WHERE p.id = NEW.id AND NOT (p.valid <@ c.valid AND p.valid <@ a.valid)) THEN
    RAISE EXCEPTION 'placement % reaches beyond its organisations', NEW.id USING ERRCODE = '23514';
  END IF;
  RETURN NULL;
END $$;
CREATE FUNCTION organisation_keeps_rows() RETURNS trigger LANGUAGE plpgsql
SET enable_seqscan = off AS $$
DECLARE life daterange;
BEGIN
  SELECT valid INTO life FROM organisations_organisation WHERE id = NEW.id;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  IF EXISTS (SELECT 1 FROM organisations_organisationprofile
             WHERE organisation_id = NEW.id AND NOT valid <@ life)
  OR EXISTS (SELECT 1 FROM organisations_placement WHERE child_id = NEW.id AND NOT valid <@ life)
  OR EXISTS (SELECT 1 FROM organisations_placement WHERE parent_id = NEW.id AND NOT valid <@ life)
  THEN
    RAISE EXCEPTION 'organisation % leaves rows outside its existence', NEW.id
      USING ERRCODE = '23514';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER profile_within_existence AFTER INSERT OR UPDATE
  ON organisations_organisationprofile DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION organisation_holds_profile();
CREATE CONSTRAINT TRIGGER placement_within_existence AFTER INSERT OR UPDATE
  ON organisations_placement DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION organisation_holds_placement();
CREATE CONSTRAINT TRIGGER existence_holds_rows AFTER UPDATE OF valid
  ON organisations_organisation DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION organisation_keeps_rows();
"""
WITHOUT_CONTAINMENT = """
DROP TRIGGER profile_within_existence ON organisations_organisationprofile;
DROP TRIGGER placement_within_existence ON organisations_placement;
DROP TRIGGER existence_holds_rows ON organisations_organisation;
DROP FUNCTION organisation_holds_profile();
DROP FUNCTION organisation_holds_placement();
DROP FUNCTION organisation_keeps_rows();
"""
# Fixed keys: enums.HierarchyId.
HIERARCHIES = """
INSERT INTO organisations_hierarchy (id, code, label) VALUES
  (1, 'COMMAND', 'Lãnh đạo trực tiếp'), (2, 'SECTOR', 'Chỉ đạo ngành'),
  (3, 'AUTHORITY', 'Quản lý nhà nước');
SELECT setval(pg_get_serial_sequence('organisations_hierarchy', 'id'), 3);
"""
INDEXES = """
CREATE INDEX profile_folded_trigram ON organisations_organisationprofile
  USING gin (folded gin_trgm_ops);
"""


class Migration(migrations.Migration):
    dependencies = [("organisations", "0001_initial")]

    operations = [
        migrations.RunSQL(HIERARCHIES, "DELETE FROM organisations_hierarchy WHERE id <= 3"),
        migrations.RunSQL(CONTAINMENT, WITHOUT_CONTAINMENT),
        migrations.RunSQL(INDEXES, "DROP INDEX profile_folded_trigram"),
    ]
