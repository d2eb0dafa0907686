"""The demo centre as a public site, on one machine: its safety rules ask for addresses that only a real one has."""

from cms.settings.production import *  # noqa: F403 -- Django settings build on each other this way

KINTOP_RATES = dict.fromkeys(KINTOP_RATES, "100000/m")  # noqa: F405 -- from production
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
