"""The editing form of an offering, in the order people think about it."""

from django.utils.translation import gettext_lazy as _
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
    InlinePanel("meetings", MEETING_PANELS, heading=_("Termine"), label=_("Termin")),
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
                    InlinePanel("runs", RUN_PANELS, heading=_("Durchgänge"), label=_("Durchgang")),
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
