"""For tests in a process of their own: the site's database is the one they test on, its tables are there already."""

from cms.settings.test import *  # noqa: F403 -- Django settings build on each other this way

DATABASES["default"]["TEST"] = {"NAME": DATABASES["default"]["NAME"]}  # noqa: F405 -- from the settings above
