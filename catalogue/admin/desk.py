""" "Meine Angebote": the start page of lecturers in the admin."""

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic.base import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from catalogue.choices import DeskState
from catalogue.domain.desk import count_states, fill_cards, filter_cards, list_cards
from catalogue.permissions import can_propose_offerings, has_only_own_desk, is_editorial

DESK = "catalogue_desk"
CARDS_PER_PAGE = 20
#: where in the editing form a field is; the form opens there
ANCHORS = {
    "summary": "inhalt-summary",
    "body": "inhalt-body",
    "subject": "inhalt-subject",
    "image": "inhalt-image",
    "runs": "termine_und_orte-durchgange",
    "teaching_languages": "teilnehmen-teaching_languages",
    "registration_url": "teilnehmen-registration",
    "registration_phone": "teilnehmen-registration",
}


class DeskView(WagtailAdminTemplateMixin, TemplateView):
    template_name = "catalogue/admin/desk.html"
    page_title = _("Meine Angebote")
    header_icon = "calendar-alt"
    breadcrumbs_items = []

    def get_context_data(self, **kwargs):
        state, text = self.request.GET.get("stand", ""), self.request.GET.get("q", "").strip()[:100]
        cards = list_cards(user=self.request.user)
        page = Paginator(filter_cards(cards, state=state, text=text), CARDS_PER_PAGE).get_page(
            self.request.GET.get("seite")
        )
        may_change_facts = self.request.user.has_perm("catalogue.change_urgent_facts")
        return {
            **super().get_context_data(**kwargs),
            "cards": fill_cards(page.object_list, may_change_facts=may_change_facts, request=self.request),
            "page": page,
            "states": count_states(cards),
            "total": len(cards),
            "state": state if state in DeskState.values else "",
            "text": text,
            "may_propose": can_propose_offerings(self.request.user),
        }


def find_way_back(*, user, offering=None) -> tuple[str, str]:
    """(address, label) of where this person came from: their desk, else the editor, else the list."""
    if offering is None or hasattr(user, "lecturer") or has_only_own_desk(user):
        return reverse(DESK), _("Meine Angebote")
    if is_editorial(user):
        return reverse("wagtailadmin_pages:edit", args=[offering.pk]), _("Angebot bearbeiten")
    return reverse("offerings:index"), _("Angebote")


def get_jump_url(*, page_id: int, field: str) -> str:
    """The editing form of an offering, opened at that field."""
    return f"{reverse('wagtailadmin_pages:edit', args=[page_id])}#panel-child-{ANCHORS[field]}-section"
