"""Public addresses (design, section 7). Pages come last: Wagtail's pattern catches everything."""

from csp.decorators import csp_replace
from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.conf.urls.static import static
from django.urls import include, path
from django.views.generic import RedirectView
from django.views.i18n import set_language
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.utils.urlpatterns import decorate_urlpatterns

from catalogue.views.invitations import accept_invitation
from cms.plugins.addresses import PREFIX
from cms.plugins.vetting import get_urlpatterns
from cms.views import health, sitemap, stylebook
from home.views import with_known_site

# The editor needs inline scripts in a few places and previews images from memory.
ADMIN_CSP = {
    "default-src": ["'self'"],
    "script-src": ["'self'", "'unsafe-inline'"],
    "style-src": ["'self'", "'unsafe-inline'"],
    "img-src": ["'self'", "data:", "blob:"],
    "connect-src": ["'self'"],
    "font-src": ["'self'"],
    "frame-src": ["'self'"],
}

urlpatterns = [
    path("healthz", health.show_alive, name="healthz"),
    path("readyz", health.show_ready, name="readyz"),
    # browsers ask for it whatever the page says
    path("favicon.ico", RedirectView.as_view(url=f"{settings.STATIC_URL}cms/favicon.svg", permanent=True)),
    path("robots.txt", sitemap.show_robots, name="robots"),
    path("sitemap.xml", sitemap.show_sitemap, name="sitemap"),
    path("sprache/", set_language, name="set_language"),
    # one door for everybody: allauth's, with rate limits and second factor
    path("admin/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("admin/", include(decorate_urlpatterns(wagtailadmin_urls.urlpatterns, csp_replace(ADMIN_CSP)))),
    path("konto/einladung/<str:token>/", accept_invitation, name="invitation"),
    path("konto/", include("allauth.urls")),
    path("documents/", include(wagtaildocs_urls)),
    path("", include("search.urls")),
]

if settings.DEBUG:
    urlpatterns += [path("stilbuch/", stylebook.show_stylebook, name="stylebook")]
    urlpatterns += static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT)

urlpatterns += i18n_patterns(
    # plugins, before the pages; no page may be called like this
    path(f"{PREFIX}/", include(get_urlpatterns())),
    path("", include("search.public_urls")),
    path("", include("catalogue.urls")),
    path("", include(decorate_urlpatterns(wagtail_urls.urlpatterns, with_known_site))),
    prefix_default_language=False,
)
