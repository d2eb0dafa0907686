"""An editorial day to look at: a draft never published, an open change on a live page, one in review."""

from html import escape

from django.db import transaction
from django.utils import timezone

from catalogue.models import CoursePage, Notice
from home.domain.tree import SiteTree

from .codes import CodeMaker
from .content import make_stream
from .dates import Calendar
from .files import DemoData
from .markers import CHANGED, mark
from .offerings import References, build_offering
from .plan import plan_course


def load_editorial_day(
    data: DemoData,
    *,
    tree: SiteTree,
    references: References,
    calendar: Calendar,
    codes: CodeMaker,
    users: dict,
    marked: dict[str, int],
) -> None:
    for row in data.drafts:
        if row["key"] not in marked:
            _create_draft(row, tree, references, calendar, codes, users[row["lecturer"]])
    for name, change in data.changes.items():
        if f"change:{name}" not in marked:
            _change_offering(name, change, users[change["lecturer"]])


def _create_draft(row, tree, references, calendar, codes, user) -> None:
    planned = plan_course(row, calendar=calendar)
    planned.lecturers = [row["lecturer"]]
    start = planned.runs[0].values["start_date"]
    planned.values["code"] = codes.make_code(subject=row["subject"], start=start)
    page = build_offering(planned, references=references, calendar=calendar).page
    page.live = False
    page.owner = user
    tree.courses.refresh_from_db()
    tree.courses.add_child(instance=page)
    page.save_revision(user=user, log_action=False)
    mark(page, row["key"], user=user)


def _change_offering(name: str, change: dict, user) -> None:
    """Add a paragraph to the next live course of that person which nobody has changed yet."""
    courses = CoursePage.objects.filter(
        lecturers__slug=change["lecturer"],
        subject__slug=change["subject"],
        live=True,
        has_unpublished_changes=False,
        runs__start_date__gt=timezone.localdate(),
    )
    course = courses.order_by("runs__start_date", "pk").first()
    if course is None:
        return
    draft = course.get_latest_revision_as_object()
    stream = make_stream(f"change:{name}", [f"<p>{escape(change['paragraph'])}</p>"])
    draft.body = draft.body.stream_block.to_python([*draft.body.raw_data, *stream])
    draft.save_revision(user=user, log_action=False)
    mark(course, f"change:{name}", action=CHANGED, user=user)
    workflow = draft.get_workflow() if change.get("submit") else None
    if workflow is not None:
        _submit(draft, workflow, user)


@transaction.atomic
def _submit(draft, workflow, user) -> None:
    state = workflow.start(draft, user)
    # the people of the demo have no mailboxes, and a first start need not fill the console
    Notice.objects.filter(task_state_ids=[state.current_task_state_id]).delete()
