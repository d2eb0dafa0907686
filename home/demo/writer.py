"""Write many offerings at once: a handful of statements for hundreds of pages.

Saving and publishing one page costs some 150 statements. This writes the same rows (tests compare them with
what Wagtail itself leaves behind), in the order of their keys: page, offering, type, runs, meetings, relations,
revision, history.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from operator import attrgetter
from uuid import uuid4

from django.contrib.contenttypes.models import ContentType
from django.db import connection, models
from django.db.models import F
from django.utils import timezone
from wagtail.models import Locale, Page, PageLogEntry, Revision

from catalogue.models import (
    CoursePage,
    Meeting,
    Offering,
    OfferingIndexPage,
    OfferingTranslation,
    ProjectPage,
    Run,
)

from .markers import make_marker
from .offerings import BuiltOffering, References

MEETING_FIELDS = ["date", "start_time", "end_time", "is_generated", "status", "note", "room"]


class Writer:
    """Appends offerings of one type to a section; ``with_history=False`` leaves out revision and history."""

    def __init__(self, section: OfferingIndexPage, *, references: References, with_history: bool = True):
        self.section = section
        self.references = references
        self.with_history = with_history
        self.locale = Locale.objects.get(language_code="de")
        self.used_slugs = set(section.get_children().values_list("slug", flat=True))

    def write(self, offerings: Sequence[BuiltOffering], *, written_at=None) -> None:
        """``written_at`` says of an offering when it was published."""
        moments = [written_at(offering.planned) if written_at else timezone.now() for offering in offerings]
        pages = [offering.page for offering in offerings]
        self._place(pages, moments)
        _insert_pages(pages)
        self._insert_children(offerings)
        self._insert_relations(offerings)
        if self.with_history:
            self._insert_history(pages, moments)
        markers = [make_marker(offering.page, offering.planned.key) for offering in offerings]
        insert_objects(PageLogEntry, markers)

    def _place(self, pages: list[Offering], moments: list[datetime]) -> None:
        """Give each page its place at the end of the section, as treebeard would one by one."""
        section = OfferingIndexPage.objects.get(pk=self.section.pk)
        last = section.get_last_child()
        step = Page._str2int(last.path[-Page.steplen :]) if last else 0
        for number, (page, moment) in enumerate(zip(pages, moments, strict=True), start=1):
            page.slug = self._make_slug(page.slug)
            page.depth = section.depth + 1
            page.path = Page._get_path(section.path, page.depth, step + number)
            page.numchild = 0
            page.url_path = f"{section.url_path}{page.slug}/"
            page.draft_title = page.title
            page.locale = self.locale
            page.live = True
            page.has_unpublished_changes = False
            page.first_published_at = page.last_published_at = page.latest_revision_created_at = moment
        Page.objects.filter(pk=section.pk).update(numchild=F("numchild") + len(pages))

    def _make_slug(self, slug: str) -> str:
        """Content of others may hold the address, when the demo was forced upon it."""
        number = 2
        free = slug
        while free in self.used_slugs:
            free = f"{slug}-{number}"
            number += 1
        self.used_slugs.add(free)
        return free

    def _insert_children(self, offerings: Sequence[BuiltOffering]) -> None:
        runs = []
        for offering in offerings:
            for translation in offering.translations:
                translation.offering_id = offering.page.pk
            for run, _meetings in offering.runs:
                run.offering_id = offering.page.pk
                runs.append(run)
        if runs:
            _insert_runs(runs)
        if self.with_history:
            self._insert_rows_with_keys(offerings)
            return
        get_meeting_values = attrgetter(*MEETING_FIELDS)
        insert_rows(
            OfferingTranslation,
            ["offering_id", "language", "title", "summary", "is_outdated"],
            (
                (row.offering_id, row.language, row.title, row.summary, row.is_outdated)
                for offering in offerings
                for row in offering.translations
            ),
        )
        insert_rows(
            Meeting,
            ["run_id", "sort_order", "uid", *MEETING_FIELDS],
            (
                (run.pk, number, uuid4(), *get_meeting_values(meeting))
                for offering in offerings
                for run, meetings in offering.runs
                for number, meeting in enumerate(meetings)
            ),
        )

    def _insert_rows_with_keys(self, offerings: Sequence[BuiltOffering]) -> None:
        """A revision names its child rows by their keys, so the rows must learn them."""
        OfferingTranslation.objects.bulk_create(
            translation for offering in offerings for translation in offering.translations
        )
        meetings = []
        for offering in offerings:
            for run, own_meetings in offering.runs:
                for meeting in own_meetings:
                    meeting.run_id = run.pk
                meetings.extend(own_meetings)
        Meeting.objects.bulk_create(meetings)

    def _insert_relations(self, offerings: Sequence[BuiltOffering]) -> None:
        references = self.references
        targets = {
            "target_groups": (Offering.target_groups.through, "targetgrouppage_id", references.target_groups),
            "lecturers": (Offering.lecturers.through, "lecturer_id", references.lecturers),
            "funders": (Offering.funders.through, "funder_id", references.funders),
            "partners": (ProjectPage.partners.through, "funder_id", references.funders),
        }
        for name, (through, column, rows) in targets.items():
            source = "projectpage_id" if name == "partners" else "offering_id"
            pairs = [
                (offering.page.pk, rows[slug].pk)
                for offering in offerings
                for slug in dict.fromkeys(getattr(offering.planned, name))
            ]
            insert_rows(through, [source, column], pairs)

    def _insert_history(self, pages: list[Offering], moments: list[datetime]) -> None:
        base_type = ContentType.objects.get_for_model(Page)
        revisions = Revision.objects.bulk_create(
            Revision(
                content_type_id=page.content_type_id,
                base_content_type=base_type,
                object_id=str(page.pk),
                created_at=moment,
                object_str=str(page),
                content=page.serializable_data(),
            )
            for page, moment in zip(pages, moments, strict=True)
        )
        for page, revision in zip(pages, revisions, strict=True):
            page.latest_revision_id = page.live_revision_id = revision.pk
        Page.objects.bulk_update(pages, ["latest_revision", "live_revision"], batch_size=100)
        PageLogEntry.objects.bulk_create(
            PageLogEntry(
                page_id=page.pk,
                content_type_id=page.content_type_id,
                label=page.title,
                action="wagtail.publish",
                timestamp=moment,
                uuid=uuid4(),
                revision=revision,
                content_changed=True,
            )
            for page, revision, moment in zip(pages, revisions, moments, strict=True)
        )


def _insert_pages(pages: list[Offering]) -> None:
    """One row in each table of the inheritance; ``bulk_create`` itself takes no inherited models."""
    insert_objects(Page, pages)
    paths = {"path__gte": pages[0].path, "path__lte": pages[-1].path, "depth": pages[0].depth}
    keys = dict(Page.objects.filter(**paths).values_list("path", "pk"))
    for page in pages:
        page.pk = page.id = page.offering_ptr_id = page.page_ptr_id = keys[page.path]
        page._state.adding = False
    for model in (Offering, CoursePage, ProjectPage):
        insert_objects(model, [page for page in pages if isinstance(page, model)])


def _insert_runs(runs: list[Run]) -> None:
    insert_objects(Run, runs)
    rows = Run.objects.filter(offering_id__gte=runs[0].offering_id, offering_id__lte=runs[-1].offering_id)
    keys = {tuple(place): key for *place, key in rows.values_list("offering_id", "sort_order", "pk")}
    for run in runs:
        run.pk = keys[run.offering_id, run.sort_order]
        run._state.adding = False


def insert_objects(model, objects: Sequence) -> None:
    """Insert what stands in the table of this model; its own running key is left to the database."""
    fields = model._meta.local_concrete_fields
    names = [field.attname for field in fields if not isinstance(field, models.AutoField)]
    get_values = attrgetter(*names)
    insert_rows(model, names, (get_values(each) for each in objects))


def insert_rows(model, names: list[str], rows: Iterable[tuple]) -> None:
    """Insert plain values without objects and without learning their keys, several times faster than those."""
    fields = [next(field for field in model._meta.local_fields if field.attname == name) for name in names]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    prepare = [_Prepared(field) for field in fields]
    values = [tuple(ready[value] for ready, value in zip(prepare, row, strict=True)) for row in rows]
    if values:
        with connection.cursor() as cursor:
            table = quote(model._meta.db_table)
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", values)  # noqa: S608 -- no input


class _Prepared(dict):
    """Value of a field -> what the database takes; days, hours and words recur thousands of times."""

    def __init__(self, field):
        super().__init__()
        self.field = field

    def __getitem__(self, value):
        try:
            return super().__getitem__(value)
        except TypeError:  # a list or a text of blocks cannot be remembered
            return self.field.get_db_prep_save(value, connection)

    def __missing__(self, value):
        self[value] = ready = self.field.get_db_prep_save(value, connection)
        return ready
