"""The editing form of offerings: drafts may be half done, a submission lists what is missing."""

from wagtail.admin.forms import WagtailAdminPageForm

from catalogue.domain.completeness import find_missing
from catalogue.domain.meetings import refresh_meetings


class OfferingForm(WagtailAdminPageForm):
    def clean(self):
        cleaned = super().clean()
        if not self.is_deferred_validation:
            for field, message in find_missing(cleaned):
                if field in self.fields:
                    self.add_error(field, message)
        return cleaned

    def save(self, commit=True):
        page = super().save(commit=False)
        for run in page.runs.all():
            refresh_meetings(run=run)
        if commit:
            page.save()
            self.save_m2m()
        return page
