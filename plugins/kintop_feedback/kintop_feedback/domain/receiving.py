"""Counts answers and keeps remarks, for as long as the privacy notice says."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from kintop_feedback.domain.masking import mask_contacts
from kintop_feedback.domain.places import Place
from kintop_feedback.models import Remark, Tally

#: twelve months
KEPT_DAYS = 365


@transaction.atomic
def count_answer(*, place: Place, language: str, is_helpful: bool) -> None:
    today = timezone.localdate()
    tally, is_new = Tally.objects.get_or_create(
        path=place.path, language=language, day=today, defaults={"page_pk": place.page_pk}
    )
    field = "yes" if is_helpful else "no"
    Tally.objects.filter(pk=tally.pk).update(**{field: F(field) + 1})
    if is_new:
        # where nobody runs the command the promise holds all the same
        delete_old_feedback(today=today)


def store_remark(*, place: Place, language: str, category: str, text: str) -> bool:
    """Whether something had to be masked."""
    masked = mask_contacts(text)
    today = timezone.localdate()
    Remark.objects.create(
        path=place.path, page_pk=place.page_pk, language=language, day=today, category=category, text=masked
    )
    delete_old_feedback(today=today)
    return masked != text


def delete_old_feedback(*, today: date | None = None) -> int:
    """The number of rows that were kept long enough."""
    limit = (today or timezone.localdate()) - timedelta(days=KEPT_DAYS)
    return sum(model.objects.filter(day__lt=limit).delete()[0] for model in (Tally, Remark))
