"""For a public site. Refuses to start with an unsafe value and says which."""

from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403 -- Django settings build on each other this way
from .safety import find_unsafe_settings

DEBUG = env.bool("DEBUG", default=False)  # noqa: F405 -- from base
SECRET_KEY = env.str("SECRET_KEY", default="")  # noqa: F405 -- from base

SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)  # noqa: F405 -- from base
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000)  # noqa: F405 -- from base
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # a load balancer asks without TLS
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
CSRF_TRUSTED_ORIGINS = [SITE_URL] if SITE_URL.startswith("https://") else []  # noqa: F405 -- from base
CONTENT_SECURITY_POLICY["DIRECTIVES"]["upgrade-insecure-requests"] = True  # noqa: F405 -- from base
# also for a file: opening it anew for every request takes longer than a query
DATABASES["default"].setdefault("CONN_MAX_AGE", 60)  # noqa: F405 -- from base
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
KINTOP_DEMO_LOGINS = False
SILENCED_SYSTEM_CHECKS = ["security.W019"]  # SAMEORIGIN, not DENY: the editor previews pages in a frame

problems = find_unsafe_settings(
    debug=DEBUG,
    secret_key=SECRET_KEY,
    allowed_hosts=ALLOWED_HOSTS,  # noqa: F405 -- from base
    site_url=SITE_URL,  # noqa: F405 -- from base
    email_backend=EMAIL_BACKEND,  # noqa: F405 -- from base
    cache_backend=CACHES["default"]["BACKEND"],  # noqa: F405 -- from base
    search_url=SEARCH_URL,  # noqa: F405 -- from base
)
if problems:
    raise ImproperlyConfigured("\n".join(["Kin-Top does not start with these settings:", *problems]))
