"""Two admin views name any page by its id; here they see only what the explorer shows."""

from django.http import Http404
from wagtail.models import Page
from wagtail.permissions import policy_registry

GUARDED_VIEWS = {"wagtail_bulk_action", "wagtailadmin_choose_page_chosen_multiple"}


class ExplorablePagesOnlyMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view_func, view_args, view_kwargs):
        if (
            request.resolver_match.url_name not in GUARDED_VIEWS
            or view_kwargs.get("model_name", "page") != "page"
        ):
            return
        ids = {page_id for page_id in request.GET.getlist("id") if page_id.isdigit()}
        visible = policy_registry.get_by_type(Page).explorable_instances(request.user).filter(pk__in=ids)
        if visible.count() != len(ids):
            raise Http404
