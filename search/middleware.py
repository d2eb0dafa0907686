from search.memory import look_once

SAFE_METHODS = ("GET", "HEAD")


class LookOnceMiddleware:
    """A request that changes nothing asks once whether names and addresses in memory are still right."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method not in SAFE_METHODS:
            return self.get_response(request)
        with look_once():
            return self.get_response(request)
