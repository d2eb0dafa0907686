from django.middleware.csrf import CsrfViewMiddleware
from wagtail import hooks


def _ask_for_token(request):
    """What the middleware would have done for a view that is not exempt."""
    return CsrfViewMiddleware(lambda _request: None).process_view(request, None, (), {})


@hooks.register("before_serve_page", order=-100)
def ask_for_token_where_cookies_are_needed(page, request, _args, _kwargs):
    """Whoever takes no cookies has no token. A form anybody may send needs none: it acts in nobody's name."""
    return None if getattr(page, "has_form_without_cookies", False) else _ask_for_token(request)
