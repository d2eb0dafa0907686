"""What the explorer does not show a person does not exist for them anywhere in the admin.

Many of Wagtail's admin views name an object by its id, and some answer before they ask for rights, if only with a
title in a message. So the question is asked once, before any of them. The crawl in tests/admin_crawl holds it.
"""

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.defaults import page_not_found
from wagtail.models import Page
from wagtail.permissions import policy_registry

from catalogue.domain.invitations import needs_welcome
from catalogue.domain.orphans import describe_type, find_core_part, is_orphan
from catalogue.domain.reading import begin_reading
from catalogue.permissions import has_only_own_desk, is_editorial, is_visible_in_admin

#: below the admin: overviews of the whole site, with titles of pages and files their reader may not open, and
#: the translations, which are the editors' work
EDITORIAL_PATHS = ("reports/", "workflows/", "localize/", "api/main/images/", "api/main/documents/")
#: names under which admin addresses carry the id of a page
PAGE_KEYS = ("page_id", "page_pk", "parent_page_id", "page_to_move_id", "destination_id")
#: the interface does not use these, and they do not ask whether a page is locked by its review
API_ACTIONS = "wagtailadmin_api:pages:action"
BULK_VIEW = "wagtail_bulk_action"
CHOSEN_PAGES_VIEW = "wagtailadmin_choose_page_chosen_multiple"


class ExplorablePagesOnlyMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view_func, view_args, view_kwargs):
        admin = reverse("wagtailadmin_home")
        if not request.path.startswith(admin) or not request.user.is_authenticated:
            return None
        begin_reading(request)
        is_open = (
            request.resolver_match.view_name != API_ACTIONS
            and _is_open_to_role(request.path.removeprefix(admin), request.user)
            and _names_only_visible_pages(request, view_kwargs)
            and _lists_only_visible_objects(request, view_kwargs)
        )
        return None if is_open else show_not_found(request)


class OwnDeskMiddleware:
    """Whoever does nothing in the admin but lead offerings starts at these instead of an empty dashboard."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view_func, view_args, view_kwargs):
        if request.resolver_match.view_name != "wagtailadmin_home" or not request.user.is_authenticated:
            return None
        if needs_welcome(request.user):
            return redirect("catalogue_welcome")
        is_lecturer = request.user.has_perm("wagtailadmin.access_admin") and has_only_own_desk(request.user)
        return redirect("catalogue_desk") if is_lecturer else None


class OrphanPageMiddleware:
    """Wagtail's editor cannot open a page whose type is missing: say so instead of failing."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if isinstance(exception, Http404 | PermissionDenied) or not is_in_admin(request):
            return None
        named = request.resolver_match.kwargs if request.resolver_match else {}
        pages = Page.objects.filter(pk__in=[named[key] for key in PAGE_KEYS if key in named])
        return next((show_orphan(request, page) for page in pages if is_orphan(page)), None)


def is_in_admin(request) -> bool:
    return request.path.startswith(reverse("wagtailadmin_home"))


def show_orphan(request, page):
    is_public = page.live and find_core_part(page) is not None
    context = {"page": page, "parent": page.get_parent(), "is_public": is_public, **describe_type(page)}
    return render(request, "catalogue/admin/orphan.html", context, status=409)


def show_not_found(request):
    return page_not_found(request, Http404(), template_name="wagtailadmin/404.html")


def _is_open_to_role(place: str, user) -> bool:
    return not place.startswith(EDITORIAL_PATHS) or is_editorial(user)


def _names_only_visible_pages(request, view_kwargs) -> bool:
    # one page view calls its id "pk", as the views of everything else do
    keys = [*PAGE_KEYS, "pk"] if request.resolver_match.namespace == "wagtailadmin_pages" else PAGE_KEYS
    page_ids = {int(view_kwargs[key]) for key in keys if view_kwargs.get(key)}
    return all(is_visible_in_admin(page_id=page_id, user=request.user) for page_id in page_ids)


def _lists_only_visible_objects(request, view_kwargs) -> bool:
    """Views that take ids, or "all", from the query string."""
    view = request.resolver_match.url_name
    if view not in (BULK_VIEW, CHOSEN_PAGES_VIEW):
        return True
    model = _find_model(view_kwargs) if view == BULK_VIEW else Page
    if model is None:
        return False
    asked = model._default_manager.all()
    if model is Page:
        asked = asked.filter(depth__gt=1)
    named = request.GET.getlist("id")
    if "all" not in named:
        asked = asked.filter(pk__in=[object_id for object_id in named if object_id.isdigit()])
    elif model is not Page:
        return True  # Wagtail lists for these what the person may change
    return not asked.exclude(pk__in=_find_visible(model, request.user).values("pk")).exists()


def _find_visible(model, user):
    policy = policy_registry.get_by_type(model)
    if model is Page:
        return policy.explorable_instances(user)
    return policy.instances_user_has_any_permission_for(user, ["change", "delete", "choose"])


def _find_model(view_kwargs):
    try:
        return apps.get_model(view_kwargs["app_label"], view_kwargs["model_name"])
    except LookupError:
        return None
