"""The editing form of an offering, in the order people think about it."""

from django import forms
from django.forms.models import BaseModelFormSet
from django.utils.translation import gettext_lazy as _
from modelcluster.forms import BaseChildFormSet
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    PublishingPanel,
    TabbedInterface,
    TitleFieldPanel,
)
from wagtail.admin.widgets import AdminAutoHeightTextInput

from catalogue.meeting_preview import MeetingPreviewPanel
from cms.languages import TRANSLATION_LANGUAGES


class OfferingTitlePanel(TitleFieldPanel):
    """The title, which fills the address only where the form has one: lecturers do not see it."""

    class BoundPanel(TitleFieldPanel.BoundPanel):
        def get_attrs(self):
            attrs = super().get_attrs()
            if not attrs.get("data-w-sync-target-value"):
                # Wagtail's script stumbles over an empty selector
                attrs.pop("data-w-sync-target-value", None)
                attrs["data-controller"] = attrs.get("data-controller", "").replace("w-sync", "").strip()
            return attrs


class RowFormSet(BaseChildFormSet):
    """Rows of a draft that were never published have no key; their uid tells which is which.

    Without it each saving would make new rows of them, and what no field of the form shows would be lost.
    """

    def add_fields(self, form, index):
        super().add_fields(form, index)
        is_new = index is None or index >= self.initial_form_count()
        uid = None if is_new else form.instance.uid
        form.fields["uid"] = forms.UUIDField(required=False, initial=uid, widget=forms.HiddenInput)

    def _construct_form(self, i, **kwargs):
        known = self._find_unpublished_row(i)
        if known is None:
            return super()._construct_form(i, **kwargs)
        # as modelcluster does for rows without a key, only that it starts from an empty one
        return super(BaseModelFormSet, self)._construct_form(i, instance=self._start_again(known), **kwargs)

    def _find_unpublished_row(self, i):
        if not self.is_bound or i >= self.initial_form_count() or self.data.get(f"{self.add_prefix(i)}-id"):
            return None
        uid = self.data.get(f"{self.add_prefix(i)}-uid")
        return next((row for row in self.get_queryset() if row.pk is None and str(row.uid) == uid), None)

    def _start_again(self, known):
        """Empty but for what the form does not send."""
        row = self.model(**{name: getattr(known, name) for name in self.model.HIDDEN_FACTS})
        if hasattr(known, "meetings"):
            # so that the formset inside finds them
            row.meetings = list(known.meetings.all())
        return row


class RowPanel(InlinePanel):
    def get_form_options(self):
        options = super().get_form_options()
        options["formsets"][self.relation_name]["formset"] = RowFormSet
        return options


MEETING_PANELS = [
    FieldRowPanel([FieldPanel("date"), FieldPanel("start_time"), FieldPanel("end_time"), FieldPanel("room")]),
    FieldRowPanel([FieldPanel("status"), FieldPanel("note")]),
]

RUN_PANELS = [
    FieldRowPanel([FieldPanel("number"), FieldPanel("status")]),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("start_date"), FieldPanel("end_date")]),
            FieldRowPanel([FieldPanel("weekly_times"), FieldPanel("interval_weeks")]),
            MeetingPreviewPanel(),
            FieldRowPanel([FieldPanel("venue"), FieldPanel("room")]),
        ],
        heading=_("Wann und wo"),
    ),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("price"), FieldPanel("reduced_price"), FieldPanel("reduced_for")]),
            FieldPanel("funding_notes"),
        ],
        heading=_("Was es kostet"),
    ),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("seats_min"), FieldPanel("seats_max"), FieldPanel("seats_taken")]),
            FieldRowPanel([FieldPanel("fully_booked"), FieldPanel("waiting_list")]),
            FieldRowPanel([FieldPanel("registration_deadline"), FieldPanel("units")]),
        ],
        heading=_("Plätze und Anmeldung"),
    ),
    RowPanel("meetings", MEETING_PANELS, heading=_("Termine"), label=_("Termin")),
]


def build_offering_form(*, own_panels=(), own_heading="") -> TabbedInterface:
    """Tabs of an offering type; ``own_panels`` are what this type adds, shown beside title and summary."""
    own = [MultiFieldPanel(list(own_panels), heading=own_heading)] if own_panels else []
    return TabbedInterface(
        [
            ObjectList(
                [
                    OfferingTitlePanel("title"),
                    FieldPanel("summary", widget=AdminAutoHeightTextInput),
                    *own,
                    FieldPanel("subject"),
                    FieldPanel("target_groups"),
                    FieldRowPanel([FieldPanel("age_from"), FieldPanel("age_to")]),
                    FieldPanel("body"),
                    FieldPanel("image"),
                    FieldPanel("keywords"),
                ],
                heading=_("Inhalt"),
            ),
            ObjectList(
                [
                    HelpPanel(
                        content=_(
                            "Tragen Sie Beginn, Ende und Wochenzeiten ein. Beim Speichern entstehen daraus die "
                            "Termine, ohne Feiertage und Schließzeiten. Einzelne Termine können Sie danach "
                            "verlegen oder absagen."
                        )
                    ),
                    RowPanel("runs", RUN_PANELS, heading=_("Durchgänge"), label=_("Durchgang")),
                ],
                heading=_("Termine und Orte"),
            ),
            ObjectList(
                [
                    FieldPanel("registration"),
                    FieldRowPanel([FieldPanel("registration_url"), FieldPanel("registration_phone")]),
                    FieldPanel("format"),
                    FieldPanel("childcare"),
                    FieldPanel("teaching_languages"),
                    FieldPanel("support_languages"),
                    FieldPanel("accessibility_notes"),
                    FieldPanel("contact"),
                    FieldPanel("funders"),
                    FieldPanel("lecturers", permission="catalogue.assign_lecturers"),
                ],
                heading=_("Teilnehmen"),
            ),
            ObjectList(
                [
                    InlinePanel(
                        "translations",
                        [FieldPanel("language"), FieldPanel("title"), FieldPanel("summary")],
                        heading=_("Titel und Kurztext in anderen Sprachen"),
                        label=_("Übersetzung"),
                        max_num=len(TRANSLATION_LANGUAGES),
                    ),
                    FieldPanel("minor_edit"),
                    MultiFieldPanel(
                        [
                            FieldPanel("easy_language"),
                            FieldRowPanel(
                                [
                                    FieldPanel("easy_language_checked_by"),
                                    FieldPanel("easy_language_checked_on"),
                                ]
                            ),
                        ],
                        heading=_("Leichte Sprache"),
                    ),
                ],
                heading=_("Sprachen"),
            ),
            ObjectList(
                [
                    FieldPanel("code"),
                    FieldPanel("slug", permission="catalogue.assign_lecturers"),
                    FieldPanel("seo_title", permission="catalogue.assign_lecturers"),
                    FieldPanel("search_description", permission="catalogue.assign_lecturers"),
                    PublishingPanel(permission="wagtailcore.publish_page"),
                ],
                heading=_("Verwaltung"),
            ),
        ]
    )
