"""Events of the demo centre, made once: days count from the day of loading."""

from datetime import timedelta

from django.utils import timezone

from catalogue.models import Offering, OfferingIndexPage, OfferingTranslation, Subject, TargetGroupPage
from home.demo.markers import get_marked, mark
from kintop_events.choices import Admission, EventKind
from kintop_events.models import EventPage

SECTION = "feste"

EVENTS = [
    {
        "slug": "fest-der-nachbarschaft",
        "title": "Fest der Nachbarschaft",
        "summary": "Essen aus zwölf Ländern, Musik, Spiele für Kinder. Bringen Sie mit, was Ihnen schmeckt.",
        "kind": EventKind.FESTIVAL,
        "in_days": (40, 40),
        "opening_hours": "Samstag, 14 bis 20 Uhr",
        "admission": Admission.FREE,
        "organiser": "Kin-Top und der Bürgerverein Garath",
        "text": "Der ganze Hof ist offen. Alle Gruppen des Hauses zeigen, was sie machen, und kochen für alle.",
        "programme": [
            ("14:00", "Begrüßung mit dem Chor der Generationen", "Hof"),
            ("15:00", "Trommeln für Kinder", "Wiese"),
            ("16:30", "Tanz aus Anatolien und der Ukraine zum Mitmachen", "Hof"),
            ("18:00", "Essen von allen für alle", "Lange Tafel"),
        ],
        "en": ("Neighbourhood party", "Food from twelve countries, music, games for children."),
    },
    {
        "slug": "ausstellung-koffer-geschichten",
        "title": "Koffergeschichten: Was wir mitgenommen haben",
        "summary": "Vierzehn Menschen zeigen einen Gegenstand, der mit ihnen gereist ist, und erzählen davon.",
        "kind": EventKind.EXHIBITION,
        "in_days": (-7, 35),
        "opening_hours": "Montag bis Donnerstag, 10 bis 17 Uhr\nSonntag, 14 bis 17 Uhr",
        "admission": Admission.DONATION,
        "admission_note": "Spenden gehen an die Nähwerkstatt.",
        "organiser": "",
        "text": "Ein Schlüssel, ein Kochlöffel, ein Schulheft. Die Bilder entstanden in der Fotowerkstatt des Hauses.",
        "programme": [],
        "en": ("Suitcase stories: what we brought with us", "Fourteen people show an object that travelled with them."),
    },
    {
        "slug": "tag-der-offenen-tuer",
        "title": "Tag der offenen Tür",
        "summary": "Schauen Sie in alle Räume, probieren Sie Kurse aus und stellen Sie Ihre Fragen.",
        "kind": EventKind.OPEN_DAY,
        "in_days": (75, 75),
        "opening_hours": "Freitag, 15 bis 19 Uhr",
        "admission": Admission.FREE,
        "organiser": "",
        "text": "Sie müssen sich nicht anmelden. Viele Kursleitungen sind da und sprechen auch Ihre Sprache.",
        "programme": [
            ("15:00", "Führung durch das Haus", "Eingang"),
            ("16:00", "Deutsch zum Ausprobieren", "Raum 2"),
            ("17:00", "Nähen, Malen, Programmieren: offene Werkstätten", "Alle Räume"),
        ],
        "en": ("Open day", "See all rooms, try a course and ask your questions."),
    },
]


def load_events(tree) -> int:
    """The number of events made now; what was there once is not made again."""
    marked = get_marked()
    missing = [row for row in EVENTS if _get_key(row) not in marked]
    section = _ensure_section(tree.finder)
    for number, row in enumerate(missing):
        _make_event(section, row, example=_find_example(number))
    return len(missing)


def _find_example(number: int) -> Offering | None:
    """An offering of the demo to share a drawn picture and somebody who leads with, another one for each event."""
    found = Offering.objects.exclude(image=None).filter(lecturers__user__isnull=True).exclude(lecturers=None)
    return found.order_by("slug").distinct()[number * 7 : number * 7 + 1].first()


def _get_key(row: dict) -> str:
    return f"kintop_events:{row['slug']}"


def _ensure_section(finder) -> OfferingIndexPage:
    section = OfferingIndexPage.objects.child_of(finder).filter(slug=SECTION).first()
    if section is None:
        section = OfferingIndexPage(title="Feste und Ausstellungen", slug=SECTION, offering_type="event")
        finder.add_child(instance=section)
    return section


def _make_event(section: OfferingIndexPage, row: dict, *, example: Offering | None) -> None:
    first, last = (timezone.localdate() + timedelta(days=days) for days in row["in_days"])
    plain = ("slug", "title", "summary", "kind", "opening_hours", "admission", "admission_note", "organiser")
    event = EventPage(
        **{name: row[name] for name in plain if name in row},
        period_start=first,
        period_end=last,
        registration="open_door",
        teaching_languages=["de"],
        subject=Subject.objects.filter(slug="begegnung").first(),
    )
    event.body = [("text", f"<p>{row['text']}</p>"), *_make_programme(row["programme"], first)]
    event.translations = [OfferingTranslation(language="en", title=row["en"][0], summary=row["en"][1])]
    if example is not None:
        event.image = example.image
        event.lecturers = list(example.lecturers.all())
    section.add_child(instance=event)
    event.target_groups.set(TargetGroupPage.objects.filter(slug="familien"))
    event.save_revision().publish()
    mark(event, _get_key(row))


def _make_programme(items, day):
    if not items:
        return []
    rows = [{"time": time, "what": what, "where": where} for time, what, where in items]
    return [("kintop_events_programme", {"day": day, "rows": rows})]
