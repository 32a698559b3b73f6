"""Health for supervisors and load balancers: alive (the process) and ready (it can do its work)."""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from congdoan.foundation.actor import public


@public("Bộ giám sát hỏi khi chưa ai đăng nhập; không lộ dữ liệu nào.")
@never_cache
@require_safe
def live(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "ok"})


@public("Bộ giám sát hỏi khi chưa ai đăng nhập; không lộ dữ liệu nào.")
@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """Say 503 while the database is away or its structure is older than the program."""
    checks = {"database": False, "migrations": False}
    try:
        executor = MigrationExecutor(connection)
        checks["database"] = True
        targets = executor.loader.graph.leaf_nodes()
        checks["migrations"] = not executor.migration_plan(targets)
    except DatabaseError:
        connection.close()
    whole = all(checks.values())
    status = "ok" if whole else "unavailable"
    return JsonResponse({"status": status, **checks}, status=200 if whole else 503)
