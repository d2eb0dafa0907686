"""Editors hear of what was published without them."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import get_connection
from django.core.mail.message import EmailMessage
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.admin.utils import get_user_display_name

from catalogue.models import UrgentChange
from catalogue.roles import EDITORS

#: younger ones may still be on their way
RETRY_AFTER_MINUTES = 5


def tell_editors(*, record: UrgentChange) -> int:
    """Mail each editor but the one who did it, then note that; a failure leaves it to be sent again."""
    with override("de"):
        mails = [build_mail(record=record, to=address) for address in find_addresses(except_user=record.created_by)]
        # one connection for all; an exception leaves the record unsent
        get_connection().send_messages(mails)
    record.notified_at = timezone.now()
    record.save(update_fields=["notified_at"])
    return len(mails)


def find_addresses(*, except_user=None) -> list[str]:
    editors = get_user_model().objects.filter(groups__name=EDITORS, is_active=True).exclude(email="")
    if except_user is not None:
        editors = editors.exclude(pk=except_user.pk)
    return sorted(set(editors.values_list("email", flat=True)))


def build_mail(*, record: UrgentChange, to: str) -> EmailMessage:
    title = record.offering.title
    base = settings.WAGTAILADMIN_BASE_URL
    who = get_user_display_name(record.created_by) if record.created_by else _("Jemand")
    lines = [
        _("Guten Tag,"),
        "",
        _("%(who)s hat bei „%(title)s“ etwas sofort geändert. Es ist schon öffentlich:") % {"who": who, "title": title},
        "",
        *(f"- {line}" for line in record.text.splitlines()),
        "",
        _("Sie müssen nichts tun. Ansehen oder zurücknehmen:"),
        f"{base}{reverse('catalogue_urgent', args=[record.offering_id])}",
        "",
    ]
    subject = _("Sofort geändert: %(title)s") % {"title": title}
    return EmailMessage(
        subject=" ".join(subject.split()),
        body="\n".join(lines),
        to=[to],
        headers={"Auto-Submitted": "auto-generated"},
    )


def find_untold(*, older_than_minutes: int = RETRY_AFTER_MINUTES):
    before = timezone.now() - timedelta(minutes=older_than_minutes)
    return UrgentChange.objects.filter(notified_at=None, created_at__lte=before).select_related(
        "offering", "created_by"
    )
