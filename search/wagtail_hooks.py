"""Tells editors when the finder works without its search engine."""

from django.core.cache import cache
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.ui.components import Component

from search.backends.fallback import OUTAGE_KEY
from search.outbox import count_waiting, has_engine


class OutagePanel(Component):
    name = "search_outage"
    order = 50

    def render_html(self, parent_context=None):
        return format_html(
            '<div class="help-block help-warning"><p><strong>{}</strong> {}</p></div>',
            _("Der Suchserver antwortet nicht."),
            _(
                "Die Suche auf der Website geht weiter, mit der Datenbank. Veröffentlichen können Sie wie immer; "
                "was auf den Suchserver wartet, wird nachgeholt (%(count)d Seiten)."
            )
            % {"count": count_waiting()},
        )


@hooks.register("construct_homepage_panels")
def show_outage(request, panels):
    if has_engine() and cache.get(OUTAGE_KEY):
        panels.append(OutagePanel())
