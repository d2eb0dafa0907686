"""Mails that leave after the answer to a visitor. A failed one is repeated by ``manage.py send_enquiries``."""

from django_tasks import task

from catalogue.models import Enquiry
from home.domain import contact


@task()
def notify_office(enquiry_id: int) -> None:
    enquiry = Enquiry.objects.select_related("offering").filter(pk=enquiry_id, notified_at=None).first()
    if enquiry is not None:
        contact.notify_office(enquiry=enquiry)


@task()
def confirm_to_sender(enquiry_id: int) -> None:
    enquiry = Enquiry.objects.select_related("offering").filter(pk=enquiry_id, confirmed_at=None).first()
    if enquiry is not None:
        contact.confirm_to_sender(enquiry=enquiry)
