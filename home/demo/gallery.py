"""The drawn pictures as images of the site: for offerings, target groups, the home page, and portraits."""

from django.core.files.base import ContentFile
from wagtail.models import Collection

from catalogue.models import Lecturer
from catalogue.roles import COURSE_COLLECTION
from media.domain.licences import Licence
from media.factories import ImageFactory
from media.models import Image

from .files import DemoData
from .pictures import draw_picture, draw_portrait

CREDIT = "Kin-Top (gezeichnet)"
PORTRAIT_COLLECTION = "Porträts"
#: pictures per child subject; thirty subjects make sixty
VARIANTS = 2
HOME_PICTURE = "Dächer von Garath"

#: main subject -> what can be seen, for those who cannot see it
DESCRIPTIONS = {
    "deutsch": "Vier Sprechblasen in warmen Farben, die einander antworten",
    "sprachen": "Vier farbige Bänder, die sich in weiten Bögen kreuzen",
    "schule": "Ein Stapel Bücher, daneben Bauklötze und ein Ball",
    "familie": "Zwei Häuser, dazwischen große und kleine Figuren dicht beieinander",
    "musik": "Schwingende Saiten mit Noten über einer Reihe von Klaviertasten",
    "buehne": "Figuren in Bewegung im Scheinwerferlicht zwischen zwei Vorhängen",
    "kunst": "Breite Pinselstriche auf hellem Papier, Farbkleckse und ein Pinsel",
    "bewegung": "Bögen wie von springenden Bällen vor ruhigen Kreisen",
    "digital": "Bunte Kacheln auf einem Bildschirm, darüber verbundene Punkte",
    "beratung": "Ein Weg führt an einem Wegweiser vorbei zu einer offenen Tür",
    "begegnung": "Ein runder, gedeckter Tisch von oben mit vielen Plätzen",
}
#: target group -> child subject whose picture it borrows
GROUP_PICTURES = {
    "frauen": "naehen",
    "kinder": "malen",
    "jugendliche": "tanz",
    "familien": "eltern-kind",
    "senioren": "singen",
    "neu-in-duesseldorf": "deutsch-anfang",
    "gefluechtete": "sozialberatung",
    "arbeitsuchende": "beruf",
    "ehrenamtliche": "ehrenamt",
    "organisationen": "treffpunkt",
}


def load_pictures(data: DemoData) -> dict[str, list[Image]]:
    """Draw what is missing; child subject -> its pictures, "start" -> the one of the home page."""
    known = {image.title: image for image in Image.objects.filter(credit=CREDIT)}
    collection = get_collection(COURSE_COLLECTION)
    pictures = {}
    for number, row in enumerate(row for row in data.subjects if row.get("parent")):
        pictures[row["slug"]] = [
            _load_picture(known, collection, row, variant=variant, palette=number + variant * 3)
            for variant in range(VARIANTS)
        ]
    pictures["start"] = [_load_home_picture(known, collection)]
    return pictures


def _load_picture(known: dict, collection: Collection, row: dict, *, variant: int, palette: int) -> Image:
    title = f"{row['name']}, Bild {variant + 1}"
    if title in known:
        return known[title]
    image_format, ending = [("JPEG", "jpg"), ("WEBP", "webp")][variant % 2]
    drawn = draw_picture(
        motif=row["parent"], key=f"{row['slug']}:{variant}", palette=palette, image_format=image_format
    )
    return _save(title, DESCRIPTIONS[row["parent"]], f"{row['slug']}-{variant + 1}.{ending}", drawn, collection)


def _load_home_picture(known: dict, collection: Collection) -> Image:
    if HOME_PICTURE in known:
        return known[HOME_PICTURE]
    drawn = draw_picture(motif="start", key="start", palette=0)
    return _save(HOME_PICTURE, "Häuser eines Stadtteils vor einer großen Sonne", "garath.jpg", drawn, collection)


def load_portraits(data: DemoData) -> None:
    """A pattern in place of a photo for those who agreed to be shown."""
    collection = get_collection(PORTRAIT_COLLECTION)
    slugs = [row["slug"] for row in data.lecturers]
    for lecturer in Lecturer.objects.filter(slug__in=slugs, consent_picture=True, picture=None):
        lecturer.picture = _save(
            f"Porträt {lecturer.full_name}",
            f"Farbiges Muster anstelle eines Fotos von {lecturer.full_name}",
            f"portraet-{lecturer.slug}.webp",
            draw_portrait(key=lecturer.slug),
            collection,
        )
        lecturer.save(update_fields=["picture"])


def get_collection(name: str) -> Collection:
    root = Collection.get_first_root_node()
    return root.get_children().filter(name=name).first() or root.add_child(name=name)


def _save(title: str, description: str, file_name: str, drawn: bytes, collection: Collection) -> Image:
    return ImageFactory(
        title=title,
        description=description,
        file=ContentFile(drawn, name=file_name),
        credit=CREDIT,
        licence=Licence.OWN,
        collection=collection,
    )
