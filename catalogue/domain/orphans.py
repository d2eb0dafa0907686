"""Pages whose type nobody knows at the moment, because the plugin that brings it is off or gone."""

from wagtail.models import Page

from catalogue.models import Offering
from cms.plugins.records import records


def is_orphan(page: Page) -> bool:
    return page.specific_class is None


def find_core_part(page: Page) -> Offering | None:
    """What the core knows of an orphan: everything, for an offering, but what its plugin added."""
    return Offering.objects.filter(pk=page.pk).first()


def describe_type(page: Page) -> dict:
    """Which plugin is missing, and in which way."""
    label = page.cached_content_type.app_label
    record = records.get(label)
    return {"plugin": label, "model": page.cached_content_type.model, "state": record.state if record else "gone"}
