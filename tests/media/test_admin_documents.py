"""Every way a document gets in through the admin: single, multiple, chooser, replaced."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import UploadedFile

from media.factories import PDF, DocumentFactory
from media.models import Document
from tests.media.samples import HTML, SVG, container, upload

pytestmark = pytest.mark.django_db
BAD = {
    "html named pdf": ("flyer.pdf", HTML, "„flyer.pdf“ ist keine lesbare Datei der Art PDF (HTML)."),
    "zip named docx": (
        "flyer.docx",
        container({"a.txt": "a"}),
        "„flyer.docx“ ist keine lesbare Datei der Art DOCX (ZIP).",
    ),
    "svg named txt": ("flyer.txt", SVG, "„flyer.txt“ ist keine lesbare Datei der Art TXT (SVG)."),
    "html": ("seite.html", HTML, "„seite.html“ kann nicht angenommen werden."),
    "empty": ("leer.pdf", b"", "„leer.pdf“ ist leer."),
}
FACTS = {"title": "Programmheft", "tags": "", "credit": "", "licence": ""}


def stored(media_root) -> list[bytes]:
    return [path.read_bytes() for path in media_root.rglob("*") if path.is_file()]


def prefixed(prefix: str, facts: dict) -> dict:
    return {f"{prefix}-{name}": value for name, value in facts.items()}


def add_multiple(client, name: str, content: bytes, title: str = "Programmheft"):
    data = {"title": title, "files[]": SimpleUploadedFile(name, content)}
    return client.post(reverse("wagtaildocs:add_multiple"), data).json()


def add_in_chooser(client, name: str, content: bytes):
    data = prefixed("document-chooser-upload", {**FACTS, "file": upload(name, content)})
    return client.post(reverse("wagtaildocs_chooser:create"), data)


def test_add_keeps_the_document_byte_for_byte(editor_client, media_root):
    facts = {**FACTS, "is_accessible": "on", "file": upload("Heft über Kurse.pdf", PDF)}

    response = editor_client.post(reverse("wagtaildocs:add"), facts)

    document = Document.objects.get()
    assert (response.status_code, document.is_accessible, document.file_size) == (302, True, len(PDF))
    assert (document.filename, stored(media_root)) == ("Heft_über_Kurse.pdf", [PDF])


@pytest.mark.parametrize("case", BAD)
def test_add_bad_file_is_refused_in_german(editor_client, media_root, case):
    name, content, message = BAD[case]

    response = editor_client.post(reverse("wagtaildocs:add"), {**FACTS, "file": upload(name, content)})

    assert response.context["form"].errors["file"][0].startswith(message)
    assert (Document.objects.count(), stored(media_root)) == (0, [])


def test_multiple_add_creates_the_document_at_once(editor_client, media_root):
    answer = add_multiple(editor_client, "heft.pdf", PDF)

    assert (answer["success"], answer["doc_id"]) == (True, Document.objects.get().pk)
    assert stored(media_root) == [PDF]


def test_multiple_add_with_a_title_too_long_can_be_finished(editor_client, media_root):
    upload_id = add_multiple(editor_client, "heft.pdf", PDF, title="x" * 300)["uploaded_file_id"]
    assert UploadedFile.objects.count() == 1

    answer = editor_client.post(
        reverse("wagtaildocs:create_multiple_from_uploaded_document", args=[upload_id]),
        prefixed(f"uploaded-document-{upload_id}", FACTS),
    ).json()

    assert answer == {"success": True, "doc_id": Document.objects.get().pk}
    assert stored(media_root) == [PDF]


@pytest.mark.parametrize("case", BAD)
def test_multiple_add_bad_file_is_refused_in_german(editor_client, media_root, case):
    name, content, message = BAD[case]

    answer = add_multiple(editor_client, name, content)

    assert (answer["success"], answer["error_message"].startswith(message)) == (False, True)
    assert (Document.objects.count(), UploadedFile.objects.count(), stored(media_root)) == (0, 0, [])


def test_chooser_upload_creates_the_document(editor_client, media_root):
    answer = add_in_chooser(editor_client, "heft.pdf", PDF).json()

    assert (answer["step"], answer["result"]["id"]) == ("chosen", str(Document.objects.get().pk))
    assert stored(media_root) == [PDF]


@pytest.mark.parametrize("case", BAD)
def test_chooser_upload_bad_file_is_refused_in_german(editor_client, media_root, case):
    name, content, message = BAD[case]

    answer = add_in_chooser(editor_client, name, content).json()

    assert (answer["step"], message in answer["htmlFragment"]) == ("reshow_creation_form", True)
    assert (Document.objects.count(), stored(media_root)) == (0, [])


def test_replace_with_bad_file_keeps_the_old_one(editor_client, media_root):
    document = DocumentFactory()

    response = editor_client.post(
        reverse("wagtaildocs:edit", args=[document.pk]), {**FACTS, "file": upload("neu.pdf", HTML)}
    )

    assert (set(response.context["form"].errors), stored(media_root)) == ({"file"}, [PDF])


def test_edit_without_new_file_keeps_the_old_one(editor_client, media_root):
    document = DocumentFactory()

    response = editor_client.post(reverse("wagtaildocs:edit", args=[document.pk]), FACTS)

    document.refresh_from_db()
    assert (response.status_code, document.title, stored(media_root)) == (302, "Programmheft", [PDF])
