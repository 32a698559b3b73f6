"""Rights and the tree, inside the database."""

from collections.abc import Iterator

from benchmarks.harness import Figure, figure, made, median_ms
from benchmarks.stage import BRANCH_CODE, TODAY, Stage


@figure
def subtree_permission_check(stage: Stage) -> Iterator[Figure]:
    """May this officer act on that unit of 130,000: a new actor each time; floor: one lookup."""
    _ = stage.nation
    from django.db import connection

    from congdoan.kernel.access.api import actor_for
    from congdoan.kernel.accounts.models import User
    from congdoan.kernel.organisations.api import CHANGE
    from congdoan.kernel.organisations.models import Organisation

    user = User.objects.get(username="ca-nuoc")
    unit = Organisation.objects.get(code=f"{BRANCH_CODE}.S00001")
    root = Organisation.objects.get(code="TLD")

    def asks() -> None:
        if not actor_for(user, today=TODAY, as_of=None).may(CHANGE, on=unit):
            raise RuntimeError

    actor = actor_for(user, today=TODAY, as_of=None)
    units = iter(list(Organisation.objects.filter(code__startswith="TINH-01.S")[:400]))

    def asks_again() -> None:
        actor.may(CHANGE, on=next(units))

    def looks_up() -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT 1 FROM organisations_lineage WHERE hierarchy_id = 1 AND ancestor_id = %s"
                " AND descendant_id = %s AND valid @> %s",
                [root.pk, unit.pk, TODAY],
            )
            cursor.fetchone()

    floor = median_ms(looks_up, 200)
    yield made("subtree_permission_check", median_ms(asks, 100), "ms", 100, floor=floor)
    yield made("subtree_permission_check_next", median_ms(asks_again, 300), "ms", 300, floor=floor)


@figure
def lineage_rebuild_branch(stage: Stage) -> Iterator[Figure]:
    """Rewrite the closure of 1,500 organisations; floor: delete and copy back the same rows."""
    _ = stage.nation
    from django.db import connection, transaction

    from congdoan.kernel.organisations.api import rebuild_lineage
    from congdoan.kernel.organisations.models import Organisation

    top = Organisation.objects.get(code=BRANCH_CODE).pk
    branch = (
        "SELECT descendant_id FROM organisations_lineage"
        " WHERE hierarchy_id = 1 AND ancestor_id = %s"
    )

    def rebuilds() -> None:
        with transaction.atomic():
            rebuild_lineage(hierarchy=1, organisations=[top])

    def copies() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "CREATE TEMP TABLE kept ON COMMIT DROP AS SELECT * FROM organisations_lineage"
                f" WHERE hierarchy_id = 1 AND descendant_id IN ({branch})",
                [top],
            )
            cursor.execute("DELETE FROM organisations_lineage WHERE id IN (SELECT id FROM kept)")
            cursor.execute(
                "INSERT INTO organisations_lineage OVERRIDING SYSTEM VALUE SELECT * FROM kept"
            )

    floor = median_ms(copies, 5)
    yield made("lineage_rebuild_branch", median_ms(rebuilds, 5), "ms", 5, floor=floor)
