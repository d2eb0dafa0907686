"""What plugins add to the demo centre, through the hook ``load_demo``."""

from django.db import transaction
from wagtail import hooks

from home.domain.tree import build_site_tree


def load_demos_of_plugins() -> int:
    """The number of offerings made now. Each hook gets the sections of the site and makes only what is missing."""
    made = 0
    for load in hooks.get_hooks("load_demo"):
        with transaction.atomic():
            made += load(build_site_tree()) or 0
    return made
