"""Letters to those who register. Nothing they typed stands in them: otherwise a form would carry strangers' words."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override, pgettext

from catalogue.domain.timetable import list_run_views
from cms.mailing import Letter, Line, Section, build_mail, make_absolute, render_html, render_text
from kintop_registration.choices import Mail
from kintop_registration.domain.links import make_confirm_url, make_withdraw_url
from kintop_registration.domain.places import find_run
from kintop_registration.models import Registration


def send_after_commit(registration: Registration) -> None:
    from kintop_registration.tasks import send_letter

    # a failure there never reaches whoever registered: what is to be sent is stored
    transaction.on_commit(lambda: send_letter.enqueue(registration.pk), robust=True)


def find_unsent(*, older_than_minutes: int = 0):
    before = timezone.now() - timedelta(minutes=older_than_minutes)
    return Registration.objects.exclude(pending_mail="").filter(changed_at__lte=before).select_related("offering")


def send(registration: Registration) -> None:
    """Mail what is to be told and note that; a failure leaves it to be sent again."""
    mail = Mail(registration.pending_mail)
    with override(registration.language):
        letter = build_letter(registration, mail)
        build_mail(
            subject=letter.subject_line, text=render_text(letter), html=render_html(letter), to=registration.email
        ).send()
    # what has happened meanwhile has a letter of its own
    sent = Registration.objects.filter(pk=registration.pk, pending_mail=mail)
    sent.update(pending_mail="", mailed_at=timezone.now())


def build_letter(registration: Registration, mail: Mail) -> Letter:
    title = get_title(registration)
    subject, intro, todo = _WORDS[mail]()
    leads_to_page = mail in (Mail.CANCELLED, Mail.WITHDRAWN)
    if mail == Mail.CONFIRM:
        button, url = _("Anmeldung bestätigen"), make_confirm_url(registration)
    elif leads_to_page:
        button, url = _("Zur Website"), make_absolute(_get_page_url(registration))
    else:
        button, url = pgettext("Platz", "Abmelden"), make_withdraw_url(registration)
    return Letter(
        subject=subject % {"title": title, "reference": registration.reference},
        intro=intro % {"title": title, "reference": registration.reference},
        sections=(Section(tuple(Line(fact) for fact in list_facts(registration))),),
        todo=todo,
        button=button,
        url=url,
        footer=_("Haben Sie sich nicht selbst angemeldet? Dann müssen Sie nichts tun.")
        if mail == Mail.CONFIRM
        else _("Ihre Vorgangsnummer ist %(reference)s. Nennen Sie sie bitte, wenn Sie uns anrufen.")
        % {"reference": registration.reference},
    )


def list_facts(registration: Registration) -> list[str]:
    """What, when, where, for how many."""
    facts = [get_title(registration)]
    run = find_run(offering_id=registration.offering_id, run_uid=registration.run_uid)
    if run is not None:
        view = list_run_views(runs=[run])[0]
        facts += [view.period, view.weekly, view.venue.translated_name if view.venue else ""]
    facts.append(
        ngettext("Für %(count)s Person", "Für %(count)s Personen", registration.persons)
        % {"count": registration.persons}
    )
    return [fact for fact in facts if fact]


def get_title(registration: Registration) -> str:
    offering = registration.offering
    return offering.translated_title if offering is not None else registration.offering_title


def _get_page_url(registration: Registration) -> str:
    offering = registration.offering
    return (offering is not None and offering.live and offering.get_url()) or "/"


_WORDS = {
    Mail.CONFIRM: lambda: (
        _("Bitte bestätigen Sie Ihre Anmeldung: %(title)s"),
        _("für „%(title)s“ wurde mit Ihrer E-Mail-Adresse eine Anmeldung geschickt."),
        _("Erst wenn Sie bestätigen, bekommen Sie einen Platz. Der Link gilt drei Tage:"),
    ),
    Mail.PLACE: lambda: (
        _("Sie haben einen Platz: %(title)s"),
        _("schön, dass Sie kommen. Ihr Platz ist reserviert."),
        _("Können Sie doch nicht kommen? Bitte melden Sie sich ab, dann freut sich jemand anderes:"),
    ),
    Mail.WAITING: lambda: (
        _("Sie stehen auf der Warteliste: %(title)s"),
        _("im Moment sind alle Plätze vergeben. Wird einer frei, bekommen Sie ihn und eine Nachricht von uns."),
        _("Möchten Sie nicht mehr warten? Dann melden Sie sich bitte ab:"),
    ),
    Mail.MOVED_UP: lambda: (
        _("Ein Platz ist frei geworden: %(title)s"),
        _("gute Nachricht: Sie sind nachgerückt und haben jetzt einen Platz."),
        _("Können Sie nicht mehr kommen? Bitte melden Sie sich gleich ab, andere warten noch:"),
    ),
    Mail.CANCELLED: lambda: (
        _("Ihre Anmeldung wurde abgesagt: %(title)s"),
        _("leider müssen wir Ihre Anmeldung absagen. Rufen Sie uns gern an, wir suchen mit Ihnen etwas anderes."),
        _("Alles, was gerade stattfindet, finden Sie auf unserer Website:"),
    ),
    Mail.MOVED: lambda: (
        _("Ihre Anmeldung hat sich geändert: %(title)s"),
        _("wir haben Ihre Anmeldung wie besprochen geändert. So gilt sie jetzt:"),
        _("Passt das nicht? Rufen Sie uns an, oder melden Sie sich ab:"),
    ),
    Mail.WITHDRAWN: lambda: (
        _("Sie sind abgemeldet: %(title)s"),
        _("Ihre Abmeldung ist bei uns angekommen. Danke, dass Sie Bescheid gesagt haben."),
        _("Vielleicht passt etwas anderes:"),
    ),
}
