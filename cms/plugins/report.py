"""The plugins in the admin, for those who look after the site."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.plugins.overview import KINDS, list_rows

STATES = {"on": _("läuft"), "off": _("ausgeschaltet"), "broken": _("gestört")}


def may_see_plugins(user) -> bool:
    return user.has_perm("wagtailcore.change_site")


class PluginsView(WagtailAdminTemplateMixin, TemplateView):
    template_name = "cms/admin/plugins.html"
    page_title = _("Erweiterungen")
    header_icon = "cogs"
    breadcrumbs_items = []

    def dispatch(self, request, *args, **kwargs):
        if not may_see_plugins(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        rows = [
            {
                "title": row.title,
                "record": row.record,
                "state": STATES[row.record.state],
                "adds": [(KINDS[kind], names) for kind, names in row.adds.items()],
            }
            for row in list_rows()
        ]
        return super().get_context_data(rows=rows, **kwargs)
