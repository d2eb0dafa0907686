"""For the test suite: nothing leaves the process, files go to a folder that is thrown away."""

import atexit
import shutil
import tempfile

from .base import *  # noqa: F403 -- Django settings build on each other this way

SECRET_KEY = "tests-only-" + "x" * 60
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
DATABASES = {"default": env.db_url("TEST_DATABASE_URL", default="sqlite://:memory:")}  # noqa: F405 -- from base
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
FILES = tempfile.mkdtemp(prefix="kintop-test-")
atexit.register(shutil.rmtree, FILES, ignore_errors=True)
MEDIA_ROOT = f"{FILES}/media"
STATIC_ROOT = f"{FILES}/static"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405 -- base
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
WHITENOISE_AUTOREFRESH = True
KINTOP_DEMO_LOGINS = True
KINTOP_RATES = {"search": "100000/m", "api": "100000/m", "export": "100000/m", "form": "100000/m"}
ACCOUNT_RATE_LIMITS = False
