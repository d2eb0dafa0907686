"""The door to wagtail-localize: which pages may be submitted for translation, and by whom."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail_localize.views.report import TranslationsReportView
from wagtail_localize.views.submit_translations import SubmitPageTranslationView

from cms.translated_pages import SOURCE, TranslatablePage


class SubmitTranslatablePageView(SubmitPageTranslationView):
    """Stands at the address of wagtail-localize's own view, which takes any page, and trees with all offerings."""

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm("wagtail_localize.submit_translation"):
            raise PermissionDenied
        page = self.get_object()
        if not page.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        reason = find_obstacle(page)
        if reason:
            messages.error(request, reason)
            return redirect("wagtailadmin_pages:edit", page.pk)
        return super().dispatch(request, *args, **kwargs)

    def get_form(self):
        form = super().get_form()
        form.fields["include_subtree"].widget = forms.HiddenInput()
        # whatever is sent, one page at a time
        form.fields["include_subtree"].disabled = True
        return form


class OrderedTranslationsReportView(TranslationsReportView):
    """Theirs has no order: one translation would stand on two pages, another on none."""

    def get_queryset(self):
        translations = super().get_queryset().select_related("source__locale", "target_locale")
        return translations.order_by("source__object_repr", "target_locale__language_code", "pk")


def find_obstacle(page) -> str:
    """Why this page cannot be submitted for translation, for its editor; nothing if it can."""
    if not isinstance(page, TranslatablePage):
        return _(
            "Diese Seite wird nicht als Ganzes übersetzt. Titel und Kurztext eines Angebots in anderen Sprachen "
            "tragen Sie beim Angebot selbst ein, unter „Titel und Kurztext in anderen Sprachen“."
        )
    if page.locale.language_code != SOURCE:
        return _("Übersetzt wird immer die deutsche Seite. Bitte öffnen Sie diese.")
    return ""
