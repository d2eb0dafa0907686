"""Cards of the hits, from their documents and the names in memory; two looks at the database, for the pictures."""

from datetime import date, datetime, time
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.images.models import Filter

from catalogue.choices import AttendanceMode, Availability, PriceKind, RunStatus
from catalogue.domain.pictures import CARD_PICTURE, get_picture
from catalogue.domain.prices import describe_price
from catalogue.domain.schedule import WeeklyTime
from catalogue.domain.timetable import AVAILABILITY_ORDER
from catalogue.domain.wording import format_age, format_day, format_period, format_times, format_weekly
from cms.languages import get_interface_language
from search.facets import FACETS_BY_NAME, get_label
from search.results import Hit, HitImage, Label, NextMeeting, RunCard

CARD_FILTER = Filter(spec=CARD_PICTURE)
#: availabilities a card says at first glance; the rest is the normal case or says nothing
BADGE_AVAILABILITIES = (
    Availability.FREE,
    Availability.FEW,
    Availability.WAITING_LIST,
    Availability.FULL,
    Availability.STARTED,
    Availability.CANCELLED,
)


def build_hits(documents: list[dict], *, highlighter=None) -> tuple[Hit, ...]:
    """Hits in the active language, in the order of the documents.

    ``highlighter`` turns (text, language) into ((part, whether it matched), ...).
    """
    images = load_images({document["image"] for document in documents} - {None})
    today = timezone.localdate()
    return tuple(
        build_hit(document, today=today, image=images.get(document["image"]), highlighter=highlighter)
        for document in documents
    )


def load_images(pks) -> dict[int, HitImage]:
    """Pictures that may be shown today, each in the one size a card needs."""
    from media.models import Image

    if not pks:
        return {}
    images = Image.objects.filter(pk__in=pks).prefetch_renditions(CARD_PICTURE)
    pictures = ((image, _get_rendition(image)) for image in images if image.is_publishable)
    return {
        image.pk: HitImage(picture.url, image.default_alt_text, picture.width, picture.height)
        for image, picture in pictures
        if picture is not None
    }


def _get_rendition(image):
    try:
        # what was fetched along; get_picture would also write it to the cache, each time
        return image.find_existing_rendition(CARD_FILTER)
    except image.get_rendition_model().DoesNotExist:
        return get_picture(image, CARD_PICTURE)


def build_hit(document: dict, *, today: date, image: HitImage | None = None, highlighter=None) -> Hit:
    title, lang, summary, summary_lang = pick_texts(document)
    facets = document["facets"]
    current = [run for run in document["runs"] if not is_over(run, today)]
    runs = [build_run(run, today) for run in current or document["runs"]]
    run, meeting = find_next(current, today)
    best = min(
        (card for card in runs if current),
        key=lambda card: AVAILABILITY_ORDER.index(card.availability.value),
        default=None,
    )
    accessible = any("1" in run["facets"]["accessible"] for run in current)
    return Hit(
        id=document["id"],
        type=document["type"],
        type_label=get_label("type", document["type"]),
        code=document["code"],
        title=title,
        lang=lang,
        summary=summary,
        summary_lang=summary_lang,
        url=localize_path(document["path"]),
        image=image,
        subject=_label("subject", facets["subject"][-1]) if facets.get("subject") else None,
        target_groups=_labels("target_group", facets),
        level=document["level"],
        languages=_labels("language", facets),
        lecturers=_labels("lecturer", facets),
        next_meeting=build_next_meeting(*meeting, today=today) if meeting else None,
        runs=tuple(runs),
        age_from=document["age"][0],
        age_to=document["age"][1],
        childcare=bool(facets.get("childcare")),
        accessible=accessible,
        format=_label("format", facets["format"][0]) if facets.get("format") else None,
        availability=best.availability if best else None,
        is_past=is_past(document, today),
        when=_describe_rhythm(document, run, meeting, today),
        begin=_describe_begin(run, meeting, today),
        where=_describe_place(facets, run),
        price=build_run(run, today).price_text if run else "",
        spoken=_describe_languages(facets),
        age=format_age(*document["age"]),
        badges=tuple(_find_badges(best, run)),
        features=tuple(_list_features(document, accessible)),
        highlight_title=highlighter(title, lang) if highlighter else (),
        highlight_summary=highlighter(summary, summary_lang) if highlighter else (),
    )


def localize_path(path: str) -> str:
    """The address of a page in the active language."""
    return path if get_interface_language() == "de" else f"/{get_language()}{path}"


def pick_texts(document: dict) -> tuple[str, str, str, str]:
    """(title, its language, summary, its language): German where the active language has none."""
    language = get_interface_language()
    title, summary = document["translations"].get(language, ("", ""))
    return (
        title or document["title"],
        language if title else "de",
        summary or document["summary"],
        language if summary else "de",
    )


def is_over(run: dict, today: date) -> bool:
    return bool(run["end"]) and run["end"] < today.isoformat()


def is_past(document: dict, today: date) -> bool:
    if document["runs"]:
        return all(is_over(run, today) for run in document["runs"])
    return bool(document["period"][1]) and document["period"][1] < today.isoformat()


def _label(facet_name: str, value: str) -> Label:
    return Label(value, get_label(facet_name, value))


def _labels(facet_name: str, facets: dict) -> tuple[Label, ...]:
    """Without values that have no name any more: a person who withdrew their consent is gone at once."""
    labels = FACETS_BY_NAME[facet_name].get_labels()
    return tuple(Label(value, labels[value]) for value in facets.get(facet_name, ()) if value in labels)


def build_run(run: dict, today: date) -> RunCard:
    return RunCard(
        number=run["number"],
        status=run["status"],
        start=_day(run["start"]),
        end=_day(run["end"]),
        weekdays=tuple(run["weekdays"]),
        times=tuple(run["times"]),
        venue=_label("venue", run["venue"]) if run["venue"] else None,
        district=_label("district", run["district"]) if run["district"] else None,
        price=run["price"],
        reduced_price=run["reduced_price"],
        price_text=describe_price(
            price=_amount(run["price"]),
            reduced_price=_amount(run["reduced_price"]),
            reduced_for=run["reduced_for"],
        ),
        availability=_label("availability", get_availability(run, today)),
    )


def get_availability(run: dict, today: date) -> str:
    day = today.isoformat()
    return next(
        (
            value
            for value, first, last in run["availability"]
            if (first is None or first <= day) and (last is None or day <= last)
        ),
        Availability.UNKNOWN.value,
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _amount(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def find_next(runs: list[dict], today: date) -> tuple[dict | None, tuple[str, str, str] | None]:
    """The run that meets next and that (day, start, end); without a date the first run and None."""
    day = today.isoformat()
    coming = [
        (tuple(meeting[:3]), number)
        for number, run in enumerate(runs)
        for meeting in [*run["meetings"], *([run["start"], "", ""] for _ in range(_is_start_known(run)))]
        if meeting[0] >= day
    ]
    if coming:
        meeting, number = min(coming)
        return runs[number], meeting
    return (runs[0] if runs else None), None


def _is_start_known(run: dict) -> bool:
    """Without dated meetings the first day is all one knows."""
    return bool(run["spans"] and run["start"])


def build_next_meeting(day: str, start: str, end: str, *, today: date) -> NextMeeting:
    words = [format_day(date.fromisoformat(day), today=today), format_times(_clock(start), _clock(end))]
    return NextMeeting(
        start=_aware(day, start or "00:00"),
        end=_aware(day, end) if end else None,
        has_time=bool(start),
        text=", ".join(filter(None, words)),
    )


def _clock(text: str) -> time | None:
    return time.fromisoformat(text) if text else None


def _aware(day: str, clock: str) -> datetime:
    return timezone.make_aware(datetime.combine(date.fromisoformat(day), time.fromisoformat(clock)))


def _describe_rhythm(document: dict, run: dict | None, meeting, today: date) -> str:
    if run is None:
        return format_period(*map(_day, document["period"]))
    times = [WeeklyTime(weekday, _clock(start), _clock(end)) for weekday, start, end in run["weekly"]]
    weekly = format_weekly(times, interval_weeks=run["interval"])
    if weekly or meeting is None:
        return weekly or format_period(_day(run["start"]), _day(run["end"]))
    return build_next_meeting(*meeting, today=today).text


def _describe_begin(run: dict | None, meeting, today: date) -> str:
    if meeting is None or not run["weekly"]:
        return ""
    day = format_day(date.fromisoformat(meeting[0]), today=today)
    if run["start"] and run["start"] >= today.isoformat():
        return _("Beginn: %(day)s") % {"day": day}
    return _("Nächster Termin: %(day)s") % {"day": day}


def _describe_place(facets: dict, run: dict | None) -> str:
    if "online" in facets.get("format", ()):
        return str(AttendanceMode.ONLINE.label)
    if run is None or not run["venue"]:
        return ""
    names = [get_label("venue", run["venue"]), run["district"] and get_label("district", run["district"])]
    return ", ".join(filter(None, names))


def _describe_languages(facets: dict) -> str:
    taught = [label.label for label in _labels("language", facets)]
    support = [label.label for label in _labels("support_language", facets) if label.label not in taught]
    text = ", ".join(taught)
    if support:
        text = _("%(taught)s; Fragen auch auf %(support)s") % {"taught": text, "support": ", ".join(support)}
    return text


def _find_badges(best: RunCard | None, run: dict | None):
    """(css name, text) of what decides: is there a place, was it moved, is it free of charge."""
    if best is not None and best.availability.value in BADGE_AVAILABILITIES:
        yield best.availability
    if run is not None and run["status"] == RunStatus.MOVED:
        yield _label("status", RunStatus.MOVED.value)
    if run is not None and PriceKind.FREE.value in run["facets"]["price"]:
        yield Label("no-charge", str(PriceKind.FREE.label))


def _list_features(document: dict, accessible: bool):
    """Short words for what not every offering has."""
    facets = document["facets"]
    if document["level"]:
        yield get_label("level", document["level"])
    if facets.get("childcare"):
        yield _("mit Kinderbetreuung")
    if AttendanceMode.HYBRID.value in facets.get("format", ()):
        yield str(AttendanceMode.HYBRID.label)
    if accessible:
        yield _("ohne Stufen")
