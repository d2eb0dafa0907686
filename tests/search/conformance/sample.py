"""A small centre with every case the rules speak of. No chance in it: all follows from the number of the offering."""

from datetime import date, time, timedelta

from django.utils import timezone

from catalogue.choices import CourseKind, Level, MeetingStatus, RunStatus, TaskArea
from catalogue.factories import (
    CoursePageFactory,
    FunderFactory,
    LecturerFactory,
    MeetingFactory,
    OfferingFactory,
    OfferingTranslationFactory,
    ProjectPageFactory,
    RunFactory,
    SubjectFactory,
    TargetGroupPageFactory,
    VenueFactory,
)

COURSES = 64
TOPICS = ("Deutsch", "Nähen", "Tanz", "Gitarre", "Yoga", "Kochen", "Nachhilfe", "Computer")
TITLES = ("{topic} am Vormittag", "{topic} für Frauen", "{topic} im Park", "Offene Stunde: {topic}")
HOURS = (time(9), time(14, 30), time(18), None)
PRICES = ((0, None), (25, None), (80, 40), (None, None))
STARTS = (-120, -30, -6, 0, 3, 10, 40, 90)


def build_sample(tree) -> None:
    subjects = _build_subjects()
    groups = [
        TargetGroupPageFactory(parent=tree.target_groups, title=title, slug=slug)
        for title, slug in (("Frauen", "frauen"), ("Kinder", "kinder"), ("Senioren", "senioren"))
    ]
    venues = [
        VenueFactory(name="Kin-Top", slug="kin-top", district="Garath", is_accessible=True),
        VenueFactory(name="Salon", slug="salon", district="Garath"),
        VenueFactory(name="Bibliothek", slug="bibliothek", district="Reisholz", is_accessible=True),
        VenueFactory(name="Turnhalle", slug="turnhalle", district="Urdenbach"),
    ]
    people = [
        LecturerFactory(first_name="Olena", last_name="Kowalenko", slug="olena-kowalenko"),
        LecturerFactory(first_name="Bert", last_name="Hoffmann", slug="bert-hoffmann"),
        LecturerFactory(first_name="Geheim", last_name="Niemand", slug="geheim-niemand", consent_name=False),
    ]
    funders = [FunderFactory(name="Stadt", slug="stadt"), FunderFactory(name="Land", slug="land")]
    for number in range(COURSES):
        _build_course(tree, number, subjects, groups, venues, people, funders)
    _build_rest(tree, subjects, groups, funders)


def _build_subjects():
    parents = [
        SubjectFactory(name="Lernen", slug="lernen", sort_order=1),
        SubjectFactory(name="Kreativ", slug="kreativ", sort_order=2),
    ]
    children = [
        SubjectFactory(name="Sprachen", slug="sprachen", parent=parents[0]),
        SubjectFactory(name="Schule", slug="schule", parent=parents[0]),
        SubjectFactory(name="Musik", slug="musik", parent=parents[1]),
    ]
    return [*children, parents[1], None]


def _build_course(tree, number, subjects, groups, venues, people, funders) -> None:
    topic = TOPICS[number % len(TOPICS)]
    course = CoursePageFactory(
        parent=tree.courses,
        title=TITLES[number // len(TOPICS) % len(TITLES)].format(topic=topic) + f" {number}",
        slug=f"kurs-{number}",
        code=f"K{number:03d}-26",
        summary=f"Wir üben zusammen in kleiner Gruppe. {TOPICS[(number + 3) % len(TOPICS)]} inbegriffen.",
        kind=CourseKind.values[number % 5],
        level=Level.values[number % 15] if number % 8 == 0 else "",
        subject=subjects[number % 5],
        target_groups=[group for place, group in enumerate(groups) if (number >> place) & 1],
        lecturers=[people[number % 3]],
        funders=[funders[number % 2]] if number % 3 else [],
        teaching_languages=(["de"], ["de", "uk"], ["ru"], [])[number % 4],
        support_languages=["tr"] if number % 6 == 0 else [],
        format=("in_person", "online", "hybrid")[number % 7 % 3],
        childcare=number % 5 == 1,
        age_from=(None, 6, 18, 60)[number % 4],
        age_to=(None, 10, None, None)[number % 4],
        registration="open_door" if number % 11 == 0 else "enquiry",
    )
    for place in range((1, 2, 3, 0)[number % 4] if number % 13 else 1):
        _build_run(course, number, place, venues)
    if number % 4 == 0:
        OfferingTranslationFactory(offering=course, language="en", title=f"{topic} course in English")


def _build_run(course, number, place, venues) -> None:
    today = timezone.localdate()
    start = today + timedelta(days=STARTS[(number + 3 * place) % len(STARTS)] + number % 7)
    end = start + timedelta(days=(28, 7, 60)[(number + place) % 3])
    price, reduced = PRICES[(number + place) % 4]
    kind = (number + place) % 6
    run = RunFactory(
        offering=course,
        number=str(place + 1),
        status=(RunStatus.PLANNED, RunStatus.CONFIRMED, RunStatus.CANCELLED, RunStatus.MOVED)[
            (number // 3 + place) % 4
        ],
        start_date=None if kind == 4 else start,
        end_date=None if kind in (3, 4) else end,
        weekly_times="tue 09:30-12:00; fri 17:00-19:00" if kind in (2, 4) else "",
        venue=venues[(number + place) % 5] if (number + place) % 5 < 4 else None,
        price=price,
        reduced_price=reduced,
        seats_max=(12, 12, 10, None)[number % 4],
        seats_taken=(2, 10, 10, None)[(number // 2) % 4],
        waiting_list=number % 3 == 0,
        registration_deadline=start - timedelta(days=5) if number % 4 == 1 else None,
    )
    if kind in (0, 1, 5):
        for week in range(4):
            _build_meeting(run, start + timedelta(days=7 * week + week % 2), number + place + week)


def _build_meeting(run, day: date, seed: int) -> None:
    hour = HOURS[seed % 4]
    MeetingFactory(
        run=run,
        date=day,
        start_time=hour,
        end_time=hour and time(hour.hour + 1, 30),
        status=MeetingStatus.CANCELLED if seed % 5 == 0 else MeetingStatus.PLANNED,
    )


def _build_rest(tree, subjects, groups, funders) -> None:
    today = timezone.localdate()
    periods = ((-400, -10), (-100, 200), (30, 90), (-50, None), (None, None), (None, 60))
    for number, (first, last) in enumerate(periods):
        ProjectPageFactory(
            parent=tree.projects,
            title=f"Projekt Nachbarschaft {number}",
            slug=f"projekt-{number}",
            task_area=TaskArea.values[number % 4],
            period_start=first and today + timedelta(days=first),
            period_end=last and today + timedelta(days=last),
            subject=subjects[number % 5],
            target_groups=groups[number % 3 :],
            funders=funders,
        )
    OfferingFactory(parent=tree.courses, title="Angebot eines fremden Plugins", slug="fremd")
    OfferingFactory(parent=tree.courses, title="Entwurf", slug="entwurf", live=False)
