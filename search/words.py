"""The texts of a page by the place they stand in, and the words people use for its plain facts."""

from dataclasses import dataclass

from wagtail.fields import RichTextField, StreamField
from wagtail.rich_text import get_text_for_indexing

from catalogue.choices import AttendanceMode, CourseKind, Daytime, PriceKind, Weekday
from catalogue.domain.schedule import get_daytime
from search.facets import OFFERING_FACETS, TEXT_FIELDS

#: words of a title
TITLE_START = 2
WEEKEND = (Weekday.SATURDAY, Weekday.SUNDAY)

#: the kinds in plain words; their synonyms are a matter of the analysis
TYPE_WORDS = {
    CourseKind.COURSE: "Kurs",
    CourseKind.WORKSHOP: "Workshop",
    CourseKind.OPEN_MEETING: "Offener Treff",
    CourseKind.COUNSELLING: "Beratung",
    CourseKind.SINGLE_EVENT: "Veranstaltung",
    "project": "Projekt",
}
DAYTIME_WORDS = {
    Daytime.MORNING: "Vormittag vormittags morgens",
    Daytime.AFTERNOON: "Nachmittag nachmittags",
    Daytime.EVENING: "Abend abends Feierabend",
}


@dataclass(frozen=True)
class TextSource:
    #: one of search.terms.FIELD_WEIGHTS
    field: str
    text: str
    language: str = "de"


def collect_offering_texts(page, relations, *, body: str) -> list[TextSource]:
    sources = [
        *_get_title_sources(page.title),
        TextSource("keywords", page.keywords),
        TextSource("keywords", ". ".join(_get_fact_words(page))),
        # parts of the course number, for those who remember the beginning
        TextSource("keywords", page.code),
        TextSource("summary", page.summary),
        *_collect_names(page, relations),
        TextSource("body", body),
        *(TextSource("body", text) for text in _get_more_texts(page, relations)),
        TextSource("times", ". ".join(_get_run_words(relations.runs))),
        TextSource("facts", ", ".join(_get_languages(page))),
    ]
    for row in relations.translations:
        sources.append(TextSource("translations", row.title, row.language))
        sources.append(TextSource("facts", row.summary, row.language))
    return [source for source in sources if source.text]


def collect_added_texts(page, relations, facets: dict[str, list[str]]) -> list[TextSource]:
    """What plugins add: names of their facets' values, and texts of their fields."""
    sources = []
    for facet in OFFERING_FACETS:
        if facet.is_added:
            options = facet.get_options()
            names = [str(options[value].name) for value in facets[facet.name] if value in options]
            sources += [TextSource("facts", name) for name in names]
    for _name, collect in TEXT_FIELDS:
        sources += [TextSource("facts", text) for text in collect(page, relations)]
    return [source for source in sources if source.text]


def collect_pairs(page, relations) -> list[tuple[str, str, str]]:
    """(field, text, text) of what makes one word together: "Deutsch A1" of the kind course is a Deutschkurs."""
    kind = _get_type_words(page)
    pairs = [("title", _get_title_start(page.title), kind), ("groups", page.title, kind)]
    pairs += [("groups", page.title, group.title) for group in relations.target_groups]
    pairs += [("groups", kind, group.title) for group in relations.target_groups]
    if page.subject is not None:
        pairs.append(("keywords", page.subject.name, kind))
    return pairs


def collect_page_texts(text) -> list[TextSource]:
    sources = [
        *_get_title_sources(text.title),
        TextSource("keywords", text.keywords),
        TextSource("summary", text.summary),
        TextSource("body", text.body),
    ]
    for language, (title, summary) in text.translations.items():
        sources.append(TextSource("translations", title, language))
        sources.append(TextSource("facts", summary, language))
    sources += [TextSource("body", body, language) for language, body in text.bodies.items()]
    return [source for source in sources if source.text]


def _get_title_sources(title: str):
    yield TextSource("title", title)
    # what a title begins with is what the page is about
    yield TextSource("title_start", _get_title_start(title))


def _get_title_start(title: str) -> str:
    return " ".join(title.split()[:TITLE_START])


def _collect_names(page, relations):
    subject = page.subject
    if subject is not None:
        yield from _name_sources("keywords", subject)
        if subject.parent_id:
            # "Tanz und Theater" is also said of a course that is all theatre
            yield from _name_sources("groups", subject.parent)
    for group in relations.target_groups:
        yield from _name_sources("groups", group)
    for person in relations.lecturers:
        if person.is_public:
            yield TextSource("people", person.full_name)
    for funder in relations.funders:
        yield from _name_sources("facts", funder)
    for venue in {run.venue_id: run.venue for run in relations.runs if run.venue_id}.values():
        yield from _name_sources("people", venue)
        yield TextSource("people", venue.district)


def _name_sources(field, item):
    return (TextSource(field, name, language) for language, name in item.get_names().items())


def _get_type_words(page) -> str:
    return TYPE_WORDS.get(page.get_search_type()) or page.get_type_label()


def _get_fact_words(page):
    """Words for facts of the offering itself."""
    yield _get_type_words(page)
    if level := getattr(page, "level", ""):
        yield level
        yield page.get_level_display()
    if getattr(page, "task_area", ""):
        yield page.get_task_area_display()
    if page.childcare:
        yield "Kinderbetreuung"
    if page.format in (AttendanceMode.ONLINE, AttendanceMode.HYBRID):
        yield "online"


def _get_run_words(runs):
    """Words for facts of any run, each once."""
    words = []
    for run in runs:
        if PriceKind.FREE in run.price_kinds:
            words.append("kostenlos gratis")
        if run.venue_id and run.venue.is_accessible:
            words.append("barrierefrei Rollstuhl")
        words.extend(_get_time_words(run))
    return dict.fromkeys(words)


def _get_time_words(run):
    times = {(row.date.weekday(), row.start_time) for row in run.meeting_rows if row.date}
    for weekday in sorted({weekday for weekday, _start in times}):
        yield f"{Weekday(weekday).label} {Weekday(weekday).label}s"
        if weekday in WEEKEND:
            yield "Wochenende"
    for daytime in sorted({get_daytime(start) for _weekday, start in times if start}):
        yield DAYTIME_WORDS[daytime]


def _get_languages(page):
    field = page._meta.get_field("teaching_languages")
    spoken = dict.fromkeys([*page.teaching_languages, *page.support_languages])
    # nearly everything is held in German: that is not what "Deutsch" asks for
    return field.get_labels([language for language in spoken if language != "de"])


def _get_more_texts(page, relations):
    for name in ("prerequisites", "material", "certificate", "results", "accessibility_notes", "easy_language"):
        yield getattr(page, name, "")
    yield ", ".join(partner.name for partner in relations.partners)


def get_body_text(page) -> str:
    """The page's body as plain text."""
    field = next((field for field in page._meta.get_fields() if field.name == "body"), None)
    if isinstance(field, StreamField):
        body = page.body
        return "\n".join(text.strip() for text in body.stream_block.get_searchable_content(body))
    if isinstance(field, RichTextField):
        return get_text_for_indexing(page.body).strip()
    return ""
