"""What is searched, as one plain JSON document per page, the same for every backend.

Nothing in a document depends on the day it was made: what changes by mere lapse of time (over, full, next
meeting) is worked out when somebody searches.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Model
from django.utils import translation

from catalogue.choices import WEEKDAY_SLUGS, MeetingStatus, RunStatus
from catalogue.domain.availability import RunFacts, compute_availability_periods
from catalogue.domain.schedule import get_daytime
from catalogue.models import Offering
from cms.translated_pages import only_originals, only_translations
from search.analysis import fold
from search.facets import DATED_FACET, OFFERING_FACETS, PAGE_TYPE, RUN_FACETS
from search.relations import Relations, load_relations
from search.terms import collect_tokens
from search.words import collect_added_texts, collect_offering_texts, collect_page_texts, collect_pairs, get_body_text

#: pages read at once: enough to make queries rare, few enough to keep memory flat
CHUNK = 250
#: to be raised when the parts of a document change: entries of another format are not searched until a rebuild
FORMAT = 2
#: parts of a document that only matching needs, no card and no page
WORDS = ("tokens", "spellings", "title_keys")


@dataclass(frozen=True)
class PageText:
    """What the finder knows of a page that is no offering."""

    title: str
    summary: str = ""
    body: str = ""
    keywords: str = ""
    image_id: int | None = None
    #: language -> (title, summary)
    translations: dict[str, tuple[str, str]] = field(default_factory=dict)
    #: language -> text, where the whole page is translated
    bodies: dict[str, str] = field(default_factory=dict)


def read_page_text(page) -> PageText:
    """From the fields our content pages have in common."""
    translated = getattr(page, "text_translations", None) or {}
    return PageText(
        title=page.title,
        summary=getattr(page, "summary", "") or getattr(page, "intro", ""),
        body=get_body_text(page),
        keywords=getattr(page, "keywords", ""),
        image_id=getattr(page, "image_id", None),
        translations={
            language: (texts.get("title") or page.title, texts.get("summary", ""))
            for language, texts in translated.items()
        },
    )


def add_translations(text: PageText, translated: dict[str, PageText]) -> PageText:
    """The page with what its translations say, by language."""
    return replace(
        text,
        translations={**text.translations, **{code: (row.title, row.summary) for code, row in translated.items()}},
        bodies={code: row.body for code, row in translated.items()},
    )


#: page models besides offerings that the finder finds, with what they say
_page_types: dict[type[Model], Callable[[Any], PageText]] = {}


def register_page_type(model: type[Model], builder: Callable[[Any], PageText] = read_page_text) -> None:
    """Let the finder find pages of this model. Apps call it in ``AppConfig.ready``."""
    _page_types[model] = builder


def get_page_types() -> dict[type[Model], Callable[[Any], PageText]]:
    return dict(_page_types)


def is_indexed(model: type[Model]) -> bool:
    return issubclass(model, Offering) or model in _page_types


def load_documents(pks) -> dict[int, dict]:
    """Documents of those among these pages that the public may see, in a constant number of queries."""
    pks = list(pks)
    documents = build_documents(_load_offerings(pks))
    if len(documents) < len(pks):
        for model, builder in _page_types.items():
            pages = list(only_originals(model._default_manager.filter(pk__in=pks)).live().public())
            translations = _load_translations(model, pages)
            for page in pages:
                translated = {code: builder(row) for code, row in translations[page.translation_key].items()}
                documents[page.pk] = build_page_document(page, add_translations(builder(page), translated))
    return documents


def _load_translations(model, pages) -> dict:
    """translation key -> language -> page"""
    found = defaultdict(dict)
    keys = [page.translation_key for page in pages]
    translated = only_translations(model._default_manager.filter(translation_key__in=keys)).public()
    for page in translated.select_related("locale") if keys else ():
        found[page.translation_key][page.locale.language_code] = page
    return found


def _load_offerings(pks):
    return list(Offering.objects.filter(pk__in=pks).live().public().specific())


def build_document(page) -> dict:
    """The document of one page, whoever may see it."""
    if isinstance(page, Offering):
        return build_documents([page])[page.pk]
    return build_page_document(page, _page_types[type(page)](page))


def build_documents(pages) -> dict[int, dict]:
    relations = load_relations(pages)
    # labels that become words, and addresses, are German whoever triggers the indexing
    with translation.override("de"):
        return {page.pk: _build_offering(page, relations[page.pk]) for page in pages}


def _build_offering(page, relations: Relations) -> dict:
    body = get_body_text(page)
    facets = {facet.name: list(facet.collect(page, relations)) for facet in OFFERING_FACETS}
    tokens, spellings = collect_tokens(
        [*collect_offering_texts(page, relations, body=body), *collect_added_texts(page, relations, facets)],
        code=page.code,
        pairs=collect_pairs(page, relations),
    )
    translations = {row.language: [row.title, row.summary] for row in relations.translations}
    start, end = getattr(page, "period_start", None), getattr(page, "period_end", None)
    return {
        **_build_frame(page, translations),
        "tokens": tokens,
        "spellings": spellings,
        "type": page.get_search_type(),
        "code": page.code,
        "summary": page.summary,
        "image": page.image_id,
        "level": getattr(page, "level", ""),
        "age": [page.age_from, page.age_to],
        "period": [_iso(start), _iso(end)],
        "facets": facets,
        "runs": [_build_run(run, relations) for run in relations.runs],
        "detail": {"body": body, **_build_detail(page, relations)},
    }


def build_page_document(page, text: PageText) -> dict:
    tokens, spellings = collect_tokens(collect_page_texts(text))
    with translation.override("de"):
        return {
            **_build_frame(page, {language: list(texts) for language, texts in text.translations.items()}),
            "tokens": tokens,
            "spellings": spellings,
            "type": PAGE_TYPE,
            "code": "",
            "summary": text.summary,
            "image": text.image_id,
            "level": "",
            "age": [None, None],
            "period": [None, None],
            "facets": {"type": [PAGE_TYPE]},
            "runs": [],
            "detail": {"body": text.body},
        }


def _build_frame(page, translations: dict[str, list[str]]) -> dict:
    parts = page.get_url_parts()
    titles = {"de": page.title, **{language: texts[0] for language, texts in translations.items()}}
    return {
        "id": page.pk,
        "format": FORMAT,
        "title": page.title,
        "translations": translations,
        # plain forms, for the order of titles and for suggestions
        "title_keys": {language: fold(title) for language, title in titles.items() if title},
        "path": (parts and parts[2]) or "",
        "published": page.first_published_at and page.first_published_at.isoformat(),
    }


def _build_run(run, relations: Relations) -> dict:
    """A cancelled run keeps its facts but happens on no day."""
    happens = run.status != RunStatus.CANCELLED
    meetings = [row for row in run.meeting_rows if row.date and row.status != MeetingStatus.CANCELLED]
    rule = [(entry.weekday, entry.start, entry.end) for entry in run.weekly_time_list]
    times = rule or sorted({(row.date.weekday(), row.start_time, row.end_time) for row in meetings}, key=str)
    days = [row.date for row in meetings]
    return {
        "number": run.number,
        "status": run.status,
        "start": _iso(run.start_date or min(days, default=None)),
        # a meeting moved beyond the planned end keeps the run going
        "end": _iso(max(filter(None, [run.end_date, *days]), default=None)),
        "facets": {
            facet.name: list(facet.collect(run, relations)) for facet in RUN_FACETS if facet.name != DATED_FACET
        },
        "availability": [
            [str(value), _iso(first), _iso(last)]
            for value, first, last in compute_availability_periods(RunFacts.from_run(run))
        ],
        "meetings": [_build_meeting(row) for row in meetings] if happens else [],
        # days of the week and parts of the day of a run without dated meetings
        "rule": _build_rule(rule) if happens and not run.meeting_rows else [],
        # without dated meetings the whole time from start to end counts
        "spans": happens and not run.meeting_rows,
        "weekdays": list(dict.fromkeys(WEEKDAY_SLUGS[weekday] for weekday, _start, _end in times)),
        "times": list(dict.fromkeys(f"{start:%H:%M}-{end:%H:%M}" for _day, start, end in times if start and end)),
        "weekly": [[weekday, f"{start:%H:%M}", f"{end:%H:%M}"] for weekday, start, end in rule],
        "interval": run.interval_weeks or 1,
        "venue": run.venue.slug if run.venue_id else "",
        "district": run.venue.district_slug if run.venue_id else "",
        "room": run.room,
        "price": _decimal(run.price),
        "reduced_price": _decimal(run.reduced_price),
        "reduced_for": run.reduced_for,
    }


def _build_meeting(row) -> str:
    """For ``split_meeting``. One text each: a page of hits has hundreds of them, and reads few."""
    return " ".join(
        [
            row.date.isoformat(),
            f"{row.start_time:%H:%M}" if row.start_time else "",
            f"{row.end_time:%H:%M}" if row.end_time else "",
            WEEKDAY_SLUGS[row.date.weekday()],
            get_daytime(row.start_time) if row.start_time else "",
        ]
    )


def _build_rule(rule) -> list:
    return [[WEEKDAY_SLUGS[weekday], get_daytime(start)] for weekday, start, _end in rule]


def _build_detail(page, relations: Relations) -> dict:
    """What only the page of one offering shows."""
    contact = page.contact
    return {
        "easy_language": page.easy_language,
        "prerequisites": getattr(page, "prerequisites", ""),
        "material": getattr(page, "material", ""),
        "certificate": getattr(page, "certificate", ""),
        "accessibility_notes": page.accessibility_notes,
        "registration": page.registration,
        "registration_url": page.registration_url,
        "registration_phone": page.registration_phone,
        "contact": contact.full_name if contact and contact.is_public else "",
        "partners": [partner.name for partner in relations.partners],
        "project_results": getattr(page, "results", ""),
    }


def get_planes(document: dict) -> list[dict]:
    """Runs as conditions see them: an offering without runs is one run with its period and no facts.

    Pages of the website have none: no condition on dates, places or prices fits them.
    """
    if document["runs"] or document["type"] == PAGE_TYPE:
        return document["runs"]
    start, end = document["period"]
    return [{"start": start, "end": end, "facets": {}, "availability": [], "meetings": [], "rule": [], "spans": True}]


def _iso(day) -> str | None:
    return day.isoformat() if day else None


def _decimal(amount) -> str | None:
    return None if amount is None else str(amount)
