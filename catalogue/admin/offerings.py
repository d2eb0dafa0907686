"""The flat list of offerings in the admin: everybody finds there what they may see."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import F, OuterRef, Q, Subquery
from django.forms import CheckboxSelectMultiple, RadioSelect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django_filters.filters import ChoiceFilter, ModelMultipleChoiceFilter
from wagtail.admin.filters import MultipleContentTypeFilter, WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn, PageTypeColumn
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.widgets.button import HeaderButton
from wagtail.coreutils import get_content_type_label
from wagtail.models import get_page_models

from catalogue.models import Offering, OfferingIndexPage, Run, Subject
from catalogue.permissions import is_editorial


def get_offering_types(request=None):
    """Content types of all offerings one can make, those of plugins included."""
    models = [model for model in get_page_models() if issubclass(model, Offering) and model.is_creatable]
    types = ContentType.objects.get_for_models(*models).values()
    return ContentType.objects.filter(pk__in=[content_type.pk for content_type in types])


class OfferingFilterSet(WagtailFilterSet):
    """Each filter is a plain ``pk__in``: Wagtail's search knows only indexed fields and would refuse others."""

    subject = ModelMultipleChoiceFilter(
        label=_("Thema"),
        queryset=Subject.objects.select_related("parent"),
        method="filter_subject",
        widget=CheckboxSelectMultiple,
    )
    content_type = MultipleContentTypeFilter(
        label=_("Art"), queryset=get_offering_types, method="filter_content_type", widget=CheckboxSelectMultiple
    )
    live = ChoiceFilter(
        label=_("Stand"),
        choices=[("yes", _("veröffentlicht")), ("no", _("nicht veröffentlicht"))],
        empty_label=_("alle"),
        method="filter_live",
        widget=RadioSelect,
    )

    class Meta:
        model = Offering
        fields = []

    def filter_subject(self, queryset, name, subjects):
        """A main subject stands for those below it, too."""
        if not subjects:
            return queryset
        chosen = Offering.objects.filter(Q(subject__in=subjects) | Q(subject__parent__in=subjects))
        return queryset.filter(pk__in=chosen.values("pk"))

    def filter_content_type(self, queryset, name, content_types):
        if not content_types:
            return queryset
        return queryset.filter(pk__in=Offering.objects.filter(content_type__in=content_types).values("pk"))

    def filter_live(self, queryset, name, value):
        return queryset.filter(pk__in=Offering.objects.filter(live=value == "yes").values("pk"))


class OfferingTypeColumn(PageTypeColumn):
    def get_value(self, instance):
        return get_content_type_label(instance.cached_content_type)


class SubjectColumn(Column):
    def get_value(self, instance):
        return " › ".join(filter(None, [instance.parent_subject_name, instance.subject_name]))


class DayColumn(Column):
    """Wagtail's own date column counts how long ago something was, and these days are to come."""

    def get_value(self, instance):
        day = super().get_value(instance)
        return date_format(day, "D, j. M Y") if day else ""


class OfferingListView(IndexView):
    #: whoever may enter the admin may open the list; it shows only what the explorer of that person shows
    any_permission_required = None
    page_title = _("Angebote")
    base_filterset_class = OfferingFilterSet
    base_columns = [
        BulkActionsColumn("bulk_actions"),
        PageTitleColumn("title", label=_("Titel"), sort_key="title", classname="title"),
        OfferingTypeColumn("type", label=_("Art"), sort_key="content_type__model", width="14%"),
        SubjectColumn("subject", label=_("Thema"), width="18%"),
        DayColumn("next_start", label=_("nächster Beginn"), sort_key="next_start", width="12%"),
        PageStatusColumn("status", label=_("Stand"), sort_key="live", width="12%"),
    ]

    @cached_property
    def columns(self):
        if is_editorial(self.request.user):
            return self.base_columns
        return [column for column in self.base_columns if column.name != "bulk_actions"]

    #: an offering is made below a section: the header has a button for each
    add_url = None

    @cached_property
    def header_buttons(self):
        return [
            HeaderButton(
                label=_("Neu: %(section)s") % {"section": section.title},
                url=reverse("wagtailadmin_pages:add_subpage", args=[section.pk]),
                icon_name="plus",
            )
            for section in OfferingIndexPage.objects.order_by("path")
            if section.permissions_for_user(self.request.user).can_add_subpage()
        ]

    def get_valid_orderings(self):
        orderings = super().get_valid_orderings()
        # the search can order by indexed fields only
        return [name for name in orderings if not (self.is_searching and name.endswith("next_start"))]

    def annotate_queryset(self, pages):
        coming = Run.objects.filter(offering=OuterRef("pk"), start_date__gte=timezone.localdate())
        return (
            super()
            .annotate_queryset(pages)
            .annotate(
                next_start=Subquery(coming.order_by("start_date").values("start_date")[:1]),
                subject_name=F("subject__name"),
                parent_subject_name=F("subject__parent__name"),
            )
        )

    def order_queryset(self, queryset):
        if self.ordering in ("next_start", "-next_start") and not self.is_searching:
            field = F("next_start")
            descending = self.ordering.startswith("-")
            return queryset.order_by(field.desc(nulls_last=True) if descending else field.asc(nulls_last=True))
        return super().order_queryset(queryset)
