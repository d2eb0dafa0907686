"""Factories of the catalogue, for the tests and the demo centre. Plain defaults, no surprises."""

from datetime import date, time, timedelta

import factory
import wagtail_factories
from django.contrib.auth import get_user_model
from factory.django import DjangoModelFactory

from catalogue.models import (
    Absence,
    ClosedPeriod,
    CoursePage,
    Enquiry,
    Funder,
    Lecturer,
    Meeting,
    Offering,
    OfferingTranslation,
    ProjectPage,
    Run,
    Subject,
    TargetGroupPage,
    Venue,
)


class UserFactory(DjangoModelFactory):
    username = factory.Sequence(lambda n: f"person{n}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@example.org")
    first_name = "Mira"
    last_name = factory.Sequence(lambda n: f"Berg{n}")
    password = factory.django.Password("geheim-genug-2026")

    class Meta:
        model = get_user_model()
        skip_postgeneration_save = True

    @factory.post_generation
    def groups(self, create, names, **kwargs):
        if create and names:
            from django.contrib.auth.models import Group

            self.groups.set([Group.objects.get(name=name) for name in names])


class SubjectFactory(DjangoModelFactory):
    name = factory.Sequence(lambda n: f"Thema {n}")
    slug = factory.Sequence(lambda n: f"thema-{n}")

    class Meta:
        model = Subject


class VenueFactory(DjangoModelFactory):
    name = factory.Sequence(lambda n: f"Haus {n}")
    slug = factory.Sequence(lambda n: f"haus-{n}")
    street = "Stettiner Straße 120"
    postal_code = "40595"
    city = "Düsseldorf"
    district = "Garath"

    class Meta:
        model = Venue


class FunderFactory(DjangoModelFactory):
    name = factory.Sequence(lambda n: f"Förderer {n}")
    slug = factory.Sequence(lambda n: f"foerderer-{n}")

    class Meta:
        model = Funder


class LecturerFactory(DjangoModelFactory):
    first_name = "Anna"
    last_name = factory.Sequence(lambda n: f"Beispiel{n}")
    slug = factory.Sequence(lambda n: f"anna-beispiel{n}")
    consent_name = True
    consent_picture = True
    consent_biography = True
    consent_languages = True

    class Meta:
        model = Lecturer


class ClosedPeriodFactory(DjangoModelFactory):
    name = "Sommerpause"
    start_date = date(2026, 7, 20)
    end_date = date(2026, 8, 8)

    class Meta:
        model = ClosedPeriod


class TargetGroupPageFactory(wagtail_factories.PageFactory):
    title = factory.Sequence(lambda n: f"Gruppe {n}")
    slug = factory.Sequence(lambda n: f"gruppe-{n}")

    class Meta:
        model = TargetGroupPage


class OfferingFactory(wagtail_factories.PageFactory):
    title = factory.Sequence(lambda n: f"Angebot {n}")
    slug = factory.Sequence(lambda n: f"angebot-{n}")
    code = factory.Sequence(lambda n: f"X{n + 1000}-26")
    summary = "Gemeinsam lernen in kleiner Runde."
    teaching_languages = factory.LazyFunction(lambda: ["de"])

    class Meta:
        model = Offering
        skip_postgeneration_save = True

    @factory.post_generation
    def target_groups(self, create, pages, **kwargs):
        _set_many(self, "target_groups", pages)

    @factory.post_generation
    def lecturers(self, create, people, **kwargs):
        _set_many(self, "lecturers", people)

    @factory.post_generation
    def funders(self, create, funders, **kwargs):
        _set_many(self, "funders", funders)


def _set_many(page, name, items):
    """Parental relations live on the page until it is saved."""
    if items:
        getattr(page, name).set(items)
        page.save()


class AbsenceFactory(DjangoModelFactory):
    """From yesterday until tomorrow."""

    first_day = factory.LazyFunction(lambda: date.today() - timedelta(days=1))  # noqa: DTZ011 -- a calendar day
    last_day = factory.LazyAttribute(lambda absence: absence.first_day + timedelta(days=2))

    class Meta:
        model = Absence


class CoursePageFactory(OfferingFactory):
    title = factory.Sequence(lambda n: f"Kurs {n}")
    slug = factory.Sequence(lambda n: f"kurs-{n}")

    class Meta:
        model = CoursePage
        skip_postgeneration_save = True


class ProjectPageFactory(OfferingFactory):
    title = factory.Sequence(lambda n: f"Projekt {n}")
    slug = factory.Sequence(lambda n: f"projekt-{n}")
    task_area = "social_space"

    class Meta:
        model = ProjectPage
        skip_postgeneration_save = True

    @factory.post_generation
    def partners(self, create, partners, **kwargs):
        _set_many(self, "partners", partners)


class OfferingTranslationFactory(DjangoModelFactory):
    language = "en"
    title = "German course"
    summary = "Learn together in a small group."

    class Meta:
        model = OfferingTranslation


class RunFactory(DjangoModelFactory):
    """Ten weekly meetings are one call away: ``RunFactory(offering=course, meetings=10)``."""

    number = "1"
    start_date = factory.LazyFunction(lambda: date.today() + timedelta(days=14))  # noqa: DTZ011 -- a calendar day
    end_date = factory.LazyAttribute(lambda run: run.start_date + timedelta(weeks=10))
    price = 0
    seats_min = 4
    seats_max = 12
    seats_taken = 2

    class Meta:
        model = Run
        skip_postgeneration_save = True

    @factory.post_generation
    def meetings(self, create, count, **kwargs):
        for week in range(count or 0):
            MeetingFactory(run=self, date=self.start_date + timedelta(weeks=week), **kwargs)


class MeetingFactory(DjangoModelFactory):
    date = factory.LazyAttribute(lambda meeting: meeting.run.start_date)
    start_time = time(10)
    end_time = time(11, 30)

    class Meta:
        model = Meeting


class EnquiryFactory(DjangoModelFactory):
    reference = factory.Sequence(lambda n: f"FR-2026-{n:06d}")
    name = "Olena Beispiel"
    email = "olena@example.org"
    message = "Gibt es noch einen Platz?"
    delete_after = factory.LazyFunction(lambda: date.today() + timedelta(days=180))  # noqa: DTZ011 -- a calendar day

    class Meta:
        model = Enquiry
