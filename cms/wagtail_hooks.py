from django.urls import path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail_localize import wagtail_hooks as localize_hooks

from cms.plugins.report import PluginsView, may_see_plugins
from cms.translated_pages import speak_language_of_visitor
from cms.views.translating import OrderedTranslationsReportView, SubmitTranslatablePageView, find_obstacle


@hooks.register("on_serve_page", order=110)
def serve_in_language_of_visitor(serve):
    """After the questions of privacy, which are the German page's."""

    def serve_translation(page, request, args, kwargs):
        return serve(speak_language_of_visitor(page), request, args, kwargs)

    return serve_translation


@hooks.register("register_admin_urls", order=-10)
def mend_translating():
    """Before wagtail-localize's own addresses, which these hide."""
    submit, report = SubmitTranslatablePageView.as_view(), OrderedTranslationsReportView
    results = report.as_view(results_only=True)
    return [
        path("localize/submit/page/<int:page_id>/", submit, name="cms_submit_translation"),
        path("localize/reports/translations/", report.as_view(), name="cms_translations"),
        path("localize/reports/translations/results/", results, name="cms_translations_results"),
    ]


def _withdraw(hook: str, function) -> None:
    """Wagtail has no public way to take a hook back."""
    hooks._hooks[hook] = [entry for entry in hooks._hooks[hook] if entry[0] is not function]


# wagtail-localize offers them for every page, and asks three questions for each row of the explorer
for name in ("register_page_header_buttons", "register_page_listing_more_buttons"):
    _withdraw(name, localize_hooks.page_listing_more_buttons)


@hooks.register("register_page_header_buttons")
def offer_translation(page, user, view_name, next_url=None):
    shown = page.specific
    if not find_obstacle(shown):
        yield from localize_hooks.page_listing_more_buttons(shown, user, view_name, next_url)


@hooks.register("register_admin_urls")
def mount_plugins_report():
    return [path("reports/erweiterungen/", PluginsView.as_view(), name="cms_plugins")]


class PluginsMenuItem(MenuItem):
    def is_shown(self, request):
        return may_see_plugins(request.user)


@hooks.register("register_reports_menu_item")
def offer_plugins_report():
    return PluginsMenuItem(_("Erweiterungen"), reverse_lazy("cms_plugins"), name="plugins", icon_name="cogs", order=900)
