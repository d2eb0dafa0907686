"""Is the process alive, and can it serve? For load balancers and monitors."""

import logging

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache

logger = logging.getLogger(__name__)


@never_cache
def show_alive(request):
    return HttpResponse("ok", content_type="text/plain")


@never_cache
def show_ready(request):
    """200 when database, migrations and search answer, else 503 with the part that does not."""
    checks = {"database": _check_database(), "migrations": _check_migrations(), "search": _check_search()}
    ready = all(state == "ok" for state in checks.values())
    return JsonResponse(checks, status=200 if ready else 503)


def _check_database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "unreachable"
    return "ok"


def _check_migrations() -> str:
    try:
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return "unreachable"
    except Exception:
        # a plugin's migration that cannot be read: the site serves, but nobody may call it ready
        logger.exception("The migrations cannot be read")
        return "broken"
    return "pending" if pending else "ok"


def _check_search() -> str:
    from search.backends import get_backend

    return "ok" if get_backend().is_ready() else "unreachable"
