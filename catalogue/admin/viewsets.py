"""The menus "Angebote" and "Katalog". Plugins add to the second with the hook ``register_catalogue_menu_item``."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.viewsets.pages import PageListingViewSet

from catalogue.admin.enquiries import EXPORT_COLUMNS, EnquiryFilterSet, EnquiryListView, EnquiryView
from catalogue.admin.offerings import OfferingFilterSet, OfferingListView
from catalogue.models import ClosedPeriod, Enquiry, Funder, Lecturer, Offering, Subject, Venue


class OfferingListing(PageListingViewSet):
    name = "offerings"
    url_prefix = "angebote"
    model = Offering
    icon = "calendar-alt"
    menu_label = _("Angebote")
    menu_name = "offerings"
    menu_order = 90
    add_to_admin_menu = True
    index_view_class = OfferingListView
    filterset_class = OfferingFilterSet
    # the view decides by role
    columns = PageListingViewSet.UNDEFINED


class CatalogueViewSet(ModelViewSet):
    @property
    def menu_name(self):
        return self.name


class SubjectViewSet(CatalogueViewSet):
    model = Subject
    name = "subjects"
    url_prefix = "katalog/themen"
    icon = "list-ul"
    list_display = ["__str__", "slug", "dvv_category", "sort_order"]
    list_filter = ["parent"]
    copy_view_enabled = False


class VenueViewSet(CatalogueViewSet):
    model = Venue
    name = "venues"
    url_prefix = "katalog/orte"
    icon = "site"
    list_display = ["name", "district", "address", "is_accessible"]
    list_filter = ["is_own", "is_accessible"]
    copy_view_enabled = False


class FunderViewSet(CatalogueViewSet):
    model = Funder
    name = "funders"
    url_prefix = "katalog/foerderer"
    icon = "pick"
    list_display = ["name", "kind", "is_shown_on_home"]
    list_filter = ["kind"]
    copy_view_enabled = False


class LecturerViewSet(CatalogueViewSet):
    model = Lecturer
    name = "lecturers"
    url_prefix = "katalog/kursleitungen"
    icon = "group"
    list_display = ["full_name", "role", "user", "is_active", "consent_name"]
    list_filter = ["is_active", "consent_name"]
    copy_view_enabled = False


class ClosedPeriodViewSet(CatalogueViewSet):
    model = ClosedPeriod
    name = "closed_periods"
    url_prefix = "katalog/schliesszeiten"
    icon = "date"
    list_display = ["name", "start_date", "end_date"]
    search_fields = ["name"]
    form_fields = ["name", "start_date", "end_date"]


class EnquiryViewSet(CatalogueViewSet):
    """What people wrote stays as they wrote it; only the handling of it is noted."""

    model = Enquiry
    name = "enquiries"
    url_prefix = "katalog/anfragen"
    icon = "mail"
    index_view_class = EnquiryListView
    filterset_class = EnquiryFilterSet
    list_display = ["reference", "kind", "task_area", Column("sender", label=_("Name")), "status", "created_at"]
    list_export = [*EXPORT_COLUMNS]
    export_filename = "anfragen"
    search_fields = ["reference", "name", "organisation", "email", "message"]
    # of the form to add one, which nobody may
    form_fields = ["status"]
    copy_view_enabled = False

    @property
    def edit_view(self):
        return EnquiryView.as_view()


class CatalogueGroup(ViewSetGroup):
    menu_label = _("Katalog")
    menu_name = "catalogue"
    menu_icon = "folder-inverse"
    menu_order = 95
    submenu_hook = "register_catalogue_menu_item"
    items = (
        EnquiryViewSet,
        LecturerViewSet,
        SubjectViewSet,
        VenueViewSet,
        FunderViewSet,
        ClosedPeriodViewSet,
    )


offering_listing = OfferingListing()
catalogue_viewsets = CatalogueGroup()
