from django.core.cache import cache

from search.backends.fallback import OUTAGE_KEY

ENGINE = "elasticsearch+http://127.0.0.1:9/kintop"


def test_admin_tells_of_an_outage_only_while_it_lasts(admin_client, settings):
    settings.SEARCH_URL = ENGINE
    quiet = admin_client.get("/admin/").content.decode()
    cache.set(OUTAGE_KEY, "connection refused")

    told = admin_client.get("/admin/").content.decode()

    notice = "Der Suchserver antwortet nicht."
    assert (notice in quiet, notice in told) == (False, True)


def test_admin_of_a_site_without_engine_tells_nothing(admin_client):
    cache.set(OUTAGE_KEY, "left over from before")

    assert "Suchserver" not in admin_client.get("/admin/").content.decode()
