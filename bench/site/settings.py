"""The catalogue as in production, with Wagtail's own search beside it. On this machine only."""

import os

from cms.settings.base import *  # noqa: F403 -- Django settings build on each other this way

DEBUG = False
SECRET_KEY = "bench-only-" + "x" * 60
ALLOWED_HOSTS = ["127.0.0.1", "testserver"]
ROOT_URLCONF = "bench.site.urls"
INSTALLED_APPS = [*INSTALLED_APPS, "bench.site"]  # noqa: F405 -- from base
MIDDLEWARE = ["bench.site.counting.count_requests", *MIDDLEWARE]  # noqa: F405 -- from base
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405 -- base
DATABASES["default"]["CONN_MAX_AGE"] = 60  # noqa: F405 -- as in production
KINTOP_RATES = dict.fromkeys(KINTOP_RATES, "1000000/m")  # noqa: F405 -- from base
KINTOP_DEMO_LOGINS = False
LOGGING["root"]["level"] = "WARNING"  # noqa: F405 -- from base
WAGTAILSEARCH_BACKENDS["default"]["AUTO_UPDATE"] = False  # noqa: F405 -- from base
if "BENCH_ENGINE" in os.environ:
    WAGTAILSEARCH_BACKENDS["engine"] = {  # noqa: F405 -- from base
        "BACKEND": "bench.site.wagtail_engine",
        "URLS": [os.environ["BENCH_ENGINE"]],
        "INDEX_PREFIX": "wagtail_",
        "AUTO_UPDATE": False,
        "TIMEOUT": 60,
    }
