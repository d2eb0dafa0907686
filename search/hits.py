"""Cards of the hits, from their documents and the names in memory."""

import hashlib
from collections.abc import Callable, Iterator
from datetime import date
from functools import cached_property

import orjson
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catalogue.choices import AttendanceMode, Availability, PriceKind, RunStatus
from catalogue.domain.timetable import AVAILABILITY_ORDER
from catalogue.domain.wording import describe_languages, format_age, format_period, format_weekly, join_facts
from cms.languages import get_interface_language
from search.facets import FACETS_BY_NAME, get_label, make_label
from search.labels import Label
from search.pictures import HitImage, load_images
from search.runs import Meeting, NextMeeting, RunCard, find_next, is_over, read_day

#: availabilities a card says at first glance; the rest is the normal case or says nothing
BADGE_AVAILABILITIES = (
    Availability.FREE,
    Availability.FEW,
    Availability.WAITING_LIST,
    Availability.FULL,
    Availability.STARTED,
    Availability.CANCELLED,
)
#: ((text, whether it matched), ...)
Marked = tuple[tuple[str, bool], ...]
Highlighter = Callable[[str, str], Marked]


def build_hits(documents: list[dict], *, highlighter: Highlighter | None = None) -> tuple["Hit", ...]:
    """In the order of the documents. ``highlighter`` marks what matched in (text, language)."""
    images = load_images({document["image"] for document in documents} - {None})
    today = timezone.localdate()
    return tuple(
        Hit(document, today=today, image=images.get(document["image"]), highlighter=highlighter)
        for document in documents
    )


class Hit:
    """One card: the facts for machines, then the same in words.

    Words are made when somebody reads them, in the language active then: the API reads few of them.
    """

    def __init__(
        self,
        document: dict,
        *,
        today: date,
        image: HitImage | None = None,
        highlighter: Highlighter | None = None,
    ):
        self._document = document
        self._facets: dict[str, list[str]] = document["facets"]
        self.today = today
        self._highlighter = highlighter
        self.image = image
        self.id: int = document["id"]
        self.type: str = document["type"]
        self.code: str = document["code"]
        self.level: str = document["level"]
        self.age_from, self.age_to = document["age"]

    def __repr__(self):
        return f"<Hit {self.id} {self._document['title']!r}>"

    @property
    def fingerprint(self) -> bytes:
        """The same for equal documents."""
        return hashlib.blake2b(orjson.dumps(self._document), digest_size=16).digest()

    @cached_property
    def _texts(self) -> tuple[str, str, str, str]:
        """(title, its language, summary, its language): German where the active language has none."""
        language = get_interface_language()
        title, summary = self._document["translations"].get(language, ("", ""))
        return (
            title or self._document["title"],
            language if title else "de",
            summary or self._document["summary"],
            language if summary else "de",
        )

    @property
    def title(self) -> str:
        return self._texts[0]

    @property
    def lang(self) -> str:
        """Language of the title."""
        return self._texts[1]

    @property
    def summary(self) -> str:
        return self._texts[2]

    @property
    def summary_lang(self) -> str:
        return self._texts[3]

    @property
    def highlight_title(self) -> Marked:
        """Empty without a text query."""
        return self._highlighter(self.title, self.lang) if self._highlighter else ()

    @property
    def highlight_summary(self) -> Marked:
        return self._highlighter(self.summary, self.summary_lang) if self._highlighter else ()

    @property
    def url(self) -> str:
        return localize_path(self._document["path"])

    @property
    def type_label(self) -> str:
        return get_label("type", self.type)

    @property
    def subject(self) -> Label | None:
        return make_label("subject", self._facets["subject"][-1]) if self._facets.get("subject") else None

    @property
    def target_groups(self) -> tuple[Label, ...]:
        return self._get_labels("target_group")

    @property
    def languages(self) -> tuple[Label, ...]:
        return self._get_labels("language")

    @property
    def lecturers(self) -> tuple[Label, ...]:
        return self._get_labels("lecturer")

    @property
    def format(self) -> Label | None:
        return make_label("format", self._facets["format"][0]) if self._facets.get("format") else None

    @property
    def childcare(self) -> bool:
        return bool(self._facets.get("childcare"))

    @cached_property
    def _current(self) -> list[RunCard]:
        return [RunCard(run, self.today) for run in self._document["runs"] if not is_over(run, self.today)]

    @property
    def runs(self) -> tuple[RunCard, ...]:
        """Those that are not over, all of a past offering."""
        return tuple(self._current or (RunCard(run, self.today) for run in self._document["runs"]))

    @property
    def all_runs(self) -> tuple[RunCard, ...]:
        """Also those that are over."""
        return tuple(RunCard(run, self.today) for run in self._document["runs"])

    @cached_property
    def _next(self) -> tuple[int, Meeting] | None:
        return find_next([run.facts for run in self._current], self.today)

    @property
    def next_meeting(self) -> NextMeeting | None:
        return NextMeeting(self._next[1], self.today) if self._next else None

    @cached_property
    def _next_run(self) -> RunCard | None:
        """The run that meets next, without a date the first one."""
        return self._current[self._next[0] if self._next else 0] if self._current else None

    @cached_property
    def _best_run(self) -> RunCard | None:
        return min(self._current, key=lambda run: AVAILABILITY_ORDER.index(run.availability.value), default=None)

    @property
    def availability(self) -> Label | None:
        """Of the run with the best chance."""
        return self._best_run.availability if self._current else None

    @property
    def accessible(self) -> bool:
        return any("1" in run.facts["facets"]["accessible"] for run in self._current)

    @property
    def is_past(self) -> bool:
        if self._document["runs"]:
            return not self._current
        end = self._document["period"][1]
        return bool(end) and end < self.today.isoformat()

    @property
    def when(self) -> str:
        """ "dienstags, 9:30 bis 12 Uhr"."""
        run, meeting = self._next_run, self.next_meeting
        if run is None:
            return format_period(*map(read_day, self._document["period"]))
        weekly = format_weekly(run.weekly_times, interval_weeks=run.facts["interval"])
        if weekly or meeting is None:
            return weekly or format_period(run.start, run.end)
        return meeting.text

    @property
    def begin(self) -> str:
        """ "Beginn: Dienstag, 1. Dezember"."""
        run, meeting = self._next_run, self.next_meeting
        if meeting is None or not run.facts["weekly"]:
            return ""
        if run.start and run.start >= self.today:
            return _("Beginn: %(day)s") % {"day": meeting.day_text}
        return _("Nächster Termin: %(day)s") % {"day": meeting.day_text}

    @property
    def where(self) -> str:
        if AttendanceMode.ONLINE.value in self._facets.get("format", ()):
            return str(AttendanceMode.ONLINE.label)
        run = self._next_run
        if run is None or run.venue is None:
            return ""
        return join_facts([run.venue, run.district])

    @property
    def price(self) -> str:
        return self._next_run.price_text if self._next_run else ""

    @property
    def spoken(self) -> str:
        """ "Deutsch; Fragen auch auf Türkisch"."""
        return describe_languages(
            [label.label for label in self.languages],
            [label.label for label in self._get_labels("support_language")],
        )

    @property
    def age(self) -> str:
        return format_age(self.age_from, self.age_to)

    @property
    def badges(self) -> tuple[Label, ...]:
        """States in words, ``value`` chooses the colour: is there a place, was it moved, is it free of charge."""
        return tuple(self._find_badges())

    def _find_badges(self) -> Iterator[Label]:
        if self._current and self.availability.value in BADGE_AVAILABILITIES:
            yield self.availability
        run = self._next_run
        if run is not None and run.status == RunStatus.MOVED:
            yield make_label("status", RunStatus.MOVED.value)
        if run is not None and PriceKind.FREE.value in run.facts["facets"]["price"]:
            yield Label("no-charge", str(PriceKind.FREE.label))

    @property
    def features(self) -> tuple[str, ...]:
        """Short words for what not every offering has."""
        return tuple(self._list_features())

    def _list_features(self) -> Iterator[str]:
        if self.level:
            yield get_label("level", self.level)
        if self.childcare:
            yield _("mit Kinderbetreuung")
        if AttendanceMode.HYBRID.value in self._facets.get("format", ()):
            yield str(AttendanceMode.HYBRID.label)
        if self.accessible:
            yield _("ohne Stufen")

    def _get_labels(self, facet_name: str) -> tuple[Label, ...]:
        """Without values that have no name any more: a person who withdrew their consent is gone at once."""
        labels = FACETS_BY_NAME[facet_name].get_labels()
        return tuple(Label(value, labels[value]) for value in self._facets.get(facet_name, ()) if value in labels)


def localize_path(path: str) -> str:
    """The address of a page in the active language."""
    return path if get_interface_language() == "de" else f"/{get_language()}{path}"
