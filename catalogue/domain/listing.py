"""Which offerings a page lists, in which order and grouping."""

from dataclasses import dataclass

from django.db.models import Count, F, OuterRef, Subquery
from django.utils import timezone

from catalogue.domain.cards import Card, build_cards
from catalogue.domain.types import get_type_rows

#: cards on the page of a target group; the finder shows the rest
TARGET_GROUP_CARDS = 24


@dataclass(frozen=True)
class SubjectCount:
    name: str
    slug: str
    count: int


@dataclass(frozen=True)
class CardGroup:
    name: str
    slug: str
    cards: list[Card]


def order_by_start(offerings):
    """What begins soonest first, then what goes on already or has no date, then by title."""
    from catalogue.models import Run

    coming = Run.objects.filter(offering=OuterRef("pk"), start_date__gte=timezone.localdate()).exclude(
        status="cancelled"
    )
    first_start = coming.order_by("start_date").values("start_date")[:1]
    return offerings.annotate(first_start=Subquery(first_start)).order_by(
        F("first_start").asc(nulls_last=True), "title", "pk"
    )


def get_target_group_offerings(target_group) -> dict:
    """What there is for a group of people: cards by subject, all subjects with their numbers, the total."""
    from catalogue.models import Offering

    offerings = Offering.objects.live().public().upcoming().for_target_group(target_group)
    subjects = count_by_subject(offerings)
    shown = order_by_start(offerings).for_cards()[:TARGET_GROUP_CARDS]
    return {
        "total": sum(subject.count for subject in subjects),
        "subjects": [subject for subject in subjects if subject.slug],
        "groups": group_cards(shown),
    }


def count_by_subject(offerings) -> list[SubjectCount]:
    """Main subjects with how many of these offerings each has, the largest first; one query more for names."""
    from catalogue.models import Subject

    rows = offerings.order_by().values("subject_id", "subject__parent_id").annotate(count=Count("pk", distinct=True))
    counts: dict[int | None, int] = {}
    for row in rows:
        main = row["subject__parent_id"] or row["subject_id"]
        counts[main] = counts.get(main, 0) + row["count"]
    subjects = Subject.objects.in_bulk([pk for pk in counts if pk])
    found = [
        SubjectCount(subjects[pk].translated_name, subjects[pk].slug, count) if pk else SubjectCount("", "", count)
        for pk, count in counts.items()
    ]
    return sorted(found, key=lambda subject: (-subject.count, subject.name))


def group_cards(offerings) -> list[CardGroup]:
    """Cards under their main subject, in the order of the subjects; what has none comes last."""
    offerings = list(offerings.select_related("subject__parent", *get_type_rows()))
    groups: dict = {}
    for offering, card in zip(offerings, build_cards(offerings), strict=True):
        subject = offering.subject and (offering.subject.parent or offering.subject)
        groups.setdefault(subject, []).append(card)
    ordered = sorted(
        groups.items(),
        key=lambda item: (item[0] is None, item[0].sort_order if item[0] else 0, item[0].name if item[0] else ""),
    )
    return [
        CardGroup(subject.translated_name if subject else "", subject.slug if subject else "", cards)
        for subject, cards in ordered
    ]
