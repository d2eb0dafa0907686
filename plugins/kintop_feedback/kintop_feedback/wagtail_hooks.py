from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from catalogue.permissions import is_editorial
from kintop_feedback.admin import PAGES, report_urls


@hooks.register("register_admin_urls")
def mount_report():
    return report_urls


class FeedbackMenuItem(MenuItem):
    def is_shown(self, request):
        return is_editorial(request.user)


@hooks.register("register_reports_menu_item")
def offer_report():
    label = _("Rückmeldungen")
    return FeedbackMenuItem(label, reverse_lazy(PAGES), name="kintop_feedback", icon_name="comment", order=800)
