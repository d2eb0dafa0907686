"""The right to one's own picture (KUG §§ 22, 23; DSGVO Art. 7): when it may be shown, and taking it back.

``is_publishable`` for one picture and ``filter_publishable`` for many state the same rule; a test holds them
together.
"""

from datetime import date
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

#: a consent that runs longer than this is a typing error in the year
MAX_CONSENT_YEARS = 50


class ConsentStatus(models.TextChoices):
    NOT_NEEDED = "not_needed", _("nicht nötig")
    GIVEN = "given", _("liegt vor")
    MISSING = "missing", _("fehlt noch")
    WITHDRAWN = "withdrawn", _("widerrufen")


class ConsentScope(models.TextChoices):
    WEBSITE = "website", _("nur Website")
    WEBSITE_PRINT = "website_print", _("Website und Druck")
    ALL = "all", _("alle Medien, auch soziale Netze und Presse")


class Use(StrEnum):
    """Where a picture is about to be shown."""

    WEBSITE = "website"
    PRINT = "print"
    ELSEWHERE = "elsewhere"


SCOPES_ALLOWING = {
    Use.WEBSITE: (ConsentScope.WEBSITE, ConsentScope.WEBSITE_PRINT, ConsentScope.ALL),
    Use.PRINT: (ConsentScope.WEBSITE_PRINT, ConsentScope.ALL),
    Use.ELSEWHERE: (ConsentScope.ALL,),
}


class ConsentState(models.TextChoices):
    """What the consent amounts to on a day; the status alone does not tell."""

    NO_PEOPLE = "no_people", _("keine Personen erkennbar")
    VALID = "valid", _("Einwilligung liegt vor")
    MISSING = "missing", _("Einwilligung fehlt")
    CUSTODIANS_MISSING = "custodians_missing", _("Einwilligung der Sorgeberechtigten fehlt")
    EXPIRED = "expired", _("Einwilligung abgelaufen")
    WITHDRAWN = "withdrawn", _("Einwilligung widerrufen")


def get_consent_state(*, image, on: date | None = None) -> ConsentState:
    # a withdrawal holds even where somebody has unticked the people
    if image.consent_status == ConsentStatus.WITHDRAWN:
        return ConsentState.WITHDRAWN
    if not image.shows_people:
        return ConsentState.NO_PEOPLE
    if image.consent_status != ConsentStatus.GIVEN:
        return ConsentState.MISSING
    if image.minors and not image.custodians_agreed:
        return ConsentState.CUSTODIANS_MISSING
    if image.consent_until is not None and image.consent_until < (on or timezone.localdate()):
        return ConsentState.EXPIRED
    return ConsentState.VALID


def is_publishable(*, image, on: date | None = None, use: Use = Use.WEBSITE) -> bool:
    """Say whether the picture may be shown on that day (today), on the website unless told otherwise."""
    state = get_consent_state(image=image, on=on)
    return state == ConsentState.NO_PEOPLE or (
        state == ConsentState.VALID and image.consent_scope in SCOPES_ALLOWING[use]
    )


def filter_publishable(*, on: date | None = None, use: Use = Use.WEBSITE) -> Q:
    """Return the condition of ``is_publishable`` for a query over images."""
    day = on or timezone.localdate()
    without_people = Q(shows_people=False) & ~Q(consent_status=ConsentStatus.WITHDRAWN)
    consented = (
        Q(shows_people=True, consent_status=ConsentStatus.GIVEN, consent_scope__in=SCOPES_ALLOWING[use])
        & (Q(consent_until=None) | Q(consent_until__gte=day))
        & (Q(minors=False) | Q(custodians_agreed=True))
    )
    return without_people | consented


def withdraw_consent(*, image) -> None:
    """Take the picture off every page: nothing shows it any more, and its public copies are deleted."""
    with transaction.atomic():
        image.shows_people = True
        image.consent_status = ConsentStatus.WITHDRAWN
        image.save(update_fields=["shows_people", "consent_status"])
        # Wagtail deletes the files after the commit and forgets the cached addresses
        image.renditions.all().delete()


def check_consent(*, image) -> None:
    """Raise a ValidationError by field where the statements about people and consent do not fit together."""
    errors = {}
    given = image.consent_status == ConsentStatus.GIVEN
    if image.shows_people and image.consent_status == ConsentStatus.NOT_NEEDED:
        errors["consent_status"] = _(
            "Wenn Personen erkennbar sind, ist eine Einwilligung nötig. "
            "Bitte wählen Sie, ob sie vorliegt oder noch fehlt."
        )
    if not image.shows_people and image.consent_status != ConsentStatus.NOT_NEEDED:
        errors["shows_people"] = _(
            "Sie machen Angaben zur Einwilligung. Bitte kreuzen Sie an, dass Personen erkennbar sind, "
            "oder wählen Sie „nicht nötig“."
        )
    if given and not image.consent_from.strip():
        errors["consent_from"] = _("Bitte tragen Sie ein, wer eingewilligt hat.")
    if image.minors and not image.shows_people:
        errors["minors"] = _("Bitte kreuzen Sie auch an, dass Personen erkennbar sind.")
    if given and image.minors and not image.custodians_agreed:
        errors["custodians_agreed"] = _(
            "Bei Minderjährigen müssen beide Sorgeberechtigten einwilligen. Solange das fehlt, wählen Sie „fehlt noch“."
        )
    errors |= _check_dates(image)
    if errors:
        raise ValidationError(errors)


def _check_dates(image) -> dict:
    today = timezone.localdate()
    errors = {}
    if image.consent_on and image.consent_on > today:
        errors["consent_on"] = _("Das Datum der Einwilligung liegt in der Zukunft.")
    if image.consent_until is None:
        return errors
    # an older picture keeps the date that has passed since, so its other texts can still be corrected
    first = image.consent_on or (timezone.localdate(image.created_at) if image.created_at else today)
    if image.consent_until < first:
        errors["consent_until"] = _("Das Ende der Einwilligung liegt vor ihrem Beginn. Bitte prüfen Sie das Datum.")
    elif image.consent_until.year > today.year + MAX_CONSENT_YEARS:
        errors["consent_until"] = _(
            "Das Ende der Einwilligung liegt sehr weit in der Zukunft. Bitte prüfen Sie das Jahr."
        )
    elif not image.shows_people:
        errors["consent_until"] = _("Ein Ende der Einwilligung braucht es nur, wenn Personen erkennbar sind.")
    return errors
