"""Somebody else's work, full of marker words, beside the work of the person who crawls."""

from dataclasses import dataclass
from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Collection, Comment, CommentReply, Locale, Page, Revision
from wagtail_localize.operations import translate_object

from catalogue.factories import (
    AbsenceFactory,
    CoursePageFactory,
    EnquiryFactory,
    LecturerFactory,
    MeetingFactory,
    OfferingTranslationFactory,
    RunFactory,
    SubjectFactory,
    UserFactory,
    VenueFactory,
)
from catalogue.models import CoursePage, TermBatch, UrgentChange
from home.models import ContentPage
from media.factories import DocumentFactory, ImageFactory
from tests.people import Cast
from tests.translating import publish_translation

#: a word that no page of the admin contains by itself; the search below finds what carries it without naming it
MARKER = "ZWIEBELFISCH"
SEARCH = "salsa"


@dataclass(frozen=True)
class Scene:
    cast: Cast
    own: CoursePage
    foreign: list[CoursePage]
    objects: dict[str, list]
    #: a page of the website with a draft, and the draft of its translation
    translated: list[Page]


def secret(text: str) -> str:
    return f"{MARKER} {SEARCH.title()} {text}"


def build_scene(tree, cast: Cast) -> Scene:
    dance = SubjectFactory(name="Tanz", slug="tanz")
    dance.coordinators.add(cast.coordinator)
    music = SubjectFactory(name="Musik", slug="musik")
    music.coordinators.add(cast.other_coordinator)
    shelf = Collection.objects.get(name="Bilder der Kurse")
    bert_image = ImageFactory(title="Trommel", collection=shelf, uploaded_by_user=cast.other_lecturer)
    bert_document = DocumentFactory(title="Noten", collection=shelf, uploaded_by_user=cast.other_lecturer)
    own = CoursePageFactory(
        parent=tree.courses, title="Trommeln", subject=music, lecturers=[cast.bert], owner=cast.other_lecturer
    )
    own.save_revision(user=cast.other_lecturer).publish()

    hidden_image = ImageFactory(title=secret("Bild"), uploaded_by_user=cast.lecturer_owner, colour="#553311")
    hidden_document = DocumentFactory(title=secret("Dokument"), uploaded_by_user=cast.lecturer_owner)
    body = write_body(own=own, image=bert_image, document=bert_document)
    secrets = {"body": body, "image": bert_image, "subject": dance, "user": cast.lecturer_owner}

    live = make_published(tree, cast, "a", dance)
    write_secret_draft(live, **secrets)
    in_review = make_published(tree, cast, "b", dance)
    write_secret_draft(in_review, **secrets)
    in_review.get_workflow().start(in_review, cast.lecturer_owner)
    rejected = make_published(tree, cast, "c", dance)
    write_secret_draft(rejected, **secrets)
    rejected.get_workflow().start(rejected, cast.lecturer_owner)
    reject(rejected, user=cast.coordinator)
    never_published = make_never_published(tree, cast, **secrets)
    locked = make_published(tree, cast, "d", dance)
    write_secret_draft(locked, **secrets)
    Page.objects.filter(pk=locked.pk).update(locked=True, locked_by=cast.lecturer_owner, locked_at=timezone.now())
    scheduled = make_published(tree, cast, "e", dance)
    write_secret_draft(scheduled, **secrets)
    Revision.objects.filter(pk=scheduled.latest_revision_id).update(
        approved_go_live_at=timezone.now() + timedelta(days=9)
    )

    translated = make_translation(tree, user=cast.editor)
    urgent = [make_urgent_change(page, user=cast.lecturer_owner) for page in (live, in_review)]
    deputy = UserFactory(first_name=secret("Vertretung"))
    absence = AbsenceFactory(coordinator=cast.coordinator, deputy=deputy)
    enquiry = EnquiryFactory(name=secret("Name"), message=secret("Frage"), offering=live)
    private = LecturerFactory(private_email=f"{MARKER}@example.org", first_name="Cem")
    call_command("rebuild_references_index", verbosity=0)
    call_command("wagtail_update_index", verbosity=0)
    foreign = [live, in_review, rejected, never_published, locked, scheduled]
    return Scene(
        cast=cast,
        own=own,
        foreign=[type(page).objects.get(pk=page.pk) for page in foreign],
        objects={
            "image": [bert_image, hidden_image],
            "document": [bert_document, hidden_document],
            "enquiry": [enquiry],
            "lecturer": [private],
            "subject": [dance],
            "venue": [VenueFactory()],
            "urgent": urgent,
            "batch": [make_batch(live, user=cast.editor)],
            "absence": [absence],
        },
        translated=translated,
    )


def write_body(*, own, image, document) -> list:
    link = f'<p><a linktype="page" id="{own.pk}">{secret("Text")}</a></p>'
    return [("text", link), ("document", document)]


def make_published(tree, cast, letter, subject):
    page = CoursePageFactory(
        parent=tree.courses,
        title=f"Öffentlich {letter}",
        slug=f"oeffentlich-{letter}",
        subject=subject,
        lecturers=[cast.anna],
        owner=cast.lecturer_owner,
    )
    RunFactory(offering=page, meetings=2)
    CoursePage.objects.get(pk=page.pk).save_revision(user=cast.lecturer_owner).publish()
    return CoursePage.objects.get(pk=page.pk)


def make_translation(tree, *, user):
    """The website's own pages are nobody's but the editors'; lecturers must not even translate them."""
    page = ContentPage(title="Öffentlich t", slug="oeffentlich-t")
    tree.home.add_child(instance=page)
    page.save_revision(user=user).publish()
    page.title, page.summary = secret("Titel der Seite"), secret("Kurz gesagt")
    # a picture, because its choice is what an editor of translations may override
    picture = ImageFactory(title="Haus")
    picture.contextual_alt_text, picture.decorative = secret("Bildtext"), False
    page.body = [("image", picture)]
    page.save_revision(user=user)
    english = publish_translation(page, "en", {page.summary: secret("Summary")}, publish=False)
    translate_object(page, [Locale.objects.get(language_code="uk")], user=user)
    return [page, english]


def make_urgent_change(page, *, user):
    """The first meeting of the published run; its words are public, here they show who reads the overview."""
    run = page.runs.first()
    return UrgentChange.objects.create(
        offering_id=page.pk,
        kind="places",
        run_uid=run.uid,
        before={"seats_taken": 1, "fully_booked": False, "waiting_list": False},
        after={"seats_taken": 2, "fully_booked": False, "waiting_list": False},
        text=secret("Änderung"),
        created_by=user,
    )


def make_batch(page, *, user):
    """A term somebody else repeats."""
    batch = TermBatch.objects.create(created_by=user)
    batch.items.create(
        source_id=page.pk, run_uids=[], start=timezone.localdate(), state="failed", message=secret("Fehler")
    )
    return batch


def write_secret_draft(page, *, body, image, subject, user):
    page.title = secret("Titel")
    page.summary = secret("Kurz gesagt")
    page.keywords = secret("Suchwort")
    page.body = body
    page.image = image
    page.subject = subject
    page.translations.add(OfferingTranslationFactory.build(title=secret("Title"), summary=secret("Summary")))
    run = RunFactory.build(room=secret("Raum"))
    run.meetings.add(MeetingFactory.build(run=run, note=secret("Notiz")))
    page.runs.add(run)
    comment = Comment(page=page, user=user, text=secret("Kommentar"), contentpath="title")
    comment.replies.add(CommentReply(user=user, text=secret("Antwort")))
    page.wagtail_admin_comments.add(comment)
    page.save_revision(user=user, log_action=True)


def make_never_published(tree, cast, **secrets):
    page = CoursePageFactory(
        parent=tree.courses,
        title=secret("Entwurf"),
        slug=f"{MARKER.lower()}-entwurf",
        live=False,
        lecturers=[cast.anna],
        owner=cast.lecturer_owner,
    )
    write_secret_draft(page, **secrets)
    page.save()
    return page


def reject(page, *, user):
    page = CoursePage.objects.get(pk=page.pk)
    page.current_workflow_task.on_action(page.current_workflow_task_state, user, "reject", comment=secret("Ablehnung"))
