from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.utils import timezone

from catalogue.domain.enquiries import (
    PREFIXES,
    delete_old_enquiries,
    draw_reference,
    find_unsent,
    store_enquiry,
    take_step,
)
from catalogue.domain.enquiry_mail import NoOfficeAddressError, build_confirmation, send_to_office
from catalogue.domain.enquiry_wording import build_reply_url
from catalogue.factories import CoursePageFactory, EnquiryFactory, UserFactory
from catalogue.models import Enquiry, EnquiryStep

pytestmark = pytest.mark.django_db


def test_references_count_by_kind_and_year():
    drawn = [draw_reference(kind=kind, year=year) for kind, year in [("service", 2026)] * 2 + [("service", 2027)]]

    assert drawn == ["IA-2026-0001", "IA-2026-0002", "IA-2027-0001"]
    assert draw_reference(kind="volunteering", year=2026) == "MM-2026-0001"
    assert set(PREFIXES) == set(Enquiry.Kind)


def test_number_of_a_deleted_enquiry_is_not_given_again():
    first = store_enquiry(kind="service", name="Kita", message="?")
    first.delete()

    second = store_enquiry(kind="service", name="Kita", message="?")

    assert (first.reference[-4:], second.reference[-4:]) == ("0001", "0002")


def test_store_enquiry_keeps_it_for_the_promised_time():
    enquiry = store_enquiry(kind="contact", name="Olena", message="Hallo", phone="0211 1", retention_days=30)

    assert enquiry.delete_after == timezone.localdate() + timedelta(days=30)
    assert (enquiry.status, enquiry.notified_at) == ("new", None)
    assert mail.outbox == []


def test_step_sets_status_and_note_with_who_and_when():
    enquiry, editor = EnquiryFactory(), UserFactory()

    step = take_step(enquiry=enquiry, by=editor, status="in_work", note=" Rückruf am Montag ")

    enquiry.refresh_from_db()
    assert enquiry.status == "in_work"
    assert (step.status, step.note, step.created_by) == ("in_work", "Rückruf am Montag", editor)


def test_step_that_says_nothing_new_is_none():
    enquiry = EnquiryFactory(status="closed")

    assert take_step(enquiry=enquiry, by=None, status="closed", note=" ") is None
    assert take_step(enquiry=enquiry, by=None, note="Noch etwas").status == ""
    assert EnquiryStep.objects.count() == 1


def test_answer_begins_with_reference_and_name_on_one_line():
    enquiry = EnquiryFactory(reference="IA-2026-0042", name="Olena & Co?\r\nBcc: x", email="olena@example.org")

    url = build_reply_url(enquiry)

    assert url.startswith("mailto:olena%40example.org?subject=Ihre%20Anfrage%20IA-2026-0042&body=Guten%20Tag%20Olena")
    assert not {"\r", "\n", " "} & set(url)
    assert url.count("&") == 1
    assert build_reply_url(EnquiryFactory(email="")) == ""


def test_office_mail_tells_everything_and_can_be_answered(tree):
    course = CoursePageFactory(parent=tree.courses, title="Nähen", code="H1-26")
    enquiry = EnquiryFactory(kind="offering", offering=course, reference="AN-2026-0042", phone="0211 99")

    send_to_office(enquiry=enquiry, to="buero@kin-top.example")

    [message] = mail.outbox
    assert message.subject == "[AN-2026-0042] Frage zu einem Angebot"
    assert (message.to, message.reply_to) == (["buero@kin-top.example"], ["olena@example.org"])
    [(html, kind)] = message.alternatives
    for part in ("Nähen (H1-26)", "Olena Beispiel", "0211 99", "Gibt es noch einen Platz?"):
        assert part in message.body
        assert part in BeautifulSoup(html, "html.parser").get_text()
    assert f"/admin/katalog/anfragen/edit/{enquiry.pk}/" in message.body
    assert kind == "text/html"
    enquiry.refresh_from_db()
    assert enquiry.notified_at is not None


def test_office_mail_without_an_address_leaves_the_enquiry_unsent():
    enquiry = EnquiryFactory()

    with pytest.raises(NoOfficeAddressError):
        send_to_office(enquiry=enquiry, to="")

    enquiry.refresh_from_db()
    assert enquiry.notified_at is None


def test_confirmation_carries_no_word_of_the_sender():
    enquiry = EnquiryFactory(name="Kaufen Sie hier", message="http://spam.example", reference="AN-2026-0042")

    message = build_confirmation(enquiry=enquiry, office_name="Kin-Top", office_lines=["0211 1"])

    assert message.to == ["olena@example.org"]
    assert "AN-2026-0042" in message.body
    everything = message.body + message.subject + message.alternatives[0][0]
    assert "Kaufen" not in everything
    assert "spam" not in everything
    assert message.extra_headers["Auto-Submitted"] == "auto-replied"


def test_heads_of_mails_stay_one_line():
    enquiry = EnquiryFactory(name="Olena\r\nBcc: alle@example.org", reference="AN-2026-0042")

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


def test_words_of_the_sender_stay_words_in_html():
    send_to_office(enquiry=EnquiryFactory(name="<script>x</script>", message="<b>fett</b>"), to="buero@kin-top.example")

    html = mail.outbox[0].alternatives[0][0]
    assert "&lt;script&gt;" in html
    assert "&lt;b&gt;fett" in html


def test_confirmation_in_arabic_reads_from_right_to_left():
    message = build_confirmation(enquiry=EnquiryFactory(language="ar"), office_name="Kin-Top", office_lines=[])

    assert '<html lang="ar" dir="rtl">' in message.alternatives[0][0]


def test_find_unsent_asks_for_the_receipt_too():
    sent = {"notified_at": timezone.now()}
    waiting = EnquiryFactory(**sent)
    EnquiryFactory(**sent, email="", phone="0211 1")
    EnquiryFactory(**sent, confirmed_at=timezone.now())

    assert list(find_unsent()) == [waiting]


def test_find_unsent_leaves_out_the_sent_and_the_fresh():
    EnquiryFactory(notified_at=timezone.now(), confirmed_at=timezone.now())
    fresh = EnquiryFactory()
    old = EnquiryFactory()
    Enquiry.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(minutes=10))

    assert list(find_unsent(older_than_minutes=5)) == [old]
    assert list(find_unsent()) == [old, fresh]
