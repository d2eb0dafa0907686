"""Wagtail finds our upload rules through two settings; without them an upload fails late and badly."""

from django.conf import settings
from django.core import checks
from django.utils.module_loading import import_string

FORM_SETTINGS = {
    "WAGTAILIMAGES_IMAGE_FORM_BASE": "media.forms.ImageForm",
    "WAGTAILDOCS_DOCUMENT_FORM_BASE": "media.forms.DocumentForm",
}


@checks.register("media")
def check_upload_forms(app_configs, **kwargs):
    return [
        checks.Error(
            f"{name} is {getattr(settings, name, '')!r}, which is neither {ours} nor built on it.",
            hint=f'Set {name} = "{ours}" or to a subclass of it.',
            id="media.E001",
        )
        for name, ours in FORM_SETTINGS.items()
        if not _is_built_on(getattr(settings, name, ""), ours)
    ]


def _is_built_on(path: str, ours: str) -> bool:
    try:
        return issubclass(import_string(path), import_string(ours))
    except ImportError:
        return False
