import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from kintop_registration.choices import Status
from kintop_registration.models import Registration


class RegistrationFactory(DjangoModelFactory):
    """Confirmed, in the run that is handed over: ``RegistrationFactory(run=run)``."""

    class Params:
        run = None

    reference = factory.Sequence(lambda n: f"P-{n:06d}")
    offering = factory.LazyAttribute(lambda made: made.run.offering)
    offering_title = factory.LazyAttribute(lambda made: made.offering.title)
    run_uid = factory.LazyAttribute(lambda made: made.run.uid)
    name = factory.Sequence(lambda n: f"Olena Beispiel {n}")
    email = factory.Sequence(lambda n: f"olena{n}@example.org")
    status = Status.CONFIRMED
    confirmed_at = factory.LazyFunction(timezone.now)
    ends_on = factory.LazyAttribute(lambda made: made.run.end_date)

    class Meta:
        model = Registration
