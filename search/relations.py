"""All rows a document is made of, fetched for many offerings in a constant number of queries."""

from collections import defaultdict
from dataclasses import dataclass, field

from catalogue.models import (
    Funder,
    Lecturer,
    Meeting,
    Offering,
    OfferingTranslation,
    ProjectPage,
    Run,
    Subject,
    TargetGroupPage,
)


@dataclass
class Relations:
    """What belongs to one offering, by committed rows."""

    #: each with ``meeting_rows``
    runs: list[Run] = field(default_factory=list)
    translations: list[OfferingTranslation] = field(default_factory=list)
    #: live and public ones
    target_groups: list[TargetGroupPage] = field(default_factory=list)
    lecturers: list[Lecturer] = field(default_factory=list)
    funders: list[Funder] = field(default_factory=list)
    partners: list[Funder] = field(default_factory=list)


def load_relations(pages) -> dict[int, Relations]:
    """Relations by primary key; the pages get their subject and contact as well."""
    by_pk = {page.pk: page for page in pages}
    _attach_subjects_and_contacts(pages)
    found = {pk: Relations() for pk in by_pk}
    for run in _load_runs(by_pk):
        found[run.offering_id].runs.append(run)
    for row in OfferingTranslation.objects.filter(offering__in=by_pk).order_by("offering", "language"):
        found[row.offering_id].translations.append(row)
    groups = TargetGroupPage.objects.live().public().order_by("path")
    links = {
        "target_groups": (Offering.target_groups.through, "offering_id", "targetgrouppage_id", groups),
        "lecturers": (Offering.lecturers.through, "offering_id", "lecturer_id", Lecturer.objects.all()),
        "funders": (Offering.funders.through, "offering_id", "funder_id", Funder.objects.all()),
        "partners": (ProjectPage.partners.through, "projectpage_id", "funder_id", Funder.objects.all()),
    }
    for name, (through, page_column, item_column, items) in links.items():
        for pk, item in _load_linked(through, page_column, item_column, items, by_pk):
            getattr(found[pk], name).append(item)
    return found


def _attach_subjects_and_contacts(pages) -> None:
    subjects = Subject.objects.select_related("parent").in_bulk()
    contacts = Lecturer.objects.in_bulk({page.contact_id for page in pages} - {None})
    for page in pages:
        page.subject = subjects.get(page.subject_id)
        page.contact = contacts.get(page.contact_id)


def _load_runs(by_pk) -> list[Run]:
    runs = list(Run.objects.filter(offering__in=by_pk).select_related("venue").order_by("offering", "sort_order", "pk"))
    meetings = defaultdict(list)
    rows = Meeting.objects.filter(run__offering__in=by_pk).order_by("date", "start_time", "pk")
    for meeting in rows.values_list("run_id", "date", "start_time", "end_time", "status", named=True):
        meetings[meeting.run_id].append(meeting)
    for run in runs:
        run.offering = by_pk[run.offering_id]
        run.meeting_rows = meetings[run.pk]
    return runs


def _load_linked(through, page_column, item_column, items, by_pk):
    """(page, item) pairs, in the order of the items."""
    pairs = through.objects.filter(**{f"{page_column}__in": by_pk}).values_list(page_column, item_column)
    pages_of = defaultdict(list)
    for pk, item_pk in pairs:
        pages_of[item_pk].append(pk)
    if pages_of:
        for item in items.filter(pk__in=pages_of):
            for pk in pages_of[item.pk]:
                yield pk, item
