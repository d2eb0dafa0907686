"""One fact changes in every version of an offering: in what is public, what is scheduled and what is being written.

A draft is never published along, and a review going on goes on, with the change in what it reviews.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Revision, TaskState

#: log actions of changes that continue older revisions begin like this
LOG_PREFIX = "catalogue."
#: where such a log entry keeps which revision continues which
LOG_DATA_REVISIONS = "continues"


@dataclass(frozen=True)
class Continuation:
    """What was written: the newest public revision (None for an offering nobody sees) and what each one continues."""

    revision: Revision | None
    continues: dict[int, int]

    @property
    def log_data(self) -> dict:
        return {LOG_DATA_REVISIONS: {str(new): old for new, old in self.continues.items()}}


def copy_rows(page):
    """What the rows hold, for a public offering the published content, as a version that may be changed."""
    return page.with_content_json(page.serializable_data())


def change_every_version(*, offering, change: Callable[[object], object], user) -> Continuation:
    """``change`` gets each version in turn and sets the new values; call it in a transaction, with the page locked."""
    if not offering.live:
        return _change_hidden(offering, change, user)
    return publish_in_every_version(live=offering, copy=copy_rows(offering), change=change, user=user)


def publish_in_every_version(*, live, copy, change: Callable[[object], object], user) -> Continuation:
    """As above for a public offering; ``copy`` is its version from ``copy_rows``."""
    change(copy)
    open_revisions = _find_open_revisions(live)
    revision = _publish_beside_drafts(copy, user)
    continues = {revision.pk: live.live_revision_id or live.latest_revision_id}
    for old in open_revisions:
        continues[_carry_into(old, change, user=user, changed=live.has_unpublished_changes).pk] = old.pk
    _continue_reviews(continues)
    return Continuation(revision, continues)


def find_continued_revision_id(page) -> int | None:
    """The newest revision that people wrote: such changes put the same text into revisions of their own."""
    from wagtail.models import PageLogEntry

    continues = {}
    entries = PageLogEntry.objects.filter(page=page.pk, action__startswith=LOG_PREFIX)
    for data in entries.values_list("data", flat=True):
        continues |= data.get(LOG_DATA_REVISIONS, {})
    pk = page.latest_revision_id
    while str(pk) in continues:
        pk = continues[str(pk)]
    return pk


class PublishBesideDrafts(PublishPageRevisionAction):
    """Wagtail ends a review when anything of the page is published; this leaves it alone."""

    def _after_publish(self):
        # what Wagtail would look up, as its listings prefetch it
        self.object._current_workflow_states = []
        super()._after_publish()


def _change_hidden(offering, change, user) -> Continuation:
    """The rows, because rights are read there, and what is being written."""
    open_revisions = _find_open_revisions(offering)
    # runs read from the database are forgotten, those of a copy are saved with it
    copy = copy_rows(offering)
    change(copy)
    copy.save()
    continues = {_carry_into(old, change, user=user, changed=True).pk: old.pk for old in open_revisions}
    _continue_reviews(continues)
    return Continuation(None, continues)


def _publish_beside_drafts(copy, user):
    if copy.go_live_at and copy.go_live_at > timezone.now():
        # it is public already; a date to come would take it down until then
        copy.go_live_at = None
    revision = copy.save_revision(user=user, clean=False, changed=False)
    PublishBesideDrafts(revision, user=user, log_action=False).execute(skip_permission_checks=True)
    return revision


def _find_open_revisions(page) -> list[Revision]:
    """What is scheduled and what is being written, in the order of writing."""
    scheduled = page.revisions.exclude(approved_go_live_at=None).exclude(pk=page.live_revision_id)
    found = {revision.pk: revision for revision in scheduled.order_by("created_at", "pk")}
    draft = page.latest_revision
    is_open = not page.live or page.has_unpublished_changes or page.current_workflow_state is not None
    if draft is not None and (draft.pk != page.live_revision_id or not page.live) and is_open:
        found.setdefault(draft.pk, draft)
    return list(found.values())


def _carry_into(old: Revision, change, *, user, changed: bool) -> Revision:
    """The same draft with the change, as a new revision; a date of publication stays."""
    # afresh, because its page has just been published
    draft = Revision.objects.get(pk=old.pk).as_object()
    change(draft)
    return draft.save_revision(user=user, clean=False, changed=changed, approved_go_live_at=old.approved_go_live_at)


def _continue_reviews(continues: dict[int, int]) -> None:
    """Whoever reviews sees what it will be; the review itself goes on."""
    for new, old in continues.items():
        TaskState.objects.filter(revision=old, status=TaskState.STATUS_IN_PROGRESS).update(revision=new)
