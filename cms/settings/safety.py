"""The rules a public site must satisfy before it starts."""


def find_unsafe_settings(
    *, debug, secret_key, allowed_hosts, site_url, email_backend, cache_backend, search_url
) -> list[str]:
    """One sentence per unsafe value: the variable, what is wrong with it, what to set instead."""
    rules = [
        (debug, "DEBUG is on: it shows code and settings to visitors. Remove it or set DEBUG=0."),
        (
            len(secret_key) < 50 or len(set(secret_key)) < 10 or secret_key.startswith("only-for-development"),
            "SECRET_KEY is missing or weak: set at least 50 random characters.",
        ),
        (not allowed_hosts, "ALLOWED_HOSTS is empty: set the host names of the site, separated by commas."),
        (
            "*" in allowed_hosts,
            "ALLOWED_HOSTS contains *: name the hosts, or anyone can forge links in mails.",
        ),
        (
            not site_url.startswith("https://"),
            f"SITE_URL is {site_url}: set the public address, starting with https://.",
        ),
        (
            email_backend.endswith(("console.EmailBackend", "dummy.EmailBackend", "locmem.EmailBackend")),
            "EMAIL_URL sends no mail: set smtp://, smtp+tls:// or smtp+ssl:// with the mail server.",
        ),
        (
            cache_backend.endswith(("LocMemCache", "DummyCache")),
            (
                "CACHE_URL is local to one process, so rate limits would not hold: "
                "set redis://, memcached:// or dbcache://table."
            ),
        ),
        (
            search_url.partition("://")[0].lower() not in KNOWN_SEARCH_SCHEMES,
            (
                f"SEARCH_URL has the unknown scheme {search_url.partition('://')[0].lower()!r}: "
                f"use one of {', '.join(KNOWN_SEARCH_SCHEMES)}."
            ),
        ),
    ]
    return [f"- {text}" for broken, text in rules if broken]


KNOWN_SEARCH_SCHEMES = (
    "database",
    "elasticsearch+http",
    "elasticsearch+https",
    "opensearch+http",
    "opensearch+https",
)
