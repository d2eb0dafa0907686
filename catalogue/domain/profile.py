"""What people who teach say about themselves, and what of it the public may see: each thing with its own consent.

Consent is given and taken back by the person, at any time, at once and without anybody else.
"""

from pathlib import PurePosixPath

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.log_actions import log
from wagtail.models import ReferenceIndex

from catalogue.domain.pictures import PORTRAIT
from media.domain.consent import ConsentStatus, withdraw_consent
from media.domain.licences import Licence
from media.models import Image

LOG_CONSENT = "catalogue.consent"
CONSENTS = ("consent_name", "consent_picture", "consent_biography", "consent_languages")


@transaction.atomic
def save_profile(*, lecturer, user, before: dict[str, bool], remove_picture=False, picture=None, credit="") -> None:
    """Keep the profile; ``before`` holds the consents as they were, ``picture`` is a new file.

    The search hears of it with this same transaction.
    """
    old_picture = lecturer.picture
    if picture is not None:
        lecturer.picture = _store_portrait(lecturer, user=user, picture=picture, credit=credit)
    elif remove_picture:
        lecturer.picture = None
    given = [name for name in CONSENTS if getattr(lecturer, name) and not before[name]]
    taken = [name for name in CONSENTS if before[name] and not getattr(lecturer, name)]
    if given or taken:
        lecturer.consent_date = timezone.localdate()
    lecturer.save()
    if given or taken:
        log(instance=lecturer, action=LOG_CONSENT, user=user, data={"text": _describe(lecturer, given, taken)})
    if lecturer.picture is not None:
        _bring_picture_in_line(lecturer)
    if old_picture is not None and old_picture != lecturer.picture:
        _forget_picture(old_picture, user)


def _store_portrait(lecturer, *, user, picture, credit: str) -> Image:
    """Outside the shelf that others who teach choose from."""
    image = Image(
        title=_("Porträt %(name)s") % {"name": lecturer.full_name},
        description=_("Porträt von %(name)s") % {"name": lecturer.full_name},
        file=File(picture, name=f"portraet-{lecturer.slug}{PurePosixPath(picture.name).suffix}"),
        credit=credit,
        licence=Licence.OWN,
        uploaded_by_user=user,
        shows_people=True,
        consent_status=ConsentStatus.MISSING,
    )
    image.save()
    return image


def _bring_picture_in_line(lecturer) -> None:
    """The picture itself says whether it may be shown, for every other place that might use it."""
    image = lecturer.picture
    if not lecturer.consent_picture:
        if image.shows_people and image.consent_status == ConsentStatus.GIVEN:
            withdraw_consent(image=image)
        else:
            image.renditions.filter(filter_spec=PORTRAIT).delete()
    elif image.shows_people and image.consent_status != ConsentStatus.GIVEN and not image.minors:
        image.consent_status = ConsentStatus.GIVEN
        day = date_format(timezone.localdate(), "SHORT_DATE_FORMAT")
        image.consent_from = _("%(name)s, im eigenen Profil am %(day)s") % {"name": lecturer.full_name, "day": day}
        image.consent_on = timezone.localdate()
        image.consent_until = None
        image.save()


def _forget_picture(image, user) -> None:
    """What the person had put there goes for good, unless something else shows it."""
    if image.uploaded_by_user_id == user.pk and not ReferenceIndex.get_references_to(image).exists():
        image.delete()


def _describe(lecturer, given, taken) -> str:
    # history is read by everybody, whatever language this person works in
    with override("de"):
        lines = [
            (_("Eingewilligt: %(what)s"), given),
            (_("Widerrufen: %(what)s"), taken),
        ]
        label = lecturer._meta.get_field
        return "; ".join(
            text % {"what": ", ".join(str(label(name).verbose_name) for name in names)}
            for text, names in lines
            if names
        )
