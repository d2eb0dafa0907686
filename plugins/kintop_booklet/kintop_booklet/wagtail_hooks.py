from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import widgets

from catalogue.models import Offering


@hooks.register("register_page_header_buttons")
def offer_flyer(page, user, view_name, next_url=None):
    """Beside a published offering in the admin: its page to pin up."""
    if isinstance(page.specific_deferred, Offering) and page.live:
        yield widgets.Button(
            _("Flyer drucken"), reverse("kintop_booklet:flyer", args=[page.pk]), icon_name="download", priority=95
        )
