from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button

from catalogue.models import Offering
from kintop_registration.admin.views import OVERVIEW, registration_urls
from kintop_registration.models import Registration
from kintop_registration.permissions import find_offerings, may_see_registrations


@hooks.register("register_admin_urls")
def mount_registrations():
    return registration_urls


class RegistrationMenuItem(MenuItem):
    def is_shown(self, request):
        return may_see_registrations(request.user)


@hooks.register("register_admin_menu_item")
def offer_registrations():
    return RegistrationMenuItem(
        gettext_lazy("Anmeldungen"), reverse_lazy(OVERVIEW), name="kintop_registration", icon_name="group", order=81
    )


@hooks.register("register_page_header_buttons")
def offer_list_of_offering(page, user, view_name, next_url=None):
    if not issubclass(page.specific_class, Offering):
        return
    has_some = Registration.objects.filter(offering=page.pk).exists()
    if has_some and find_offerings(user).filter(pk=page.pk).exists():
        yield Button(_("Anmeldungen"), f"{reverse(OVERVIEW)}?angebot={page.pk}", icon_name="group", priority=6)


@hooks.register("begin_day")
def keep_house(today):
    from kintop_registration.domain.daily import begin_day

    begin_day(today=today)


@hooks.register("load_demo")
def load_demo_registrations(tree):
    from kintop_registration.demo import load_registrations

    return load_registrations(tree)
