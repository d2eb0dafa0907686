import re
from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError
from django.utils import timezone

from catalogue.domain import enquiries
from catalogue.domain.enquiries import (
    NoOfficeAddressError,
    build_confirmation,
    delete_old_enquiries,
    find_unsent,
    make_reference,
    send_to_office,
    store_enquiry,
)
from catalogue.factories import CoursePageFactory, EnquiryFactory
from catalogue.models import Enquiry

pytestmark = pytest.mark.django_db


def test_reference_has_no_signs_that_look_alike():
    references = {make_reference() for _number in range(500)}

    assert len(references) == 500
    assert all(re.fullmatch(r"A-[34679ACDEFGHJKMNPQRTUWXY]{6}", reference) for reference in references)


def test_store_enquiry_keeps_it_for_the_promised_time():
    enquiry = store_enquiry(kind="contact", name="Olena", message="Hallo", phone="0211 1", retention_days=30)

    assert enquiry.delete_after == timezone.localdate() + timedelta(days=30)
    assert (enquiry.status, enquiry.notified_at) == ("new", None)
    assert mail.outbox == []


def test_store_enquiry_draws_again_when_the_reference_is_taken(monkeypatch):
    drawn = iter(["A-AAAAAA", "A-AAAAAA", "A-CCCCCC"])
    monkeypatch.setattr(enquiries, "make_reference", lambda: next(drawn))

    first, second = (store_enquiry(kind="contact", name="O", message="?") for _number in range(2))

    assert (first.reference, second.reference) == ("A-AAAAAA", "A-CCCCCC")


def test_store_enquiry_gives_up_when_every_reference_is_taken(monkeypatch):
    monkeypatch.setattr(enquiries, "make_reference", lambda: "A-AAAAAA")
    store_enquiry(kind="contact", name="O", message="?")

    with pytest.raises(IntegrityError):
        store_enquiry(kind="contact", name="O", message="?")


def test_office_mail_tells_everything_and_can_be_answered(tree):
    course = CoursePageFactory(parent=tree.courses, title="Nähen", code="H1-26")
    enquiry = EnquiryFactory(kind="offering", offering=course, reference="A-7K3M4Q", phone="0211 99")

    send_to_office(enquiry=enquiry, to="buero@kin-top.example")

    [message] = mail.outbox
    assert message.subject == "[A-7K3M4Q] Frage zu einem Angebot"
    assert (message.to, message.reply_to) == (["buero@kin-top.example"], ["olena@example.org"])
    for part in ("Nähen (H1-26)", "Olena Beispiel", "0211 99", "Gibt es noch einen Platz?"):
        assert part in message.body
    enquiry.refresh_from_db()
    assert enquiry.notified_at is not None


def test_office_mail_without_an_address_leaves_the_enquiry_unsent():
    enquiry = EnquiryFactory()

    with pytest.raises(NoOfficeAddressError):
        send_to_office(enquiry=enquiry, to="")

    enquiry.refresh_from_db()
    assert enquiry.notified_at is None


def test_confirmation_carries_no_word_of_the_sender():
    enquiry = EnquiryFactory(name="Kaufen Sie hier", message="http://spam.example", reference="A-7K3M4Q")

    message = build_confirmation(enquiry=enquiry, office_name="Kin-Top", office_lines=["0211 1"])

    assert message.to == ["olena@example.org"]
    assert "A-7K3M4Q" in message.body
    assert "Kaufen" not in message.body + message.subject
    assert "spam" not in message.body


def test_heads_of_mails_stay_one_line():
    enquiry = EnquiryFactory(name="Olena\r\nBcc: alle@example.org", reference="A-7K3M4Q")

    send_to_office(enquiry=enquiry, to="buero@kin-top.example")

    [message] = mail.outbox
    assert "Bcc" not in dict(message.message().items())
    assert message.recipients() == ["buero@kin-top.example"]


def test_delete_old_enquiries_keeps_the_last_day():
    today = date(2026, 11, 23)
    EnquiryFactory(delete_after=today - timedelta(days=1))
    kept = EnquiryFactory(delete_after=today)

    assert delete_old_enquiries(today=today) == 1
    assert list(Enquiry.objects.all()) == [kept]


def test_find_unsent_leaves_out_the_sent_and_the_fresh():
    EnquiryFactory(notified_at=timezone.now())
    fresh = EnquiryFactory()
    old = EnquiryFactory()
    Enquiry.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(minutes=10))

    assert list(find_unsent(older_than_minutes=5)) == [old]
    assert list(find_unsent()) == [old, fresh]
