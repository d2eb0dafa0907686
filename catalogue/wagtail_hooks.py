from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path, reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogFormatter
from wagtail.models import Page
from wagtail.permissions import policy_registry, register_permission_policy

from catalogue.admin.absences import ABSENCES, absence_urls
from catalogue.admin.desk import DESK, DeskView
from catalogue.admin.editorial.base import EDITORIAL
from catalogue.admin.editorial.urls import editorial_urls
from catalogue.admin.profile import PROFILE, profile_urls
from catalogue.admin.terms import term_urls
from catalogue.admin.urgent import OVERVIEW, urgent_urls
from catalogue.admin.viewsets import catalogue_viewsets, offering_listing
from catalogue.choices import UrgentKind
from catalogue.domain.invitations import LOG_INVITED
from catalogue.domain.leaving import LOG_LEFT, LOG_RETURNED
from catalogue.domain.orphans import find_core_part, is_orphan
from catalogue.domain.profile import LOG_CONSENT
from catalogue.domain.release import find_unreleased
from catalogue.domain.replacing import LOG_REPLACED
from catalogue.domain.urgent import LOG_PREFIX, UNDO
from catalogue.models import Enquiry, Offering
from catalogue.permissions import (
    EnquiryPolicy,
    OfferingPagePolicy,
    SharedFilePolicy,
    can_change_urgent_facts,
    can_plan_absences,
    has_only_own_desk,
    is_editorial,
)
from media.models import Document, Image

# first of all: Wagtail refuses a policy once it has made its own
register_permission_policy(Page, OfferingPagePolicy("wagtailcore.Page"))
register_permission_policy(Enquiry, EnquiryPolicy(Enquiry))
for file_model, auth_model in ((Image, "wagtailimages.Image"), (Document, "wagtaildocs.Document")):
    register_permission_policy(
        file_model,
        SharedFilePolicy(file_model, auth_model=auth_model, owner_field_name="uploaded_by_user"),
        # stands before Wagtail's own registration for the same model, whichever comes first
        exact_class=True,
    )

#: for people who do not publish, the menu holds their offerings, their files and nothing else
EDITORIAL_MENU = {"explorer", "reports", "settings", "help"}


@hooks.register("register_admin_viewset")
def register_viewsets():
    return [offering_listing, catalogue_viewsets]


@hooks.register("register_permissions")
def register_permissions():
    return Permission.objects.filter(
        Q(
            content_type__app_label="catalogue",
            codename__in=["assign_lecturers", "change_urgent_facts", "propose_offerings"],
        )
        | Q(content_type__app_label="wagtailcore", codename="publish_page")
    )


@hooks.register("register_admin_urls")
def mount_desk():
    desk = path("meine-angebote/", DeskView.as_view(), name=DESK)
    return [desk, *term_urls, *urgent_urls, *profile_urls, *editorial_urls, *absence_urls]


class DeskMenuItem(MenuItem):
    """For whoever leads offerings, and for those who would find an empty admin otherwise."""

    def is_shown(self, request):
        return hasattr(request.user, "lecturer") or has_only_own_desk(request.user)


@hooks.register("register_admin_menu_item")
def offer_desk():
    return DeskMenuItem(_lazy("Meine Angebote"), reverse_lazy(DESK), name="desk", icon_name="calendar-alt", order=80)


class ProfileMenuItem(MenuItem):
    def is_shown(self, request):
        lecturer = getattr(request.user, "lecturer", None)
        return lecturer is not None and lecturer.is_active


@hooks.register("register_admin_menu_item")
def offer_profile():
    return ProfileMenuItem(_lazy("Mein Profil"), reverse_lazy(PROFILE), name="profile", icon_name="user", order=85)


class EditorialMenuItem(MenuItem):
    def is_shown(self, request):
        return is_editorial(request.user)


@hooks.register("register_admin_menu_item")
def offer_editorial_desk():
    label = _lazy("Redaktion")
    return EditorialMenuItem(label, reverse_lazy(EDITORIAL), name="editorial", icon_name="tasks", order=82)


class AbsenceMenuItem(MenuItem):
    def is_shown(self, request):
        return can_plan_absences(request.user)


@hooks.register("register_admin_menu_item")
def offer_absences():
    return AbsenceMenuItem(_lazy("Vertretungen"), reverse_lazy(ABSENCES), name="absences", icon_name="user", order=97)


@hooks.register("register_page_header_buttons")
def offer_urgent_changes(page, user, view_name, next_url=None):
    offering = page.specific
    if isinstance(offering, Offering) and page.live and can_change_urgent_facts(user=user, offering=offering):
        yield Button(_("Eilige Änderungen"), reverse(OVERVIEW, args=[page.pk]), icon_name="warning", priority=5)


class TextLogFormatter(LogFormatter):
    def format_comment(self, log_entry):
        return log_entry.data.get("text", "")


@hooks.register("register_log_actions")
def name_urgent_changes(actions):
    labels = [(kind.value, kind.label) for kind in UrgentKind] + [(UNDO, _lazy("Eilige Änderung zurücknehmen"))]
    for name, label in labels:
        words = {"label": label, "message": _lazy("Sofort veröffentlicht: %(what)s") % {"what": label}}
        actions.register_action(f"{LOG_PREFIX}.{name}")(type("Formatter", (TextLogFormatter,), words))


@hooks.register("register_log_actions")
def name_changes_of_people_and_places(actions):
    labels = {
        LOG_INVITED: _lazy("Eingeladen"),
        LOG_LEFT: _lazy("Verabschiedet"),
        LOG_RETURNED: _lazy("Zurückgeholt"),
        LOG_CONSENT: _lazy("Einwilligung geändert"),
        LOG_REPLACED: _lazy("Ersetzt"),
    }
    for name, label in labels.items():
        actions.register_action(name)(type("Formatter", (TextLogFormatter,), {"label": label, "message": label}))


@hooks.register("construct_main_menu")
def keep_menu_calm(request, menu_items):
    if is_editorial(request.user):
        return
    # the list of all offerings shows lecturers what their desk shows, with less
    hidden = EDITORIAL_MENU | {"offerings"} if has_only_own_desk(request.user) else EDITORIAL_MENU
    menu_items[:] = [item for item in menu_items if item.name not in hidden]


@hooks.register("construct_homepage_summary_items")
def keep_dashboard_calm(request, items):
    """The numbers count the whole site, not one's own work."""
    if not is_editorial(request.user):
        items.clear()


@hooks.register("construct_page_chooser_queryset")
def offer_published_or_own_pages(pages, request):
    """A plain ``pk__in``, because the chooser may search on top of it."""
    own = policy_registry.get_by_type(Page).explorable_instances(request.user)
    safe = Page.objects.filter(Q(live=True, has_unpublished_changes=False) | Q(pk__in=own.values("pk")))
    return pages.filter(pk__in=safe.values("pk"))


@hooks.register("on_serve_page", order=100)
def serve_core_part_of_orphans(serve):
    """After the questions of privacy. Wagtail alone would show an empty page."""

    def serve_known_part(page, request, args, kwargs):
        known = find_core_part(page) if is_orphan(page) else page
        if known is None:
            raise Http404
        return serve(known, request, args, kwargs)

    return serve_known_part


@hooks.register("before_move_page")
def deny_looking_at_foreign_pages(request, page, destination):
    # Wagtail asks only when the form is sent
    if not page.permissions_for_user(request.user).can_move():
        raise PermissionDenied


@hooks.register("before_bulk_action")
def refuse_bulk_publishing_without_review(request, action_type, pages, action):
    if action_type != "publish" or action.model is not Page:
        return None
    chosen = {page.pk for page in pages}
    if action.cleaned_form.cleaned_data.get("include_descendants"):
        chosen.update(pk for page in pages for pk in page.get_descendants().not_live().values_list("pk", flat=True))
    unreleased = find_unreleased(Offering.objects.filter(pk__in=chosen))
    if unreleased:
        titles = ", ".join(f"„{page.get_admin_display_title()}“" for page in unreleased)
        message = _(
            "Es wurde nichts veröffentlicht. Diese Angebote sind noch nicht freigegeben: %(titles)s. "
            "Bitte reichen Sie sie zur Prüfung ein oder öffnen Sie sie einzeln."
        ) % {"titles": titles}
    elif not chosen:
        message = _("Es wurde nichts veröffentlicht. Die gewählten Seiten werden gerade geprüft.")
    else:
        return None
    messages.error(request, message)
    return redirect(action.next_url)


@hooks.register("after_edit_page")
def lead_back_to_own_offerings(request, page):
    """After sending off, Wagtail opens the explorer; whoever does not have one gets their desk or list of offerings."""
    leaving = {"action-submit", "action-restart-workflow", "action-workflow-action"}
    if leaving & request.POST.keys() and not is_editorial(request.user):
        return redirect(DESK if has_only_own_desk(request.user) else offering_listing.get_url_name("index"))
    return None
