import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.production")
application = get_wsgi_application()

# What a process has loaded stays for its life: the collector need not look at it again with every few requests.
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 20, 20)
