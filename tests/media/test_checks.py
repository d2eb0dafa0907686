import pytest

from media.checks import check_upload_forms
from media.forms import ImageForm


class Narrower(ImageForm):
    pass


def test_check_is_content_with_our_forms():
    assert check_upload_forms(None) == []


def test_check_is_content_with_a_form_built_on_ours(settings):
    settings.WAGTAILIMAGES_IMAGE_FORM_BASE = f"{__name__}.Narrower"

    assert check_upload_forms(None) == []


@pytest.mark.parametrize("value", ["", "wagtail.images.forms.BaseImageForm", "no.such.Form"])
def test_check_names_the_setting_and_the_cure(settings, value):
    settings.WAGTAILIMAGES_IMAGE_FORM_BASE = value

    [error] = check_upload_forms(None)

    assert error.id == "media.E001"
    assert error.hint == 'Set WAGTAILIMAGES_IMAGE_FORM_BASE = "media.forms.ImageForm" or to a subclass of it.'
