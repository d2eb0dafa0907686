from django.urls import path, re_path
from django.views.generic import RedirectView

from search.api import api, show_unknown_address

urlpatterns = [
    path("api/v1/", RedirectView.as_view(pattern_name="api:openapi-view")),
    path("api/v1/", api.urls),
    # what is no address of the API is told in its own way, not with a page for people
    re_path(r"^api/v1(?:/[\s\S]*)?$", show_unknown_address),
]
