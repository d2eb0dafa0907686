"""The second template language, for the few templates that repeat something hundreds of times (decision 0005)."""

from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from jinja2 import Environment, StrictUndefined

from cms.icons import draw_icon
from cms.languages import remember_by_language


def make_environment(**options) -> Environment:
    """For Django's Jinja2 backend: it escapes everything and stumbles over names that do not exist."""
    options |= {"autoescape": True, "undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    environment = Environment(extensions=["jinja2.ext.i18n"], **options)  # noqa: S701 -- it does escape, see above
    environment.globals |= {"static": static, "url": reverse, "icon": draw_icon}
    # a template says the same few texts for as long as the process lives
    environment.install_gettext_callables(remember_by_language(gettext), ngettext, newstyle=False)
    return environment
