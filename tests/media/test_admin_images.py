"""Every way a picture gets in through the admin: single, multiple, chooser, replaced."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import UploadedFile

from media.domain.consent import ConsentStatus
from media.factories import ImageFactory, draw_picture
from media.models import Image
from tests.media.samples import HTML, SECRET, SVG, open_picture, picture, png_bomb, private_picture, upload

pytestmark = pytest.mark.django_db
BAD = {
    "png named jpg": ("bild.jpg", picture("PNG"), "„bild.jpg“ ist in Wirklichkeit ein Bild der Art PNG."),
    "svg named png": ("logo.png", SVG, "„logo.png“ ist kein Bild, das wir annehmen (SVG)."),
    "svg": ("logo.svg", SVG, "„logo.svg“ kann nicht angenommen werden."),
    "html": ("seite.gif", HTML, "„seite.gif“ ist kein Bild, das wir annehmen (HTML)."),
    "bomb": ("bombe.png", png_bomb(20_000, 20_000), "„bombe.png“ hat zu viele Bildpunkte"),
    "empty": ("leer.png", b"", "„leer.png“ ist leer."),
    "half": ("halb.jpg", picture("JPEG")[:200], "„halb.jpg“ ist beschädigt"),
}
FACTS = {"title": "Frühlingsfest", "credit": "Kin-Top", "licence": "own", "consent_status": "not_needed"}
FACTS |= {"consent_scope": "website", "tags": ""}


@pytest.fixture(params=["in memory", "on disk"])
def either_upload_handler(request, settings):
    if request.param == "on disk":
        settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 0


def stored(media_root) -> list[bytes]:
    return [path.read_bytes() for path in media_root.rglob("*") if path.is_file()]


def prefixed(prefix: str, facts: dict) -> dict:
    return {f"{prefix}-{name}": value for name, value in facts.items()}


def add(client, name: str, content: bytes, **facts):
    return client.post(reverse("wagtailimages:add"), {**FACTS, **facts, "file": upload(name, content)})


def add_multiple(client, name: str, content: bytes):
    data = {"title": name, "files[]": SimpleUploadedFile(name, content)}
    return client.post(reverse("wagtailimages:add_multiple"), data).json()


def add_in_chooser(client, name: str, content: bytes):
    data = prefixed("image-chooser-upload", {**FACTS, "file": upload(name, content)})
    return client.post(reverse("wagtailimages_chooser:create"), data)


def test_add_strips_and_turns(editor_client, media_root, either_upload_handler):
    response = add(editor_client, "fest.jpg", private_picture("JPEG", 6))

    image = Image.objects.get()
    assert response.status_code == 302
    assert (image.title, image.width, image.height) == ("Frühlingsfest", 40, 60)
    assert [SECRET in content for content in stored(media_root)] == [False]
    assert image.file_size == len(stored(media_root)[0])


@pytest.mark.parametrize("case", BAD)
def test_add_bad_file_is_refused_in_german(editor_client, media_root, case):
    name, content, message = BAD[case]

    response = add(editor_client, name, content)

    assert response.context["form"].errors["file"][0].startswith(message)
    assert (Image.objects.count(), stored(media_root)) == (0, [])


def test_add_without_credit_and_licence_is_refused(editor_client):
    response = add(editor_client, "fest.png", draw_picture(), credit="", licence="")

    assert set(response.context["form"].errors) == {"credit", "licence"}


def test_add_with_people_and_no_consent_is_refused(editor_client):
    response = add(editor_client, "fest.png", draw_picture(), shows_people="on")

    assert set(response.context["form"].errors) == {"consent_status"}


def test_add_form_speaks_german(editor_client):
    html = editor_client.get(reverse("wagtailimages:add")).content.decode()

    for label in ("Alternativtext", "Urheberin oder Urheber", "Personen erkennbar", "Gilt bis"):
        assert label in html


def test_multiple_add_keeps_no_private_original_while_facts_are_missing(
    editor_client, media_root, either_upload_handler
):
    answer = add_multiple(editor_client, "fest.jpg", private_picture("JPEG", 6))

    assert (answer["success"], Image.objects.count(), UploadedFile.objects.count()) == (True, 0, 1)
    assert [SECRET in content for content in stored(media_root)] == [False]


def test_multiple_add_becomes_an_image_once_the_facts_are_there(editor_client, media_root):
    upload_id = add_multiple(editor_client, "fest.jpg", private_picture("JPEG", 6))["uploaded_file_id"]

    answer = editor_client.post(
        reverse("wagtailimages:create_multiple_from_uploaded_image", args=[upload_id]),
        prefixed(f"uploaded-image-{upload_id}", FACTS),
    ).json()

    image = Image.objects.get()
    assert answer == {"success": True, "image_id": image.pk}
    assert (image.width, image.height, UploadedFile.objects.count()) == (40, 60, 0)
    assert [SECRET in content for content in stored(media_root)] == [False]
    assert (image.file_size, open_picture(stored(media_root)[0]).size) == (len(stored(media_root)[0]), (40, 60))


def test_multiple_add_asks_again_for_missing_facts(editor_client):
    upload_id = add_multiple(editor_client, "fest.png", draw_picture())["uploaded_file_id"]

    answer = editor_client.post(
        reverse("wagtailimages:create_multiple_from_uploaded_image", args=[upload_id]),
        prefixed(f"uploaded-image-{upload_id}", {**FACTS, "credit": ""}),
    ).json()

    assert (answer["success"], Image.objects.count()) == (False, 0)


@pytest.mark.parametrize("case", BAD)
def test_multiple_add_bad_file_is_refused_in_german(editor_client, media_root, case):
    name, content, message = BAD[case]

    answer = add_multiple(editor_client, name, content)

    assert (answer["success"], answer["error_message"].startswith(message)) == (False, True)
    assert (UploadedFile.objects.count(), stored(media_root)) == (0, [])


def test_chooser_upload_strips_and_turns(editor_client, media_root, either_upload_handler):
    answer = add_in_chooser(editor_client, "fest.jpg", private_picture("JPEG", 6)).json()

    image = Image.objects.get()
    assert (answer["step"], answer["result"]["id"]) == ("chosen", str(image.pk))
    assert (image.width, image.height) == (40, 60)
    assert [SECRET in content for content in stored(media_root)] == [False, False]  # the picture and its preview


@pytest.mark.parametrize("case", BAD)
def test_chooser_upload_bad_file_is_refused_in_german(editor_client, media_root, case):
    name, content, message = BAD[case]

    answer = add_in_chooser(editor_client, name, content).json()

    assert (answer["step"], message in answer["htmlFragment"]) == ("reshow_creation_form", True)
    assert (Image.objects.count(), stored(media_root)) == (0, [])


def test_replace_file_strips_the_new_one(editor_client, media_root):
    image = ImageFactory()

    editor_client.post(
        reverse("wagtailimages:edit", args=[image.pk]),
        {**FACTS, "file": upload("neu.jpg", private_picture("JPEG", 6))},
    )

    image.refresh_from_db()
    assert (image.filename, image.width, image.height) == ("neu.jpg", 40, 60)
    assert [SECRET in content for content in stored(media_root)] == [False]


def test_edit_without_new_file_keeps_the_old_one(editor_client):
    image = ImageFactory()

    response = editor_client.post(reverse("wagtailimages:edit", args=[image.pk]), FACTS)

    name = image.file.name
    image.refresh_from_db()
    assert (response.status_code, image.title, image.file.name) == (302, "Frühlingsfest", name)


def test_edit_to_withdrawn_removes_the_public_copies(editor_client, django_capture_on_commit_callbacks):
    image = ImageFactory(with_people=True)
    copy = image.get_rendition("width-20")
    facts = {**FACTS, "shows_people": "on", "consent_status": ConsentStatus.WITHDRAWN}

    with django_capture_on_commit_callbacks(execute=True):
        editor_client.post(reverse("wagtailimages:edit", args=[image.pk]), facts)

    image.refresh_from_db()
    assert (image.is_publishable, copy.file.storage.exists(copy.file.name)) == (False, False)
    assert image.renditions.filter(filter_spec="width-20").count() == 0


@pytest.mark.parametrize("query", ["", "?q=Sommerfest"])
def test_chooser_offers_no_withdrawn_picture(editor_client, query):
    shown = ImageFactory(title="Sommerfest", with_people=True)
    ImageFactory(title="Sommerfest", shows_people=True, consent_status=ConsentStatus.WITHDRAWN)

    response = editor_client.get(reverse("wagtailimages_chooser:choose_results") + query)

    assert [image.pk for image in response.context["results"]] == [shown.pk]


def test_listing_and_edit_view_show_images(editor_client):
    image = ImageFactory()

    pages = [reverse("wagtailimages:index"), reverse("wagtailimages:edit", args=[image.pk])]

    assert [editor_client.get(page).status_code for page in pages] == [200, 200]
