"""Full addresses, for what is read outside the site."""


def get_site_url(request) -> str:
    """As the reader sees it, for example "https://katalog.example.org"."""
    return f"{request.scheme}://{request.get_host()}"
