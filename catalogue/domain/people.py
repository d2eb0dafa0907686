"""The people of the centre as the public may see them: what somebody did not agree to is not there."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from catalogue.domain.pictures import PORTRAIT, get_picture, prefetch_pictures

#: the team page has this address on every site (design, section 7)
TEAM_PATH = "team/"


@dataclass(frozen=True)
class Person:
    name: str
    slug: str
    role: str
    url: str
    initials: str
    portrait: object | None
    biography: str
    languages: tuple[str, ...]
    #: main subjects of the offerings that name this person
    subjects: tuple[str, ...]


def get_profile_url(lecturer) -> str:
    return reverse("wagtail_serve", args=[f"{TEAM_PATH}{lecturer.slug}/"])


def build_people(lecturers: Iterable) -> list[Person]:
    """Public lecturers with portraits and subjects, in a constant number of queries."""
    lecturers = [lecturer for lecturer in lecturers if lecturer.is_public]
    prefetch_pictures(lecturers, name="public_picture")
    subjects = _find_subjects(lecturers)
    return [_build_person(lecturer, subjects[lecturer.pk]) for lecturer in lecturers]


def _build_person(lecturer, subjects: list[str]) -> Person:
    return Person(
        name=lecturer.full_name,
        slug=lecturer.slug,
        role=lecturer.role,
        url=get_profile_url(lecturer),
        initials=f"{lecturer.first_name[:1]}{lecturer.last_name[:1]}".upper(),
        portrait=get_picture(lecturer.public_picture, PORTRAIT),
        biography=lecturer.public_biography,
        languages=tuple(lecturer.public_languages),
        subjects=tuple(subjects),
    )


def _find_subjects(lecturers) -> dict[int, list[str]]:
    from catalogue.models import Offering, Subject

    rows = (
        Offering.objects.live()
        .public()
        .upcoming()
        .filter(lecturers__in=lecturers, subject__isnull=False)
        .order_by()
        .values_list("lecturers", "subject_id", "subject__parent_id")
        .distinct()
    )
    main_subjects = defaultdict(set)
    for lecturer_id, subject_id, parent_id in rows:
        main_subjects[lecturer_id].add(parent_id or subject_id)
    subjects = {subject.pk: subject for subject in Subject.objects.filter(parent=None)}
    found = defaultdict(list)
    for lecturer_id, ids in main_subjects.items():
        ordered = sorted((subjects[pk] for pk in ids if pk in subjects), key=lambda s: (s.sort_order, s.name))
        found[lecturer_id] = [subject.translated_name for subject in ordered]
    return found
