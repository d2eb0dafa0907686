"""For one's own machine: no secrets to set, mails on the console, never for a public address."""

from .base import *  # noqa: F403 -- Django settings build on each other this way

DEBUG = env.bool("DEBUG", default=True)  # noqa: F405 -- from base
SECRET_KEY = env.str("SECRET_KEY", default="only-for-development-" + "x" * 50)  # noqa: F405 -- from base
ALLOWED_HOSTS = ALLOWED_HOSTS or ["127.0.0.1", "localhost", "[::1]", ".localhost"]  # noqa: F405 -- from base
INTERNAL_IPS = ["127.0.0.1"]
VAR_DIR.mkdir(parents=True, exist_ok=True)  # noqa: F405 -- from base
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405 -- base
#: `manage.py demo` may create accounts with published passwords only where this is set
KINTOP_DEMO_LOGINS = True
