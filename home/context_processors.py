"""What every page frame shows: organisation, main menu, languages."""

from home.domain.frame import get_site_frame


def site_frame(request):
    """Lazy: an admin page or an export that draws no frame asks the database nothing."""
    from django.utils.functional import SimpleLazyObject

    return {"frame": SimpleLazyObject(lambda: get_site_frame(request))}
