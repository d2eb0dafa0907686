"""How people who teach get into the admin: an account without a password, and a link that sets one.

The link is valid for two weeks and dies with the first password. What follows it is the ordinary way to a new
password, with its own short-lived key and its rate limits (decision 0004).
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.log_actions import log

from catalogue.choices import AccountState
from catalogue.permissions import has_lecturers_account
from catalogue.roles import LECTURERS

VALID = timedelta(days=14)
SALT = "catalogue.invitation"
LOG_INVITED = "catalogue.invite"
#: younger ones may still be on their way
RETRY_AFTER_MINUTES = 5


class NotInvitableError(Exception):
    """Why this person cannot be invited; the message is for the person who tried."""


class ExpiredLinkError(Exception):
    """The link is too old or has done its work."""


def find_account_state(lecturer, *, now: datetime | None = None) -> AccountState:
    """Where this person stands; ``user`` and ``invitation`` should come with the lecturer."""
    if not lecturer.is_active:
        return AccountState.LEFT
    if lecturer.user is not None and (not lecturer.user.is_active or lecturer.user.has_usable_password()):
        return AccountState.ACTIVE if lecturer.user.is_active else AccountState.BLOCKED
    invitation = getattr(lecturer, "invitation", None)
    if invitation is None or lecturer.user is None:
        return AccountState.NONE if get_invitation_address(lecturer) else AccountState.NO_ADDRESS
    if invitation.sent_at is None:
        return AccountState.SENDING
    is_over = invitation.sent_at + VALID < (now or timezone.now())
    return AccountState.EXPIRED if is_over else AccountState.INVITED


#: states in which an invitation makes sense
INVITABLE = (AccountState.NONE, AccountState.SENDING, AccountState.INVITED, AccountState.EXPIRED)


def get_invitation_address(lecturer) -> str:
    return lecturer.private_email or (lecturer.user.email if lecturer.user else "")


@transaction.atomic
def invite(*, lecturer, by) -> None:
    """Make the account if there is none and send the link (again); raises NotInvitableError."""
    from catalogue.models import Invitation, Lecturer

    lecturer = Lecturer.objects.select_for_update(of=("self",)).select_related("user", "invitation").get(pk=lecturer.pk)
    state = find_account_state(lecturer)
    if state not in INVITABLE:
        raise NotInvitableError(
            _("%(name)s kann nicht eingeladen werden: %(state)s.") % {"name": lecturer.full_name, "state": state.label}
        )
    if lecturer.user is None:
        lecturer.user = _find_or_make_account(lecturer)
        lecturer.save(update_fields=["user"])
    elif has_lecturers_account(lecturer.user):
        # nobody has ever been in: a mended address counts
        lecturer.user.email = get_invitation_address(lecturer)
        lecturer.user.save(update_fields=["email"])
    lecturer.user.groups.add(Group.objects.get(name=LECTURERS))
    invitation, _created = Invitation.objects.update_or_create(
        lecturer=lecturer,
        defaults={"requested_at": timezone.now(), "requested_by": by, "sent_at": None, "accepted_at": None},
    )
    log(instance=lecturer, action=LOG_INVITED, user=by)
    _send_later(invitation)


def make_link(user) -> str:
    token = signing.dumps([user.pk, _get_fingerprint(user)], salt=SALT)
    return f"{settings.WAGTAILADMIN_BASE_URL}{reverse('invitation', args=[token])}"


def read_link(token: str):
    """The user it was made for; raises ExpiredLinkError for everything else."""
    try:
        user_pk, fingerprint = signing.loads(token, salt=SALT, max_age=VALID)
    except (signing.BadSignature, ValueError) as error:
        raise ExpiredLinkError from error
    user = get_user_model().objects.filter(pk=user_pk, is_active=True).first()
    if user is None or not constant_time_compare(fingerprint, _get_fingerprint(user)):
        raise ExpiredLinkError
    return user


def send_invitation(*, invitation) -> None:
    """Mail the link and note that; a failure leaves it to be sent again."""
    lecturer = invitation.lecturer
    with override("de"):
        context = {
            "name": lecturer.first_name,
            "site_name": settings.WAGTAIL_SITE_NAME,
            "username": lecturer.user.get_username(),
            "link": make_link(lecturer.user),
            "days": VALID.days,
        }
        mail = EmailMultiAlternatives(
            subject=_("Ihr Zugang zu %(site)s") % {"site": settings.WAGTAIL_SITE_NAME},
            body=render_to_string("catalogue/mail/invitation.txt", context),
            to=[lecturer.user.email],
            headers={"Auto-Submitted": "auto-generated"},
        )
        mail.attach_alternative(render_to_string("catalogue/mail/invitation.html", context), "text/html")
    mail.send()
    invitation.sent_at = timezone.now()
    invitation.save(update_fields=["sent_at"])


def find_unsent(*, older_than_minutes: int = 0):
    from catalogue.models import Invitation

    before = timezone.now() - timedelta(minutes=older_than_minutes)
    return Invitation.objects.filter(
        sent_at=None,
        requested_at__lte=before,
        lecturer__is_active=True,
        lecturer__user__is_active=True,
    ).select_related("lecturer__user")


def needs_welcome(user) -> bool:
    """Whether this person was invited and has not been through the welcome yet."""
    from catalogue.models import Invitation

    return Invitation.objects.filter(lecturer__user=user.pk, lecturer__is_active=True, accepted_at=None).exists()


def accept_invitation(*, lecturer) -> None:
    from catalogue.models import Invitation

    Invitation.objects.filter(lecturer=lecturer, accepted_at=None).update(accepted_at=timezone.now())


def _find_or_make_account(lecturer):
    users = get_user_model().objects.filter(email__iexact=lecturer.private_email)
    for user in users:
        if not user.is_active or hasattr(user, "lecturer") or user.has_usable_password():
            raise NotInvitableError(
                _(
                    "Mit der Adresse von %(name)s gibt es schon einen Zugang: „%(username)s“. "
                    "Bitte tragen Sie ihn im Profil bei „Zugang“ ein."
                )
                % {"name": lecturer.full_name, "username": user.get_username()}
            )
        return user
    user = get_user_model()(
        username=_find_free_username(lecturer.slug),
        email=lecturer.private_email,
        first_name=lecturer.first_name,
        last_name=lecturer.last_name,
    )
    user.set_unusable_password()
    user.save()
    return user


def _find_free_username(slug: str) -> str:
    taken = set(get_user_model().objects.filter(username__startswith=slug).values_list("username", flat=True))
    return next(name for name in (slug, *(f"{slug}-{n}" for n in range(2, len(taken) + 3))) if name not in taken)


def _get_fingerprint(user) -> str:
    # another password, address or a first visit make the link worthless
    state = f"{user.pk}|{user.password}|{user.email}|{user.last_login}"
    return salted_hmac(SALT, state).hexdigest()[:24]


def _send_later(invitation) -> None:
    from catalogue.tasks import send_invitation as send_task

    transaction.on_commit(lambda: send_task.enqueue(invitation.pk))
