import factory

from catalogue.factories import OfferingFactory
from kintop_events.models import EventPage


class EventPageFactory(OfferingFactory):
    title = factory.Sequence(lambda n: f"Fest {n}")
    slug = factory.Sequence(lambda n: f"fest-{n}")

    class Meta:
        model = EventPage
        skip_postgeneration_save = True
