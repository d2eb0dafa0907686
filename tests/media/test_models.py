import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.management import call_command
from wagtail.models import Collection, ReferenceIndex
from wagtail.utils.file import hash_filelike

from media.domain.licences import Licence
from media.factories import PDF, DocumentFactory, ImageFactory, draw_picture
from media.models import Document, Image
from tests.media.samples import HTML, SECRET, SVG, open_picture, private_picture

pytestmark = pytest.mark.django_db


def read(instance) -> bytes:
    with instance.file.open("rb") as file:
        return file.read()


def new_image(content: bytes, name: str = "bild.jpg", **fields) -> Image:
    return Image(title="Bild", credit="Kin-Top", licence="own", file=ContentFile(content, name=name), **fields)


def test_save_new_image_strips_and_turns_it():
    image = new_image(private_picture("JPEG", orientation=6))
    image.save()

    stored = read(image)
    assert SECRET not in stored
    assert open_picture(stored).size == (40, 60)


def test_save_new_image_describes_the_stored_file():
    image = new_image(private_picture("JPEG", orientation=6))
    image.save()

    image = Image.objects.get()
    with image.file.open("rb") as file:
        expected = (40, 60, image.file.size, hash_filelike(file))
    assert (image.width, image.height, image.file_size, image.file_hash) == expected


def test_save_file_on_its_own_strips_it_too():
    image = ImageFactory()
    image.file.save("neu.jpg", ContentFile(private_picture("JPEG")))

    image = Image.objects.get()
    assert (image.filename, SECRET in read(image)) == ("neu.jpg", False)


def test_bulk_create_strips_images_too():
    Image.objects.bulk_create([new_image(private_picture("PNG"), name="bild.png")])

    assert SECRET not in read(Image.objects.get())


def test_save_new_document_describes_the_stored_file():
    DocumentFactory()

    document = Document.objects.get()
    with document.file.open("rb") as file:
        assert (document.file_size, document.file_hash) == (document.file.size, hash_filelike(file))


def test_save_again_leaves_the_file_alone():
    image = ImageFactory()
    name, content = image.file.name, read(image)

    image = Image.objects.get()
    image.title = "Neuer Titel"
    image.save()

    assert (image.file.name, read(image)) == (name, content)


def test_save_some_fields_does_not_touch_a_waiting_file():
    image = ImageFactory()
    name = image.file.name
    image.file = ContentFile(draw_picture(colour="#aa0000"), name="anders.png")
    image.title = "Neuer Titel"
    image.save(update_fields=["title"])

    image = Image.objects.get()
    assert (image.title, image.file.name) == ("Neuer Titel", name)


@pytest.mark.parametrize(("name", "content"), [("bild.svg", SVG), ("bild.png", SVG), ("bild.jpg", HTML)])
def test_save_unfit_image_stores_nothing(name, content, media_root):
    with pytest.raises(ValidationError):
        new_image(content, name=name).save()

    assert (Image.objects.count(), [path for path in media_root.rglob("*") if path.is_file()]) == (0, [])


@pytest.mark.parametrize(("name", "content"), [("flyer.pdf", HTML), ("flyer.html", HTML), ("flyer.txt", SVG)])
def test_save_unfit_document_stores_nothing(name, content, media_root):
    with pytest.raises(ValidationError):
        Document(title="Flyer", file=ContentFile(content, name=name)).save()

    assert (Document.objects.count(), [path for path in media_root.rglob("*") if path.is_file()]) == (0, [])


def test_save_document_keeps_it_byte_for_byte():
    assert read(DocumentFactory()) == PDF


@pytest.mark.parametrize(
    ("name", "stored"),
    [
        ("Fähre über den Rhein.png", "original_images/Fahre_uber_den_Rhein.png"),
        ("../../../etc/passwd.png", "original_images/passwd.png"),
        ("курс.png", "original_images/kurs.png"),
        ("a" * 300 + ".png", "original_images/" + "a" * 74 + ".png"),
    ],
)
def test_image_name_is_kept_safe_and_short(name, stored, media_root):
    image = new_image(draw_picture(), name=name)
    image.save()

    assert (image.file.name, media_root.joinpath(stored).exists()) == (stored, True)


@pytest.mark.parametrize(
    ("name", "stored"),
    [
        ("Müßiggang für Eltern.pdf", "documents/Müßiggang_für_Eltern.pdf"),
        ("../../../etc/passwd.pdf", "documents/passwd.pdf"),
        ("rechnung\u202ecsv.pdf", "documents/rechnungcsv.pdf"),
    ],
)
def test_document_name_is_kept_safe(name, stored, media_root):
    document = Document(title="Flyer", file=ContentFile(PDF, name=name))
    document.save()

    assert (document.file.name, media_root.joinpath(stored).exists()) == (stored, True)


def test_document_name_is_kept_short():
    document = Document(title="Flyer", file=ContentFile(PDF, name="ü" * 300 + ".pdf"))
    document.save()

    assert len(document.file.name) == 100
    assert document.file.name.endswith(".pdf")


def test_image_needs_credit_and_licence():
    image = Image(title="Bild", file=ContentFile(draw_picture(), name="bild.png"))

    with pytest.raises(ValidationError) as caught:
        image.full_clean()

    assert set(caught.value.message_dict) == {"credit", "licence"}


def test_image_and_document_print_their_credit():
    credit = {"credit": "Amina Yıldız", "licence": Licence.CC_BY}
    image, document = ImageFactory(**credit), DocumentFactory(**credit)

    assert (image.credit_line, document.credit_line) == ("Amina Yıldız, CC BY 4.0",) * 2
    assert image.licence_url == "https://creativecommons.org/licenses/by/4.0/deed.de"


def test_factories_make_distinct_valid_files_in_the_root_collection():
    images, documents = ImageFactory.create_batch(2), DocumentFactory.create_batch(2)

    for item in [*images, *documents]:
        item.full_clean()
    assert {item.collection for item in [*images, *documents]} == {Collection.objects.get(depth=1)}
    assert len({item.file.name for item in [*images, *documents]}) == 4
    assert (images[0].width, images[0].height) == (64, 48)


def test_factory_draws_what_it_is_told():
    image = ImageFactory(width_px=20, height_px=10, colour="#ff0000")

    assert (image.width, image.height) == (20, 10)
    assert open_picture(read(image)).getpixel((0, 0)) == (255, 0, 0)


def test_image_uploader_is_no_reference(admin_user):
    ImageFactory(uploaded_by_user=admin_user)

    assert ReferenceIndex.get_references_to(admin_user).count() == 0


def test_models_need_no_new_migration():
    call_command("makemigrations", "media", check=True, dry_run=True, verbosity=0)
