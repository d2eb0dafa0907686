"""Two people at the same offering: whoever saves second is told, before anything is overwritten."""

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from wagtail.admin.utils import get_user_display_name
from wagtail.models import Page

#: Wagtail's hidden fields of the editor, which say what the person read
LOADED_ID = "loaded_revision_id"
LOADED_AT = "loaded_revision_created_at"


def lock_page(page_id) -> Page | None:
    """The page as it is now, nobody else's until the transaction ends: whoever comes second waits here."""
    return Page.objects.select_for_update().filter(pk=page_id).first()


def find_newer_revision(*, page, posted):
    """The revision saved since the form was opened, or None; ``posted`` holds Wagtail's hidden fields of the editor.

    Wagtail itself asks this only when it saves in the background, not when somebody presses a button.
    """
    latest = page.get_latest_revision()
    if latest is None:
        return None
    overwrites, loaded = posted.get("overwrite_revision_id"), posted.get(LOADED_ID)
    if overwrites:
        return latest if overwrites != str(latest.pk) else None
    if not loaded:
        return None
    # saving in the background replaces a revision in place: its id stays, its time does not
    is_same = loaded == str(latest.pk) and posted.get(LOADED_AT) == latest.created_at.isoformat()
    return None if is_same else latest


def describe_conflict(*, revision, user) -> str:
    when = date_format(localtime(revision.created_at), "DATETIME_FORMAT")
    advice = _(
        "Ihre Eingaben stehen noch in den Feldern. Sehen Sie im Verlauf nach, was sich geändert hat. "
        "Wenn Ihre Fassung gelten soll, speichern Sie noch einmal; die andere bleibt im Verlauf erhalten."
    )
    if revision.user_id == user.pk:
        saved = _("Sie haben dieses Angebot am %(when)s Uhr in einem anderen Fenster gespeichert.") % {"when": when}
    else:
        who = get_user_display_name(revision.user) if revision.user else _("Jemand")
        saved = _("%(who)s hat dieses Angebot am %(when)s Uhr gespeichert, während Sie daran gearbeitet haben.") % {
            "who": who,
            "when": when,
        }
    return " ".join([saved, *_describe_urgent_changes(revision), advice])


def _describe_urgent_changes(revision):
    """What is public already and would be lost with the next approval."""
    from catalogue.models import UrgentChange

    records = UrgentChange.objects.filter(offering=int(revision.object_id), created_at__gte=revision.created_at)
    for record in records.order_by("created_at"):
        yield _("Sofort veröffentlicht wurde: %(what)s. Bitte tragen Sie das auch hier ein.") % {
            "what": record.text.replace("\n", "; ")
        }
