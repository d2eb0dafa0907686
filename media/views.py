from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.images.views.images import ImagePreviewColumn
from wagtail.permissions import policy_registry

from media.domain.consent import ConsentStatus, filter_publishable
from media.models import Image

_SHOWN, _HIDDEN = "shown", "hidden"


class ConsentFilterSet(WagtailFilterSet):
    shown = ChoiceFilter(
        label=_("Auf der Website"),
        choices=[(_SHOWN, _("darf erscheinen")), (_HIDDEN, _("darf nicht erscheinen"))],
        method="filter_shown",
    )

    class Meta:
        model = Image
        fields = ["consent_status", "minors"]

    def filter_shown(self, images, name, value):
        publishable = filter_publishable()
        return images.filter(publishable if value == _SHOWN else ~publishable)


class ConsentReportView(ReportView):
    """All pictures with recognisable people, the state of their consent first among the columns."""

    model = Image
    page_title = _("Einwilligungen")
    header_icon = "user"
    index_url_name = "media_consent_report"
    index_results_url_name = "media_consent_report_results"
    filterset_class = ConsentFilterSet
    default_ordering = "consent_until"
    export_headings = {"consent_state.label": _("Stand"), "get_consent_scope_display": _("Gilt für")}
    list_export = [
        "title",
        "consent_state.label",
        "consent_from",
        "consent_on",
        "consent_until",
        "get_consent_scope_display",
    ]

    columns = [
        ImagePreviewColumn("preview", label=_("Vorschau"), accessor="image", classname="image-preview"),
        TitleColumn("title", label=_("Titel"), url_name="wagtailimages:edit", sort_key="title"),
        Column("state", label=_("Stand"), accessor="consent_state.label"),
        Column("consent_from", label=_("Eingewilligt haben")),
        Column("scope", label=_("Gilt für"), accessor="get_consent_scope_display"),
        DateColumn("consent_until", label=_("Gilt bis"), sort_key="consent_until"),
    ]

    any_permission_required = ["add", "change", "delete"]

    @cached_property
    def permission_policy(self):
        return policy_registry.get_by_type(Image)

    def get_base_queryset(self):
        images = self.permission_policy.instances_user_has_any_permission_for(self.request.user, ["change"])
        with_people = Q(shows_people=True) | ~Q(consent_status=ConsentStatus.NOT_NEEDED)
        return images.filter(with_people).prefetch_renditions("max-165x165")
