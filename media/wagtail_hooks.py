from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import policy_registry

from media.domain.consent import ConsentStatus
from media.models import Image
from media.rich_text import ConsentedImageEmbedHandler
from media.views import ConsentReportView


@hooks.register("register_rich_text_features", order=100)  # after Wagtail's own
def leave_out_pictures_without_consent(features):
    features.register_embed_type(ConsentedImageEmbedHandler)


@hooks.register("construct_image_chooser_queryset")
def offer_no_withdrawn_pictures(images, request):
    return images.exclude(consent_status=ConsentStatus.WITHDRAWN)


@hooks.register("register_admin_urls")
def register_consent_report_urls():
    results = ConsentReportView.as_view(results_only=True)
    return [
        path("reports/consent/", ConsentReportView.as_view(), name="media_consent_report"),
        path("reports/consent/results/", results, name="media_consent_report_results"),
    ]


class ConsentReportMenuItem(MenuItem):
    def is_shown(self, request):
        return policy_registry.get_by_type(Image).user_has_any_permission(request.user, ["add", "change", "delete"])


@hooks.register("register_reports_menu_item")
def register_consent_report_menu_item():
    return ConsentReportMenuItem(
        _("Einwilligungen"), reverse("media_consent_report"), name="consent", icon_name="user", order=710
    )
