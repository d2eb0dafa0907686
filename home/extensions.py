"""What the website adds at its own extension points: an enquiry goes to the office, and its sender gets a receipt."""

from cms import extend
from cms.extend import EnquiryHandler


class MailHandler(EnquiryHandler):
    def handle(self, enquiry):
        from home.domain.contact import enqueue_mails

        enqueue_mails(enquiry)


extend.enquiries.add("mail", MailHandler())
