"""Who is told what about a review: the next reviewers that it is their turn, the authors how it ended."""

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import TaskState, WorkflowState

from catalogue.choices import NoticeKind
from catalogue.domain.notices import find_lecturer_user_ids, get_person_name, write_notices
from catalogue.domain.reviewers import KNOWN_STAGES, find_asked_user_ids, find_reviewed_offering, get_review_url
from catalogue.models import EditorApprovalTask
from catalogue.models.workflow import find_submitter_ids
from cms.mailing import Letter, Line, Section, make_absolute


@override("de")
def tell_reviewers(*, task_state, user) -> None:
    """A stage begins: write to all who can act, but not to the one who has just acted."""
    offering = find_reviewed_offering(task_state.workflow_state)
    task = task_state.task.specific
    if offering is None or not isinstance(task, KNOWN_STAGES) or task.is_skipped(offering, user):
        return
    people = find_asked_user_ids(task=task, page=offering) - {user and user.pk}
    write_notices(
        kind=NoticeKind.REVIEW,
        key=f"review:{task_state.pk}",
        user_ids=people,
        letter=build_request(offering=offering, task=task, submitter=task_state.workflow_state.requested_by),
        task_state_ids=[task_state.pk],
    )


@override("de")
def tell_authors(*, workflow_state, user) -> None:
    """A review ends: write to all who lead the offering and who submitted it, but not to the one who ended it."""
    offering = find_reviewed_offering(workflow_state)
    if offering is None:
        return
    kind = find_outcome(workflow_state=workflow_state, offering=offering)
    people = find_lecturer_user_ids(offering_id=offering.pk) | find_submitter_ids(workflow_state)
    write_notices(
        kind=kind,
        # a review may ask for changes several times
        key=f"{kind.value}:{workflow_state.pk}:{workflow_state.current_task_state_id}",
        user_ids=people - {user and user.pk},
        letter=build_result(kind=kind, offering=offering, workflow_state=workflow_state, user=user),
    )


def find_outcome(*, workflow_state, offering) -> NoticeKind:
    if workflow_state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        return NoticeKind.REJECTED
    if workflow_state.status == WorkflowState.STATUS_APPROVED or _is_published(workflow_state, offering):
        return NoticeKind.APPROVED
    return NoticeKind.CANCELLED


def build_request(*, offering, task, submitter) -> Letter:
    title = offering.draft_title or offering.title
    return Letter(
        subject=_("Bitte prüfen: %(title)s") % {"title": title},
        intro=_("%(who)s hat „%(title)s“ eingereicht. Jetzt sind Sie an der Reihe.")
        % {"who": get_person_name(submitter), "title": title},
        sections=(Section(tuple(_list_facts(offering))),),
        todo=_("Bitte sehen Sie sich die Änderungen an. Geben Sie sie frei oder erbitten Sie Änderungen:"),
        button=_("Jetzt prüfen"),
        url=make_absolute(get_review_url(offering)),
        footer=get_reviewers_footer(is_editor=isinstance(task, EditorApprovalTask)),
    )


def get_reviewers_footer(*, is_editor: bool) -> str:
    if is_editor:
        return _("Sie bekommen diese Nachricht, weil Sie zur Redaktion gehören.")
    return _("Sie bekommen diese Nachricht, weil Sie das Thema koordinieren oder gerade jemanden darin vertreten.")


def build_result(*, kind: NoticeKind, offering, workflow_state, user) -> Letter:
    build = {
        NoticeKind.APPROVED: _build_approval,
        NoticeKind.REJECTED: _build_rejection,
        NoticeKind.CANCELLED: _build_cancellation,
    }[kind]
    words = {"title": offering.draft_title or offering.title, "who": get_person_name(user)}
    return build(offering=offering, workflow_state=workflow_state, words=words)


def _build_approval(*, offering, workflow_state, words) -> Letter:
    is_live, day = offering.live, offering.get_latest_revision().approved_go_live_at
    if day and day > timezone.now():
        is_live = False
        words |= {"day": date_format(timezone.localtime(day), "j. F Y, H:i")}
        intro = _("%(who)s hat „%(title)s“ freigegeben. Öffentlich wird es am %(day)s Uhr.") % words
    else:
        intro = _("%(who)s hat „%(title)s“ freigegeben. Es ist jetzt öffentlich.") % words
    return Letter(
        subject=_("Freigegeben: %(title)s") % words,
        intro=intro,
        quote=_get_comment(workflow_state, TaskState.STATUS_APPROVED),
        todo=_("Sie müssen nichts tun. So sieht es aus:") if is_live else _("Sie müssen nichts tun. Ihr Angebot:"),
        button=_("Angebot ansehen"),
        url=make_absolute(offering.get_url() if is_live else _get_edit_path(offering)),
        footer=_get_authors_footer(),
    )


def _build_rejection(*, offering, workflow_state, words) -> Letter:
    return Letter(
        subject=_("Bitte ändern: %(title)s") % words,
        intro=_("%(who)s hat „%(title)s“ geprüft und bittet um Änderungen:") % words,
        quote=_get_comment(workflow_state, TaskState.STATUS_REJECTED),
        todo=_("Bitte überarbeiten Sie das Angebot und reichen Sie es noch einmal ein:"),
        button=_("Angebot bearbeiten"),
        url=make_absolute(_get_edit_path(offering)),
        footer=_get_authors_footer(),
    )


def _build_cancellation(*, offering, workflow_state, words) -> Letter:
    return Letter(
        subject=_("Prüfung beendet: %(title)s") % words,
        intro=_("%(who)s hat die Prüfung von „%(title)s“ beendet. Der Entwurf bleibt erhalten.") % words,
        todo=_("Wenn das Angebot so weit ist, reichen Sie es bitte noch einmal ein:"),
        button=_("Angebot bearbeiten"),
        url=make_absolute(_get_edit_path(offering)),
        footer=_get_authors_footer(),
    )


def _is_published(workflow_state, offering) -> bool:
    """Wagtail also cancels a review when an editor publishes what was in it."""
    state = workflow_state.current_task_state
    live = offering.live_revision
    return offering.live and None not in (state, live) and live.created_at >= state.revision.created_at


def _list_facts(offering):
    facts = [
        (_("Kursnummer"), offering.code),
        (_("Thema"), str(offering.subject or "")),
        (_("Kursleitung"), ", ".join(person.full_name for person in offering.lecturers.all())),
    ]
    return [Line(f"{label}: {value}") for label, value in facts if value]


def _get_comment(workflow_state, status: str) -> str:
    state = workflow_state.current_task_state
    return state.comment if state is not None and state.status == status and state.finished_by_id else ""


def _get_edit_path(offering) -> str:
    return reverse("wagtailadmin_pages:edit", args=[offering.pk])


def _get_authors_footer() -> str:
    return _("Sie bekommen diese Nachricht, weil Sie das Angebot leiten oder eingereicht haben.")
