from django.urls import path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.plugins.report import PluginsView, may_see_plugins
from cms.translated_pages import speak_language_of_visitor
from cms.views.translating import SubmitTranslatablePageView


@hooks.register("on_serve_page", order=110)
def serve_in_language_of_visitor(serve):
    """After the questions of privacy, which are the German page's."""

    def serve_translation(page, request, args, kwargs):
        return serve(speak_language_of_visitor(page), request, args, kwargs)

    return serve_translation


@hooks.register("register_admin_urls", order=-10)
def guard_submission_for_translation():
    """Before wagtail-localize's own address, which it hides."""
    view = SubmitTranslatablePageView.as_view()
    return [path("localize/submit/page/<int:page_id>/", view, name="cms_submit_translation")]


@hooks.register("register_admin_urls")
def mount_plugins_report():
    return [path("reports/erweiterungen/", PluginsView.as_view(), name="cms_plugins")]


class PluginsMenuItem(MenuItem):
    def is_shown(self, request):
        return may_see_plugins(request.user)


@hooks.register("register_reports_menu_item")
def offer_plugins_report():
    return PluginsMenuItem(_("Erweiterungen"), reverse_lazy("cms_plugins"), name="plugins", icon_name="cogs", order=900)
