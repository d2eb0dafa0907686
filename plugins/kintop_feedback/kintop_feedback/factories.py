import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from kintop_feedback.models import Remark, Tally


class TallyFactory(DjangoModelFactory):
    path = factory.Sequence(lambda n: f"/angebote/kurse/kurs-{n}/")
    page_pk = factory.Sequence(lambda n: 100_000 + n)
    language = "de"
    day = factory.LazyFunction(timezone.localdate)

    class Meta:
        model = Tally


class RemarkFactory(TallyFactory):
    category = "fact"
    text = "Die Uhrzeit stimmt nicht."

    class Meta:
        model = Remark
