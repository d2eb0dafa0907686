import pytest

from cms.settings.safety import find_unsafe_settings

SAFE = {
    "debug": False,
    "secret_key": "k8s7d6f5g4h3j2k1l0q9w8e7r6t5z4u3i2o1p0a9s8d7f6g5h4j3",
    "allowed_hosts": ["katalog.example.org"],
    "site_url": "https://katalog.example.org",
    "email_backend": "django.core.mail.backends.smtp.EmailBackend",
    "cache_backend": "django.core.cache.backends.db.DatabaseCache",
    "search_url": "database://",
}


def test_safe_values_raise_no_objection():
    assert find_unsafe_settings(**SAFE) == []


@pytest.mark.parametrize(
    ("name", "value", "variable"),
    [
        ("debug", True, "DEBUG"),
        ("secret_key", "", "SECRET_KEY"),
        ("secret_key", "x" * 60, "SECRET_KEY"),
        ("secret_key", "only-for-development-k8s7d6f5g4h3j2k1l0q9w8e7r6t5z4u3i2o1p0", "SECRET_KEY"),
        ("allowed_hosts", [], "ALLOWED_HOSTS"),
        ("allowed_hosts", ["*"], "ALLOWED_HOSTS"),
        ("site_url", "http://katalog.example.org", "SITE_URL"),
        ("email_backend", "django.core.mail.backends.console.EmailBackend", "EMAIL_URL"),
        ("cache_backend", "django.core.cache.backends.locmem.LocMemCache", "CACHE_URL"),
        ("search_url", "solr://localhost", "SEARCH_URL"),
    ],
)
def test_unsafe_value_is_named(name, value, variable):
    problems = find_unsafe_settings(**{**SAFE, name: value})

    assert [problem.split()[1] for problem in problems] == [variable]
