"""What an offering is, in the words of schema.org, for search engines and others that read pages.

Courses and workshops are a Course with an instance for each run, projects a Project, counselling a Service, everything
else an Event for each run. What is not known is left out.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urljoin

from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.choices import AttendanceMode, Availability, CourseKind, MeetingStatus, RunStatus
from catalogue.domain.cards import get_card_runs
from catalogue.domain.people import get_profile_url
from catalogue.domain.schema_org import (
    CONTEXT,
    Node,
    count_free_seats,
    describe_organisation,
    describe_place,
    describe_workload,
    drop_empty,
    get_bounds,
    list_dated_meetings,
    list_schedules,
    make_term,
    write_day,
    write_moment,
)

#: single meetings named of a run without a weekly rule
MAX_MEETINGS = 20
COURSE_MODES = {
    AttendanceMode.IN_PERSON: "Onsite",
    AttendanceMode.ONLINE: "Online",
    AttendanceMode.HYBRID: "Blended",
}
ATTENDANCE_MODES = {
    AttendanceMode.IN_PERSON: "OfflineEventAttendanceMode",
    AttendanceMode.ONLINE: "OnlineEventAttendanceMode",
    AttendanceMode.HYBRID: "MixedEventAttendanceMode",
}
RUN_STATES = {RunStatus.CANCELLED: "EventCancelled", RunStatus.MOVED: "EventRescheduled"}
MEETING_STATES = {MeetingStatus.CANCELLED: "EventCancelled", MeetingStatus.MOVED: "EventRescheduled"}
#: the other states say nothing about places
PLACES = {
    Availability.FREE: "InStock",
    Availability.FEW: "LimitedAvailability",
    Availability.WAITING_LIST: "SoldOut",
    Availability.FULL: "SoldOut",
}
#: inside a page these could end the element, or the line of a script
ESCAPES = {ord(sign): f"\\u{ord(sign):04X}" for sign in "<>&\u2028\u2029"}


def write_json(data: Node) -> str:
    """To stand inside a script element."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(ESCAPES)


@dataclass(frozen=True)
class Circle:
    """Those around an offering as its page names them: public people, funders, target groups."""

    lecturers: Sequence
    funders: Sequence
    target_groups: Sequence


def build_structured_data(
    offering, *, circle: Circle, organisation, site_url: str, picture_url: str = ""
) -> Node | None:
    """None where there is nothing to tell, like an event without a date."""
    return _Description(offering, circle, organisation, site_url, picture_url).build()


class _Description:
    def __init__(self, offering, circle: Circle, organisation, site_url: str, picture_url: str):
        self.offering = offering
        self.circle = circle
        self.site_url = site_url
        self.url = urljoin(site_url, offering.get_url() or "")
        self.picture_url = picture_url and urljoin(site_url, picture_url)
        self.organizer = describe_organisation(organisation, site_url=site_url)
        today = timezone.localdate()
        runs = get_card_runs(offering)
        self.runs = [run for run in runs if not run.is_over(today)] or runs

    def build(self) -> Node | None:
        kind = self.offering.get_search_type()
        if kind == CourseKind.COUNSELLING:
            nodes = [self._build_service()]
        elif kind in (CourseKind.SINGLE_EVENT, CourseKind.OPEN_MEETING):
            nodes = [self._build_event(run) for run in self.runs if get_bounds(run)[0]]
        else:
            nodes = [self._build_project() if kind == "project" else self._build_course()]
        if len(nodes) > 1:
            return {"@context": CONTEXT, "@graph": nodes}
        return {"@context": CONTEXT, **nodes[0]} if nodes else None

    def _name(self, kind: str, **facts) -> Node:
        return drop_empty(
            {
                "@type": kind,
                "name": self.offering.translated_title,
                "description": self.offering.translated_summary,
                "url": self.url,
                "image": self.picture_url,
                **facts,
            }
        )

    def _build_course(self) -> Node:
        offering = self.offering
        return self._name(
            "Course",
            courseCode=offering.code,
            provider=self.organizer,
            about=offering.subject.translated_name if offering.subject else "",
            educationalLevel=getattr(offering, "level", ""),
            coursePrerequisites=getattr(offering, "prerequisites", ""),
            educationalCredentialAwarded=getattr(offering, "certificate", ""),
            inLanguage=offering.teaching_languages,
            availableLanguage=offering.support_languages,
            audience=self._describe_audience(),
            offers=[offer for run in self.runs for offer in self._list_offers(run)],
            hasCourseInstance=[self._build_instance(run) for run in self.runs],
        )

    def _build_instance(self, run) -> Node:
        return drop_empty(
            {
                "@type": "CourseInstance",
                "courseMode": COURSE_MODES.get(self.offering.format),
                "courseWorkload": describe_workload(run),
                "courseSchedule": list_schedules(run),
                "instructor": self._list_instructors(),
                **self._describe_happening(run),
            }
        )

    def _build_event(self, run) -> Node:
        return self._name(
            "Event",
            organizer=self.organizer,
            audience=self._describe_audience(),
            performer=self._list_instructors(),
            eventSchedule=list_schedules(run),
            inLanguage=self.offering.teaching_languages,
            **self._describe_happening(run),
        )

    def _build_service(self) -> Node:
        channels = [
            drop_empty(
                {
                    "@type": "ServiceChannel",
                    "availableLanguage": [*self.offering.teaching_languages, *self.offering.support_languages],
                    "serviceLocation": describe_place(run.venue),
                    "serviceUrl": self.url,
                }
            )
            for run in self.runs
        ]
        return self._name(
            "Service",
            provider=self.organizer,
            serviceType=self.offering.get_type_label(),
            audience=self._describe_audience(),
            availableChannel=channels,
            offers=[offer for run in self.runs for offer in self._list_offers(run)],
        )

    def _build_project(self) -> Node:
        # for schema.org a project is a kind of organisation, so what it has are founding dates
        return self._name(
            "Project",
            parentOrganization=self.organizer,
            funder=self._list_funders(),
            foundingDate=write_day(getattr(self.offering, "period_start", None)),
            dissolutionDate=write_day(getattr(self.offering, "period_end", None)),
        )

    def _describe_happening(self, run) -> Node:
        """What courses and events have in common: both are events for schema.org."""
        start, end = get_bounds(run)
        offers = self._list_offers(run)
        return {
            "startDate": start,
            "endDate": end,
            "eventStatus": make_term(RUN_STATES.get(run.status, "EventScheduled")),
            "eventAttendanceMode": make_term(ATTENDANCE_MODES.get(self.offering.format)),
            "location": self._list_places(run),
            "maximumAttendeeCapacity": run.seats_max,
            "remainingAttendeeCapacity": count_free_seats(run),
            "isAccessibleForFree": None if run.price is None else run.price == 0,
            "offers": offers,
            "funder": self._list_funders(),
            "subEvent": self._list_meetings(run),
        }

    def _list_places(self, run) -> list[Node]:
        places = []
        if self.offering.format != AttendanceMode.ONLINE and run.venue:
            places.append(describe_place(run.venue))
        if self.offering.format != AttendanceMode.IN_PERSON:
            places.append({"@type": "VirtualLocation", "url": self.url})
        return places

    def _list_offers(self, run) -> list[Node]:
        if run.price is None or run.status == RunStatus.CANCELLED:
            return []
        common = {
            "@type": "Offer",
            "priceCurrency": "EUR",
            "url": self.url,
            "availability": make_term(PLACES.get(run.availability)),
            "availabilityEnds": write_day(run.registration_deadline),
        }
        offers = [{**common, "price": str(run.price)}]
        if run.reduced_price is not None and run.reduced_price < run.price:
            name = " ".join(filter(None, [_("ermäßigt"), run.reduced_for]))
            offers.append({**common, "price": str(run.reduced_price), "name": name})
        return [drop_empty(offer) for offer in offers]

    def _list_instructors(self) -> list[Node]:
        return [
            {
                "@type": "Person",
                "name": person.full_name,
                "url": urljoin(self.site_url, get_profile_url(person)),
            }
            for person in self.circle.lecturers
        ]

    def _list_funders(self) -> list[Node]:
        return [
            drop_empty({"@type": "Organization", "name": funder.translated_name, "url": funder.url})
            for funder in self.circle.funders
        ]

    def _describe_audience(self) -> Node | None:
        offering = self.offering
        audience = drop_empty(
            {
                "audienceType": ", ".join(group.translated_name for group in self.circle.target_groups),
                "suggestedMinAge": offering.age_from,
                "suggestedMaxAge": offering.age_to,
            }
        )
        return {"@type": "PeopleAudience", **audience} if audience else None

    def _list_meetings(self, run) -> list[Node]:
        """Those that are not what the weekly rule says; without a rule all, up to a readable number."""
        meetings = list_dated_meetings(run)
        if len(meetings) < 2 and not any(meeting.status in MEETING_STATES for meeting in meetings):
            return []
        if run.weekly_times:
            meetings = [meeting for meeting in meetings if meeting.status in MEETING_STATES]
        return [self._build_meeting(run, meeting) for meeting in meetings[:MAX_MEETINGS]]

    def _build_meeting(self, run, meeting) -> Node:
        state = RUN_STATES.get(run.status) if run.status == RunStatus.CANCELLED else MEETING_STATES.get(meeting.status)
        is_moved = meeting.status == MeetingStatus.MOVED and meeting.planned_date
        return drop_empty(
            {
                "@type": "Event",
                "name": self.offering.translated_title,
                "startDate": write_moment(meeting.date, meeting.start_time),
                "endDate": write_moment(meeting.date, meeting.end_time) if meeting.end_time else None,
                "previousStartDate": write_moment(meeting.planned_date, meeting.planned_start_time)
                if is_moved
                else None,
                "eventStatus": make_term(state or "EventScheduled"),
                "location": self._list_places(run),
            }
        )
