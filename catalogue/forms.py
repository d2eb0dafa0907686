"""The editing form of offerings: drafts may be half done, a submission lists what is missing."""

from wagtail.admin.forms import WagtailAdminPageForm

from catalogue.domain.completeness import find_missing
from catalogue.domain.concurrency import describe_conflict, find_newer_revision
from catalogue.domain.meetings import refresh_meetings

#: a date of publication would go round the review: a panel that is not shown still reads what is sent
SCHEDULE_FIELDS = ("go_live_at", "expire_at")


class OfferingForm(WagtailAdminPageForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
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
        for run in page.runs.all():
            refresh_meetings(run=run)
        if commit:
            page.save()
            self.save_m2m()
        return page
