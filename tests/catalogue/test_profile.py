"""One's own profile: what is agreed to is public, what is withdrawn is gone everywhere."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.log_actions import registry

from catalogue.domain.profile import CONSENTS
from catalogue.factories import CoursePageFactory, LecturerFactory
from catalogue.models import Lecturer
from media.factories import ImageFactory, draw_picture
from media.models import Image
from search.models import SearchEntry
from tests.forms import read_form
from tests.pages import read, text_of
from tests.people import make_cast, open_door

URL = "/admin/mein-profil/"


@pytest.fixture
def cast(tree):
    cast = make_cast()
    anna = cast.anna
    anna.last_name, anna.slug, anna.role = "Kowalenko", "anna-kowalenko", "Tanzpädagogin"
    anna.biography, anna.languages = "Ich tanze seit dreißig Jahren Mazurka.", ["uk"]
    anna.picture = ImageFactory(with_people=True)
    anna.save()
    return cast


@pytest.fixture
def anna(cast):
    return open_door(cast.lecturer_owner)


@pytest.fixture
def course(tree, cast):
    page = CoursePageFactory(parent=tree.courses, title="Mazurka", lecturers=[cast.anna], contact=cast.anna)
    page.save_revision(clean=False).publish()
    return page


def save(browser, without=(), **values):
    """Send the form off, some fields left out or changed."""
    form = read_form(browser.get(URL), selector="form#profile")
    return browser.post(URL, {name: value for name, value in (form | values).items() if name not in without})


def read_public(client, course) -> dict[str, str]:
    """Everything the public gets to read of a person, place by place."""
    entry = SearchEntry.objects.get(page_id=course.pk)
    return {
        "team": text_of(read(client, "/team/").main) + str(read(client, "/team/").select("main img")),
        "course": text_of(read(client, course.url).main),
        "document": json.dumps([entry.document, entry.words], ensure_ascii=False),
        "api": client.get("/api/v1/offerings/?q=Mazurka").content.decode(),
        "api page": client.get(f"/api/v1/offerings/{course.pk}/").content.decode(),
        "facets": client.get("/api/v1/facets/").content.decode(),
        "finder": client.get("/angebote/?q=Kowalenko").content.decode().replace('value="Kowalenko"', ""),
        "suggest": client.get("/api/v1/suggest/?q=Kowal").content.decode(),
    }


def find_places(public: dict[str, str], word: str) -> list[str]:
    return [place for place, text in public.items() if word.lower() in text.lower()]


def test_withdrawn_name_leaves_every_place_at_once(client, cast, anna, course):
    before = find_places(read_public(client, course), "Kowalenko")
    version = SearchEntry.objects.get(page_id=course.pk).version

    answer = save(anna, without=["consent_name"])

    public = read_public(client, course)
    assert {"team", "course", "document", "api", "api page", "facets"} <= set(before)
    assert answer.status_code == 302
    # the words of the question itself stand on the page that found nothing
    assert [place for place in find_places(public, "Kowalenko") if place != "finder"] == []
    assert find_places(public, "anna-kowalenko") == []
    assert client.get("/team/anna-kowalenko/").status_code == 404
    # what an engine has yet to fetch stands in the outbox
    assert SearchEntry.objects.get(page_id=course.pk).version > version


@pytest.mark.parametrize(
    ("consent", "sign"),
    [("consent_biography", "dreißig Jahren"), ("consent_languages", "Ukrainisch"), ("consent_picture", "<img")],
)
def test_each_thing_is_withdrawn_alone(client, cast, anna, course, consent, sign):
    before = client.get("/team/anna-kowalenko/").content.decode()

    save(anna, without=[consent])

    after = client.get("/team/anna-kowalenko/").content.decode()
    main = [text.partition("<main")[2].partition("</main>")[0] for text in (before, after)]
    assert [sign in text for text in main] == [True, False]
    assert "Anna Kowalenko" in main[1]
    person = Lecturer.objects.get(pk=cast.anna.pk)
    assert {name: getattr(person, name) for name in CONSENTS} == {name: name != consent for name in CONSENTS}
    assert person.consent_date is not None


def test_withdrawn_picture_has_no_public_copy_left_and_comes_back_when_agreed(client, cast, anna, course):
    client.get("/team/")
    image = cast.anna.picture
    copies = [image.renditions.count()]

    save(anna, without=["consent_picture"])
    copies.append(image.renditions.count())
    image.refresh_from_db()
    withdrawn = image.is_publishable
    save(anna, consent_picture="on")
    image.refresh_from_db()

    assert (copies, withdrawn, image.is_publishable) == ([1, 0], False, True)
    assert read(client, "/team/").select("main img") != []


def test_new_picture_is_not_lent_to_others_and_the_old_one_goes(cast, anna):
    picture = SimpleUploadedFile("ich.png", draw_picture(colour="#aa3311"), "image/png")
    save(anna, new_picture=picture, picture_credit="Selbst")
    first = Lecturer.objects.get(pk=cast.anna.pk).picture
    again = SimpleUploadedFile("ich.png", draw_picture(colour="#3311aa"), "image/png")

    save(anna, new_picture=again, picture_credit="Selbst")

    second = Lecturer.objects.get(pk=cast.anna.pk).picture
    assert (first.collection.name, first.credit, first.is_publishable) == ("Root", "Selbst", True)
    assert first.consent_from.startswith("Anna Kowalenko, im eigenen Profil am ")
    assert second != first
    assert Image.objects.filter(pk=first.pk).exists() is False
    # somebody else had put it there
    assert Image.objects.filter(pk=cast.anna.picture_id).exists() is True


def test_picture_without_consent_is_kept_but_not_shown(client, cast, anna):
    picture = SimpleUploadedFile("ich.png", draw_picture(colour="#aa3311"), "image/png")

    save(anna, without=["consent_picture"], new_picture=picture, picture_credit="Selbst")

    assert Lecturer.objects.get(pk=cast.anna.pk).picture.is_publishable is False
    assert read(client, "/team/anna-kowalenko/").select(".profile__portrait") == []


def test_own_picture_can_be_deleted(cast, anna):
    save(anna, new_picture=SimpleUploadedFile("i.png", draw_picture(), "image/png"), picture_credit="Selbst")
    own = Lecturer.objects.get(pk=cast.anna.pk).picture

    save(anna, remove_picture="on")

    assert Lecturer.objects.get(pk=cast.anna.pk).picture is None
    assert Image.objects.filter(pk=own.pk).exists() is False


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"first_name": ""}, 'role="alert"'),
        (
            {"new_picture": SimpleUploadedFile("i.png", b"<svg onload=alert(1)>", "image/png")},
            "kein Bild",
        ),
        ({"new_picture": SimpleUploadedFile("i.png", draw_picture(), "image/png")}, "wer das Bild gemacht hat"),
        ({"languages": "klingonisch"}, "klingonisch"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_saved(cast, anna, values, message):
    before = list(Lecturer.objects.values())

    answer = save(anna, without=["consent_name"], **values)

    assert answer.status_code == 200
    assert message in answer.content.decode()
    assert list(Lecturer.objects.values()) == before


def test_fields_of_the_office_cannot_be_sent_along(cast, anna):
    save(
        anna,
        slug="gekapert",
        is_active="",
        user=cast.editor.pk,
        private_email="x@example.org",
        consent_date="1999-01-01",
    )

    person = Lecturer.objects.get(pk=cast.anna.pk)
    assert (person.slug, person.is_active, person.user, person.private_email, person.consent_date) == (
        "anna-kowalenko",
        True,
        cast.lecturer_owner,
        "",
        None,
    )


def test_history_says_what_was_agreed_and_withdrawn(cast, anna):
    save(anna, without=["consent_name", "consent_picture"])

    entries = registry.get_logs_for_instance(cast.anna).filter(action="catalogue.consent")
    assert [(entry.user, entry.data["text"]) for entry in entries] == [
        (cast.lecturer_owner, "Widerrufen: Name darf gezeigt werden, Bild darf gezeigt werden")
    ]


def test_text_is_shown_as_text(client, cast, anna):
    save(anna, biography="<script>alert(1)</script>")

    assert "<script>alert" not in client.get("/team/anna-kowalenko/").content.decode()
    assert "<script>alert" not in anna.get(URL).content.decode()


@pytest.mark.parametrize(
    ("role", "status"),
    [("anonymous", 302), ("lecturer_owner", 200), ("other_lecturer", 200), ("editor", 302), ("superuser", 302)],
)
def test_profile_is_for_those_who_have_one(cast, role, status):
    browser = open_door(getattr(cast, role))

    assert browser.get(URL).status_code == status
    assert browser.post(URL, {"first_name": "Gekapert"}).status_code == status
    assert Lecturer.objects.filter(first_name="Gekapert").exists() is False


def test_whoever_left_has_no_profile(cast, anna):
    Lecturer.objects.filter(pk=cast.anna.pk).update(is_active=False)

    assert anna.get(URL).status_code == 302


def test_form_names_all_its_controls(anna):
    main = read(anna, URL).main

    labelled = {label["for"] for label in main.select("label[for]")}
    wrapped = {control["id"] for control in main.select("label.desk-choice input, label input")}
    controls = main.select("form#profile input:not([type=hidden]), form#profile textarea")
    assert [control["id"] for control in controls if control["id"] not in labelled | wrapped] == []


def test_second_person_with_the_same_picture_keeps_it(client, cast, anna):
    cast.anna.picture.uploaded_by_user = cast.lecturer_owner
    cast.anna.picture.save()
    LecturerFactory(picture=cast.anna.picture)

    save(anna, remove_picture="on")

    assert Image.objects.filter(pk=cast.anna.picture_id).exists() is True
