from django.urls import path

from bench.site import views
from cms.urls import urlpatterns as site_urlpatterns

urlpatterns = [
    path("bench/nothing/", views.show_nothing),
    path("bench/wagtail/<slug:backend>/", views.show_wagtail_search),
    *site_urlpatterns,
]
