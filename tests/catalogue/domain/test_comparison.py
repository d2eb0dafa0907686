"""What a reviewer reads about a submission."""

from datetime import date, time
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalogue.domain.comparison import compare_versions, read_live_values
from catalogue.domain.comparison_blocks import describe_rich_text
from catalogue.domain.comparison_words import Piece, compare_texts, shorten
from catalogue.factories import (
    CoursePageFactory,
    LecturerFactory,
    MeetingFactory,
    OfferingTranslationFactory,
    ProjectPageFactory,
    RunFactory,
    SubjectFactory,
    TargetGroupPageFactory,
    VenueFactory,
)
from catalogue.models import CoursePage, Offering
from media.factories import ImageFactory

SIGNS = {"same": "{}", "added": "+{}+", "removed": "-{}-"}


def write(line) -> str:
    """ "Tango -für alle- +im Winter+"."""
    return "".join(SIGNS[piece.kind].format(piece.text) for piece in line)


def read(sections) -> list[tuple[str, str, list[str]]]:
    return [
        (difference.label, difference.kind, [write(line) for line in difference.lines])
        for section in sections
        for difference in section.differences
    ]


def compare(page, change, *, is_first: bool = False):
    """The public page against a draft of it, which ``change`` writes."""
    page = Offering.objects.get(pk=page.pk).specific
    draft = page.with_content_json(page.serializable_data())
    change(draft)
    before = None if is_first else read_live_values(page)
    return compare_versions(offering=page, before=before, after=draft.save_revision(clean=False).content)


def change(**values):
    def write_values(draft):
        for name, value in values.items():
            setattr(draft, name, value)

    return write_values


@pytest.fixture
def course(tree):
    page = CoursePageFactory(
        parent=tree.courses,
        title="Tango für alle",
        summary="Wir tanzen Tango.",
        subject=SubjectFactory(name="Tanz"),
        body=[("text", "<p>Schritt für Schritt.</p>"), ("text", "<p>Danach gibt es Tee.</p>")],
    )
    return CoursePage.objects.get(pk=page.pk)


@pytest.fixture
def run(course):
    venue = VenueFactory(name="Haus Garath")
    return RunFactory(
        offering=course, number="2", start_date=date(2030, 2, 25), end_date=date(2030, 5, 27), venue=venue, price=20
    )


def edit_run(**values):
    def write_values(draft):
        run = draft.runs.all()[0]
        for name, value in values.items():
            setattr(run, name, value)

    return write_values


def test_nothing_is_different(course, run):
    assert read(compare(course, change())) == []


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        ("Wir tanzen Tango.", "Wir tanzen Tango und Walzer.", "Wir tanzen Tango+ und Walzer+."),
        ("Wir tanzen Tango.", "Wir tanzen.", "Wir tanzen- Tango-."),
        ("Alte Wörter hier", "Neue Texte da", "-Alte Wörter hier-+Neue Texte da+"),
        (
            "Alle sind da. Du musst nichts wissen, nichts können.",
            "Wir tanzen. Alle können kommen, auch Sie.",
            "-Alle sind da. Du musst nichts wissen, nichts können-+Wir tanzen. Alle können kommen, auch Sie+.",
        ),
        ("In der ersten Stunde", "In der zweiten Stunde", "In der -ersten-+zweiten+ Stunde"),
        ("", "Neu", "+Neu+"),
        ("Alt", "", "-Alt-"),
        ("gleich", "gleich", "gleich"),
    ],
)
def test_texts_are_compared_word_by_word(before, after, line):
    assert write(compare_texts(before, after)) == line


def test_long_unchanged_text_loses_its_middle():
    text = "Wort " * 200
    line = shorten((Piece("same", text), Piece("added", "neu"), Piece("same", text)))

    assert [piece.kind for piece in line] == ["same", "added", "same"]
    assert line[0].text.startswith("…")
    assert line[2].text.endswith("…")
    assert max(len(piece.text) for piece in line) < 200


def test_fields_are_told_by_label_in_the_order_of_the_form(tree, course):
    group = TargetGroupPageFactory(parent=tree.target_groups, title="Familien")
    anna = LecturerFactory(first_name="Anna", last_name="Berg")

    def edit(draft):
        draft.title = "Tango im Winter"
        draft.kind = "workshop"
        draft.subject = SubjectFactory(name="Musik")
        draft.target_groups.set([group])
        draft.lecturers.set([anna])
        draft.age_from = 16
        draft.childcare = True
        draft.support_languages = ["tr"]
        draft.easy_language = "Wir tanzen."
        draft.easy_language_checked_on = date(2030, 1, 9)

    assert read(compare(course, edit)) == [
        ("Titel", "changed", ["Tango -für alle-+im Winter+"]),
        ("Art", "changed", ["-Kurs- +Workshop+"]),
        ("Thema", "changed", ["-Tanz- +Musik+"]),
        ("Zielgruppen", "new", ["+Familien+"]),
        ("Alter von", "new", ["+16+"]),
        ("mit Kinderbetreuung", "changed", ["-nein- +ja+"]),
        ("Fragen auch auf", "new", ["+Türkisch+"]),
        ("Kursleitung", "new", ["+Anna Berg+"]),
        ("Text in Leichter Sprache", "new", ["+Wir tanzen.+"]),
        ("geprüft am", "new", ["+9. Januar 2030+"]),
    ]


def test_fields_of_a_type_of_its_own_are_compared_too(tree):
    project = ProjectPageFactory(parent=tree.projects, title="Garten")

    found = compare(project, change(period_end=date(2030, 12, 31), results="Ein Beet."))

    assert read(found) == [
        ("Ende des Projekts", "new", ["+31. Dezember 2030+"]),
        ("Was erreicht wurde", "new", ["+Ein Beet.+"]),
    ]


def test_names_in_lists_come_and_go(course):
    people = [LecturerFactory(first_name=name, last_name="Berg") for name in ("Anna", "Bert", "Cem")]
    course.lecturers.set(people[:2])
    course.save()

    found = compare(course, lambda draft: draft.lecturers.set(people[1:]))

    assert read(found) == [("Kursleitung", "changed", ["Bert Berg, +Cem Berg+, -Anna Berg-"])]


def test_what_was_chosen_may_be_gone_by_now(course):
    subject = SubjectFactory()
    page = CoursePage.objects.get(pk=course.pk)
    page.subject = subject
    content = page.save_revision(clean=False).content
    subject.delete()

    found = compare_versions(offering=course, before=read_live_values(course), after=content)

    assert read(found) == [("Thema", "changed", ["-Tanz- +(inzwischen gelöscht)+"])]


def test_pictures_are_shown_old_and_new(course):
    old, new = ImageFactory(title="Schuhe"), ImageFactory(title="Saal")
    course.image = old
    course.save()

    (section,) = compare(course, change(image=new))
    (difference,) = section.differences

    assert (difference.picture_before, difference.picture_after) == (old, new)
    assert [write(line) for line in difference.lines] == ["-Schuhe- +Saal+"]


def test_body_is_compared_by_block(course):
    def edit(draft):
        first, second = draft.body.raw_data
        second = {**second, "value": "<p>Danach gibt es Tee und Kuchen.</p>"}
        question = {"type": "question", "value": {"question": "Brauche ich Schuhe?", "answer": "<p>Nein.</p>"}}
        draft.body = draft.body.stream_block.to_python([first, second, question])

    assert read(compare(course, edit)) == [
        ("Beschreibung: Text", "changed", ["Danach gibt es Tee+ und Kuchen+."]),
        ("Beschreibung: Frage und Antwort", "new", ["+Frage: Brauche ich Schuhe?\nAntwort: Nein.+"]),
    ]


def test_removed_and_moved_blocks_are_told(course):
    def turn(draft):
        draft.body = draft.body.stream_block.to_python(list(draft.body.raw_data)[::-1])

    def take_out(draft):
        draft.body = draft.body.stream_block.to_python(list(draft.body.raw_data)[:1])

    assert read(compare(course, turn)) == [
        ("Beschreibung", "changed", ["Die Abschnitte stehen in einer anderen Reihenfolge."])
    ]
    assert read(compare(course, take_out)) == [("Beschreibung: Text", "removed", ["-Danach gibt es Tee.-"])]


def write_first_block(html):
    def edit(draft):
        first, second = draft.body.raw_data
        draft.body = draft.body.stream_block.to_python([{**first, "value": html}, second])

    return edit


def test_changed_link_and_changed_looks_are_not_lost(course):
    """The words stay the same, and still the reader would land somewhere else."""
    link = compare(course, write_first_block('<p>Schritt für <a href="https://boese.example/">Schritt</a>.</p>'))
    bold = compare(course, write_first_block("<p>Schritt für <b>Schritt</b>.</p>"))

    assert read(link) == [("Beschreibung: Text", "changed", ["Schritt für Schritt+ [Link: https://boese.example/]+."])]
    assert read(bold) == [
        (
            "Beschreibung: Text",
            "changed",
            ["Der Text ist gleich, nur die Gestaltung ist anders, zum Beispiel fett oder eine Überschrift."],
        )
    ]


def test_what_the_editor_writes_anew_is_no_difference(course):
    """Whoever only opens and saves the form changes nothing."""
    course.body = course.body.stream_block.to_python(
        [
            {"type": "text", "id": "a", "value": "<p>Schritt für <strong>Schritt</strong>.</p>\n<p>Ja.</p>"},
            {"type": "question", "id": "b", "value": {"question": "Ja?", "answer": "<p>Ja.</p>"}},
        ]
    )
    course.save()

    def edit(draft):
        text, question = draft.body.raw_data
        html = '<p data-block-key="x1">Schritt für <b>Schritt</b>.</p><p data-block-key="x2">Ja.</p>'
        answer = {"question": "Ja?", "answer": '<p data-block-key="y1">Ja.</p>'}
        draft.body = draft.body.stream_block.to_python([{**text, "value": html}, {**question, "value": answer}])

    assert read(compare(course, edit)) == []


def test_rich_text_becomes_lines_without_markup():
    html = "<h3>Was</h3><p>Eins<br/>zwei &lt;b&gt;</p><ul><li>drei</li></ul><script>alert(1)</script>"

    assert describe_rich_text(html).splitlines()[:4] == ["Was", "Eins", "zwei <b>", "– drei"]


@pytest.mark.parametrize(
    ("values", "sentences"),
    [
        ({"start_date": date(2030, 3, 4)}, ["Beginn: +4. März 2030+ statt -25. Februar 2030-"]),
        ({"price": Decimal("12.5")}, ["Preis: +12,50 Euro+ statt -20 Euro-"]),
        ({"price": Decimal(0)}, ["Preis: +kostenlos+ statt -20 Euro-"]),
        ({"weekly_times": "tue 09:30-12:00"}, ["Wochenzeiten: +dienstags, 9:30 bis 12 Uhr+"]),
        ({"venue_id": None}, ["Ort: -Haus Garath, Garath- entfällt"]),
        ({"status": "cancelled"}, ["Stand: +abgesagt+ statt -geplant-"]),
        ({"fully_booked": True, "seats_taken": 12}, ["belegte Plätze: +12+ statt -2-", "ausgebucht: +ja+"]),
    ],
)
def test_runs_are_told_in_sentences(course, run, values, sentences):
    assert read(compare(course, edit_run(**values))) == [("Durchgang 2", "changed", sentences)]


def test_new_and_dropped_runs_are_told(course, run):
    def add(draft):
        new = RunFactory.build(number="3", start_date=date(2030, 9, 2), end_date=date(2030, 12, 2), price=None)
        new.seats_min = new.seats_max = new.seats_taken = None
        new.meetings.add(MeetingFactory.build(run=new, date=date(2030, 9, 2)))
        draft.runs.add(new)

    def drop(draft):
        draft.runs.clear()

    assert read(compare(course, add)) == [
        (
            "Durchgang 3",
            "new",
            [
                "Stand: +geplant+",
                "Beginn: +2. September 2030+",
                "Ende: +2. Dezember 2030+",
                "1 Termin kommt dazu: +Mo., 02.09.2030 (10:00–11:30 Uhr)+",
            ],
        )
    ]
    assert read(compare(course, drop)) == [
        ("Durchgang 2", "removed", ["Dieser Durchgang entfällt: -25. Februar bis 27. Mai 2030-"])
    ]


def test_meetings_are_told_in_sentences(course, run):
    for day in (12, 19, 26):
        MeetingFactory(run=run, date=date(2030, 3, day), start_time=time(18), end_time=time(19, 30))

    def edit(draft):
        cancelled, moved, gone = draft.runs.all()[0].meetings.all()
        cancelled.status, cancelled.note = "cancelled", "Frau Berg ist krank."
        moved.date, moved.status = date(2030, 3, 20), "moved"
        draft.runs.all()[0].meetings.remove(gone)
        for day in (2, 9):
            new = MeetingFactory.build(run=None, date=date(2030, 4, day), room="Saal 2")
            draft.runs.all()[0].meetings.add(new)

    assert read(compare(course, edit)) == [
        (
            "Durchgang 2",
            "changed",
            [
                "+Termin Di., 12.03.2030, 18:00–19:30 Uhr: fällt aus; Hinweis: „Frau Berg ist krank.“+",
                "+Termin Di., 19.03.2030, 18:00–19:30 Uhr: verlegt auf Mi., 20.03.2030, 18:00–19:30 Uhr+",
                "1 Termin entfällt: -Di., 26.03.2030 (18:00–19:30 Uhr)-",
                "2 Termine kommen dazu: +Di., 02.04.2030; Di., 09.04.2030 (10:00–11:30 Uhr, Saal 2)+",
            ],
        )
    ]


def test_meeting_without_a_day_is_no_error(course, run):
    MeetingFactory(run=run, date=date(2030, 3, 12))

    def edit(draft):
        draft.runs.all()[0].meetings.all()[0].date = None

    assert read(compare(course, edit)) == [
        ("Durchgang 2", "changed", ["Termin: +noch ohne Tag+ statt -Di., 12.03.2030, 10:00–11:30 Uhr-"])
    ]


def test_translations_are_told_by_language(course):
    OfferingTranslationFactory(offering=course, language="en", title="Tango for all", summary="")
    OfferingTranslationFactory(offering=course, language="ru", title="Танго", summary="")

    def edit(draft):
        english, russian = draft.translations.all()
        english.title = "Tango in winter"
        draft.translations.remove(russian)
        draft.translations.add(OfferingTranslationFactory.build(language="tr", title="Tango", summary="Kışın."))

    assert read(compare(course, edit)) == [
        ("Englisch: Titel", "changed", ["Tango -for all-+in winter+"]),
        ("Russisch: Titel", "removed", ["-Танго-"]),
        ("Türkisch: Titel", "new", ["+Tango+"]),
        ("Türkisch: Kurz gesagt", "new", ["+Kışın.+"]),
    ]


def test_first_submission_shows_all_that_is_filled_in_as_new(course, run):
    found = read(compare(course, change(), is_first=True))

    assert {kind for _label, kind, _lines in found} == {"new"}
    labels = [label for label, _kind, _lines in found]
    assert labels[:3] == ["Titel", "Kurz gesagt", "Art"]
    assert "Durchgang 2" in labels
    assert "mit Kinderbetreuung" not in labels
    assert "Adresse der Seite" not in labels


def test_revision_from_before_a_field_existed_has_its_default(course):
    content = CoursePage.objects.get(pk=course.pk).save_revision(clean=False).content
    del content["keywords"], content["runs"]

    assert read(compare_versions(offering=course, before=content, after=content)) == []


def test_thirty_runs_cost_as_many_queries_as_one(course):
    def count() -> int:
        page = CoursePage.objects.get(pk=course.pk)
        after = page.save_revision(clean=False).content
        after["runs"] = [run | {"room": "Saal 9"} for run in after["runs"]]
        with CaptureQueriesContext(connection) as queries:
            found = compare_versions(offering=page, before=read_live_values(page), after=after)
        assert len(read(found)) == page.runs.count()
        return len(queries)

    RunFactory(offering=course, venue=VenueFactory(), meetings=2)
    one = count()
    for _number in range(29):
        RunFactory(offering=course, venue=VenueFactory(), meetings=2)

    assert count() == one
