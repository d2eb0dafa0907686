"""What the judgements look at: plain facts of every page of the demo centre, read without the search's documents."""

import re
from dataclasses import dataclass, field

from django.utils import timezone

from catalogue.choices import WEEKDAY_SLUGS, MeetingStatus
from catalogue.domain.schedule import get_daytime
from catalogue.models import Offering, TargetGroupPage
from cms.translated_pages import only_originals
from home.models import ContactPage, ContentPage
from search.words import get_body_text

#: conditions of a rule that have to hold for one and the same run
RUN_CONDITIONS = {"venue", "district", "price", "weekday", "daytime"}


@dataclass(frozen=True)
class Facts:
    pk: int
    slug: str
    title: str
    #: title, summary, body and keywords
    text: str
    code: str = ""
    #: condition -> values; `level` holds A1 besides A1.1, `subject` both levels
    values: dict[str, frozenset[str]] = field(default_factory=dict)
    #: the same for each run that is not over
    runs: tuple[dict[str, frozenset[str]], ...] = ()
    ages: tuple[int, int] | None = None

    def satisfies(self, rule: dict) -> bool:
        plain = {name: wanted for name, wanted in rule.items() if name not in {"grade", "title", "text", "age"}}
        by_run = {name: wanted for name, wanted in plain.items() if name in RUN_CONDITIONS}
        return (
            _matches(rule.get("title"), self.title)
            and _matches(rule.get("text"), self.text)
            and ("age" not in rule or self.ages is None or self.ages[0] <= rule["age"] <= self.ages[1])
            and all(_has(self.values, name, wanted) for name, wanted in plain.items() if name not in by_run)
            and (not by_run or any(all(_has(run, *condition) for condition in by_run.items()) for run in self.runs))
        )


def _matches(pattern: str | None, text: str) -> bool:
    return pattern is None or re.search(pattern, text, re.IGNORECASE) is not None


def _has(values: dict[str, frozenset[str]], name: str, wanted) -> bool:
    options = wanted if isinstance(wanted, list) else [wanted]
    return any(str(option).casefold() in values.get(name, frozenset()) for option in options)


def read_demo() -> dict[str, Facts]:
    """Slug -> facts of all pages a visitor may find today: nothing that is over."""
    pages = [_read_page(page, "page") for page in only_originals(TargetGroupPage.objects.live())]
    pages += [
        _read_page(page, "page")
        for model in (ContentPage, ContactPage)
        for page in only_originals(model.objects.live())
    ]
    offerings = Offering.objects.live().upcoming().select_related("subject__parent")
    related = offerings.prefetch_related("target_groups", "lecturers", "funders", "runs__venue", "runs__meetings")
    pages += [_read_offering(offering, offering.specific) for offering in related]
    found = {page.slug: page for page in pages}
    assert len(found) == len(pages), "two pages of the demo share a slug"
    return found


def _read_page(page, kind: str) -> Facts:
    parts = (page.title, getattr(page, "summary", ""), getattr(page, "keywords", ""), get_body_text(page))
    return Facts(page.pk, page.slug, page.title, "\n".join(parts), values={"kind": frozenset({kind})})


def _read_offering(offering, specific) -> Facts:
    level = getattr(specific, "level", "").casefold()
    values = {
        "kind": [specific.get_search_type()],
        "subject": _subject_slugs(offering.subject),
        "level": [level, level.partition(".")[0]] if level else [],
        "group": [group.slug for group in offering.target_groups.all()],
        "lecturer": [lecturer.slug for lecturer in offering.lecturers.all()],
        "funder": [funder.slug for funder in offering.funders.all()],
        "language": offering.teaching_languages,
        "support": offering.support_languages,
        "format": [offering.format],
        "childcare": [str(offering.childcare).casefold()],
        "task_area": [getattr(specific, "task_area", "")],
    }
    ages = None
    if offering.age_from is not None or offering.age_to is not None:
        ages = (offering.age_from or 0, 200 if offering.age_to is None else offering.age_to)
    text = "\n".join((offering.title, offering.summary, offering.keywords, get_body_text(specific)))
    return Facts(
        offering.pk,
        offering.slug,
        offering.title,
        text,
        code=offering.code,
        values={name: frozenset(found) for name, found in values.items()},
        runs=tuple(_read_run(run) for run in offering.runs.all() if not run.is_over()),
        ages=ages,
    )


def _subject_slugs(subject) -> list[str]:
    if subject is None:
        return []
    return [subject.slug, subject.parent.slug] if subject.parent_id else [subject.slug]


def _read_run(run) -> dict[str, frozenset[str]]:
    today = timezone.localdate()
    meetings = [
        meeting
        for meeting in run.meetings.all()
        if meeting.date and meeting.date >= today and meeting.status != MeetingStatus.CANCELLED
    ]
    values = {
        "venue": [run.venue.slug] if run.venue_id else [],
        "district": [run.venue.district_slug] if run.venue_id else [],
        "price": run.price_kinds,
        "weekday": [WEEKDAY_SLUGS[meeting.date.weekday()] for meeting in meetings],
        "daytime": [get_daytime(meeting.start_time) for meeting in meetings if meeting.start_time],
    }
    return {name: frozenset(map(str, found)) for name, found in values.items()}
