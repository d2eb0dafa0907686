"""How many SQL queries and engine requests a page costs, told in headers to whoever asks for them."""

from contextvars import ContextVar

from django.db import connection
from elastic_transport import Transport

ASK = "X-Bench-Count"
_engine_requests: ContextVar[list | None] = ContextVar("engine_requests", default=None)


def count_engine_requests() -> None:
    """Every request of the client goes through one method of its transport."""
    perform = Transport.perform_request

    def perform_and_count(self, *args, **kwargs):
        requests = _engine_requests.get()
        if requests is not None:
            requests.append(args[:2])
        return perform(self, *args, **kwargs)

    Transport.perform_request = perform_and_count


def count_requests(get_response):
    """Middleware. Without the header nothing is counted, so timing measures what production does."""

    def middleware(request):
        if ASK not in request.headers:
            return get_response(request)
        queries: list[str] = []

        def note(execute, sql, params, many, context):
            queries.append(sql)
            return execute(sql, params, many, context)

        token = _engine_requests.set([])
        try:
            with connection.execute_wrapper(note):
                response = get_response(request)
            response["X-Bench-Sql"] = len(queries)
            response["X-Bench-Engine"] = len(_engine_requests.get())
        finally:
            _engine_requests.reset(token)
        return response

    return middleware
