"""What happens to offerings elsewhere and concerns their registrations."""

from django.db import transaction
from django.db.models.signals import pre_save
from django.dispatch import receiver
from wagtail.signals import page_published

from catalogue.models import Offering, Run
from kintop_registration.choices import Status
from kintop_registration.models import Registration


@receiver(pre_save, sender=Run, dispatch_uid="kintop_registration_places")
def keep_places(instance, raw, **kwargs):
    """A draft or a copy is published with the places of today, not with those of its day."""
    from kintop_registration.domain.places import count_online

    if not raw and instance.offering_id is not None:
        instance.seats_online = count_online(offering_id=instance.offering_id, run_uid=instance.uid)


@receiver(page_published, dispatch_uid="kintop_registration_places")
def let_waiting_move_up(instance, **kwargs):
    """Somebody may have added places by hand."""
    from kintop_registration.tasks import move_waiting_up

    if isinstance(instance, Offering) and _is_awaited(instance.pk):
        transaction.on_commit(lambda: move_waiting_up.enqueue(instance.pk), robust=True)


def _is_awaited(offering_id: int) -> bool:
    return Registration.objects.filter(offering_id=offering_id, status=Status.WAITING).exists()
