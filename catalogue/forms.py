"""The editing form of offerings: drafts may be half done, a submission lists what is missing."""

from django import forms
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from catalogue.domain.completeness import find_missing
from catalogue.domain.concurrency import describe_conflict, find_newer_revision
from catalogue.domain.meetings import refresh_meetings
from catalogue.domain.translations import note_german_change
from catalogue.domain.urgent import merge_changes_since

#: a date of publication would go round the review: a panel that is not shown still reads what is sent
SCHEDULE_FIELDS = ("go_live_at", "expire_at")
OPENED_AT = "opened_at"


class OpenedAtField(forms.CharField):
    """When the form was opened; it comes back unchanged, also after errors, and is no content."""

    def has_changed(self, initial, data):
        return False

    def clean(self, value):
        try:
            moment = parse_datetime(value or "")
        except ValueError:
            return None
        return moment if moment and timezone.is_aware(moment) else None


class OfferingForm(WagtailAdminPageForm):
    minor_edit = forms.BooleanField(
        label=_("Kleine Änderung, die Übersetzungen passen weiter"),
        required=False,
        help_text=_("Zum Beispiel ein Tippfehler. Sonst merken wir uns, dass die Übersetzungen nachziehen müssen."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields[OPENED_AT] = OpenedAtField(
            required=False, initial=timezone.now().isoformat(), widget=forms.HiddenInput
        )
        if not (self.for_user and self.for_user.has_perm("wagtailcore.publish_page")):
            for name in SCHEDULE_FIELDS:
                self.fields.pop(name, None)

    @property
    def show_schedule_publishing_toggle(self):
        return "go_live_at" in self.fields

    def clean(self):
        cleaned = super().clean()
        if not self.is_deferred_validation:
            for field, message in find_missing(cleaned):
                if field in self.fields:
                    self.add_error(field, message)
        if self.instance.pk:
            newer = find_newer_revision(page=self.instance, posted=self.data)
            if newer is not None:
                self.add_error(None, describe_conflict(revision=newer, user=self.for_user))
        return cleaned

    def save(self, commit=True):
        page = super().save(commit=False)
        opened_at = self.cleaned_data.get(OPENED_AT)
        if opened_at and page.pk:
            # a meeting cancelled while somebody was typing must not come back with their text
            merge_changes_since(offering=page, since=opened_at)
        for run in page.runs.all():
            refresh_meetings(run=run)
        self._note_german_change(page)
        if commit:
            page.save()
            self.save_m2m()
        return page

    def _note_german_change(self, page):
        rows = self.formsets["translations"].forms if "translations" in self.formsets else ()
        note_german_change(
            page=page,
            old_german=(self.initial.get("title", ""), self.initial.get("summary", "")),
            touched={row.instance.language for row in rows if {"language", "title", "summary"} & set(row.changed_data)},
            is_minor=self.cleaned_data.get("minor_edit", False),
        )


class ChangeRequestForm(forms.Form):
    """Without a word on what is missing, the lecturer could only guess."""

    comment = forms.CharField(label=_("Was soll sich ändern?"), max_length=4000, widget=forms.Textarea({"rows": 3}))
