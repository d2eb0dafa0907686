"""The admin as each role finds it: menus, the list of offerings, the catalogue, files."""

import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.models import Collection

from catalogue.factories import (
    CoursePageFactory,
    LecturerFactory,
    ProjectPageFactory,
    RunFactory,
    SubjectFactory,
)
from media.factories import ImageFactory
from media.models import Image
from tests.people import make_cast, open_door

#: what nobody else has
LECTURERS_OWN = ["desk", "profile"]
LECTURERS_MENU = [*LECTURERS_OWN, "images", "documents"]
COORDINATORS_MENU = ["reviews", "offerings", "absences", "images", "documents"]


@pytest.fixture
def cast(tree):
    return make_cast()


def read_menu(browser):
    page = browser.get(reverse("wagtailadmin_home"), follow=True).content.decode()
    props = BeautifulSoup(page, "html.parser").select_one("#wagtail-sidebar-props").text
    names = re.findall(r'"name": "([\w-]+)"', props)
    # plugins have entries of their own
    names = [name for name in names if not name.startswith("kintop_")]
    return [name for name in names if name not in ("account", "logout") and name.islower()]


def read_titles(response):
    rows = BeautifulSoup(response.content, "html.parser").select("tbody td.title a")
    return [row.get_text(strip=True) for row in rows if "edit" in row.get("href", "")]


@pytest.mark.parametrize("is_lecturer", [False, True])
def test_menu_of_people_who_do_not_publish_is_short(cast, is_lecturer):
    SubjectFactory().coordinators.add(cast.coordinator)
    if is_lecturer:
        LecturerFactory(user=cast.coordinator)

    assert read_menu(open_door(cast.lecturer_owner)) == LECTURERS_MENU
    menu = read_menu(open_door(cast.coordinator))
    assert [name for name in menu if name not in LECTURERS_OWN] == COORDINATORS_MENU
    assert [name for name in menu if name in LECTURERS_OWN] == (LECTURERS_OWN if is_lecturer else [])


def test_menu_of_editors_holds_the_catalogue(cast):
    menu = read_menu(open_door(cast.editor))

    catalogue = ["catalogue", "enquiries", "lecturers", "subjects", "venues", "funders", "closed_periods"]
    assert [name for name in menu if name in catalogue] == catalogue
    assert {"users", "groups", "sites"} & set(menu) == set()


def test_plugins_add_to_the_catalogue_menu(cast):
    from wagtail import hooks
    from wagtail.admin.menu import MenuItem, admin_menu

    admin_menu.__dict__.pop("registered_menu_items", None)
    with hooks.register_temporarily(
        "register_catalogue_menu_item", lambda: MenuItem("Räume", "/admin/raeume/", name="rooms")
    ):
        menu = read_menu(open_door(cast.editor))
    admin_menu.__dict__.pop("registered_menu_items", None)

    assert "rooms" in menu


@pytest.mark.parametrize(
    ("role", "buttons"),
    [("editor", ["Neu: Kurse und Veranstaltungen", "Neu: Projekte"]), ("lecturer_owner", [])],
)
def test_list_leads_editors_to_new_offerings(tree, cast, role, buttons):
    response = open_door(getattr(cast, role)).get(reverse("offerings:index"))

    links = BeautifulSoup(response.content, "html.parser").select("header a[href$='/add_subpage/']")
    assert [link.get_text(" ", strip=True) for link in links] == buttons


@pytest.fixture
def three(tree, cast):
    music, dance = SubjectFactory(name="Musik", slug="musik"), SubjectFactory(name="Tanz", slug="tanz")
    dance.coordinators.add(cast.coordinator)
    tango = SubjectFactory(name="Tango", slug="tango", parent=dance)
    pages = [
        CoursePageFactory(parent=tree.courses, title="Chor", subject=music, lecturers=[cast.bert]),
        CoursePageFactory(parent=tree.courses, title="Tangoabend", subject=tango, lecturers=[cast.anna]),
        ProjectPageFactory(parent=tree.projects, title="Tanzprojekt", subject=dance, live=False),
    ]
    call_command("wagtail_update_index", verbosity=0)
    return pages


@pytest.mark.parametrize(
    ("role", "titles"),
    [
        ("lecturer_owner", ["Tangoabend"]),
        ("other_lecturer", ["Chor"]),
        ("coordinator", ["Tangoabend", "Tanzprojekt"]),
        ("other_coordinator", []),
        ("editor", ["Chor", "Tangoabend", "Tanzprojekt"]),
    ],
)
def test_everybody_finds_their_offerings_in_the_list(cast, three, role, titles):
    response = open_door(getattr(cast, role)).get(reverse("offerings:index"))

    assert sorted(page.title for page in response.context["object_list"]) == titles


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("subject={dance}", ["Tangoabend", "Tanzprojekt"]),
        ("subject={tango}", ["Tangoabend"]),
        ("live=no", ["Tanzprojekt"]),
        ("content_type={project}", ["Tanzprojekt"]),
        ("q=tan", ["Tangoabend", "Tanzprojekt"]),
        ("q=tan&live=yes", ["Tangoabend"]),
        ("q=tan&subject={dance}&content_type={project}&ordering=next_start", ["Tanzprojekt"]),
    ],
)
def test_filters_of_the_list_work_with_and_without_search(cast, three, query, titles):
    _chor, tango, project = three
    query = query.format(dance=project.subject_id, tango=tango.subject_id, project=project.cached_content_type.pk)

    response = open_door(cast.editor).get(f"{reverse('offerings:index')}?{query}")

    assert sorted(page.title for page in response.context["object_list"]) == titles


def test_search_in_the_list_stays_within_what_one_may_see(cast, three):
    response = open_door(cast.other_lecturer).get(f"{reverse('offerings:index')}?q=tango")

    assert list(response.context["object_list"]) == []


def test_list_shows_type_subject_and_next_start(cast, three):
    today = timezone.localdate()
    _chor, tango, _project = three
    for days in (-10, 40, 20):
        RunFactory(offering=tango, start_date=today + timedelta(days=days))

    response = open_door(cast.lecturer_owner).get(reverse("offerings:index"))

    row = BeautifulSoup(response.content, "html.parser").select_one("main tbody tr").get_text(" ", strip=True)
    assert "Kurs oder Veranstaltung" in row
    assert "Tanz › Tango" in row
    assert date_format(today + timedelta(days=20), "D, j. M Y") in row


@pytest.mark.parametrize(("role", "count"), [("lecturer_owner", 0), ("coordinator", 0), ("editor", 3)])
def test_only_editors_tick_offerings_for_bulk_actions(cast, three, role, count):
    response = open_door(getattr(cast, role)).get(reverse("offerings:index"))

    ticks = BeautifulSoup(response.content, "html.parser").select("main tbody [data-bulk-action-checkbox]")
    assert len(ticks) == count


def test_list_orders_by_next_start(cast, three):
    today = timezone.localdate()
    for page, days in zip(three, (30, 10, 20), strict=True):
        RunFactory(offering=page, start_date=today + timedelta(days=days))

    response = open_door(cast.editor).get(f"{reverse('offerings:index')}?ordering=next_start")

    assert [page.title for page in response.context["object_list"]] == ["Tangoabend", "Tanzprojekt", "Chor"]


@pytest.mark.parametrize("role", ["lecturer_owner", "editor"])
def test_list_costs_the_same_for_one_and_for_many(tree, cast, role, django_assert_max_num_queries):
    browser = open_door(getattr(cast, role))
    subject = SubjectFactory()
    CoursePageFactory(parent=tree.courses, subject=subject, lecturers=[cast.anna])
    browser.get(reverse("offerings:index"))
    with django_assert_max_num_queries(100) as few:
        browser.get(reverse("offerings:index"))
    for _number in range(9):
        CoursePageFactory(parent=tree.courses, subject=subject, lecturers=[cast.anna])

    with django_assert_max_num_queries(100) as many:
        browser.get(reverse("offerings:index"))

    assert len(many) == len(few)


@pytest.mark.parametrize("role", ["editor", "superuser"])
def test_nobody_adds_enquiries_by_hand(cast, role):
    response = open_door(getattr(cast, role)).get(reverse("enquiries:add"))

    assert response.url == reverse("wagtailadmin_home")


@pytest.mark.parametrize("name", ["subjects", "venues", "funders", "lecturers", "closed_periods", "enquiries"])
def test_catalogue_pages_open_for_editors_and_for_nobody_below(cast, name):
    statuses = [
        open_door(getattr(cast, role)).get(reverse(f"{name}:index")).status_code
        for role in ("editor", "administrator", "coordinator", "lecturer_owner")
    ]

    assert statuses == [200, 200, 302, 302]


def test_administrator_sees_the_rights_of_a_group(cast):
    group = cast.editor.groups.get()

    page = open_door(cast.administrator).get(reverse("wagtailusers_groups:edit", args=[group.pk]))

    assert page.status_code == 200


@pytest.fixture
def pictures(cast):
    shelf = Collection.objects.get(name="Bilder der Kurse")
    return {
        "own": ImageFactory(title="Eigenes", collection=shelf, uploaded_by_user=cast.lecturer_owner),
        "shared": ImageFactory(title="Geteiltes", collection=shelf, uploaded_by_user=cast.other_lecturer),
        "elsewhere": ImageFactory(title="Büro", uploaded_by_user=cast.editor),
    }


def test_lecturer_chooses_pictures_of_the_courses_only(cast, pictures):
    response = open_door(cast.lecturer_owner).get(reverse("wagtailimages_chooser:choose"))

    offered = {name for name, picture in pictures.items() if picture.title in response.json()["html"]}
    assert offered == {"own", "shared"}


def test_lecturer_changes_own_pictures_only(cast, pictures):
    browser = open_door(cast.lecturer_owner)

    statuses = {
        name: browser.get(reverse("wagtailimages:edit", args=[picture.pk])).status_code
        for name, picture in pictures.items()
    }

    assert statuses == {"own": 200, "shared": 302, "elsewhere": 302}


@pytest.mark.parametrize(("shown_by", "is_kept"), [("nobody", False), ("anna", False), ("bert", True)])
def test_picture_in_somebody_elses_offering_cannot_be_deleted(tree, cast, pictures, shown_by, is_kept):
    if shown_by != "nobody":
        CoursePageFactory(parent=tree.courses, image=pictures["own"], lecturers=[getattr(cast, shown_by)])
        call_command("rebuild_references_index", verbosity=0)

    open_door(cast.lecturer_owner).post(reverse("wagtailimages:delete", args=[pictures["own"].pk]))

    assert Image.objects.filter(pk=pictures["own"].pk).exists() is is_kept
